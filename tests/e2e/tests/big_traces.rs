//! Traces made on the spot: every row in its place, up to a hundred thousand of them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::mem;

use e2e::app::{App, Row, visit};
use e2e::generated::{Format, Plan, Shape};
use e2e::keys;
use serde_json::Value;

/// The seed of the samples that the page makes on the spot.
const SAMPLE_SEED: u64 = 7;

#[test]
fn the_rows_of_a_generated_trace_are_those_of_its_file_in_the_order_of_its_tree() {
    visit(|app| {
        let plan = Plan {
            spans: 1000,
            shape: Shape::Mixed,
            format: Format::JaegerJson,
            seed: SAMPLE_SEED,
        };
        let wanted = rows_of_file(&plan.bytes());
        app.open("#/sample/1000-mixed?siblings=all&v=1");
        app.wait_for_trace();
        assert_eq!(app.row_count(), 1000);
        let shown = all_rows(app);
        let shown: Vec<(u64, String)> =
            shown.into_iter().map(|row| (row.level, row.operation)).collect();
        let difference = wanted.iter().zip(&shown).position(|(wanted, shown)| wanted != shown);
        if let Some(place) = difference {
            let end = shown.len().min(place + 3);
            panic!(
                "rows from {}: {:?} instead of {:?}",
                place + 1,
                &shown[place..end],
                &wanted[place..end]
            );
        }
        assert_eq!(shown.len(), wanted.len());
    });
}

#[test]
fn a_hundred_thousand_spans_open_and_the_last_row_is_right() {
    visit(|app| {
        app.open("#/sample/100000-mixed?siblings=all&v=1");
        app.wait_for_trace();
        assert_eq!(app.row_count(), 100_000);
        app.focus_rows();
        app.press(keys::END);
        let last = app.wait_for_selection(100_000);
        assert_eq!(last.pos_in_set, last.set_size, "the last row is the last of its siblings");
        app.wait_for_inspector(&last.operation);
        let (level, operation) = last_row_of_sample(Shape::Mixed);
        assert_eq!((last.level, last.operation), (level, operation));
        app.screenshot("hundred-thousand-spans");
        app.press(keys::HOME);
        app.wait_for_selection(1);
    });
}

#[test]
fn a_chain_a_hundred_thousand_deep_is_shown_to_its_end() {
    visit(|app| {
        app.open("#/sample/100000-deep");
        app.wait_for_trace();
        assert_eq!(app.row_count(), 100_000);
        app.focus_rows();
        app.press(keys::END);
        let last = app.wait_for_selection(100_000);
        assert_eq!(last.level, 100_000);
        app.wait_for_inspector(&last.operation);
        assert_eq!(app.overflow_px(), 0.0);
        // Closing the root hides the whole chain at once.
        app.press(keys::HOME);
        app.wait_for_selection(1);
        app.press(keys::LEFT);
        app.wait_for("one row", || (app.row_count() == 1).then_some(()));
    });
}

#[test]
fn a_hundred_thousand_siblings_are_shown() {
    visit(|app| {
        app.open("#/sample/100000-wide");
        app.wait_for_trace();
        assert_eq!(app.row_count(), 100_000);
        app.focus_rows();
        app.press(keys::END);
        let last = app.wait_for_selection(100_000);
        assert_eq!((last.level, last.pos_in_set), (2, last.set_size));
    });
}

#[test]
fn loading_a_million_spans_can_be_cancelled_and_the_page_answers_meanwhile() {
    visit(|app| {
        app.open_sample("order-healthy.otlp.jsonl");
        app.go(&app.site.page("#/sample/1000000-mixed"));
        app.wait_for("spans to be read", || app.text(".progress").contains("spans").then_some(()));
        let frames = app.script(
            "window.frames_drawn = 0;
             const count = () => { window.frames_drawn += 1; requestAnimationFrame(count); };
             requestAnimationFrame(count);",
            &[],
        );
        assert!(frames.is_null());
        app.wait_for_script("frames while loading", "return window.frames_drawn > 30");
        assert_eq!(app.state(), "loading");
        app.click(".progress .button");
        app.wait_for("the loading to end", || (!app.has(".progress")).then_some(()));
        app.back();
        app.wait_for_trace_of("POST /orders");
        app.select("validate");
        app.wait_for_inspector("validate");
    });
}

#[test]
fn a_file_of_many_megabytes_is_read_from_the_disk() {
    visit(|app| {
        let plan = Plan { spans: 20_000, shape: Shape::Mixed, format: Format::OtlpJson, seed: 3 };
        let bytes = plan.bytes();
        assert!(bytes.len() > 10_000_000, "only {} bytes", bytes.len());
        app.drop_document("large.jsonl", &bytes);
        app.wait_for_trace();
        assert!(app.facts().iter().any(|fact| fact == "20,000 spans"), "{:?}", app.facts());
        assert_eq!(app.notices(), []);
    });
}

/// Every row, by scrolling from the top to the end.
fn all_rows(app: &App) -> Vec<Row> {
    let total = app.row_count();
    let mut rows: Vec<Row> = Vec::new();
    while (rows.len() as u64) < total {
        let next = rows.len() as u64 + 1;
        // The wheel takes no rest between pixels and rows, so it never leaves out a row.
        let seen = app.wait_for(&format!("row {next}"), || {
            let rows = app.rows();
            rows.iter().any(|row| row.index == next).then_some(rows)
        });
        rows.extend(seen.into_iter().filter(|row| row.index >= next));
        app.wheel(app.rect(".wf-scroll").at(0.1, 0.5), 0.0, 500.0);
    }
    rows
}

fn last_row_of_sample(shape: Shape) -> (u64, String) {
    let format = Format::JaegerJson;
    let plan = Plan { spans: 100_000, shape, format, seed: SAMPLE_SEED };
    rows_of_file(&plan.bytes()).pop().expect("a trace has rows")
}

/// Level and name of every span, parents before children and siblings by their start, the longer
/// one first: worked out here once more, from the JSON alone.
fn rows_of_file(bytes: &[u8]) -> Vec<(u64, String)> {
    let file: Value = serde_json::from_slice(bytes).expect("a generated trace is JSON");
    let spans = file["data"][0]["spans"].as_array().expect("a trace has spans");
    let name = |place: usize| spans[place]["operationName"].as_str().expect("a span has a name");
    let number = |place: usize, key: &str| spans[place][key].as_u64().expect("a span has times");
    // Read from the end, since the next row is taken from the end of what waits.
    let mut places: Vec<usize> = (0..spans.len()).collect();
    places.sort_by_key(|&place| {
        (Reverse(number(place, "startTime")), number(place, "duration"), Reverse(name(place)))
    });
    let (roots, mut children) = families(spans, places);
    let mut waiting: Vec<(u64, usize)> = roots.into_iter().map(|place| (1, place)).collect();
    let mut rows = Vec::new();
    while let Some((level, place)) = waiting.pop() {
        rows.push((level, name(place).to_owned()));
        waiting.extend(mem::take(&mut children[place]).into_iter().map(|child| (level + 1, child)));
    }
    rows
}

/// The roots, and the children of every span, in the order given.
fn families(spans: &[Value], places: Vec<usize>) -> (Vec<usize>, Vec<Vec<usize>>) {
    let id = |span: &Value| span["spanID"].as_str().map(str::to_owned);
    let place_of: HashMap<String, usize> =
        spans.iter().enumerate().filter_map(|(place, span)| Some((id(span)?, place))).collect();
    let mut roots = Vec::new();
    let mut children = vec![Vec::new(); spans.len()];
    for place in places {
        let parent = id(&spans[place]["references"][0]).and_then(|id| place_of.get(&id));
        parent.map_or(&mut roots, |&parent| &mut children[parent]).push(place);
    }
    (roots, children)
}
