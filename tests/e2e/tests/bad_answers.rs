//! Servers that answer badly or not at all: each failure in its own words, with a way on.

use std::net::TcpListener;

use e2e::app::{App, visit};
use e2e::fixtures;
use e2e::reply::{Gate, Reply};
use e2e::site::Site;

use crate::real_jaeger::open_link;

const PATH: &str = "/api/traces/1";

/// Opens an address of the same server that answers so; the message must have the words.
fn answers(reply: Reply, console: Option<&str>, says: &[&str]) {
    visit(|app| {
        if let Some(console) = console {
            app.expect_error(console);
        }
        app.site.answer(PATH, reply);
        app.open_sample("order-healthy.otlp.jsonl");
        // Within the page, so that what was open is still there.
        app.go(&app.site.page(&open_link(&app.site.url(PATH))));
        let notice = app.wait_for_notice(PATH);
        assert!(notice.is_error, "{notice:?}");
        let told = format!("{} {}", notice.title, notice.detail);
        for part in says {
            assert!(told.contains(part), "no “{part}” in {notice:?}");
        }
        assert_still_open(app);
    });
}

/// The trace from before is one step back, and was not fetched again.
fn assert_still_open(app: &App) {
    app.back();
    app.wait_for_trace_of("POST /orders");
    app.select("validate");
    app.wait_for_inspector("validate");
    assert_eq!(app.site.asked("/static/samples/order-healthy").len(), 1);
}

#[test]
fn not_found_says_that_the_trace_may_be_unknown() {
    answers(Reply::Status(404, "no"), Some("404"), &["404", "unknown"]);
}

#[test]
fn a_login_that_is_missing_is_told() {
    answers(Reply::Status(401, "who?"), Some("401"), &["401", "login"]);
}

#[test]
fn too_many_requests_says_to_wait() {
    answers(Reply::Status(429, "slower"), Some("429"), &["429", "wait"]);
}

#[test]
fn a_failing_server_is_told() {
    answers(Reply::Status(500, "oh"), Some("500"), &["500", "server failed"]);
}

#[test]
fn a_login_page_instead_of_a_trace_is_recognised() {
    answers(Reply::login_page(), None, &["HTML page", "log in"]);
}

#[test]
fn the_error_that_jaeger_writes_is_passed_on() {
    let body = r#"{"data":null,"total":0,"errors":[{"code":404,"msg":"trace not found"}]}"#;
    answers(Reply::json(body), None, &["trace not found"]);
}

#[test]
fn an_answer_without_a_trace_is_told() {
    answers(Reply::json(r#"{"status":"fine"}"#), None, &["no trace format", "status"]);
}

#[test]
fn an_answer_that_breaks_off_shows_what_came_and_says_so() {
    visit(|app| {
        app.expect_error("ERR_CONTENT_LENGTH_MISMATCH");
        let gate = Gate::default();
        let body = fixtures::read("order-failing.jaeger.json");
        app.site.answer(PATH, Reply::CutHalfWay { body, gate: gate.clone() });
        app.go(&app.site.page(&open_link(&app.site.url(PATH))));
        wait_for_spans(app);
        gate.open();
        let notice = app.wait_for_notice(PATH);
        assert!(notice.detail.contains("broke off"), "{notice:?}");
        assert!(notice.detail.contains("try again"), "{notice:?}");
        app.wait_for_trace();
        let rows = app.row_count();
        assert!((1..126).contains(&rows), "{rows} rows of half an answer");
    });
}

fn wait_for_spans(app: &App) {
    app.wait_for("progress in spans", || app.text(".progress").contains("spans").then_some(()));
}

#[test]
fn nobody_listening_is_told() {
    visit(|app| {
        // Bound and closed again: nobody listens there now.
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let address = listener.local_addr().expect("a bound port has an address");
        drop(listener);
        app.expect_error("ERR_CONNECTION_REFUSED");
        let url = format!("http://{address}{PATH}");
        app.go(&app.site.page(&open_link(&url)));
        app.click(".ask .button.primary");
        let notice = app.wait_for_notice(&address.to_string());
        assert!(notice.detail.contains("did not answer"), "{notice:?}");
        app.screenshot("endpoint-refused");
    });
}

#[test]
fn a_failed_fetch_can_be_tried_again() {
    visit(|app| {
        app.expect_error("502");
        app.site.answer(PATH, Reply::Status(502, "later"));
        app.go(&app.site.page(&open_link(&app.site.url(PATH))));
        app.wait_for_notice("502");
        app.site.answer(PATH, Reply::json(fixtures::read("short-id.jaeger.json")));
        app.click("main .button.primary");
        app.wait_for_trace_of("short trace id");
        assert_eq!(app.site.asked(PATH).len(), 2, "it was asked again on its own");
    });
}

#[test]
fn a_redirect_is_followed() {
    visit(|app| {
        let body = fixtures::read("short-id.jaeger.json");
        app.site.answer("/elsewhere", Reply::json(body));
        app.site.answer(PATH, Reply::Redirect { to: "/elsewhere".to_owned() });
        app.go(&app.site.page(&open_link(&app.site.url(PATH))));
        app.wait_for_trace_of("short trace id");
    });
}

#[test]
fn a_server_that_drips_can_be_left() {
    visit(|app| {
        let gate = Gate::default();
        let body = fixtures::read("order-failing.jaeger.json");
        app.site.answer(PATH, Reply::Held { body, gate: gate.clone() });
        app.open_sample("order-healthy.otlp.jsonl");
        app.go(&app.site.page(&open_link(&app.site.url(PATH))));
        app.wait_for("progress in spans", || app.text(".progress").contains("spans").then_some(()));
        assert_eq!(app.state(), "loading");
        app.screenshot("loading");
        app.click(".progress .button");
        app.wait_for("the progress to go", || (!app.has(".progress")).then_some(()));
        assert_eq!(app.state(), "ready");
        gate.open();
        assert_still_open(app);
    });
}

#[test]
fn a_slow_answer_arrives_whole() {
    visit(|app| {
        let gate = Gate::default();
        let body = fixtures::read("order-failing.jaeger.json");
        app.site.answer(PATH, Reply::Held { body, gate: gate.clone() });
        app.go(&app.site.page(&open_link(&app.site.url(PATH))));
        app.wait_for_script("progress", "return document.querySelector('.progress') !== null");
        gate.open();
        app.wait_for_trace_of("POST /orders");
        app.ungroup();
        assert_eq!(app.row_count(), fixtures::expected("order-failing").spans);
    });
}

#[test]
fn a_link_to_another_server_asks_before_it_fetches() {
    let other = Site::start();
    other.answer(PATH, Reply::json(fixtures::read("short-id.jaeger.json")).with_cors());
    visit(|app| {
        app.open(&open_link(&other.url(PATH)));
        app.wait_for_script("the question", "return document.querySelector('.ask') !== null");
        assert!(app.text(".ask").contains(&other.url(PATH)), "the address is not in the question");
        assert_eq!(other.asked(PATH), [""; 0], "fetched before it was allowed");
        app.click(".ask .button.primary");
        app.wait_for_trace_of("short trace id");
        assert_eq!(other.asked(PATH).len(), 1);
    });
}

#[test]
fn a_link_to_another_server_can_be_refused() {
    let other = Site::start();
    visit(|app| {
        app.open(&open_link(&other.url(PATH)));
        app.click(".ask .button:not(.primary)");
        app.wait_for_script("the start page", "return document.querySelector('.start') !== null");
        assert_eq!(other.asked(PATH), [""; 0]);
    });
}

#[test]
fn the_link_of_an_open_trace_of_another_server_asks_a_stranger_too() {
    let other = Site::start();
    other.answer(PATH, Reply::json(fixtures::read("short-id.jaeger.json")).with_cors());
    visit(|app| {
        app.open(&open_link(&other.url(PATH)));
        app.click(".ask .button.primary");
        app.wait_for_trace_of("short trace id");
        let link = app.fragment();
        let asked = other.asked(PATH).len();
        app.open(&link);
        app.wait_for_script("the question", "return document.querySelector('.ask') !== null");
        assert_eq!(other.asked(PATH).len(), asked, "fetched without a question");
    });
}
