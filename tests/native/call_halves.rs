//! Client and server of one call with one id: the server's span is the client's child.

use std::collections::HashSet;

use proptest::prelude::*;
use spanscope::trace::{Repair, SpanIdx, Trace};

use crate::random_spans::{RandomSpan, spans_with_halves, trace_of};
use crate::support::{Drawing, Picture, assert_drawn, drawn};

fn with_repairs(trace: &Trace) -> String {
    let repairs_of = |span: SpanIdx| {
        let names: Vec<&str> = trace.repairs(span).iter().map(Repair::name).collect();
        names.join(" ")
    };
    Picture::of(trace).with(repairs_of).to_text()
}

#[test]
fn of_two_halves_of_a_call_with_one_id_the_callees_is_the_callers_child() {
    let drawing = Drawing::new(
        "
        web  page        |===============|
        web    call        |==========|     id=c, half=client
        db     answer         |====|        id=c, half=server
        web    resolve     |=|              parent=c
        db     query            |==|        parent=c
        log    elsewhere         |=|        parent=c
        ",
    );
    let expected = "
        web  page          |===============|
        web    call          |==========|
        web      resolve     |=|
        db       answer         |====|
        db         query          |==|
        log      elsewhere         |=|
        ";
    assert_drawn(with_repairs(&drawing.trace()), expected);
    assert_drawn(with_repairs(&drawing.trace_in_order(&[5, 4, 3, 2, 1, 0])), expected);
}

#[test]
fn a_third_span_of_a_shared_id_is_a_duplicate_and_has_its_place_all_the_same() {
    let trace = drawn(
        "
        web  call        |==========|     id=c, half=client
        db   answer        |===|          id=c, half=server
        db   again               |==|     id=c, half=server
        db   query                |=|     parent=c
        ",
    );
    assert_drawn(
        with_repairs(&trace),
        "
        web  call        |==========|
        db     answer      |===|
        db     again             |==|     duplicate_id
        db       query            |=|
        ",
    );
}

#[test]
fn halves_of_one_side_alone_are_duplicates_as_ever() {
    let trace = drawn(
        "
        web  root        |==========|
        db     answer      |===|          id=c, half=server
        db     again             |==|     id=c, half=server
        ",
    );
    assert_drawn(
        with_repairs(&trace),
        "
        web  root        |==========|
        db     answer      |===|
        db     again             |==|     duplicate_id
        ",
    );
}

#[test]
fn fifty_thousand_halves_of_either_side_may_share_an_id() {
    let mut spans: Vec<RandomSpan> = Vec::new();
    for number in 0..50_000 {
        let (start_nanos, service) = (1 + 10 * number, (number % 3) as u8);
        let client = RandomSpan {
            id: 1,
            parent_id: 0,
            start_nanos,
            length_nanos: 10,
            service,
            failed: false,
            half: 1,
        };
        spans.push(RandomSpan { length_nanos: 9, half: 2, ..client.clone() });
        spans.push(RandomSpan { id: 2 + number, parent_id: 1, length_nanos: 8, half: 0, ..client });
        spans.push(client);
    }
    let trace = trace_of(&spans);
    assert_eq!((trace.roots().count(), trace.max_depth()), (50_000, 3));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_span_is_shown_and_a_callee_is_below_its_caller(spans in spans_with_halves()) {
        let trace = trace_of(&spans);
        prop_assert_eq!(trace.span_count(), spans.len());
        let ids_of = |half: u8| -> HashSet<u64> {
            let halves = spans.iter().filter(|span| span.half == half && span.id != 0);
            halves.map(|span| span.id).collect()
        };
        let pairs = ids_of(1).intersection(&ids_of(2)).count();
        // Each pair has one, but where a circle was cut.
        let is_below_its_like = |span: &SpanIdx| {
            let parent = trace.parent(*span).map(|parent| trace.span_id(parent));
            parent == Some(trace.span_id(*span))
        };
        let below = trace.spans().filter(is_below_its_like).count();
        let is_cut = |span: &SpanIdx| trace.repairs(*span).has(Repair::CycleCut);
        let cut = trace.spans().filter(is_cut).count();
        prop_assert!(below + cut >= pairs, "{} below and {} cut of {}", below, cut, pairs);
    }
}
