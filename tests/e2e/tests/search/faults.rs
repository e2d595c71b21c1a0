//! Servers that refuse, or answer something else: each fault in its own words, beside a form
//! that stays as it was.

use e2e::app::App;
use e2e::reply::{Gate, Reply};
use e2e::search_page::SearchPage;

use super::{beside_two_services, form, one_trace, operations, search_for};

/// Searches of a server that answers so, and in the end of one that has come to its senses.
fn search_fails(app: &App, reply: Reply, says: &[&str]) {
    app.site.answer("/api/traces", reply);
    let page = SearchPage::open(app, &search_for("new"));
    let trouble = page.wait_for_trouble(says[0]);
    for part in says {
        assert!(trouble.text.contains(part), "no “{part}” in {trouble:?}");
    }
    assert!(trouble.title.contains("/api/"), "no address in {trouble:?}");
    assert!(!page.is_asking(), "it still asks");
    let is_too_much = says.contains(&"fewer traces");
    assert_eq!(trouble.text.contains("Ask for a quarter"), is_too_much, "{trouble:?}");
    page.fill("Operation", "typed meanwhile");
    let fields = form(&page);
    page.try_again();
    page.wait_for_trouble(says[0]);
    assert_eq!(form(&page), fields, "the form was lost");
    assert!(fields.contains(&"new".to_owned()) && fields.contains(&"typed meanwhile".to_owned()));
    app.site.answer("/api/traces", Reply::json(one_trace("new")));
    page.try_again();
    assert_eq!(operations(&page.wait_for_rows(1)), ["call new"]);
    assert_eq!(page.trouble(), None);
    assert_eq!(form(&page), fields);
}

/// The same for several refusals, in one browser.
fn search_is_refused(refusals: Vec<(Reply, Vec<&'static str>)>) {
    beside_two_services(|app| {
        for status in ["400", "401", "403", "404", "429", "500", "501", "502", "503"] {
            app.expect_error(&format!("status of {status}"));
        }
        for (reply, says) in refusals {
            search_fails(app, reply, &says);
        }
    });
}

#[test]
fn whoever_may_not_search_is_told_so() {
    search_is_refused(vec![
        (Reply::Status(401, "who are you"), vec!["401", "who are you", "Sign in"]),
        (Reply::Status(401, "missing tenant header"), vec!["401", "x-tenant"]),
        (Reply::Status(403, "not you"), vec!["403", "not you"]),
        (Reply::login_page(), vec!["web page", "Sign in"]),
    ]);
}

#[test]
fn a_server_that_fails_is_told_apart_from_one_that_is_not_there() {
    search_is_refused(vec![
        (Reply::Status(404, "no"), vec!["404", "endpoint's path"]),
        (Reply::Status(429, "slower"), vec!["429", "Wait"]),
        (Reply::Status(500, "boom"), vec!["failed (500)", "boom", "log tells why"]),
        (Reply::Status(502, "bad gateway"), vec!["failed (502)", "proxy"]),
    ]);
}

#[test]
fn an_answer_that_is_no_answer_is_told() {
    let refusal = r#"{"data":null,"errors":[{"code":400,"msg":"parameter 'x' is required"}]}"#;
    search_is_refused(vec![
        (Reply::json(r#"{"status":"fine"}"#), vec!["JSON of another kind", "status"]),
        (Reply::json("7 traces"), vec!["not with JSON", "Check that the address"]),
        (Reply::json(r#"{"data":[{"traceID":"ab","#), vec!["broke off", "Try again"]),
        (Reply::Status(400, refusal), vec!["refused (400)", "parameter 'x' is required"]),
    ]);
}

#[test]
fn an_answer_that_breaks_off_is_told_and_can_be_asked_for_again() {
    beside_two_services(|app| {
        app.expect_error("ERR_CONTENT_LENGTH_MISMATCH");
        let gate = Gate::default();
        gate.open();
        let body = one_trace("new").into_bytes();
        search_fails(app, Reply::CutHalfWay { body, gate }, &["broke off after", "proxy between"]);
    });
}

#[test]
fn an_answer_of_a_gigabyte_is_not_taken_in() {
    beside_two_services(|app| {
        let gate = Gate::default();
        let reply = Reply::Announced { length: 1_000_000_000, gate: gate.clone() };
        search_fails(app, reply, &["1000000000 bytes", "400000000", "fewer traces"]);
        gate.open();
    });
}

#[test]
fn where_traces_were_too_many_a_quarter_of_them_is_asked_for() {
    beside_two_services(|app| {
        let gate = Gate::default();
        let too_much = Reply::Announced { length: 1_000_000_000, gate: gate.clone() };
        app.site.answer(
            "/api/traces",
            Reply::made(move |target| match target.contains("limit=5&") {
                true => Reply::json(one_trace("new")),
                false => too_much.clone(),
            }),
        );
        let page = SearchPage::open(app, &search_for("new"));
        page.wait_for_trouble("fewer traces");
        page.fill("Operation", "typed meanwhile");
        app.click_button("Ask for a quarter");
        assert_eq!(operations(&page.wait_for_rows(1)), ["call new"]);
        assert_eq!(page.trouble(), None);
        assert_eq!(
            (page.value("At most"), page.value("Operation")),
            ("5".into(), "typed meanwhile".into())
        );
        assert!(app.fragment().contains("limit=5"), "{}", app.fragment());
        gate.open();
    });
}

#[test]
fn services_that_cannot_be_listed_are_told_and_one_can_be_typed() {
    beside_two_services(|app| {
        app.expect_error("status of 404");
        app.expect_error("status of 500");
        app.site.answer("/api/services", Reply::Status(500, "storage is down"));
        let page = SearchPage::open(app, "");
        let trouble = ".search-form .search-trouble";
        app.wait_for("a word about services", || {
            app.text(trouble).contains("failed (500)").then_some(())
        });
        page.fill("Service", "new");
        page.choose("#search-lookback", "custom");
        page.set_moment("From", "2023-11-14T00:00");
        page.set_moment("To", "2023-11-16T00:00:00.5");
        page.find();
        page.wait_for_rows(1);
        app.site.answer("/api/services", Reply::json(r#"{"data":["new"]}"#));
        app.click(&format!("{trouble} button"));
        assert_eq!(page.wait_for_suggestions("services"), ["new"]);
        assert!(!app.has(trouble));
        assert_eq!(page.value("Service"), "new");
    });
}

#[test]
fn a_link_that_cannot_be_read_whole_says_so_and_searches_nothing() {
    beside_two_services(|app| {
        app.expect_error("status of 404");
        let page = SearchPage::open(app, &format!("{}&minDuration=12", search_for("new")));
        page.wait_for_trouble("minDuration=12");
        page.wait_for_suggestions("services");
        assert_eq!(app.site.asked("/api/traces?"), [""; 0]);
        assert_eq!(page.value("Service"), "new");
        page.find();
        page.wait_for_rows(1);
        app.wait_for("the complaint to go", || page.trouble().is_none().then_some(()));
    });
}
