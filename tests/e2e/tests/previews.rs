//! The first picture of a long file, before its last byte is read.

use std::fs;
use std::path::PathBuf;

use e2e::app::{App, visit};
use e2e::generated::{self, Format, Plan, Shape};
use e2e::keys;
use e2e::scratch::Scratch;
use serde_json::Value;

const MIXED: Plan =
    Plan { spans: 100_000, shape: Shape::Mixed, format: Format::JaegerJson, seed: 1 };

/// Notes what the page shows while it says that it is still reading.
const WATCH: &str = "
    window.seen = [];
    new MutationObserver(() => {
        const said = document.querySelector('.still-reading');
        const grid = document.querySelector('[role=treegrid]');
        const services = [...document.querySelectorAll('.wf-row .service')];
        if (said && grid && services.length > 0) {
            window.seen.push({
                text: said.textContent,
                rows: Number(grid.getAttribute('aria-rowcount')),
                services: services.length,
                unnamed: services.filter(it => it.textContent.trim() === '').length,
            });
        }
    }).observe(document.body, { subtree: true, childList: true, attributes: true });";

/// Holds back what workers say once the first spans are in view, as a slow disk would; lets a
/// test kill the worker.
const HOLD_PREVIEW: &str = "
    window.workers = [];
    window.held = null;
    window.Worker = class extends Worker {
        constructor(...how) { super(...how); window.workers.push(this); }
        set onmessage(hear) {
            super.onmessage = event => {
                if (!window.held && document.querySelector('.still-reading') && document.querySelector('.wf-row .service')) {
                    window.held = [];
                }
                window.held ? window.held.push(() => hear(event)) : hear(event);
            };
        }
    };
    window.release = () => {
        for (let next; (next = window.held.shift());) next();
        window.held = { push: run => run() };
    };";

/// Shows the first spans of a long file, and no more until the page is told to go on.
fn visit_preview(test: impl FnOnce(&App)) {
    visit(|app| {
        app.inject(HOLD_PREVIEW);
        app.open_start();
        let scratch = Scratch::new("held-preview");
        app.pick_files(&[file_that_begins_late(&scratch)]);
        app.wait_for_script("the first spans", "return window.held !== null");
        test(app);
    });
}

/// A millisecond in nanoseconds.
const EARLIER_NANOS: f64 = 1e6;

/// Its last span starts a millisecond before all others.
fn file_that_begins_late(scratch: &Scratch) -> PathBuf {
    let text = String::from_utf8(MIXED.bytes()).expect("JSON is text");
    let starts = text.split("\"startTime\":").skip(1);
    let start = |rest: &str| rest.split([',', '}']).next().and_then(|start| start.parse().ok());
    let earliest: u64 = starts.filter_map(start).min().expect("spans");
    let trace_id = text.split('"').nth(5).expect("the trace's id");
    let early = format!(
        r#",{{"traceID":"{trace_id}","spanID":"ea","operationName":"the early one","references":[],"startTime":{},"duration":1,"processID":"p1"}}],"processes""#,
        earliest - 1_000
    );
    let file = scratch.path().join("late.json");
    fs::write(&file, text.replacen("],\"processes\"", &early, 1)).expect("room for a file");
    file
}

/// When the trace starts, in nanoseconds since its midnight.
fn trace_start_nanos(app: &App) -> f64 {
    let title = app.attribute(".facts time", "title").expect("a start with all its digits");
    let time = title.split('T').nth(1).and_then(|time| time.get(..18)).expect("a time of day");
    let parts = time.split(':').map(|part| part.parse::<f64>().expect("a number"));
    let seconds = parts.fold(0.0, |seconds, part| seconds * 60.0 + part);
    (seconds * 1e9).round()
}

fn wait_for_the_whole(app: &App) {
    app.wait_for("the whole trace", || {
        app.facts().contains(&"100,001 spans".to_owned()).then_some(())
    });
    app.wait_for_trace();
}

#[test]
fn a_zoom_into_the_first_spans_keeps_its_times_when_the_trace_turns_out_to_start_earlier() {
    visit_preview(|app| {
        app.focus_rows();
        app.press("+");
        let (start, end) = app.wait_for("a closer look", || app.zoom());
        let begun = trace_start_nanos(app);
        app.script("window.release()", &[]);
        wait_for_the_whole(app);
        let earlier = begun - trace_start_nanos(app);
        assert!(earlier >= EARLIER_NANOS, "the whole starts {earlier} ns earlier");
        assert_eq!(app.zoom(), Some((start + earlier, end + earlier)));
    });
}

#[test]
fn a_file_whose_reading_fails_after_its_first_spans_says_why() {
    visit_preview(|app| {
        app.script(
            "window.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'on purpose' }))",
            &[],
        );
        app.wait_for("the failure", || app.has(".ask .reason").then_some(()));
        let said = app.text(".ask");
        assert!(said.contains("could not be opened") && said.contains("on purpose"), "{said}");
        app.script("window.release()", &[]);
        app.click(".ask .button.primary");
        wait_for_the_whole(app);
    });
}

#[test]
fn a_selection_beyond_the_first_spans_waits_for_the_whole() {
    visit_preview(|app| {
        app.script("window.release()", &[]);
        wait_for_the_whole(app);
        app.wait_for_trace();
        app.ungroup();
        // None of the rows in view is a group.
        app.wait_for("all rows", || (app.row_count() == 100_001).then_some(()));
        app.focus_rows();
        app.press(keys::END);
        let last = app.wait_for_selection(100_001);
        // A file that a question is about when the worker dies is not opened again.
        app.wait_for_inspector(&last.operation);
        app.script(
            "window.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'on purpose' }))",
            &[],
        );
        app.wait_for_notice("on purpose");
        wait_for_the_whole(app);
        assert_eq!(app.wait_for_selection(100_001).operation, last.operation);
        app.wait_for_inspector(&last.operation);
    });
}

fn open_watched(app: &App, file: PathBuf) {
    app.open_start();
    app.script(WATCH, &[]);
    app.pick_files(&[file]);
}

#[test]
fn the_first_rows_of_a_long_file_have_their_services_and_give_way_to_the_whole() {
    visit(|app| {
        let scratch = Scratch::new("preview");
        open_watched(app, generated::write(MIXED, scratch.path()));
        app.wait_for_script(
            "the settled waterfall",
            "return performance.getEntriesByName('spanscope:settled').length > 0",
        );
        assert_eq!(app.facts()[2], "100,000 spans");
        let left = app.script("return document.querySelector('.still-reading') !== null", &[]);
        assert_eq!(left, false, "the page still says that it is reading");

        let seen = app.script("return window.seen.at(-1) ?? null", &[]);
        assert!(seen["text"].as_str().is_some_and(|text| text.contains("first spans")), "{seen}");
        let number = |name: &str| seen[name].as_u64().unwrap_or_default();
        assert!((50..5_000).contains(&number("rows")), "{seen}");
        assert!(number("services") > 10 && number("unnamed") == 0, "{seen}");
        let order = app.script(
            "const at = name => performance.getEntriesByName(`spanscope:${name}`)[0]?.startTime;
             return [at('preview'), at('opened'), at('settled')];",
            &[],
        );
        let at = |place: usize| order[place].as_f64().unwrap_or(f64::NAN);
        assert!(at(0) < at(1) && at(1) < at(2), "preview, opened, settled: {order}");
    });
}

#[test]
fn a_file_of_several_traces_ends_in_the_list_of_them_although_the_first_was_shown() {
    visit(|app| {
        let scratch = Scratch::new("preview");
        let plan = Plan { spans: 20_000, format: Format::OtlpJson, ..MIXED };
        let both = [plan.bytes(), Plan { seed: 2, ..plan }.bytes()].concat();
        let file = scratch.path().join("two.jsonl");
        fs::write(&file, both).expect("room for a file");
        open_watched(app, file);
        app.wait_for_script(
            "a list of two traces",
            "return document.querySelectorAll('.trace-list a').length === 2",
        );
        let opened =
            app.script("return performance.getEntriesByName('spanscope:open').length", &[]);
        assert_eq!(opened, Value::from(1));
    });
}

#[test]
fn the_last_of_a_million_rows_can_be_reached() {
    visit(|app| {
        app.open("#/sample/1000000-mixed?siblings=all&v=1");
        app.wait_for_trace();
        assert_eq!(app.row_count(), 1_000_000);
        app.focus_rows();
        app.press(e2e::keys::END);
        let last = app.wait_for_selection(1_000_000);
        app.wait_for_inspector(&last.operation);
        app.screenshot("a-million-spans");
        app.press(e2e::keys::HOME);
        app.wait_for_selection(1);
    });
}
