//! The view in which hosts' clocks agree, and the way back.

use spanscope::engine::{
    Answer, Ask, Clocks, Collapse, Engine, ExportCursor, ExportFormat, TraceRef,
};
use spanscope::layout::Cell;

use super::{ALL, FIRST, ask, begin, detail, key, opened, rows, summary, with_small_trace};

/// A call from `web` to `db`, whose clock is behind: 3 to 7 µs have to be added.
const SKEWED: &str = r#"{"data":[{"traceID":"a1","spans":[
  {"traceID":"a1","spanID":"1","operationName":"root","startTime":1700000000001000,"duration":1400,
   "processID":"p1"},
  {"traceID":"a1","spanID":"2","operationName":"call","startTime":1700000000001300,"duration":800,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p1",
   "tags":[{"key":"span.kind","type":"string","value":"client"}]},
  {"traceID":"a1","spanID":"3","operationName":"query","startTime":1700000000000900,"duration":400,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"2"}],"processID":"p2",
   "logs":[{"timestamp":1700000000000950,"fields":[]}],
   "tags":[{"key":"span.kind","type":"string","value":"server"}]}],
  "processes":{"p1":{"serviceName":"web"},"p2":{"serviceName":"db"}}}]}"#;

fn with_skewed_trace() -> (Engine, TraceRef) {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "skewed.json", SKEWED);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    (engine, trace)
}

fn clocks(engine: &mut Engine, trace: TraceRef) -> Clocks {
    match ask(engine, trace, Ask::ClockSkew) {
        Answer::ClockSkew(clocks) => clocks,
        other => panic!("no clocks: {other:?}"),
    }
}

/// Start and self time of each row, in microseconds from the trace's start.
fn times(engine: &mut Engine, trace: TraceRef) -> Vec<(String, u64, u64)> {
    let rows = rows(engine, trace).rows;
    let time = |row: &spanscope::layout::Row| {
        let [Cell::Nanos(own)] = row.cells[..] else { panic!("no self time: {:?}", row.cells) };
        (row.name.clone(), row.start_nanos / 1000, own / 1000)
    };
    rows.iter().map(time).collect()
}

fn named(times: &[(&str, u64, u64)]) -> Vec<(String, u64, u64)> {
    times.iter().map(|&(name, start, own)| (name.to_owned(), start, own)).collect()
}

#[test]
fn clocks_are_told_and_nothing_is_adjusted_unasked() {
    let (mut engine, trace) = with_skewed_trace();
    let clocks = clocks(&mut engine, trace);
    assert!(!clocks.is_adjusted);
    let told: Vec<(&str, i64)> =
        clocks.hosts.iter().map(|host| (host.name.as_str(), host.offset_nanos)).collect();
    assert_eq!(told, [("web", 0), ("db", 600_000)]);
    assert_eq!(summary(&mut engine, trace).listing.duration_nanos, 1_500_000);
}

#[test]
fn adjusted_times_are_shown_on_request_and_taken_back() {
    let (mut engine, trace) = with_skewed_trace();
    let raw = named(&[("root", 100, 600), ("call", 400, 800), ("query", 0, 400)]);
    assert_eq!(times(&mut engine, trace), raw);
    let before = rows(&mut engine, trace).generation;
    let answer = ask(&mut engine, trace, Ask::SetClockAdjustment(true));
    let changed = Answer::RowsChanged { generation: before + 1, total_rows: 3 };
    assert_eq!(answer, changed);
    let adjusted = named(&[("root", 0, 600), ("call", 300, 400), ("query", 500, 400)]);
    assert_eq!(times(&mut engine, trace), adjusted);
    assert_eq!(summary(&mut engine, trace).listing.duration_nanos, 1_400_000);
    assert_eq!(detail(&mut engine, trace, key(3)).events[0].offset_nanos, 550_000);
    assert!(clocks(&mut engine, trace).is_adjusted);
    ask(&mut engine, trace, Ask::SetClockAdjustment(false));
    assert_eq!(times(&mut engine, trace), raw);
    assert!(!clocks(&mut engine, trace).is_adjusted);
}

#[test]
fn what_a_closed_row_hides_moves_with_its_clock() {
    // So many that blocks of rows are looked at, not rows.
    let first = SKEWED.find(r#"{"traceID":"a1","spanID":"3""#).expect("the query");
    let end = SKEWED.find("}],\n  \"processes\"").expect("its end") + 1;
    let query = &SKEWED[first..end];
    let copies =
        (10..90).map(|id| query.replace(r#""spanID":"3""#, &format!(r#""spanID":"{id}""#)));
    let text = SKEWED.replace(query, &copies.collect::<Vec<_>>().join(","));
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "skewed.json", &text);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let collapse = Collapse { closed_from_depth: Some(2), exceptions: Vec::new() };
    ask(&mut engine, trace, Ask::Collapse(collapse));
    assert_eq!(rows(&mut engine, trace).rows[1].hidden[0].start_nanos, 0);
    ask(&mut engine, trace, Ask::SetClockAdjustment(true));
    assert_eq!(rows(&mut engine, trace).rows[1].hidden[0].start_nanos, 500_000);
}

#[test]
fn asking_twice_changes_nothing_and_neither_does_asking_where_clocks_agree() {
    let (mut engine, trace) = with_skewed_trace();
    let once = ask(&mut engine, trace, Ask::SetClockAdjustment(true));
    assert_eq!(ask(&mut engine, trace, Ask::SetClockAdjustment(true)), once);
    let (mut engine, trace) = with_small_trace();
    let before = rows(&mut engine, trace).generation;
    ask(&mut engine, trace, Ask::SetClockAdjustment(true));
    assert_eq!(rows(&mut engine, trace).generation, before);
    assert_eq!(clocks(&mut engine, trace), Clocks::default());
}

#[test]
fn files_have_the_times_that_were_recorded() {
    let (mut engine, trace) = with_skewed_trace();
    let ask_for =
        || Ask::ExportChunk { format: ExportFormat::JaegerJson, cursor: ExportCursor::default() };
    let raw = ask(&mut engine, trace, ask_for());
    ask(&mut engine, trace, Ask::SetClockAdjustment(true));
    assert_eq!(ask(&mut engine, trace, ask_for()), raw);
}
