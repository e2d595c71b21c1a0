//! The calls of a service in everything that is open.

use std::collections::BTreeMap;

use serde_json::Value;
use spanscope::engine::{Answer, Ask, MeasureAsk, OpeningId, TraceMeasures, TraceRef};
use spanscope::trace::TraceId;

use super::{ALL, Engine, FIRST, SECOND, SMALL, ask, begin};
use crate::ingest::fixtures::fixture;

fn measure(engine: &mut Engine, wish: MeasureAsk) -> TraceMeasures {
    // Which trace is asked does not matter.
    let trace = TraceRef { opening: OpeningId(99), trace_id: TraceId(1) };
    match ask(engine, trace, Ask::Measure(Box::new(wish))) {
        Answer::Measured(measures) => *measures,
        other => panic!("no measures: {other:?}"),
    }
}

fn of(service: &str) -> MeasureAsk {
    MeasureAsk { openings: vec![FIRST], service: service.to_owned(), window_nanos: None }
}

#[test]
fn calls_of_all_traces_of_the_openings_are_measured_and_each_trace_once() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "a.json", SMALL);
    begin(&mut engine, SECOND, "again.json", SMALL);
    begin(&mut engine, OpeningId(3), "b.json", &SMALL.replace(r#""a1""#, r#""b2""#));
    engine.step(ALL);
    let all = MeasureAsk { openings: vec![FIRST, SECOND, OpeningId(3)], ..of("back") };
    let measured = measure(&mut engine, all);
    assert_eq!(measured.traces, 2);
    assert_eq!(measured.services, ["back", "front"]);
    let [child] = measured.measures.operations.as_slice() else { panic!("{measured:?}") };
    assert_eq!((child.name.as_str(), child.counts), ("child", Some((2, 0))));
    assert_eq!(child.figures.p95_nanos(), Some(50_000.0));
    assert_eq!(measure(&mut engine, of("back")).traces, 1);
    let nobody = measure(&mut engine, of("nobody"));
    assert_eq!((nobody.traces, nobody.measures.whole.counts), (0, Some((0, 0))));
}

#[test]
fn what_began_outside_the_window_is_left_out() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "a.json", SMALL);
    engine.step(ALL);
    let start = 1_700_000_000_000_010_000;
    let count = |engine: &mut Engine, window| {
        let wish = MeasureAsk { window_nanos: Some(window), ..of("back") };
        measure(engine, wish).measures.whole.counts
    };
    assert_eq!(count(&mut engine, (start, start + 1)), Some((1, 0)));
    assert_eq!(count(&mut engine, (start - 9, start)), Some((0, 0)));
    assert_eq!(count(&mut engine, (start + 1, start + 9)), Some((0, 0)));
}

/// What a recorded answer of Jaeger says, counted without any of our code: how many spans a
/// service has that say they serve, with their durations, by operation.
fn served(answer: &[u8], service: &str) -> BTreeMap<String, Vec<u64>> {
    let answer: Value = serde_json::from_slice(answer).expect("JSON");
    let mut served: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for trace in answer["data"].as_array().expect("traces") {
        for span in trace["spans"].as_array().expect("spans") {
            let process = span["processID"].as_str().expect("a process");
            let is_of_service = trace["processes"][process]["serviceName"] == service;
            let tags = span["tags"].as_array().expect("tags");
            let is_server = |tag: &Value| {
                tag["key"] == "span.kind"
                    && (tag["value"] == "server" || tag["value"] == "consumer")
            };
            if is_of_service && tags.iter().any(is_server) {
                let name = span["operationName"].as_str().expect("a name").to_owned();
                let micros = span["duration"].as_u64().expect("a duration");
                served.entry(name).or_default().push(micros);
            }
        }
    }
    served
}

#[test]
fn recorded_traces_are_measured_as_plain_counting_does() {
    let answer = fixture("search.jaeger.json");
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "search.json", std::str::from_utf8(&answer).expect("text"));
    engine.step(ALL);
    for service in ["order", "payment", "inventory"] {
        let measures = measure(&mut engine, of(service)).measures;
        let served = served(&answer, service);
        assert!(!served.is_empty(), "{service}");
        for (name, mut micros) in served {
            micros.sort_unstable();
            let one = measures.operation(&name);
            assert_eq!(one.name, name);
            assert_eq!(one.counts.map(|it| it.0), Some(micros.len() as u64), "{service} {name}");
            let p95 = micros[(micros.len() * 95).div_ceil(100) - 1] * 1_000;
            assert_eq!(one.figures.p95_nanos(), Some(p95 as f64), "{service} {name}");
        }
    }
}
