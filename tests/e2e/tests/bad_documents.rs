//! Documents that are no trace, or a strange one: a message that says what, where and what to
//! do, while what was open stays open.

use e2e::app::{App, Row, visit};
use e2e::fixtures;
use serde_json::{Value, json};

/// A document that cannot be opened, and what its message must say, each word of it.
struct Refused {
    file: &'static str,
    bytes: Vec<u8>,
    says: &'static [&'static str],
}

fn refused(
    file: &'static str,
    bytes: impl Into<Vec<u8>>,
    says: &'static [&'static str],
) -> Refused {
    Refused { file, bytes: bytes.into(), says }
}

fn documents_that_are_no_trace() -> Vec<Refused> {
    let deep = "[".repeat(10_000);
    vec![
        refused("notes.txt", "dear diary", &["not a trace", "plain text"]),
        refused("shot.png", b"\x89PNG\r\n\x1a\n0000", &["PNG image"]),
        refused("trace.pdf", b"%PDF-1.7 ...", &["PDF"]),
        refused("trace.json.gz", b"\x1f\x8b\x08\0\0\0\0\0", &["gzip", "ends in the middle"]),
        refused("login.html", "<!doctype html><html><title>Sign in</title>", &["HTML page"]),
        refused("wide.json", b"\xff\xfe{\0}\0", &["UTF-16", "UTF-8"]),
        refused("empty.json", "", &["no trace in it"]),
        refused("blank.json", " \r\n\t ", &["no trace in it"]),
        refused("null.json", "null", &["null"]),
        refused("number.json", "123", &["a number"]),
        refused("list.json", "[]", &["list"]),
        refused("object.json", "{}", &["Choose a file"]),
        refused("comma.json", r#"{"data":[{"traceID":"1",,}]}"#, &["not JSON", "byte 24"]),
        refused("deep.json", deep, &["nested"]),
        refused("unknown.json", r#"{"orders":[1],"total":2}"#, &["no trace format", "orders"]),
        refused("chrome.json", r#"{"traceEvents":[]}"#, &["a Chrome trace"]),
        refused("shape.json", r#"{"data":"soon"}"#, &["no trace format", "data"]),
        refused("no-traces.json", r#"{"data":[],"errors":null}"#, &["Choose another file"]),
        refused(
            "no-spans.json",
            r#"{"data":[{"traceID":"1","spans":[],"processes":{}}]}"#,
            &["no spans"],
        ),
        refused("no-spans.otlp.json", r#"{"resourceSpans":[]}"#, &["Choose another file"]),
        refused(
            "error.json",
            r#"{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}"#,
            &["trace not found"],
        ),
    ]
}

#[test]
fn what_cannot_be_opened_is_told_and_what_was_open_stays_open() {
    visit(|app| {
        app.open_sample("order-healthy.otlp.jsonl");
        let rows = app.row_count();
        for document in documents_that_are_no_trace() {
            app.drop_document(document.file, &document.bytes);
            let notice = app.wait_for_notice(document.file);
            assert!(notice.is_error, "{notice:?}");
            for part in document.says {
                let told = format!("{} {}", notice.title, notice.detail);
                assert!(told.contains(part), "no “{part}” in {notice:?}");
            }
            assert_eq!(app.title().1, "POST /orders", "after {}", document.file);
            close_notices(app);
        }
        assert_eq!(app.row_count(), rows);
        app.select("validate");
        app.wait_for_inspector("validate");
    });
}

#[test]
fn a_file_that_was_cut_shows_what_came_before_and_says_where_it_ends() {
    visit(|app| {
        let whole = fixtures::read("order-failing.jaeger.json");
        app.drop_document("cut.json", &whole[..whole.len() / 2]);
        app.wait_for_trace();
        let notice = app.wait_for_notice("cut.json");
        assert!(notice.detail.contains("ends in the middle"), "{notice:?}");
        assert!(notice.detail.contains("byte"), "{notice:?}");
        let rows = app.row_count();
        assert!((1..126).contains(&rows), "{rows} rows of half a trace");
        app.screenshot("truncated-file");
    });
}

#[test]
fn one_bad_file_among_good_ones_does_not_hold_them_up() {
    visit(|app| {
        let good = fixtures::read("short-id.jaeger.json");
        app.drop_documents(&[("good.json", &good), ("bad.json", b"{\"data\": oops}")]);
        app.wait_for_trace_of("short trace id");
        let notice = app.wait_for_notice("bad.json");
        assert!(notice.detail.contains("byte 9"), "{notice:?}");
    });
}

#[test]
fn spans_in_a_circle_are_all_shown_and_told() {
    strange_trace(&[span("a", Some("c")), span("b", Some("a")), span("c", Some("b"))], 3, "circle");
}

#[test]
fn a_span_that_is_its_own_parent_is_shown_and_told() {
    strange_trace(&[span("a", None), span("b", Some("b"))], 2, "itself as its parent");
}

#[test]
fn spans_with_one_id_are_both_shown_and_told() {
    strange_trace(&[span("a", None), span("b", Some("a")), span("b", Some("a"))], 3, "same id");
}

#[test]
fn an_orphan_is_shown_and_told() {
    // A row of its own names the parent.
    strange_trace(&[span("a", None), span("b", Some("f"))], 3, "parent is not in this trace");
}

#[test]
fn a_span_at_the_epoch_does_not_stretch_the_axis_over_decades() {
    visit(|app| {
        let mut early = span("b", Some("a"));
        early["startTime"] = json!(0);
        app.drop_document("epoch.json", &jaeger_json(&[span("a", None), early]));
        app.wait_for_trace();
        assert_eq!(app.row_count(), 2);
        let length = &app.facts()[0];
        assert!(length.contains("ms") || length.contains("µs"), "the trace takes {length}");
    });
}

#[test]
fn a_single_span_without_length_is_a_picture_too() {
    visit(|app| {
        let mut moment = span("a", None);
        moment["duration"] = json!(0);
        app.drop_document("moment.json", &jaeger_json(&[moment]));
        app.wait_for_trace();
        assert_eq!(app.row_count(), 1);
        app.select("span a");
        app.wait_for_inspector("span a");
        assert!(crate::opening::ink(app, ".wf-lanes canvas") > 0.0, "nothing is drawn");
    });
}

/// Opens the spans, expects so many rows, each selectable, and a note with the words.
fn strange_trace(spans: &[Value], rows: u64, note: &str) {
    visit(|app| {
        app.drop_document("strange.json", &jaeger_json(spans));
        app.wait_for_trace();
        assert_eq!(app.row_count(), rows);
        app.click(".facts button");
        let notes = app.text(".trace-notes");
        assert!(notes.contains(note), "no “{note}” in {notes}");
        let is_span = |row: &Row| !row.operation.starts_with("missing parent");
        for row in app.rows().into_iter().filter(is_span) {
            app.click(&format!("[role=row][aria-rowindex='{}'] .operation", row.index));
            app.wait_for_inspector(&row.operation);
        }
    });
}

/// A span in Jaeger's words, with a one-letter id.
pub(crate) fn span(id: &str, parent: Option<&str>) -> Value {
    let references: Vec<Value> = parent
        .map(|parent| json!({ "refType": "CHILD_OF", "traceID": "1", "spanID": parent }))
        .into_iter()
        .collect();
    json!({ "traceID": "1", "spanID": id, "operationName": format!("span {id}"),
        "references": references, "startTime": 1_790_000_000_000_000_u64, "duration": 1000,
        "tags": [], "logs": [], "processID": "p1" })
}

pub(crate) fn jaeger_json(spans: &[Value]) -> Vec<u8> {
    let processes = json!({ "p1": { "serviceName": "shop", "tags": [] } });
    let trace = json!({ "traceID": "1", "spans": spans, "processes": processes });
    json!({ "data": [trace] }).to_string().into_bytes()
}

fn close_notices(app: &App) {
    while app.has(".notice .icon-button") {
        let before = app.count(".notice");
        app.click(".notice .icon-button");
        app.wait_for("a message to close", || (app.count(".notice") < before).then_some(()));
    }
}
