//! Answers that take their time: one can leave, and an older one never replaces a newer.

use std::fs;

use e2e::environment;
use e2e::reply::{Gate, Reply};
use e2e::search_page::SearchPage;

use super::{beside_two_services, form, found_for, one_trace, operations, search_for};

/// A server that has the answer about `old` only when the gate opens.
fn slow_for_old(gate: &Gate) -> Reply {
    let gate = gate.clone();
    Reply::made(move |target| match target.contains("service=old") {
        true => Reply::Held { body: one_trace("old").into_bytes(), gate: gate.clone() },
        false => found_for(target),
    })
}

#[test]
fn a_server_that_drips_can_be_left_with_the_form_as_it_was() {
    beside_two_services(|app| {
        app.expect_error("status of 404");
        let gate = Gate::default();
        let page = SearchPage::open(app, &search_for("new"));
        page.wait_for_rows(1);
        app.site.answer("/api/traces", slow_for_old(&gate));
        page.fill("Service", "old");
        page.find();
        page.wait_until_asking();
        let fields = form(&page);
        app.click(".search-status button");
        app.wait_for("no search under way", || (!page.is_asking()).then_some(()));
        assert_eq!(form(&page), fields, "the form was lost");
        assert_eq!(operations(&page.rows()), ["call new"], "what was found was lost");
        assert_eq!(page.trouble(), None);
        gate.open();
        // Once more: the answer comes now.
        page.find();
        app.wait_for("the answer", || (operations(&page.rows()) == ["call old"]).then_some(()));
    });
}

#[test]
fn a_slow_answer_arrives_whole() {
    beside_two_services(|app| {
        app.expect_error("status of 404");
        let gate = Gate::default();
        app.site.answer("/api/traces", slow_for_old(&gate));
        let page = SearchPage::open(app, &search_for("old"));
        page.wait_until_asking();
        assert_eq!(app.text(".search-status span"), "Searching…");
        gate.open();
        assert_eq!(operations(&page.wait_for_rows(1)), ["call old"]);
    });
}

#[test]
fn an_older_answer_never_replaces_a_newer_one() {
    beside_two_services(|app| {
        app.expect_error("status of 404");
        let gate = Gate::default();
        app.site.answer("/api/traces", slow_for_old(&gate));
        let page = SearchPage::open(app, &search_for("old"));
        page.wait_until_asking();
        page.fill("Service", "new");
        page.find();
        assert_eq!(operations(&page.wait_for_rows(1)), ["call new"]);
        gate.open();
        // Whatever the older answer would do, it has done it once the operations, asked for
        // after it was let go, have come.
        app.site.answer("/api/operations", Reply::json(r#"{"data":[{"name":"later"}]}"#));
        page.fill("Service", "other");
        assert_eq!(page.wait_for_suggestions("operations"), ["later"]);
        assert_eq!(operations(&page.rows()), ["call new"]);
        assert!(!page.is_asking());
    });
}

#[test]
fn operations_of_another_service_never_come_late() {
    beside_two_services(|app| {
        app.expect_error("status of 404");
        let gate = Gate::default();
        let late = gate.clone();
        app.site.answer(
            "/api/operations",
            Reply::made(move |target| match target.contains("service=old") {
                true => Reply::Held {
                    body: br#"{"data":[{"name":"of old"}]}"#.to_vec(),
                    gate: late.clone(),
                },
                false => Reply::json(r#"{"data":[{"name":"of new"}]}"#),
            }),
        );
        let page = SearchPage::open(app, "");
        page.fill("Service", "old");
        page.fill("Service", "new");
        assert_eq!(page.wait_for_suggestions("operations"), ["of new"]);
        gate.open();
        page.fill("Service", "old");
        assert_eq!(page.wait_for_suggestions("operations"), ["of old"]);
    });
}

#[test]
fn a_server_that_never_answers_is_given_up_after_a_while() {
    beside_two_services(|app| {
        app.expect_error("status of 404");
        // The worker's clock runs a hundred times as fast.
        let script = fs::read_to_string(environment::dist().join("static/worker.js"));
        let fast = "const timer = setTimeout;
            globalThis.setTimeout = (then, after) => timer(then, after / 100);\n";
        let script = format!("{fast}{}", script.expect("the worker's script"));
        let script = Reply::Document { content_type: "text/javascript", body: script.into() };
        app.site.answer("/static/worker.js", script);
        let gate = Gate::default();
        app.site.answer("/api/traces", slow_for_old(&gate));
        let page = SearchPage::open(app, &search_for("old"));
        let trouble = page.wait_for_trouble("within 30 seconds");
        assert!(trouble.text.contains("Ask for a shorter time"), "{trouble:?}");
        assert!(!page.is_asking());
        assert_eq!(page.value("Service"), "old");
        gate.open();
        page.try_again();
        assert_eq!(operations(&page.wait_for_rows(1)), ["call old"]);
    });
}
