//! The numbers at a trace's head, and the errors below a span.

use proptest::prelude::*;
use spanscope::analysis::{TraceFacts, ZoomIndex, facts};
use spanscope::trace::Trace;

use crate::random_spans::{spans, trace_of};
use crate::support::{Picture, assert_drawn, drawn, span_named};

/// Services as `name spans/errors`.
fn services(trace: &Trace, facts: &TraceFacts) -> Vec<String> {
    let text = |name| trace.pool().text(name);
    let services = facts.services.iter();
    services.map(|s| format!("{} {}/{}", text(s.name), s.spans, s.errors)).collect()
}

#[test]
fn facts_count_every_span_once() {
    let trace = drawn(
        "
        order    POST /orders     |============|
        order      validate       |==|
        payment    charge !          |====|
        bank         book !           |==|
        order    lost                     |=======|   parent=ff
        ",
    );
    let facts = facts(&trace);
    assert_eq!(facts.duration_nanos, 16_000_000);
    assert_eq!((facts.spans, facts.errors, facts.max_depth), (5, 2, 3));
    assert_eq!((facts.roots, facts.orphans), (1, 1));
    assert_eq!(facts.primary_root, Some(span_named(&trace, "POST /orders")));
    assert_eq!(services(&trace, &facts), ["order 3/0", "payment 1/1", "bank 1/1"]);
}

#[test]
fn the_primary_root_is_no_orphan_unless_there_are_only_orphans() {
    let trace = drawn(
        "
        a  lost    |==|          parent=ff
        a  first     |===|
        a  second      |=====|
        ",
    );
    assert_eq!(facts(&trace).primary_root, Some(span_named(&trace, "first")));
    let trace = drawn(
        "
        a  later     |===|       parent=fe
        a  sooner  |==|          parent=ff
        ",
    );
    assert_eq!(facts(&trace).primary_root, Some(span_named(&trace, "sooner")));
}

#[test]
fn a_trace_without_length_has_facts_too() {
    let facts = facts(&drawn("a  now  |"));
    assert_eq!((facts.duration_nanos, facts.max_depth, facts.roots), (0, 1, 1));
}

#[test]
fn errors_below_a_span_are_those_of_its_rows() {
    let trace = drawn(
        "
        a  root !         |==========|
        a    left           |==|
        a      deep !        ||
        a    right !            |==|
        ",
    );
    let zoom = ZoomIndex::of(&trace);
    let below = |span: spanscope::trace::SpanIdx| {
        zoom.sum(&trace, span.index() + 1..trace.subtree_end(span).index()).errors
    };
    assert_drawn(
        Picture::of(&trace).with(below).to_text(),
        "
        a  root !      |==========|  2
        a    left        |==|        1
        a      deep !     ||         0
        a    right !         |==|    0
        ",
    );
}

proptest! {
    #[test]
    fn errors_below_are_what_a_walk_finds(spans in spans()) {
        let trace = trace_of(&spans);
        let zoom = ZoomIndex::of(&trace);
        for span in trace.spans() {
            let rows = span.index() + 1..trace.subtree_end(span).index();
            let below = zoom.sum(&trace, rows).errors;
            let is_below = |&other: &_| {
                std::iter::successors(trace.parent(other), |&up| trace.parent(up)).any(|up| up == span)
            };
            let found = trace.spans().filter(|&other| trace.is_error(other)).filter(is_below);
            prop_assert_eq!(below as usize, found.count());
        }
    }

    #[test]
    fn services_and_roots_add_up(spans in spans()) {
        let trace = trace_of(&spans);
        let facts = facts(&trace);
        prop_assert_eq!(facts.services.iter().map(|s| s.spans).sum::<usize>(), spans.len());
        prop_assert_eq!(facts.services.iter().map(|s| s.errors).sum::<usize>(), facts.errors);
        prop_assert_eq!(facts.roots + facts.orphans, trace.roots().count());
    }
}
