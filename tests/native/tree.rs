//! Any spans become a tree that shows all of them, whatever their parents look like.

use proptest::prelude::*;
use spanscope::trace::{Repair, SpanId, SpanIdx, Trace};

use crate::random_spans::{
    CHAIN, FAN, RandomSpan, regular_trace, spans, spans_in_two_orders, trace_of,
};
use crate::support::{Drawing, Picture, assert_drawn, drawn, picture};

/// Each span's repairs, by name.
fn repairs_of(trace: &Trace, span: SpanIdx) -> String {
    let names: Vec<&str> = trace.repairs(span).iter().map(Repair::name).collect();
    names.join(" ")
}

fn with_repairs(trace: &Trace) -> String {
    Picture::of(trace).with(|span| repairs_of(trace, span)).to_text()
}

#[test]
fn siblings_come_by_start_then_the_longer_first() {
    let trace = drawn(
        "
        a  root     |=========|
        a    third       |==|
        a    second   |=|
        a    first    |======|
        ",
    );
    assert_drawn(
        picture(&trace),
        "
        a  root      |=========|
        a    first     |======|
        a    second    |=|
        a    third        |==|
        ",
    );
}

#[test]
fn a_span_whose_parent_is_missing_is_shown_as_a_root_and_marked() {
    let trace = drawn(
        "
        a  root     |=========|
        a  lost       |====|     parent=ff
        a    child      |=|
        ",
    );
    assert_drawn(
        with_repairs(&trace),
        "
        a  root     |=========|
        a  lost       |====|     missing_parent
        a    child      |=|
        ",
    );
}

#[test]
fn a_span_that_is_its_own_parent_becomes_a_root_and_is_marked() {
    let trace = drawn(
        "
        a  root     |=========|
        a    self     |====|     id=aa, parent=aa
        a      child    |=|
        ",
    );
    assert_drawn(
        with_repairs(&trace),
        "
        a  root     |=========|
        a  self       |====|     own_parent
        a    child      |=|
        ",
    );
}

#[test]
fn a_circle_of_parents_is_cut_at_its_earliest_span() {
    let trace = drawn(
        "
        a  late     |   |====|   id=a, parent=c
        a  middle     |====|     id=b, parent=a
        a  early   |====|        id=c, parent=b
        a    leaf    |=|
        ",
    );
    assert_drawn(
        with_repairs(&trace),
        "
        a  early       |====|      cycle_cut
        a    late       |========|
        a      middle     |====|
        a    leaf        |=|
        ",
    );
}

#[test]
fn of_two_spans_with_one_id_the_one_that_contains_a_child_best_gets_it() {
    let trace = drawn(
        "
        a  root        |================|
        a    first      |===|               id=d
        a    second           |======|      id=d
        a  during 1st    |=|                parent=d
        a  during 2nd          |===|        parent=d
        a  across          |=====|          parent=d
        ",
    );
    assert_drawn(
        with_repairs(&trace),
        "
        a  root             |================|
        a    first           |===|
        a      during 1st     |=|
        a    second                |======|     duplicate_id
        a      across           |=====|
        a      during 2nd           |===|
        ",
    );
}

#[test]
fn a_child_without_length_goes_to_the_duplicate_that_runs_then() {
    let trace = drawn(
        "
        a  root        |================|
        a    first      |==|                id=d
        a    second           |======|      id=d
        a  instant               |          parent=d
        ",
    );
    assert_drawn(
        with_repairs(&trace),
        "
        a  root           |================|
        a    first         |==|
        a    second              |======|     duplicate_id
        a      instant              |
        ",
    );
}

#[test]
fn spans_without_length_and_before_or_after_their_parent_stay_where_they_are() {
    let text = "
        a  root           |====|
        a    before    |=|
        a    instant        |
        a    after               |=|
    ";
    let trace = drawn(text);
    assert_drawn(
        with_repairs(&trace),
        "
        a  root            |====|
        a    before     |=|
        a    instant         |
        a    after                |=|
        ",
    );
}

#[test]
fn a_drawing_gives_the_same_tree_in_any_order_of_its_lines() {
    let drawing = Drawing::new(
        "
        a  root     |==========|
        b    x        |==|
        b    x        |==|
        c      y       |
        a  lost         |==|        parent=ff
        ",
    );
    let expected = picture(&drawing.trace());
    assert_drawn(picture(&drawing.trace_in_order(&[4, 3, 2, 1, 0])), &expected);
    assert_drawn(picture(&drawing.trace_in_order(&[2, 0, 4, 1, 3])), &expected);
}

#[test]
fn a_chain_of_100_000_spans_is_one_branch() {
    assert_eq!(CHAIN.max_depth(), 100_000);
    assert!(CHAIN.spans().all(|span| CHAIN.subtree_end(span) == SpanIdx(100_000)));
}

#[test]
fn a_million_siblings_are_all_children_of_the_root() {
    let root = SpanIdx(0);
    assert_eq!(FAN.children(root).count(), 999_999);
    assert!(FAN.children(root).all(|child| FAN.depth(child) == 2));
}

#[test]
fn a_circle_of_100_000_spans_is_cut_once() {
    let trace = regular_trace(100_000, |number| Some((number + 1) % 100_000));
    assert_eq!(trace.repair_counts(), [(Repair::CycleCut, 1)]);
    assert_eq!(trace.max_depth(), 100_000);
}

#[test]
fn fifty_thousand_spans_may_share_an_id_that_as_many_name_as_their_parent() {
    let mut spans: Vec<RandomSpan> = Vec::new();
    for number in 0..50_000 {
        let twin = RandomSpan {
            id: 1,
            parent_id: 0,
            start_nanos: 1 + 10 * number,
            length_nanos: 10,
            service: 0,
            failed: false,
            half: 0,
        };
        spans.push(RandomSpan { id: 2 + number, parent_id: 1, length_nanos: 8, ..twin.clone() });
        spans.push(twin);
    }
    let trace = trace_of(&spans);
    assert_eq!(trace.roots().count(), 50_000);
    assert!(trace.roots().all(|root| trace.children(root).count() == 1));
}

/// A row with everything that the order of the input must not change.
fn row(trace: &Trace, span: SpanIdx) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        (trace.span_id(span), trace.parent_id(span), trace.parent(span), trace.depth(span)),
        (trace.start_nanos(span), trace.end_nanos(span), trace.service_text(span).to_owned()),
        (trace.is_error(span), trace.repairs(span)),
    )
}

fn has_parent_in(spans: &[RandomSpan], span: &RandomSpan) -> bool {
    spans.iter().any(|other| other.id == span.parent_id)
}

proptest! {
    #[test]
    fn every_span_is_in_the_tree_exactly_once(spans in spans()) {
        let trace = trace_of(&spans);
        let mut shown: Vec<_> = trace
            .spans()
            .map(|span| (trace.span_id(span).0, trace.start_nanos(span), trace.end_nanos(span)))
            .collect();
        let mut sent: Vec<_> = spans
            .iter()
            .map(|span| (span.id, span.start_nanos, span.start_nanos + span.length_nanos))
            .collect();
        shown.sort_unstable();
        sent.sort_unstable();
        prop_assert_eq!(shown, sent);
    }

    #[test]
    fn parents_come_before_children_and_subtrees_nest(spans in spans()) {
        let trace = trace_of(&spans);
        for span in trace.spans() {
            let Some(parent) = trace.parent(span) else {
                prop_assert_eq!(trace.depth(span), 1);
                continue;
            };
            prop_assert!(parent < span);
            prop_assert!(trace.subtree_end(span) <= trace.subtree_end(parent));
            prop_assert_eq!(trace.depth(span), trace.depth(parent) + 1);
            prop_assert_eq!(trace.span_id(parent), trace.parent_id(span));
        }
        let families = trace.spans().map(|span| trace.children(span).count());
        prop_assert_eq!(families.sum::<usize>() + trace.roots().count(), spans.len());
    }

    #[test]
    fn siblings_are_in_order(spans in spans()) {
        let trace = trace_of(&spans);
        for span in trace.spans() {
            let starts: Vec<u64> = trace.children(span).map(|child| trace.start_nanos(child)).collect();
            prop_assert!(starts.is_sorted());
        }
    }

    #[test]
    fn the_tree_does_not_depend_on_the_order_of_the_input((one, other) in spans_in_two_orders()) {
        let (one, other) = (trace_of(&one), trace_of(&other));
        for span in one.spans() {
            prop_assert_eq!(row(&one, span), row(&other, span));
        }
    }

    #[test]
    fn a_parent_contains_its_child_if_any_span_of_its_id_does(spans in spans()) {
        let trace = trace_of(&spans);
        let contains = |parent: SpanIdx, child: SpanIdx| {
            trace.start_nanos(parent) <= trace.start_nanos(child)
                && trace.end_nanos(child) <= trace.end_nanos(parent)
        };
        for span in trace.spans() {
            if let Some(parent) = trace.parent(span) {
                let id = trace.span_id(parent);
                let mut twins = trace.spans().filter(|&twin| trace.span_id(twin) == id);
                prop_assert!(contains(parent, span) || !twins.any(|twin| contains(twin, span)));
            }
        }
    }

    #[test]
    fn every_root_says_why_it_is_one(spans in spans()) {
        let trace = trace_of(&spans);
        for root in trace.roots() {
            let repairs = trace.repairs(root);
            let reasons = [Repair::MissingParent, Repair::OwnParent, Repair::CycleCut];
            let count = reasons.into_iter().filter(|&reason| repairs.has(reason)).count();
            prop_assert_eq!(count, usize::from(trace.parent_id(root) != SpanId::NONE));
        }
        let orphans = spans.iter().filter(|span| span.parent_id != 0 && span.parent_id != span.id);
        let orphans = orphans.filter(|span| !has_parent_in(&spans, span)).count();
        let shown = trace.spans().filter(|&span| trace.repairs(span).has(Repair::MissingParent));
        prop_assert_eq!(shown.count(), orphans);
    }
}
