//! Every recorded trace in every form that is JSON: the page says what `expected.json` says.

use e2e::app::{App, visit};
use e2e::fixtures::{self, Expected, all_expected, expected};

/// Jaeger's older API cuts start and length to whole microseconds, each for itself.
const MICROSECONDS_LOST: u64 = 2_000;

#[test]
fn recordings_of_the_sdk_show_their_numbers() {
    visit(|app| every_recording(app, ".otlp.jsonl", 0));
}

#[test]
fn recordings_of_the_newer_api_show_their_numbers() {
    // A span of no length becomes one of a nanosecond there.
    visit(|app| every_recording(app, ".jaeger-v3.json", 1));
}

#[test]
fn recordings_of_the_older_api_show_their_numbers() {
    visit(|app| every_recording(app, ".jaeger.json", MICROSECONDS_LOST));
}

fn every_recording(app: &App, ending: &str, tolerance_nanos: u64) {
    let mut seen = 0;
    for expected in all_expected() {
        let file = format!("{}{ending}", expected.name);
        if !expected.files.contains(&file) {
            continue;
        }
        app.open_start();
        app.drop_document(&file, &fixtures::read(&file));
        app.wait_for_trace_of(&expected.root);
        check(app, &file, &expected, tolerance_nanos);
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} recordings end in {ending}");
}

fn check(app: &App, file: &str, expected: &Expected, tolerance_nanos: u64) {
    let facts = app.facts();
    let plural = |count: u64, word: &str| {
        if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
    };
    let mut wanted = vec![
        plural(expected.spans, "span"),
        plural(expected.services.len() as u64, "service"),
        format!("depth {}", expected.depth),
    ];
    if expected.error_spans > 0 {
        wanted.push(plural(expected.error_spans, "error"));
    }
    for fact in wanted {
        assert!(facts.contains(&fact), "{file}: no “{fact}” in {facts:?}");
    }
    app.ungroup();
    let parents_missing = app.count(".wf-name.missing");
    assert_eq!(app.row_count(), expected.spans + parents_missing, "{file}: rows");
    let id = app.attribute(".trace-id [title]", "title").unwrap_or_default();
    assert!(id.len() >= 16 && expected.trace_id.ends_with(&id), "{file}: trace id {id}");
    let shown = shown_nanos(app);
    assert!(
        shown.abs_diff(expected.duration_nanos) <= tolerance_nanos,
        "{file}: {shown} ns instead of {}",
        expected.duration_nanos
    );
}

/// The trace's length from its title, which has every digit: `1.212200616 s`.
fn shown_nanos(app: &App) -> u64 {
    let text = app.attribute(".facts > [title]", "title").expect("the length has a title");
    let (number, unit) = text.split_once(' ').unwrap_or_else(|| panic!("no unit: {text}"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = match unit {
        "s" => 9,
        "ms" => 6,
        "µs" => 3,
        "ns" => 0,
        other => panic!("no unit of time: {other}"),
    };
    let nanos = format!("{whole}{fraction:0<digits$}");
    nanos.parse().unwrap_or_else(|_| panic!("no time: {text}"))
}

#[test]
fn integers_beyond_the_reach_of_doubles_are_shown_to_the_last_digit() {
    visit(|app| {
        for file in ["types.otlp.jsonl", "types.jaeger.json", "types.jaeger-v3.json"] {
            app.open_start();
            app.drop_document(file, &fixtures::read(file));
            app.wait_for_trace_of("every type of attribute");
            app.select("integers");
            app.wait_for_inspector("integers");
            let shown = app.attribute_shown("int.2^53+1");
            assert_eq!(shown.as_deref(), Some("9007199254740993"), "{file}");
        }
    });
}

#[test]
fn text_from_a_trace_never_becomes_part_of_the_page() {
    visit(|app| {
        app.drop_document("types.jsonl", &fixtures::read("types.otlp.jsonl"));
        app.wait_for_trace_of("every type of attribute");
        app.select("hostile text");
        app.wait_for_inspector("hostile text");
        assert!(app.attribute_shown("__proto__").is_some(), "the key __proto__ is not shown");
        let script = app.attribute_shown("html.script").unwrap_or_default();
        assert!(script.contains("<script>"), "not shown as text: {script}");
        app.select("<img src=x onerror=alert(1)>");
        app.wait_for_inspector("<img src=x onerror=alert(1)>");
        assert_eq!(app.count("img"), 0, "a span's name became an image");
        assert_eq!(app.count(".inspector script, .inspector a[href^='javascript:']"), 0);
    });
}

#[test]
fn a_missing_parent_is_told_and_leads_to_the_span() {
    visit(|app| {
        app.drop_document("lost.jsonl", &fixtures::read("lost-context.otlp.jsonl"));
        app.wait_for_trace_of("POST /refunds");
        let orphan = app.rows().into_iter().find(|row| row.level == 2 && row.operation == "GET");
        let orphan = orphan.expect("the orphan is shown below the row of its parent");
        app.click(".facts button");
        let notes = app.text(".trace-notes");
        assert!(notes.contains("parent is not in this trace"), "{notes}");
        app.click(".trace-notes .spans button");
        app.wait_for_selection(orphan.index);
        app.wait_for_inspector("GET");
        let inspector = app.text(".inspector");
        assert!(inspector.contains("parent is not in this trace"), "{inspector}");
    });
}

#[test]
fn links_of_a_span_are_shown_with_their_attributes() {
    visit(|app| {
        app.drop_document("settlement.jsonl", &fixtures::read("settlement.otlp.jsonl"));
        app.wait_for_trace_of(&expected("settlement").root);
        app.select("settle order.created");
        app.wait_for_inspector("settle order.created");
        assert!(app.count(".inspector-links > li") >= 2, "the batch links to what it settles");
        assert!(app.count(".inspector-links .attributes dt") >= 1, "the links have attributes");
    });
}
