//! What can be taken away from a trace, and the views of the critical path and of JSON.

use e2e::app::{App, visit};
use e2e::browser::{Scheme, Size};
use e2e::keys;
use serde_json::{Value, json};

/// Keeps what the page saves, and under which name, instead of a file on the disk.
const CATCH_FILES: &str = "
    window.saved = [];
    const make = URL.createObjectURL;
    let last = null;
    URL.createObjectURL = blob => { last = blob; return make.call(URL, blob); };
    HTMLElement.prototype.click = function () {
        window.saved.push([this.getAttribute('download'), last]);
    };";

/// The name and the text of a file.
fn saved(app: &App, place: u32) -> (String, String) {
    app.wait_for_script("a saved file", &format!("return window.saved.length > {place}"));
    app.script_async(
        "const [place, done] = arguments;
         window.saved[place][1].text().then(text => { window.read = text; done(null); });",
        &[json!(place)],
    );
    let name = app.text_of_script(&format!("return window.saved[{place}][0] ?? ''"));
    (name, app.text_of_script("return window.read"))
}

fn clipboard(app: &App) -> String {
    app.script_async(
        "const [done] = arguments;
         navigator.clipboard.readText().then(text => { window.read = text; done(null); });",
        &[],
    );
    app.text_of_script("return window.read")
}

fn focused(app: &App) -> String {
    app.text_of_script("return document.activeElement?.id ?? ''")
}

#[test]
fn a_trace_is_saved_in_three_formats_from_a_menu_that_keys_can_use() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.script(CATCH_FILES, &[]);
        let button = "#download-button";
        assert_eq!(app.attribute(button, "aria-expanded").as_deref(), Some("false"));
        app.click(button);
        let at = |id: &str| app.wait_for(id, || (focused(app) == id).then_some(()));
        at("download-item-0");
        assert_eq!(app.attribute(button, "aria-expanded").as_deref(), Some("true"));
        app.press(keys::UP);
        at("download-item-2");
        app.press(keys::DOWN);
        at("download-item-0");
        app.press(keys::END);
        at("download-item-2");
        app.press(keys::ESCAPE);
        at("download-button");
        assert_eq!(app.attribute(button, "aria-expanded").as_deref(), Some("false"));

        for (place, ending) in [(0, ".jaeger.json"), (1, ".otlp.json"), (2, ".csv")] {
            app.click(button);
            app.click(&format!("#download-item-{place}"));
            let (name, text) = saved(app, place);
            assert!(name.starts_with("trace-") && name.ends_with(ending), "{name}");
            if ending == ".csv" {
                assert_eq!(text.lines().count(), 127);
            } else {
                let file: Value = serde_json::from_str(&text).expect("JSON");
                assert!(file.get("data").or(file.get("resourceSpans")).is_some());
            }
            app.wait_for("a word", || app.text(".saving").starts_with("Saved").then_some(()));
        }
    });
}

#[test]
fn a_large_file_shows_its_progress_and_can_be_cancelled() {
    visit(|app| {
        app.open("#/sample/100000-mixed");
        app.wait_for_trace();
        app.script(CATCH_FILES, &[]);
        app.script(
            "window.shares = [];
             new MutationObserver(() => {
                const bar = document.querySelector('.saving progress');
                if (bar) window.shares.push(bar.value);
                if (bar && window.shares.length > 3 && !window.cancelled) {
                    window.cancelled = true;
                    document.querySelector('.saving button').dispatchEvent(
                        new MouseEvent('click', { bubbles: true }));
                }
             }).observe(document.body, { subtree: true, childList: true, attributes: true,
                characterData: true });",
            &[],
        );
        app.click("#download-button");
        app.click("#download-item-1");
        app.wait_for("a cancelled file", || {
            app.text(".saving").starts_with("Cancelled").then_some(())
        });
        let shares = app.script("return window.shares", &[]);
        let shares: Vec<f64> =
            shares.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        assert!(shares.is_sorted() && shares.last() < Some(&1.0), "{shares:?}");
        assert_eq!(app.number_of_script("return window.saved.length"), 0.0);
        // It can be begun again, and ends.
        app.click("#download-button");
        app.click("#download-item-2");
        let (_, text) = saved(app, 0);
        assert_eq!(text.lines().count(), 100_001);
    });
}

#[test]
fn a_summary_and_a_link_are_copied() {
    visit(|app| {
        let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
        app.devtools("Browser.grantPermissions", &json!({ "permissions": permissions }));
        app.open_sample("order-slow.otlp.jsonl");
        app.wait_for_script(
            "the answers",
            "return document.querySelector('.answers')?.getAttribute('aria-busy') === 'false'",
        );
        app.click(".trace-actions [title='Copy summary']");
        app.wait_for("a word", || app.text(".said").contains("Summary copied").then_some(()));
        let summary = clipboard(app);
        assert!(summary.contains("**Where the time went**"), "{summary}");
        assert!(summary.contains("order-slow.otlp.jsonl"), "the link is missing: {summary}");
        app.click(".trace-actions [title='Copy link']");
        app.wait_for("the link", || (clipboard(app) == app.url()).then_some(()));
    });
}

#[test]
fn the_critical_path_is_a_table_whose_rows_open_to_their_calls() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.click("#tab-path");
        app.wait_for("rows", || app.has(".path-view tbody tr").then_some(()));
        let first = |app: &App| app.text(".path-view tbody tr th");
        assert!(first(app).contains("payment → acme-pay POST"), "{}", first(app));
        let time = "return document.querySelector('.path-view thead th:nth-child(2)').ariaSort";
        assert_eq!(app.text_of_script(time), "descending");
        app.click(".path-view thead th:nth-child(4) button");
        app.wait_for("another order", || first(app).contains("SELECT orders.db").then_some(()));
        assert!(
            app.attribute(".path-view thead th:nth-child(6)", "title")
                .is_some_and(|title| { title.contains("shorter") })
        );
        app.click(".path-view tbody th button");
        app.wait_for("calls", || {
            app.text(".path-calls").contains("87 calls on the path").then_some(())
        });
        assert_eq!(app.count(".path-calls [aria-label^='Call ']"), 87);
        app.click(".path-calls [aria-label^='Call 3,']");
        app.wait_for_inspector("SELECT orders.db");
        portray(app, "critical-path");
        app.resize(Size::Desktop);
        app.click(".path-view tbody th button");
        app.wait_for("closed calls", || (!app.has(".path-calls")).then_some(()));
    });
}

#[test]
fn json_of_a_span_and_of_the_trace_can_be_read() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        app.select("validate");
        app.wait_for_inspector("validate");
        app.click("#tab-json");
        let span = ".json-pane[aria-label='Span'] pre";
        let trace = ".json-pane[aria-label='Trace'] pre";
        app.wait_for("a span", || app.text(span).contains("\"operationName\"").then_some(()));
        app.wait_for("the trace", || app.text(trace).contains("\"data\"").then_some(()));
        app.click(".form-choice button:last-child");
        app.wait_for("the other form", || {
            app.text(span).contains("\"resourceSpans\"").then_some(())
        });
        app.wait_for("the trace", || app.text(trace).contains("\"resourceSpans\"").then_some(()));
        let alone: Value = serde_json::from_str(&app.text(span)).expect("JSON");
        assert!(alone.to_string().contains("validate"));
        portray(app, "json");

        // Of a large trace the beginning is shown.
        app.open("#/sample/100000-mixed?view=json");
        app.wait_for("a beginning", || {
            app.text(".json-pane[aria-label='Trace']").contains("beginning").then_some(())
        });
        let length = app.number_of_script(
            "return document.querySelector(\".json-pane[aria-label='Trace'] pre\").textContent.length",
        );
        assert!((50_000.0..=200_000.0).contains(&length), "{length}");
        assert!(app.text(".json-pane[aria-label='Span']").contains("Select a span"));
    });
}

fn portray(app: &App, name: &str) {
    for (size, size_name) in [(Size::Desktop, "1440x900"), (Size::Phone, "390x844")] {
        for (scheme, scheme_name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            app.resize(size);
            app.prefer(scheme);
            app.screenshot(&format!("{name}-{size_name}-{scheme_name}"));
            assert_eq!(app.overflow_px(), 0.0, "{name} is wider than {size_name}");
        }
    }
}
