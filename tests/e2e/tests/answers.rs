//! The two answers above every view, and the marks of the critical path.

use e2e::app::{App, visit};
use e2e::browser::{Scheme, Size};
use e2e::fixtures;

fn wait_for_answers(app: &App) {
    app.wait_for_script(
        "the answers",
        "return document.querySelector('.answers')?.getAttribute('aria-busy') === 'false'",
    );
}

fn answers_height(app: &App) -> f64 {
    app.number_of_script("return document.querySelector('.answers').offsetHeight")
}

#[test]
fn the_slow_order_is_answered_before_anything_is_clicked() {
    visit(|app| {
        app.open_sample("order-slow.otlp.jsonl");
        wait_for_answers(app);
        let parts = app.texts(".time-part");
        assert!(parts[0].contains("payment → acme-pay POST ×2"), "{parts:?}");
        assert!(parts[1].contains("order → orders.db SELECT orders.db ×87"), "{parts:?}");
        assert!(parts[0].contains(" ms") && parts[0].contains('%'), "{parts:?}");
        let widths = app.number_of_script(
            "const bar = document.querySelector('.time-bar');
             const of = part => part.getBoundingClientRect().width;
             return of(bar.firstElementChild) / of(bar);",
        );
        assert!((0.3..0.7).contains(&widths), "the first part takes {widths} of the bar");

        // A part picks its spans, and a second click goes to the next of its calls.
        app.click(".time-part");
        let first = app.wait_for("a selected call", || app.selected_row());
        assert_eq!((first.service.as_str(), first.operation.as_str()), ("payment", "POST"));
        assert!(app.fragment().contains("filter="), "{}", app.fragment());
        assert_eq!(app.attribute(".time-part", "aria-pressed").as_deref(), Some("true"));
        app.click(".time-part");
        app.wait_for("the next call", || {
            app.selected_row().filter(|row| row.index != first.index && row.operation == "POST")
        });

        // The failure leads to its origin, and up to those who were told.
        let headline = app.text(".headline");
        assert_eq!(
            headline,
            "Recovered: payment charge_card — CardDeclinedError: insufficient funds"
        );
        let explanation = app.text(".answers .explanation");
        assert!(explanation.starts_with("order saw 402 at +"), "{explanation}");
        app.click(".headline");
        app.wait_for_inspector("charge_card");
        app.click(".callers .link-button");
        app.wait_for("a caller in the inspector", || {
            (!app.text(".inspector h2").contains("charge_card")).then_some(())
        });
    });
}

#[test]
fn a_trace_without_failures_says_so_and_one_with_several_lists_them() {
    visit(|app| {
        app.open_sample("order-healthy.otlp.jsonl");
        wait_for_answers(app);
        assert_eq!(app.text(".answer-failure .quiet"), "No span failed.");
        app.open("#/sample/2000-mixed");
        app.wait_for_trace();
        wait_for_answers(app);
        let button = ".answer-failure h2 .link-button";
        assert_eq!(app.attribute(button, "aria-expanded").as_deref(), Some("false"));
        app.click(button);
        app.wait_for("the other failures", || app.has(".other-failures li").then_some(()));
        assert_eq!(app.attribute(button, "aria-expanded").as_deref(), Some("true"));
        app.click(".other-failures .headline");
        app.wait_for("a selected span", || app.fragment().contains("span=").then_some(()));
    });
}

#[test]
fn nothing_jumps_when_the_answers_come_and_the_path_can_be_read() {
    visit(|app| {
        app.script(
            "window.heights = new Set();
             new MutationObserver(() => {
                const strip = document.querySelector('.answers');
                if (strip) window.heights.add(strip.offsetHeight);
             }).observe(document.body, { subtree: true, childList: true });",
            &[],
        );
        app.wait_for_script("samples", "return document.querySelector('.samples a') !== null");
        app.click(".samples a");
        app.wait_for_trace();
        wait_for_answers(app);
        assert_eq!(app.number_of_script("return window.heights.size"), 1.0);

        let spoken = app.wait_for("the path in words", || {
            let now = app.texts("[role=row] [role=gridcell].visually-hidden");
            now.iter().find(|text| text.contains("on the critical path ")).cloned()
        });
        assert!(spoken.contains("starts at"), "{spoken}");
        app.hover(app.lanes().at(0.5, 0.02));
        app.wait_for("a word on the lanes", || {
            let title = app.attribute(".wf-lanes", "title").unwrap_or_default();
            title.starts_with("on the critical path ").then_some(())
        });
    });
}

#[test]
fn the_answers_are_portrayed() {
    visit(|app| {
        for (size, size_name) in [(Size::Desktop, "1440x900"), (Size::Phone, "390x844")] {
            for (scheme, scheme_name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
                app.resize(size);
                app.prefer(scheme);
                app.open_sample("order-slow.otlp.jsonl");
                wait_for_answers(app);
                app.screenshot(&format!("answers-{size_name}-{scheme_name}"));
                assert_eq!(app.overflow_px(), 0.0, "wider than {size_name}");
                let height = answers_height(app);
                assert!(height <= if size == Size::Desktop { 84.0 } else { 150.0 }, "{height}");
            }
        }
    });
}

#[test]
fn names_that_are_markup_stay_text() {
    visit(|app| {
        let text = String::from_utf8(fixtures::read("search.jaeger.json")).expect("JSON");
        assert!(text.contains("\"operationName\""));
        let start = text.find("\"operationName\"").expect("a name");
        let quote = start + "\"operationName\"".len();
        let from = quote + text[quote..].find('"').expect("a value") + 1;
        let to = from + text[from..].find('"').expect("an end");
        let name = &text[from..to];
        let text = text.replace(&format!("\"{name}\""), "\"<img src=x onerror=alert(1)>\"");
        app.drop_document("markup.json", text.as_bytes());
        app.wait_for_script(
            "a list or a trace",
            "return document.querySelector('.trace-list a, .trace-head') !== null",
        );
        if app.has(".trace-list a") {
            app.click(".trace-list a");
        }
        app.wait_for_trace();
        wait_for_answers(app);
        assert_eq!(app.count("main img"), 0);
    });
}
