//! A window between two moments, and fewer traces where they were too many.

use e2e::keys;
use e2e::reply::{Gate, Reply};
use e2e::search_page::SearchPage;
use serde_json::json;

use super::{App, END_MILLIS, beside_metrics, fields, heading, open, parameter, wait_for_rows};

/// What the fields for both ends say.
fn moments(app: &App) -> [String; 2] {
    ["start", "end"].map(|name| {
        app.text_of_script(&format!(
            "return document.querySelector('#monitor-{name}')?.value ?? ''"
        ))
    })
}

fn measure(app: &App) {
    app.script("document.querySelector('.search-form button[type=submit]').focus()", &[]);
    app.press(keys::ENTER);
}

#[test]
fn a_window_between_two_moments_is_measured_and_is_in_the_link() {
    beside_metrics(|app| {
        open(app, &format!("service=order&end={END_MILLIS}"));
        wait_for_rows(app);
        app.script("localStorage.setItem('spanscope.zone', 'Asia/Kolkata')", &[]);
        open(app, &format!("service=order&end={END_MILLIS}"));
        wait_for_rows(app);
        app.click("#monitor-timeframe option[value=custom]");
        app.wait_for("fields for two moments", || (moments(app)[1].len() == 16).then_some(()));
        let page = SearchPage::there(app);
        page.set_moment("From", "2026-11-26T19:30");
        page.set_moment("To", "2026-11-26T19:00");
        let asked = app.site.asked("/api/metrics/").len();
        measure(app);
        app.wait_for("a mistake", || (!page.mistakes().is_empty()).then_some(()));
        assert_eq!(page.mistakes(), ["The end is before the start."]);
        assert_eq!(app.text_of_script("return document.activeElement.id"), "monitor-end");
        assert_eq!(app.site.asked("/api/metrics/").len(), asked, "asked all the same");

        // Five hours and a half ahead of UTC.
        page.set_moment("From", "2026-11-26T18:00");
        page.set_moment("To", "2026-11-26T19:30");
        measure(app);
        app.wait_for("other figures", || app.fragment().contains("lookback=custom").then_some(()));
        wait_for_rows(app);
        assert_eq!(page.mistakes(), [""; 0]);
        let calls = app.site.asked("/api/metrics/calls");
        let last = calls.last().expect("calls were asked for");
        assert_eq!(parameter(last, "endTs"), Some(END_MILLIS.to_string().as_str()));
        assert_eq!(parameter(last, "lookback"), Some("5400000"));
        let time = app.text(".monitor-heading .search-facts");
        assert!(time.contains("18:00:00") && time.contains("19:30:00"), "{time}");

        // Whoever gets the link sees the same, and goes on from there.
        app.reload();
        wait_for_rows(app);
        assert_eq!(fields(app)[2], "custom");
        assert_eq!(moments(app), ["2026-11-26T18:00", "2026-11-26T19:30"]);
        app.screenshot("monitor-window");
        let link = app.attribute("[aria-label='Traces of POST /orders']", "href");
        let link = link.unwrap_or_default();
        assert!(link.contains("lookback=custom"), "{link}");
        assert!(link.contains(&format!("end={}", END_MILLIS * 1_000)), "{link}");
    });
}

#[test]
fn where_traces_were_too_many_a_quarter_of_them_is_measured() {
    beside_metrics(|app| {
        let gate = Gate::default();
        let too_much = Reply::Announced { length: 1_000_000_000, gate: gate.clone() };
        // Of metrics there is no quarter.
        app.site.answer("/api/metrics/", too_much.clone());
        let window = format!("service=order&end={END_MILLIS}");
        open(app, &window);
        let trouble = ".monitor .search-trouble";
        app.wait_for("the fault", || app.text(trouble).contains("fewer traces").then_some(()));
        assert_eq!(app.texts(&format!("{trouble} button")), ["Try again"]);

        app.site.answer("/api/metrics/", Reply::Status(404, "404 page not found"));
        app.site.answer(
            "/api/traces",
            Reply::made(move |target| match target.contains("limit=50&") {
                true => Reply::json(order(END_MILLIS * 1_000 - 60_000_000)),
                false => too_much.clone(),
            }),
        );
        app.click_button("Try again");
        app.wait_for("the search's fault", || {
            (app.text(trouble).contains("fewer traces")
                && app.texts(&format!("{trouble} button")).len() == 2)
                .then_some(())
        });
        app.screenshot("monitor-too-much");
        app.click_button("Ask for a quarter");
        assert!(wait_for_rows(app).contains(&"POST /orders".to_owned()));
        assert!(heading(app).contains("Computed from 1 trace found by a search"));
        assert!(
            app.text(".search-note").contains("up to 50 traces"),
            "{}",
            app.text(".search-note")
        );
        assert!(app.fragment().contains("limit=50"), "{}", app.fragment());
        assert!(!app.has(trouble));
        gate.open();
    });
}

/// An answer of the legacy API with one order.
fn order(start_micros: u64) -> String {
    let span = json!({
        "traceID": "ab", "spanID": "1", "operationName": "POST /orders", "references": [],
        "startTime": start_micros, "duration": 1_500, "processID": "p1", "logs": [],
        "tags": [{ "key": "span.kind", "type": "string", "value": "server" }],
    });
    let processes = json!({ "p1": { "serviceName": "order", "tags": [] } });
    json!({ "data": [{ "traceID": "ab", "spans": [span], "processes": processes }] }).to_string()
}
