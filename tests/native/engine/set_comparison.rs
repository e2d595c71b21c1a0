//! Sets of open traces beside each other, as a page asks for them.

use spanscope::engine::{
    Answer, Ask, Event, OpeningId, Request, SetAsk, SetChange, SetDifference, SetVerdict, TraceRef,
};
use spanscope::layout::RowKey;
use spanscope::trace::{SpanId, TraceId};

use super::{ALL, Engine, FIRST, SECOND, ask, begin};

fn compare(engine: &mut Engine, wish: SetAsk) -> SetDifference {
    // Which trace is asked does not matter.
    let trace = TraceRef { opening: OpeningId(99), trace_id: TraceId(1) };
    match ask(engine, trace, Ask::CompareSets(Box::new(wish))) {
        Answer::SetsCompared(difference) => *difference,
        other => panic!("no comparison: {other:?}"),
    }
}

/// Orders with ids from `first` whose charges take so many microseconds; every third fails, with a
/// charge of a hundred more.
fn orders(first: u64, count: u64, charge_micros: u64) -> String {
    let order = |number: u64| {
        let is_failed = number.is_multiple_of(3);
        let charge = charge_micros + 100 * u64::from(is_failed) + number % 17;
        format!(
            r#"{{"traceID":"{number:x}","processes":{{"p":{{"serviceName":"shop","tags":[
              {{"key":"host.name","type":"string","value":"{}"}}]}}}},"spans":[
              {{"traceID":"{number:x}","spanID":"1","operationName":"POST","startTime":1000,
                "duration":{},"processID":"p",
                "tags":[{{"key":"error","type":"bool","value":{is_failed}}}]}},
              {{"traceID":"{number:x}","spanID":"2","operationName":"charge","startTime":1010,
                "duration":{charge},"processID":"p",
                "references":[{{"refType":"CHILD_OF","traceID":"{number:x}","spanID":"1"}}]}}]}}"#,
            if is_failed { "old" } else { "new" },
            charge + 20,
        )
    };
    let orders: Vec<String> = (first..first + count).map(order).collect();
    format!(r#"{{"data":[{}]}}"#, orders.join(","))
}

fn opened(files: &[(OpeningId, &str)]) -> Engine {
    let mut engine = Engine::default();
    for (opening, text) in files {
        begin(&mut engine, *opening, "orders.json", text);
    }
    engine.step(ALL);
    engine
}

#[test]
fn all_traces_of_openings_are_compared_and_examples_name_open_ones() {
    let (usual, slow) = (orders(16, 30, 200), orders(160, 40, 900));
    let mut engine = opened(&[(FIRST, &usual), (SECOND, &slow), (OpeningId(3), &usual)]);
    let wish = SetAsk::Openings([vec![FIRST, OpeningId(3)], vec![SECOND]]);
    let difference = compare(&mut engine, wish);
    assert_eq!(difference.verdict, SetVerdict::Different);
    assert_eq!(difference.traces, [30, 40], "a trace that two openings hold counts once");
    let [finding] = difference.findings.as_slice() else { panic!("{difference:#?}") };
    assert_eq!((finding.change, finding.call.name.as_str()), (SetChange::Slower, "charge"));
    assert_eq!(finding.above.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["POST"]);
    assert_eq!(difference.total_findings, 1);
    for (side, opening) in [FIRST, SECOND].into_iter().enumerate() {
        let place = finding.exemplars[side].expect("an example");
        assert_eq!(place.trace.opening, opening);
        assert_eq!(place.key, RowKey::Span { id: SpanId(2), ordinal: 0 });
    }
    let change = difference.mean_nanos[1] as i64 - difference.mean_nanos[0] as i64;
    let parts = difference.mean_change;
    assert!((parts.inside_nanos - change).abs() <= 1, "{parts:?}");
    assert_eq!((parts.mix_nanos, parts.structure_nanos), (0, 0));
    let [kind] = difference.kinds.as_slice() else { panic!("{difference:#?}") };
    assert_eq!((kind.root.name.as_str(), kind.requests), ("POST", [30, 40]));
}

#[test]
fn one_opening_is_split_by_failure_by_an_attribute_and_by_duration() {
    let text = orders(16, 60, 200);
    let mut engine = opened(&[(FIRST, &text)]);
    let openings = vec![FIRST];
    let by_failure = compare(&mut engine, SetAsk::ByFailure(openings.clone()));
    assert_eq!(by_failure.traces, [40, 20]);
    let changes: Vec<SetChange> = by_failure.findings.iter().map(|it| it.change).collect();
    assert!(changes.contains(&SetChange::MoreErrors) && changes.contains(&SetChange::Slower));
    let host = by_failure.attributes.iter().find(|it| it.key == "host.name");
    assert!(host.is_some_and(|it| it.is_resource && it.values[0].shift.traces.contains(&0)));
    let (key, value) = ("host.name".to_owned(), "old".to_owned());
    let by_host =
        compare(&mut engine, SetAsk::ByAttribute { openings: openings.clone(), key, value });
    assert_eq!((by_host.traces, &by_host.findings), ([40, 20], &by_failure.findings));
    let by_time = compare(&mut engine, SetAsk::ByDuration { openings, from_nanos: 300_000 });
    assert_eq!((by_time.traces, &by_time.findings), ([40, 20], &by_failure.findings));
}

#[test]
fn chosen_traces_are_compared_and_too_few_are_said_to_be() {
    let text = orders(16, 30, 200);
    let mut engine = opened(&[(FIRST, &text)]);
    let named = |numbers: std::ops::Range<u128>| numbers.map(TraceId).collect::<Vec<_>>();
    // One of them twice, and one that is not open.
    let second = [named(21..25), named(24..25), named(999..1_000)].concat();
    let (openings, first) = (vec![FIRST], Some(named(16..22)));
    let difference = compare(&mut engine, SetAsk::Chosen { openings, first, second });
    assert_eq!(difference.traces, [5, 4]);
    assert_eq!(difference.verdict, SetVerdict::TooLittleData);
    assert_eq!((difference.least_traces, difference.tests), (10, 0));
    assert!(difference.findings.is_empty() && difference.kinds[0].is_too_small);
}

#[test]
fn chosen_traces_are_compared_with_all_others() {
    let mut engine = opened(&[(FIRST, &orders(16, 30, 200))]);
    let second = (16..28).map(TraceId).collect();
    let ask = SetAsk::Chosen { openings: vec![FIRST], first: None, second };
    let difference = compare(&mut engine, ask);
    assert_eq!(difference.traces, [18, 12]);
}

fn sets_of_two(engine: &mut Engine, id: u32) {
    let ask = Ask::CompareSets(Box::new(SetAsk::Openings([vec![FIRST], vec![SECOND]])));
    let trace = TraceRef { opening: OpeningId(99), trace_id: TraceId(1) };
    engine.submit(Request { id, trace, ask });
}

fn two_large_sets() -> Engine {
    // More spans than a slice looks at.
    opened(&[(FIRST, &orders(16, 6_000, 200)), (SECOND, &orders(9_999, 6_000, 300))])
}

/// With the question of id 1 begun, and not done.
fn under_way() -> Engine {
    let mut engine = two_large_sets();
    sets_of_two(&mut engine, 1);
    engine.step(0);
    assert!(engine.work().is_empty());
    engine
}

#[test]
fn a_long_comparison_waits_for_no_question_and_none_waits_for_it() {
    let mut engine = two_large_sets();
    sets_of_two(&mut engine, 1);
    assert!(engine.step(0).is_empty() && engine.work().is_empty(), "more than a slice");
    let trace = TraceRef { opening: FIRST, trace_id: TraceId(16) };
    engine.submit(Request { id: 2, trace, ask: Ask::Summary });
    let answered = |events: Vec<Event>| match events.as_slice() {
        [Event::Response { id, answer }] => (*id, matches!(answer, Answer::Gone)),
        other => panic!("not one answer: {other:?}"),
    };
    assert_eq!(answered(engine.step(0)), (2, false));
    let mut events = Vec::new();
    while engine.has_jobs() {
        events.extend(engine.work());
    }
    assert_eq!(answered(events), (1, false));
}

#[test]
fn a_comparison_that_nobody_waits_for_is_not_worked_on() {
    let mut engine = under_way();
    engine.withdraw(1);
    assert!(!engine.has_jobs() && engine.step(0).is_empty());
}

#[test]
fn a_comparison_of_traces_that_are_closed_meanwhile_ends_without_them() {
    let mut engine = under_way();
    engine.close(OpeningId(3));
    assert!(engine.has_jobs(), "none of its traces");
    engine.close(SECOND);
    assert_eq!(engine.step(0), [Event::Response { id: 1, answer: Answer::Gone }]);
    assert!(!engine.has_jobs());
}
