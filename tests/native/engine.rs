//! The engine as the worker drives it: bytes in, questions in, events out.

use spanscope::engine::{
    Answer, Ask, Collapse, Contents, Engine, Event, OpeningId, Request, SpanDetail, Summary,
    TextField, TraceRef,
};
use spanscope::generate::{Format, Plan, Shape};
use spanscope::ingest::Reader;
use spanscope::layout::{Cell, Expansion, HiddenPart, RowKey, RowWindow, Tint};
use spanscope::trace::{SpanId, TraceId};

mod analyses;
mod answers;
mod clocks;
mod coloring;
mod comparison;
mod detail;
mod export;
mod filter;
mod flame;
mod heads;
mod measure;
mod search;
mod service_graph;
mod set_comparison;
mod shares;
mod tables;

const FIRST: OpeningId = OpeningId(1);
const SECOND: OpeningId = OpeningId(2);
/// More than any test feeds.
const ALL: usize = 1 << 20;

/// Three spans: a root with a failing child that has a child of its own.
const SMALL: &str = r#"{"data":[{"traceID":"a1","spans":[
  {"traceID":"a1","spanID":"1","operationName":"root","startTime":1700000000000000,"duration":100,
   "processID":"p1","tags":[{"key":"http.status_code","type":"int64","value":500}]},
  {"traceID":"a1","spanID":"2","operationName":"child","startTime":1700000000000010,"duration":50,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p2",
   "tags":[{"key":"note","type":"string","value":"LONG"}]},
  {"traceID":"a1","spanID":"3","operationName":"leaf","startTime":1700000000000020,"duration":10,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"2"}],"processID":"p2",
   "tags":[{"key":"error","type":"bool","value":true}]}],
  "processes":{"p1":{"serviceName":"front"},"p2":{"serviceName":"back"}}}]}"#;

fn begin(engine: &mut Engine, opening: OpeningId, name: &str, bytes: &str) {
    engine.begin(opening);
    engine.expect_bytes(opening, bytes.len() as u64);
    engine.begin_source(opening, name, Some(bytes.len() as u64));
    engine.feed(opening, bytes.as_bytes().to_vec());
    engine.end_source(opening);
    engine.finish(opening);
}

fn opened(events: &[Event]) -> Contents {
    let found = events.iter().find_map(|event| match event {
        Event::Opened { contents, .. } => Some(contents.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("nothing was opened: {events:?}"))
}

/// An engine with the small trace open, and the trace's name.
fn with_small_trace() -> (Engine, TraceRef) {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "small.json", SMALL);
    let contents = opened(&engine.step(ALL));
    (engine, contents.traces[0].trace)
}

fn ask(engine: &mut Engine, trace: TraceRef, ask: Ask) -> Answer {
    engine.submit(Request { id: 7, trace, ask });
    let mut events = engine.step(0);
    while engine.has_jobs() {
        events.extend(engine.work());
    }
    match events.as_slice() {
        [Event::Response { id: 7, answer }] => answer.clone(),
        other => panic!("not one answer: {other:?}"),
    }
}

/// A generated trace as Jaeger JSON.
fn generated(spans: usize) -> String {
    let plan = Plan { spans, shape: Shape::Mixed, format: Format::JaegerJson, seed: 1 };
    String::from_utf8(plan.bytes()).expect("generated text")
}

fn rows(engine: &mut Engine, trace: TraceRef) -> RowWindow {
    match ask(engine, trace, Ask::rows(0, 100)) {
        Answer::Rows(rows) => rows,
        other => panic!("not rows: {other:?}"),
    }
}

fn names(rows: &RowWindow) -> Vec<&str> {
    rows.rows.iter().map(|row| row.name.as_str()).collect()
}

fn summary(engine: &mut Engine, trace: TraceRef) -> Summary {
    match ask(engine, trace, Ask::Summary) {
        Answer::Summary(summary) => *summary,
        other => panic!("not a summary: {other:?}"),
    }
}

fn detail(engine: &mut Engine, trace: TraceRef, key: RowKey) -> SpanDetail {
    match ask(engine, trace, Ask::Detail { key }) {
        Answer::Detail(detail) => *detail,
        other => panic!("not a detail: {other:?}"),
    }
}

fn key(id: u64) -> RowKey {
    RowKey::Span { id: SpanId(id), ordinal: 0 }
}

#[test]
fn a_file_becomes_a_trace_with_its_head() {
    let (mut engine, trace) = with_small_trace();
    let summary = summary(&mut engine, trace);
    assert_eq!(summary.listing.root_service, "front");
    assert_eq!(summary.listing.root_name, "root");
    assert_eq!(summary.listing.duration_nanos, 100_000);
    assert_eq!((summary.listing.spans, summary.listing.errors, summary.depth), (3, 1, 3));
    assert_eq!(summary.format, "Jaeger JSON");
    assert_eq!(summary.source, "small.json");
}

#[test]
fn rows_carry_the_tree_the_times_and_the_marks() {
    let (mut engine, trace) = with_small_trace();
    let rows = rows(&mut engine, trace);
    assert_eq!(names(&rows), ["root", "child", "leaf"]);
    let child = &rows.rows[1];
    assert_eq!((child.start_nanos, child.duration_nanos), (10_000, 50_000));
    assert_eq!(child.cells, [Cell::Nanos(40_000)]);
    assert_eq!((child.depth, child.parent_row, child.descendants), (2, Some(0), 1));
    assert_eq!(child.expansion, Expansion::Expanded);
    assert_eq!(child.hidden_errors, 0, "an open row hides nothing");
    assert_eq!(rows.rows[0].tag, "HTTP 500");
    assert!(rows.rows[2].is_error && !child.is_error);
}

#[test]
fn a_closed_row_hides_its_descendants_and_counts_their_errors() {
    let (mut engine, trace) = with_small_trace();
    let before = rows(&mut engine, trace).generation;
    let collapse = Collapse { closed_from_depth: None, exceptions: vec![key(2)] };
    let Answer::RowsChanged { total_rows, .. } = ask(&mut engine, trace, Ask::Collapse(collapse))
    else {
        panic!("the order did not change");
    };
    assert_eq!(total_rows, 2);
    let closed = rows(&mut engine, trace);
    assert!(closed.generation > before);
    assert_eq!(names(&closed), ["root", "child"]);
    assert_eq!(closed.rows[1].expansion, Expansion::Collapsed);
    assert_eq!(closed.rows[1].hidden_errors, 1);
    let (start_nanos, end_nanos) = (20_000, 30_000);
    let leaf = HiddenPart {
        start_nanos,
        end_nanos,
        service: 1,
        tint: Tint::SERVICE,
        is_error: true,
        lane: 0,
        lanes: 1,
    };
    assert_eq!(closed.rows[1].hidden, [leaf]);
    assert!(closed.rows[0].hidden.is_empty(), "an open row hides nothing");
}

#[test]
fn going_to_a_hidden_span_opens_what_hides_it_and_nothing_else() {
    let (mut engine, trace) = with_small_trace();
    let all = Collapse { closed_from_depth: Some(1), exceptions: Vec::new() };
    ask(&mut engine, trace, Ask::Collapse(all));
    assert_eq!(names(&rows(&mut engine, trace)), ["root"]);
    let hidden = ask(&mut engine, trace, Ask::Locate { key: key(3), reveal: false });
    assert!(matches!(hidden, Answer::Located { row: None, .. }), "{hidden:?}");
    let Answer::Located { row, opened, .. } =
        ask(&mut engine, trace, Ask::Locate { key: key(3), reveal: true })
    else {
        panic!("the span is there");
    };
    assert_eq!(row, Some(2));
    assert_eq!(opened, [key(2), key(1)]);
    assert_eq!(names(&rows(&mut engine, trace)), ["root", "child", "leaf"]);
}

#[test]
fn a_detail_names_the_parent_and_a_long_value_is_cut_until_it_is_asked_for() {
    let long = "ä".repeat(3_000);
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "long.json", &SMALL.replace("LONG", &long));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let detail = detail(&mut engine, trace, key(2));
    assert_eq!(detail.parent, Some((key(1), "front".to_owned(), "root".to_owned())));
    let place = detail.attributes.iter().position(|one| one.key == "note").expect("the note");
    let value = &detail.attributes[place].value;
    assert!(value.is_cut());
    assert_eq!(value.bytes as usize, long.len());
    assert!(long.starts_with(&value.shown) && !value.shown.is_empty());
    let field = TextField::Attribute(place as u32);
    let whole = ask(&mut engine, trace, Ask::FullText { key: key(2), field });
    assert_eq!(whole, Answer::FullText(long));
}

#[test]
fn questions_are_answered_before_any_loading() {
    let (mut engine, trace) = with_small_trace();
    begin(&mut engine, SECOND, "second.json", SMALL);
    engine.submit(Request { id: 1, trace, ask: Ask::rows(0, 10) });
    let events = engine.step(ALL);
    assert!(matches!(events[0], Event::Response { id: 1, .. }), "{events:?}");
    assert!(matches!(events[1], Event::Opened { opening: SECOND, .. }), "{events:?}");
}

#[test]
fn a_step_loads_no_more_than_it_is_allowed_and_reports_how_far_it_is() {
    let text = generated(2_000);
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "big.json", &text);
    let mut reads = Vec::new();
    let contents = loop {
        let events = engine.step(100);
        match events.as_slice() {
            [Event::Progress { progress, .. }] => {
                assert_eq!(progress.bytes_total, text.len() as u64);
                reads.push((progress.bytes_read, progress.spans));
            }
            other => break opened(other),
        }
    };
    assert!(reads.len() >= text.len() / (100 * 1024), "{} steps", reads.len());
    let steps = reads.windows(2).map(|pair| pair[1].0 - pair[0].0);
    assert!(steps.max().expect("two steps") <= 100 * 1024);
    assert!(reads.windows(2).all(|pair| pair[0].1 <= pair[1].1), "spans only grow");
    assert_eq!(contents.traces[0].spans, 2_000);
}

#[test]
fn a_cancelled_opening_ends_and_leaves_nothing() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "small.json", SMALL);
    engine.cancel(FIRST);
    assert_eq!(engine.step(ALL), [Event::Cancelled { opening: FIRST }]);
    assert!(!engine.is_loading(FIRST) && !engine.has_work(FIRST));
    engine.feed(FIRST, b"late bytes".to_vec());
    assert_eq!(engine.step(ALL), []);
}

#[test]
fn two_recordings_of_one_trace_stay_two_traces() {
    let (mut engine, first) = with_small_trace();
    begin(&mut engine, SECOND, "other.json", &SMALL.replace("\"root\"", "\"other root\""));
    let second = opened(&engine.step(ALL)).traces[0].trace;
    assert_eq!(first.trace_id, second.trace_id);
    assert_eq!(summary(&mut engine, first).listing.root_name, "root");
    assert_eq!(summary(&mut engine, second).listing.root_name, "other root");
}

#[test]
fn files_of_one_opening_merge_by_trace_id() {
    let half = |from: usize, to: usize| {
        let document: serde_json::Value = serde_json::from_str(SMALL).expect("the small trace");
        let mut document = document;
        let spans = document["data"][0]["spans"].as_array().expect("spans")[from..to].to_vec();
        document["data"][0]["spans"] = spans.into();
        document.to_string()
    };
    let mut engine = Engine::default();
    engine.begin(FIRST);
    for (name, part) in [("one.json", half(0, 1)), ("two.json", half(1, 3))] {
        engine.begin_source(FIRST, name, None);
        engine.feed(FIRST, part.into_bytes());
        engine.end_source(FIRST);
    }
    engine.finish(FIRST);
    let contents = opened(&engine.step(ALL));
    assert_eq!(contents.traces.len(), 1);
    assert_eq!(contents.traces[0].spans, 3);
    let trace = contents.traces[0].trace;
    assert_eq!(summary(&mut engine, trace).orphans, 0);
}

#[test]
fn a_closed_or_unknown_trace_is_gone() {
    let (mut engine, trace) = with_small_trace();
    let unknown = TraceRef { opening: FIRST, trace_id: TraceId(0xdead) };
    assert_eq!(ask(&mut engine, unknown, Ask::Summary), Answer::Gone);
    assert_eq!(ask(&mut engine, trace, Ask::Detail { key: key(99) }), Answer::Gone);
    engine.close(FIRST);
    assert_eq!(ask(&mut engine, trace, Ask::Summary), Answer::Gone);
}

#[test]
fn a_file_that_is_no_trace_fails_and_leaves_the_open_one_alone() {
    let (mut engine, trace) = with_small_trace();
    begin(&mut engine, SECOND, "notes.txt", "dear diary");
    let events = engine.step(ALL);
    let [Event::Failed { opening: SECOND, problem }] = events.as_slice() else {
        panic!("it did not fail: {events:?}");
    };
    assert!(problem.title.contains("notes.txt"), "{problem:?}");
    assert!(!problem.detail.is_empty());
    assert_eq!(summary(&mut engine, trace).listing.spans, 3);
}

#[test]
fn a_truncated_file_shows_what_was_read_and_says_so() {
    let cut = SMALL.find("\"spanID\":\"3\"").expect("the third span");
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "cut.json", &SMALL[..cut]);
    let contents = opened(&engine.step(ALL));
    assert_eq!(contents.traces[0].spans, 2);
    assert!(contents.notices[0].title.contains("only in part"), "{:?}", contents.notices);
}

#[test]
fn a_source_that_breaks_off_is_told_about_once_with_its_reason() {
    let mut engine = Engine::default();
    engine.begin(FIRST);
    engine.begin_source(FIRST, "https://jaeger.example/api/traces/a1", None);
    engine.feed(FIRST, SMALL.as_bytes()[..700].to_vec());
    engine.source_failed(FIRST, "the line went dead");
    engine.finish(FIRST);
    let contents = opened(&engine.step(ALL));
    let told: Vec<_> = contents.notices.iter().map(|notice| notice.detail.as_str()).collect();
    assert_eq!(told, ["the line went dead"]);
}

#[test]
fn files_of_one_name_have_each_its_own_reason() {
    let mut engine = Engine::default();
    engine.begin(FIRST);
    engine.begin_source(FIRST, "trace.json", None);
    engine.source_failed(FIRST, "the line went dead");
    engine.begin_source(FIRST, "trace.json", None);
    engine.feed(FIRST, b"hello, this is a note".to_vec());
    engine.end_source(FIRST);
    engine.begin_source(FIRST, "trace.json", None);
    engine.feed(FIRST, SMALL.into());
    engine.end_source(FIRST);
    engine.begin_source(FIRST, "trace.json", None);
    engine.source_failed(FIRST, "the disk is gone");
    engine.finish(FIRST);
    let contents = opened(&engine.step(ALL));
    let told: Vec<_> = contents.notices.iter().map(|notice| notice.detail.as_str()).collect();
    let [first, second, third] = told[..] else { panic!("not three notices: {told:?}") };
    assert_eq!((first, third), ("the line went dead", "the disk is gone"));
    assert!(second.contains("plain text"), "{second}");
}

#[test]
fn the_first_spans_can_be_looked_at_until_the_whole_is_read() {
    let plan = Plan { spans: 3_000, shape: Shape::Mixed, format: Format::JaegerJson, seed: 3 };
    let bytes = plan.bytes();
    let mut engine = Engine::default();
    engine.begin(FIRST);
    engine.preview(FIRST, "long.json", &bytes[..100_000], &bytes[bytes.len() - 50_000..]);
    let events = engine.step(0);
    let [Event::Preview { contents, .. }] = events.as_slice() else { panic!("{events:?}") };
    let trace = contents.traces[0].trace;
    assert!(contents.traces[0].spans < 300);
    let head = summary(&mut engine, trace);
    assert!(head.is_partial && head.orphans == 0 && head.repairs.is_empty());
    let first_rows = rows(&mut engine, trace);
    assert!(first_rows.rows.len() >= 50);
    assert!(first_rows.rows.iter().all(|row| row.repairs.is_empty()));
    assert!(head.services.iter().all(|service| !service.name.is_empty()));

    engine.begin_source(FIRST, "long.json", Some(bytes.len() as u64));
    engine.feed(FIRST, bytes);
    engine.end_source(FIRST);
    engine.finish(FIRST);
    assert_eq!(opened(&engine.step(ALL)).traces[0].trace, trace);
    let head = summary(&mut engine, trace);
    assert!(!head.is_partial);
    assert_eq!(head.listing.spans, 3_000);
}

#[test]
fn a_preview_goes_with_its_opening() {
    let mut engine = Engine::default();
    engine.begin(FIRST);
    engine.preview(FIRST, "small.json", SMALL.as_bytes(), b"");
    let trace = TraceRef { opening: FIRST, trace_id: TraceId(0xa1) };
    engine.step(0);
    assert!(summary(&mut engine, trace).is_partial);
    engine.cancel(FIRST);
    engine.step(0);
    assert_eq!(ask(&mut engine, trace, Ask::Summary), Answer::Gone);
    engine.preview(SECOND, "unknown.json", SMALL.as_bytes(), b"");
    assert_eq!(engine.step(0), []);
}

#[test]
fn what_does_not_fit_in_memory_is_shown_as_far_as_it_was_read() {
    let plan = Plan { spans: 20_000, shape: Shape::Mixed, format: Format::JaegerJson, seed: 3 };
    let bytes = plan.bytes();
    let mut engine = Engine::with_memory_limit(2 << 20);
    begin(&mut engine, FIRST, "large.json", std::str::from_utf8(&bytes).expect("text"));
    let mut events = Vec::new();
    while engine.has_work(FIRST) {
        events.extend(engine.step(64));
    }
    let contents = opened(&events);
    let shown = contents.traces[0].spans;
    assert!((1_000..19_000).contains(&shown), "{shown} spans are shown");
    let [only] = contents.notices.as_slice() else { panic!("{:?}", contents.notices) };
    assert_eq!(only.title, format!("large.json was read only in part: {shown} spans are shown"));
    assert!(only.detail.contains("more memory"), "{}", only.detail);
}

#[test]
fn the_memory_that_other_openings_hold_is_not_given_out_again() {
    let text = generated(5_000);
    let mut alone = Reader::new();
    alone.begin_source("alone.json");
    alone.push(text.as_bytes()).expect("a trace");
    let mut engine = Engine::with_memory_limit(alone.peak_bytes() * 5 / 4);
    let mut open = |opening: OpeningId| {
        begin(&mut engine, opening, "trace.json", &text);
        let mut events = Vec::new();
        while engine.has_work(opening) {
            events.extend(engine.step(64));
        }
        opened(&events)
    };
    let first = open(FIRST);
    assert_eq!((first.traces[0].spans, first.notices.len()), (5_000, 0));
    let second = open(SECOND);
    assert!(second.traces[0].spans < 5_000, "both fit: {:?}", second.memory);
    let [only] = second.notices.as_slice() else { panic!("{:?}", second.notices) };
    assert!(only.detail.contains("other traces that are open"), "{}", only.detail);
    engine.close(SECOND);
    begin(&mut engine, OpeningId(3), "trace.json", &text);
    engine.close(FIRST);
    assert_eq!(opened(&engine.step(ALL)).traces[0].spans, 5_000, "room was made meanwhile");
}

#[test]
fn an_opening_tells_the_memory_that_it_takes() {
    let mut live_bytes = Vec::new();
    for spans in [1_000, 2_000] {
        let text = generated(spans);
        let mut engine = Engine::default();
        begin(&mut engine, FIRST, "memory.json", &text);
        let contents = opened(&engine.step(ALL));
        let memory = contents.memory;
        assert!(memory.live_bytes < text.len() as u64, "{memory:?} of {} bytes", text.len());
        assert_eq!(memory.linear_bytes, memory.live_bytes, "nobody knows more, natively");
        assert_eq!(contents.ingest_ms, 0.0, "the engine has no clock");
        live_bytes.push(memory.live_bytes);
    }
    let [small, large] = live_bytes[..] else { panic!("two openings") };
    assert!(small > 50 * 1_000 && large > small * 3 / 2, "{small} and {large} bytes");
}

#[test]
fn a_source_that_was_read_to_its_end_is_whole_however_full_memory_is_then() {
    let mut engine = Engine::with_memory_limit(100_000);
    engine.begin(FIRST);
    for name in ["first.json", "second.json"] {
        engine.begin_source(FIRST, name, None);
        engine.feed(FIRST, generated(1_000).into_bytes());
        engine.end_source(FIRST);
    }
    engine.finish(FIRST);
    let contents = opened(&engine.step(ALL));
    assert_eq!(contents.traces[0].spans, 1_000);
    let [only] = contents.notices.as_slice() else { panic!("{:?}", contents.notices) };
    assert_eq!(only.title, "second.json could not be opened");
    assert!(only.detail.contains("0 bytes of it were read"), "{}", only.detail);
}

#[test]
fn duplicate_ids_are_two_rows_with_keys_of_their_own() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "twice.json", &SMALL.replace("\"spanID\":\"3\"", "\"spanID\":\"1\""));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let rows = rows(&mut engine, trace);
    let keys: Vec<RowKey> = rows.rows.iter().map(|row| row.key).collect();
    assert_eq!(keys[0], RowKey::Span { id: SpanId(1), ordinal: 0 });
    assert_eq!(keys[2], RowKey::Span { id: SpanId(1), ordinal: 1 });
    assert_eq!(detail(&mut engine, trace, keys[2]).name.shown, "leaf");
    assert_eq!(summary(&mut engine, trace).repairs.len(), 1);
}

#[test]
fn a_window_beyond_the_last_row_is_empty_and_a_huge_one_is_bounded() {
    let (mut engine, trace) = with_small_trace();
    let beyond = ask(&mut engine, trace, Ask::rows(1_000, u32::MAX));
    let Answer::Rows(beyond) = beyond else { panic!("not rows") };
    assert_eq!((beyond.rows.len(), beyond.total_rows), (0, 3));
    assert_eq!(rows(&mut engine, trace).total_rows, 3);
}
