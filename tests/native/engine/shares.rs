//! Whose time was on the critical path, in sum.

use proptest::prelude::*;
use spanscope::analysis::PathMode;
use spanscope::engine::{Answer, Ask, Glimpse, ServiceShare, TraceRef};
use spanscope::generate::{Format, Plan, Shape};

use super::{ALL, Engine, FIRST, ask, begin, generated, opened, with_small_trace};

fn shares(engine: &mut Engine, trace: TraceRef) -> Vec<ServiceShare> {
    glimpse(engine, trace).shares
}

fn glimpse(engine: &mut Engine, trace: TraceRef) -> Glimpse {
    match ask(engine, trace, Ask::Glimpse) {
        Answer::Glimpse(glimpse) => *glimpse,
        other => panic!("no shares: {other:?}"),
    }
}

/// All sections of the critical path, added up.
fn path_nanos(engine: &mut Engine, trace: TraceRef) -> u64 {
    let whole = Ask::CriticalPath { mode: PathMode::Cover, first: 0, count: u32::MAX };
    match ask(engine, trace, whole) {
        Answer::CriticalPath(window) => {
            assert_eq!(window.sections.len(), window.total_sections as usize, "too many to add up");
            window.sections.iter().map(|section| section.duration_nanos).sum()
        }
        other => panic!("no path: {other:?}"),
    }
}

fn share(service: &str, nanos: u64) -> ServiceShare {
    ServiceShare { service: service.to_owned(), nanos }
}

fn engine_with(text: &str) -> (Engine, TraceRef) {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "a.json", text);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    (engine, trace)
}

#[test]
fn each_service_has_its_own_time_on_the_path() {
    let (mut engine, trace) = with_small_trace();
    // 0 ==front== 10 ==back, the leaf included== 60 ==front== 100, in microseconds.
    assert_eq!(shares(&mut engine, trace), [share("back", 50_000), share("front", 50_000)]);
}

#[test]
fn a_service_off_the_path_has_no_share_and_the_longest_comes_first() {
    let side = r#"{"traceID":"a1","spanID":"4","operationName":"aside","processID":"p3",
        "startTime":1700000000000012,"duration":3,
        "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}]},
        {"traceID":"a1","spanID":"2""#;
    let text = super::SMALL
        .replacen(r#"{"traceID":"a1","spanID":"2""#, side, 1)
        .replacen(r#""duration":50"#, r#""duration":60"#, 1)
        .replacen(r#""p2":{"#, r#""p3":{"serviceName":"aside"},"p2":{"#, 1);
    let (mut engine, trace) = engine_with(&text);
    assert_eq!(shares(&mut engine, trace), [share("back", 60_000), share("front", 40_000)]);
}

#[test]
fn equal_shares_come_by_name() {
    let text = super::SMALL.replace("\"front\"", "\"a\"");
    let (mut engine, trace) = engine_with(&text);
    assert_eq!(shares(&mut engine, trace), [share("a", 50_000), share("back", 50_000)]);
}

#[test]
fn the_shares_add_up_to_the_path_of_a_trace_with_many_services() {
    let (mut engine, trace) = engine_with(&generated(3_000));
    let shares = shares(&mut engine, trace);
    assert!(shares.len() > 2, "{shares:?}");
    assert_eq!(shares.iter().map(|one| one.nanos).sum::<u64>(), path_nanos(&mut engine, trace));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_shares_add_up_to_the_path_and_come_in_order(
        spans in 1..600_usize, seed in any::<u64>(),
        shape in proptest::sample::select(&[Shape::Mixed, Shape::Deep, Shape::Wide][..]),
    ) {
        let plan = Plan { spans, shape, format: Format::JaegerJson, seed };
        let text = String::from_utf8(plan.bytes()).expect("generated text");
        let (mut engine, trace) = engine_with(&text);
        let shares = shares(&mut engine, trace);
        let sum: u64 = shares.iter().map(|one| one.nanos).sum();
        prop_assert_eq!(sum, path_nanos(&mut engine, trace));
        prop_assert!(shares.iter().all(|one| one.nanos > 0));
        let is_before = |pair: &[ServiceShare]| {
            (pair[1].nanos, &pair[0].service) < (pair[0].nanos, &pair[1].service)
        };
        prop_assert!(shares.windows(2).all(is_before), "{:?}", shares);
    }
}

#[test]
fn attributes_to_search_by_are_those_that_one_would_type() {
    let spans: Vec<String> = (0..20)
        .map(|number| {
            let long = "x".repeat(61);
            format!(
                r#"{{"traceID":"a1","spanID":"{number:x}","operationName":"o","processID":"p1",
                    "startTime":1,"duration":1,"tags":[
                    {{"key":"number","type":"int64","value":{number}}},
                    {{"key":"same","type":"bool","value":true}},
                    {{"key":"long","type":"string","value":"{long}"}},
                    {{"key":"broken","type":"string","value":"a\nb"}}]}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"data":[{{"traceID":"a1","spans":[{}],"processes":{{"p1":{{"serviceName":"s",
            "tags":[{{"key":"host","type":"string","value":"h 1"}}]}}}}}}]}}"#,
        spans.join(",")
    );
    let (mut engine, trace) = engine_with(&text);
    let attributes = glimpse(&mut engine, trace).attributes;
    let of = |key: &str| {
        attributes
            .iter()
            .filter(|(k, _)| k == key)
            .map(|(_, value)| value.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("number"), ["0", "1", "2", "3", "4", "5", "6", "7"], "not every value there is");
    assert_eq!((of("same"), of("host")), (vec!["true"], vec!["h 1"]));
    assert!(of("long").is_empty() && of("broken").is_empty(), "{attributes:?}");
}
