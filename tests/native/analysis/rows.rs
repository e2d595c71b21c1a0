//! Closed spans hide what is below them, and nothing else.

use proptest::prelude::*;
use spanscope::analysis::{Collapse, Filter, KeptRows, Matches, Measures, VisibleRows};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, FAN, spans, trace_of};
use crate::support::{Picture, assert_drawn, drawn, span_named};

const SHOP: &str = "
    a  root       |=============|
    a    left       |====|
    a      deep      |==|
    a        end      ||
    a    right             |==|
    a      tail             ||
    b  other                     |==|
";

/// The visible rows with their closed ones marked.
fn visible(trace: &Trace, collapse: &Collapse) -> String {
    let rows = VisibleRows::compute(trace, collapse);
    let spans: Vec<SpanIdx> = (0..rows.len()).map(|row| rows.span_at(row)).collect();
    let mark = |span| if collapse.is_closed(trace, span) { "closed" } else { "" };
    Picture::of(trace).only(spans).with(mark).to_text()
}

#[test]
fn without_a_rule_every_span_is_a_row() {
    let trace = drawn(SHOP);
    let rows = VisibleRows::compute(&trace, &Collapse::default());
    assert_eq!(rows.len(), 7);
    assert!(trace.spans().all(|span| rows.row_of(span) == Some(span.0)));
}

#[test]
fn a_depth_closes_what_lies_there_and_leaves_are_never_closed() {
    let trace = drawn(SHOP);
    let collapse = Collapse { closed_from_depth: Some(2), ..Collapse::default() };
    assert_drawn(
        visible(&trace, &collapse),
        "
        a  root       |=============|
        a    left       |====|             closed
        a    right             |==|        closed
        b  other                     |==|
        ",
    );
}

#[test]
fn an_exception_opens_one_span_and_the_rule_holds_below_it() {
    let trace = drawn(SHOP);
    let mut collapse = Collapse { closed_from_depth: Some(1), ..Collapse::default() };
    collapse.toggle(span_named(&trace, "root"));
    collapse.toggle(span_named(&trace, "left"));
    assert_drawn(
        visible(&trace, &collapse),
        "
        a  root         |=============|
        a    left         |====|
        a      deep        |==|              closed
        a    right               |==|        closed
        b  other                       |==|
        ",
    );
}

#[test]
fn a_single_span_can_be_closed_and_opened_again() {
    let trace = drawn(SHOP);
    let mut collapse = Collapse::default();
    collapse.toggle(span_named(&trace, "left"));
    assert_eq!(VisibleRows::compute(&trace, &collapse).len(), 5);
    collapse.toggle(span_named(&trace, "left"));
    assert_eq!(collapse, Collapse::default());
}

#[test]
fn a_hidden_span_has_no_row_but_one_that_hides_it() {
    let trace = drawn(SHOP);
    let mut collapse = Collapse::default();
    collapse.toggle(span_named(&trace, "left"));
    let rows = VisibleRows::compute(&trace, &collapse);
    let end = span_named(&trace, "end");
    assert_eq!(rows.row_of(end), None);
    let hiding = rows.nearest_row_of(end).map(|row| rows.span_at(row));
    assert_eq!(hiding, Some(span_named(&trace, "left")));
}

#[test]
fn a_chain_of_100_000_and_a_million_siblings_have_rows() {
    let collapse = Collapse { closed_from_depth: Some(50_000), ..Collapse::default() };
    let rows = VisibleRows::compute(&CHAIN, &collapse);
    assert_eq!(rows.len(), 50_000);
    assert_eq!(rows.nearest_row_of(SpanIdx(99_999)), Some(49_999));
    let rows = VisibleRows::compute(&FAN, &Collapse::default());
    assert_eq!(rows.row_of(SpanIdx(999_999)), Some(999_999));
}

/// Those whose names hold the word.
fn named(trace: &Trace, word: &str) -> Matches {
    let measures = Measures { self_nanos: &|| &[], critical_nanos: &|| &[] };
    let filter = Filter::parse(&format!("name:\"{word}\"")).expect("a filter");
    filter.matches(trace, measures)
}

#[test]
fn only_matches_and_what_is_above_them_are_kept_and_closed_ones_hide_as_ever() {
    let trace = drawn(SHOP);
    let kept = KeptRows::of(&trace, &named(&trace, "e"));
    let text = |collapse: &Collapse| {
        let rows = VisibleRows::among(&trace, collapse, &kept);
        let names = (0..rows.len()).map(|row| trace.name_text(rows.span_at(row)));
        names.collect::<Vec<_>>().join(" ")
    };
    let mut collapse = Collapse::default();
    assert_eq!(text(&collapse), "root left deep end other");
    let left = span_named(&trace, "left");
    assert!(kept.has_below(&trace, left) && !kept.has_below(&trace, span_named(&trace, "right")));
    collapse.toggle(left);
    assert_eq!(text(&collapse), "root left other");
    collapse.toggle(span_named(&trace, "right"));
    assert_eq!(text(&collapse), "root left other", "what is left out can be closed");
    let none = KeptRows::of(&trace, &named(&trace, "nothing"));
    assert!(VisibleRows::among(&trace, &collapse, &none).is_empty());
}

/// The slow way: a span is visible if no ancestor is closed.
fn hiding_ancestor(trace: &Trace, collapse: &Collapse, span: SpanIdx) -> Option<SpanIdx> {
    let ancestors = std::iter::successors(trace.parent(span), |&up| trace.parent(up));
    ancestors.filter(|&up| collapse.is_closed(trace, up)).last()
}

proptest! {
    #[test]
    fn a_row_is_visible_exactly_if_no_ancestor_is_closed(
        spans in spans(),
        closed_from_depth in prop::option::of(1..5u32),
        toggled in prop::collection::vec(0..40u32, 0..10),
    ) {
        let trace = trace_of(&spans);
        let toggled = toggled.into_iter().map(SpanIdx).filter(|span| span.index() < spans.len());
        let collapse = Collapse { closed_from_depth, exceptions: toggled.collect() };
        let rows = VisibleRows::compute(&trace, &collapse);
        for span in trace.spans() {
            let hiding = hiding_ancestor(&trace, &collapse, span);
            prop_assert_eq!(rows.row_of(span).is_some(), hiding.is_none());
            let nearest = rows.nearest_row_of(span).map(|row| rows.span_at(row));
            prop_assert_eq!(nearest, Some(hiding.unwrap_or(span)));
        }
    }

    #[test]
    fn a_row_among_the_kept_is_visible_exactly_if_it_leads_to_a_match_and_nothing_hides_it(
        spans in spans(),
        closed_from_depth in prop::option::of(1..5u32),
        toggled in prop::collection::vec(0..40u32, 0..10),
        digit in 0..10u32,
    ) {
        let trace = trace_of(&spans);
        let toggled = toggled.into_iter().map(SpanIdx).filter(|span| span.index() < spans.len());
        let collapse = Collapse { closed_from_depth, exceptions: toggled.collect() };
        let matches = named(&trace, &digit.to_string());
        let kept = KeptRows::of(&trace, &matches);
        let rows = VisibleRows::among(&trace, &collapse, &kept);
        for span in trace.spans() {
            let leads = matches.count_in(span..trace.subtree_end(span)) > 0;
            let is_hidden = hiding_ancestor(&trace, &collapse, span).is_some();
            prop_assert_eq!(rows.row_of(span).is_some(), leads && !is_hidden);
        }
        prop_assert!((1..rows.len()).all(|row| rows.span_at(row - 1) < rows.span_at(row)));
    }
}
