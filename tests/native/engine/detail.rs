//! What an inspector is told about a span beyond what the span says.

use spanscope::engine::{Answer, Ask, Engine, Kin, SpanDetail, TraceRef};

use super::{ALL, FIRST, SECOND, ask, begin, detail, key, opened};

/// A root with four children of two operations, of which one links to another.
const FAMILY: &str = r#"{"data":[{"traceID":"a1","spans":[
  {"traceID":"a1","spanID":"1","operationName":"root","startTime":1700000000000000,"duration":100,
   "processID":"p1"},
  {"traceID":"a1","spanID":"2","operationName":"get","startTime":1700000000000010,"duration":10,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p2"},
  {"traceID":"a1","spanID":"3","operationName":"get","startTime":1700000000000030,"duration":30,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"},
     {"refType":"FOLLOWS_FROM","traceID":"a1","spanID":"2"}],"processID":"p2",
   "tags":[{"key":"error","type":"bool","value":true}]},
  {"traceID":"a1","spanID":"4","operationName":"get","startTime":1700000000000061,"duration":20,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p2"},
  {"traceID":"a1","spanID":"5","operationName":"put","startTime":1700000000000085,"duration":5,
   "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],"processID":"p2"}],
  "processes":{"p1":{"serviceName":"front"},"p2":{"serviceName":"back"}}}]}"#;

fn with_family() -> (Engine, TraceRef) {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "family.json", FAMILY);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    (engine, trace)
}

#[test]
fn a_span_is_told_how_it_compares_with_its_kin_in_all_that_is_open() {
    let (mut engine, trace) = with_family();
    let kin = |engine: &mut Engine, span| detail(engine, trace, key(span)).kin;
    assert_eq!(kin(&mut engine, 3), Kin { others: 2, shorter: 2, traces: 1 });
    assert_eq!(kin(&mut engine, 4), Kin { others: 2, shorter: 1, traces: 1 });
    assert_eq!(kin(&mut engine, 1), Kin { others: 0, shorter: 0, traces: 1 });
    begin(&mut engine, SECOND, "again.json", &FAMILY.replace("\"duration\":30", "\"duration\":40"));
    engine.step(ALL);
    assert_eq!(kin(&mut engine, 3), Kin { others: 5, shorter: 4, traces: 2 });
    engine.close(SECOND);
    assert_eq!(kin(&mut engine, 3), Kin { others: 2, shorter: 2, traces: 1 });
}

#[test]
fn the_time_on_the_critical_path_is_told() {
    let (mut engine, trace) = with_family();
    let critical = |engine: &mut Engine, span| detail(engine, trace, key(span)).critical_nanos;
    let times: Vec<u64> = (1..=5).map(|span| critical(&mut engine, span)).collect();
    assert_eq!(times, [35_000, 10_000, 30_000, 20_000, 5_000]);
}

#[test]
fn children_are_summed_up_by_operation() {
    let (mut engine, trace) = with_family();
    let summary = detail(&mut engine, trace, key(1)).children_summary;
    assert_eq!((summary.total_nanos, summary.operations), (65_000, 2));
    let top: Vec<_> = summary
        .top
        .iter()
        .map(|one| (one.name.as_str(), one.calls, one.errors, one.total_nanos, one.longest))
        .collect();
    assert_eq!(top, [("get", 3, 1, 60_000, key(3)), ("put", 1, 0, 5_000, key(5))]);
}

#[test]
fn links_lead_both_ways() {
    let (mut engine, trace) = with_family();
    let there = detail(&mut engine, trace, key(3));
    assert_eq!(there.links[0].target.as_ref().map(|target| target.0), Some(key(2)));
    let back = detail(&mut engine, trace, key(2)).linked_from;
    assert_eq!(back.total, 1);
    assert_eq!(back.first[0].relation, "follows from");
    assert_eq!(back.first[0].from, (key(3), "back".to_owned(), "get".to_owned()));
}

fn names(detail: &SpanDetail) -> (Vec<&str>, u32, Vec<&str>) {
    let ancestors = &detail.ancestors;
    (
        ancestors.first.iter().map(|one| one.2.as_str()).collect(),
        ancestors.left_out,
        ancestors.last.iter().map(|one| one.2.as_str()).collect(),
    )
}

#[test]
fn the_middle_of_a_long_chain_of_parents_is_counted() {
    let span = |number: u32| {
        let parent = format!(
            r#""references":[{{"refType":"CHILD_OF","traceID":"a1","spanID":"{:x}"}}],"#,
            number - 1
        );
        let parent = if number == 1 { String::new() } else { parent };
        format!(
            r#"{{"traceID":"a1","spanID":"{number:x}","operationName":"n{number}",{parent}
               "startTime":1700000000000000,"duration":100,"processID":"p1"}}"#
        )
    };
    let spans: Vec<String> = (1..=10).map(span).collect();
    let text = format!(
        r#"{{"data":[{{"traceID":"a1","spans":[{}],"processes":{{"p1":{{"serviceName":"s"}}}}}}]}}"#,
        spans.join(",")
    );
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "chain.json", &text);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let deep = detail(&mut engine, trace, key(10));
    assert_eq!(names(&deep), (vec!["n1", "n2"], 3, vec!["n6", "n7", "n8", "n9"]));
    let shallow = detail(&mut engine, trace, key(4));
    assert_eq!(names(&shallow), (vec!["n1", "n2", "n3"], 0, vec![]));
    assert_eq!(ask(&mut engine, trace, Ask::Detail { key: key(77) }), Answer::Gone);
}
