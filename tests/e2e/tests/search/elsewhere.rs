//! A Jaeger on another server: asked only after a question, with its headers and no one else's.

use std::net::TcpListener;

use e2e::app::{App, visit};
use e2e::reply::Reply;
use e2e::search_page::SearchPage;
use e2e::site::Site;
use serde_json::json;

use super::{found_for, one_trace, operations, search_for};

const SECRET: &str = "tenant-of-mine";

/// Another server, whose answers any page may read.
fn other_server() -> Site {
    let site = Site::start();
    site.answer("/api", Reply::Status(404, "404 page not found").with_cors());
    site.answer("/api/services", Reply::json(r#"{"data":["new"]}"#).with_cors());
    site.answer("/api/operations", Reply::json(r#"{"data":[]}"#).with_cors());
    site.answer("/api/traces", Reply::made(found_for).with_cors());
    site.answer("/api/traces/", Reply::json(one_trace("new")).with_cors());
    site
}

fn link_to(other: &Site) -> String {
    format!("#/search?{}&from={}", search_for("new"), other.origin())
}

fn wait_for_question(app: &App) -> String {
    app.wait_for_script("the question", "return document.querySelector('.ask') !== null");
    app.text(".ask")
}

#[test]
fn a_link_to_another_server_asks_before_anything_is_fetched() {
    let other = other_server();
    visit(|app| {
        app.expect_error("status of 404");
        app.open(&link_to(&other));
        assert!(wait_for_question(app).contains(other.origin()));
        assert_eq!(other.asked("/"), [""; 0], "fetched before it was allowed");
        app.click(".ask .button.primary");
        let page = SearchPage::there(app);
        assert_eq!(operations(&page.wait_for_rows(1)), ["call new"]);
        assert_eq!(page.value("Jaeger"), other.origin());
        assert!(app.fragment().contains("from=http"), "{}", app.fragment());
        assert_eq!(app.site.asked("/api"), [""; 0], "another server was asked, too");
    });
}

#[test]
fn a_link_to_another_server_can_be_refused() {
    let other = other_server();
    visit(|app| {
        app.open(&link_to(&other));
        wait_for_question(app);
        app.click(".ask .button:not(.primary)");
        app.wait_for_script("the start page", "return document.querySelector('.start') !== null");
        app.open(&link_to(&other));
        wait_for_question(app);
        assert_eq!(other.asked("/"), [""; 0]);
    });
}

#[test]
fn what_was_found_elsewhere_opens_without_a_second_question() {
    let other = other_server();
    visit(|app| {
        app.expect_error("status of 404");
        app.open(&link_to(&other));
        app.click(".ask .button.primary");
        let page = SearchPage::there(app);
        page.wait_for_rows(1);
        app.click_row_of(&page.rows()[0].duration);
        app.wait_for_trace_of("call new");
    });
}

#[test]
fn a_server_that_is_typed_needs_no_question() {
    let other = other_server();
    visit(|app| {
        app.expect_error("status of 404");
        let page = SearchPage::open(app, "");
        page.fill("Jaeger", &other.url("/search?service=x"));
        assert_eq!(page.wait_for_suggestions("services"), ["new"]);
        assert_eq!(page.value("Jaeger"), other.origin());
        page.fill("Service", "new");
        page.find();
        page.wait_for_rows(1);
    });
}

#[test]
fn a_server_that_lets_no_other_page_read_its_answers_is_told_what_to_set() {
    let other = other_server();
    for path in ["/api", "/api/services", "/api/operations", "/api/traces", "/api/traces/"] {
        other.answer(path, Reply::json(r#"{"data":[]}"#));
    }
    visit(|app| {
        app.expect_error(other.origin());
        app.open(&link_to(&other));
        app.click(".ask .button.primary");
        let page = SearchPage::there(app);
        let trouble = page.wait_for_trouble("allowed_origins");
        assert!(trouble.text.contains(app.site.origin()), "{trouble:?}");
        assert!(trouble.text.contains("--query.additional-headers"), "{trouble:?}");
        assert_eq!(page.value("Service"), "new");
    });
}

#[test]
fn nobody_listening_is_told() {
    visit(|app| {
        // Bound and closed again: nobody listens there now.
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let address = listener.local_addr().expect("a bound port has an address");
        drop(listener);
        app.expect_error("ERR_CONNECTION_REFUSED");
        app.open(&format!("#/search?{}&from=http://{address}", search_for("new")));
        app.click(".ask .button.primary");
        let page = SearchPage::there(app);
        let trouble = page.wait_for_trouble("did not answer");
        assert!(trouble.text.contains("check the address"), "{trouble:?}");
        assert!(trouble.title.contains(&address.to_string()), "{trouble:?}");
        app.screenshot("search-refused");
    });
}

#[test]
fn headers_go_to_their_own_server_and_into_no_link() {
    let (other, third) = (other_server(), other_server());
    visit(|app| {
        app.expect_error("status of 404");
        let known = json!([{ "base": other.origin(), "headers": [["x-tenant", SECRET]] }]);
        app.script(
            "localStorage.setItem('spanscope.endpoints', arguments[0])",
            &[known.to_string().into()],
        );
        app.open(&link_to(&other));
        let page = SearchPage::there(app);
        page.wait_for_rows(1);
        page.find();
        page.wait_for_rows(1);
        assert!(other.values_of_header("x-tenant").contains(&SECRET.to_owned()));
        let everything = app.script(
            "return location.href + document.documentElement.outerHTML + document.title +
                [...document.querySelectorAll('input')].map(input => input.value).join()",
            &[],
        );
        assert!(!everything.as_str().expect("text").contains(SECRET), "it is in the page");

        // A link to a server that only begins like it.
        app.open(&format!(
            "#/search?{}&from={}.example.invalid",
            search_for("new"),
            other.origin()
        ));
        wait_for_question(app);
        app.open(&link_to(&third));
        wait_for_question(app);
        app.click(".ask .button.primary");
        page.wait_for_rows(1);
        assert_eq!(third.values_of_header("x-tenant"), [""; 0]);
        assert_eq!(app.site.values_of_header("x-tenant"), [""; 0]);
    });
}
