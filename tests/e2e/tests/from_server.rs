//! What a server does for a trace that came from it: gives it again, keeps it.

use e2e::app::{App, visit_site};
use e2e::browser::Browser;
use e2e::environment;
use e2e::fixtures::{self, expected};
use e2e::jaeger::Jaeger;
use e2e::reply::Reply;
use e2e::site::Site;
use serde_json::{Value, json};

const NO_ARCHIVE: &str =
    r#"{"errors":[{"code":500,"msg":"archive span storage was not configured"}]}"#;

fn choose(app: &App, label: &str) {
    app.click("#server-button");
    app.wait_for("the menu", || app.has("#server-list:not([hidden])").then_some(()));
    let clicked = app.script(
        "const item = [...document.querySelectorAll('#server-list [role=menuitem]')]
             .find(item => item.innerText.startsWith(arguments[0]));
         item?.click();
         return item !== undefined",
        &[json!(label)],
    );
    assert_eq!(clicked, true, "the menu has no {label}");
}

fn said(app: &App) -> String {
    app.texts(".trace-actions > .server-said:not(.following)").join(" ")
}

fn wait_for_words(app: &App, words: &str) {
    app.wait_for_described(&|| format!("{words}, not {}", said(app)), || {
        (said(app).trim() == words).then_some(())
    });
}

#[test]
fn spans_that_came_since_join_and_what_was_looked_at_stays() {
    let jaeger = Jaeger::start();
    let failing = expected("order-failing");
    let lines = String::from_utf8(fixtures::read("order-failing.otlp.jsonl")).expect("text");
    let (first, rest) = lines.split_once('\n').expect("several exports");
    jaeger.send_otlp_lines(first);
    jaeger.wait_until_held(&failing.trace_id, 1);
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, |app| {
        app.open(&format!("#/trace/{}?zoom=10000000-60000000", failing.trace_id));
        app.wait_for_trace();
        let before = app.facts();
        app.script("document.querySelector('.trace-head').dataset.mine = 'yes'", &[]);
        choose(app, "Fetch again");
        wait_for_words(app, "Nothing new");
        assert!(app.has(".trace-head[data-mine]"), "the page was drawn anew for nothing");
        assert_eq!(app.facts(), before);

        let selected = app.select("price");
        choose(app, "Keep fetching");
        app.wait_for("a countdown", || app.has(".following").then_some(()));
        jaeger.send_otlp_lines(rest);
        jaeger.wait_until_held(&failing.trace_id, failing.spans);
        let whole = format!("{} spans", failing.spans);
        app.wait_for(&whole, || app.facts().contains(&whole).then_some(()));
        assert!(said(app).contains(" new spans"), "{}", said(app));
        // The root began before what had come of it.
        let earlier = 1_132_000.0;
        let zoom = Some((10_000_000.0 + earlier, 60_000_000.0 + earlier));
        app.wait_for_described(&|| format!("{zoom:?}, not {:?}", app.zoom()), || {
            (app.zoom() == zoom).then_some(())
        });
        app.wait_for("what was selected", || {
            (app.selected_row()?.operation == selected.operation).then_some(())
        });
        assert!(app.has(".following"), "it goes on");
        app.click(".following button");
        app.wait_for("the end of it", || (!app.has(".following")).then_some(()));
    });
}

#[test]
fn a_shorter_answer_or_none_leaves_what_was_there() {
    let answer: Value =
        serde_json::from_slice(&fixtures::read("search.jaeger.json")).expect("it is JSON");
    let mut trace = answer["data"][1].clone();
    let id = trace["traceID"].as_str().expect("an id").to_owned();
    let path = format!("/api/traces/{id}");
    let whole = |trace: &Value| Reply::json(json!({ "data": [trace] }).to_string());
    let site = Site::start();
    site.answer(&path, whole(&trace));
    visit_site(site, |app| {
        app.open(&format!("#/trace/{id}"));
        app.wait_for_trace();
        let facts = app.facts();
        trace["spans"].as_array_mut().expect("spans").truncate(5);
        app.site.answer(&path, whole(&trace));
        choose(app, "Keep fetching");
        wait_for_words(app, "The answer was shorter; the trace of before is kept");
        assert!(!app.has(".following"), "it goes on for nothing");
        assert_eq!(app.facts(), facts);

        app.expect_error("503");
        app.site.answer(&path, Reply::Status(503, "gone fishing"));
        choose(app, "Keep fetching");
        app.wait_for_notice("503");
        app.wait_for("the end of it", || (!app.has(".following")).then_some(()));
        assert_eq!(app.facts(), facts);
    });
}

#[test]
fn a_trace_is_kept_in_the_archive_of_a_real_jaeger() {
    let jaeger = Jaeger::hosting(&environment::dist(), "/jaeger");
    let healthy = expected("order-healthy");
    jaeger.send_fixture(&healthy);
    let app = App::start(Browser::start(), Site::start());
    app.go(&format!("{}/trace/{}", jaeger.origin(), healthy.trace_id));
    app.wait_for_trace_of(&healthy.root);
    choose(&app, "Archive");
    wait_for_words(&app, "Archived");
    app.assert_quiet_console();
}

#[test]
fn a_server_without_an_archive_says_so_and_the_trace_stays() {
    let jaeger = Jaeger::with_fixtures();
    let healthy = expected("order-healthy");
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    site.answer("/api/archive", Reply::Status(500, NO_ARCHIVE));
    visit_site(site, |app| {
        app.expect_error("500");
        app.open(&format!("#/trace/{}", healthy.trace_id));
        app.wait_for_trace_of(&healthy.root);
        choose(app, "Archive");
        wait_for_words(app, "Not archived");
        let notice = app.wait_for_notice("traces_archive");
        assert!(notice.detail.contains("not configured"), "{notice:?}");
        assert!(app.has("[role=treegrid]"));
    });
}
