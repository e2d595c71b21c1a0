//! Heads above runs of like siblings and above orphans hide and show what is below them.

use proptest::prelude::*;
use spanscope::analysis::{
    Collapse, FoldKind, Folds, RowAt, RowRules, SiblingPlace, VisibleRows, self_times,
    sibling_places,
};
use spanscope::trace::{Builder, SpanId, SpanIdx, SpanRecord, Trace, TraceId};

use crate::random_spans::{FAN, RandomSpan, spans};
use crate::support::{drawn, span_named};

/// Five queries between two other calls, and a lost part.
const QUERIES: &str = "
    a  handler    |====================|
    a    begin    |=|
    b    query      |=|
    b    query        |=|
    b    query          |=|             error
    b    query            |=|
    b    query              |=|
    b      fetch             |
    a    commit               |====|
";

fn folds(trace: &Trace) -> Folds {
    Folds::of(trace, Some(&self_times(trace)), true)
}

fn rows(trace: &Trace, folds: &Folds, focus: Option<SpanIdx>) -> VisibleRows {
    let collapse = Collapse::default();
    VisibleRows::by(trace, &RowRules { collapse: &collapse, folds, kept: None, focus })
}

/// The rows' names, heads with the number of their members.
fn text(trace: &Trace, folds: &Folds, rows: &VisibleRows) -> String {
    let name = |row| match rows.row_at(row) {
        RowAt::Span(span) => trace.name_text(span).to_owned(),
        RowAt::Head(first) => {
            let count = folds.beginning_at(first).map_or(0, |fold| fold.count);
            format!("[{} × {count}]", trace.name_text(first))
        }
    };
    (0..rows.len()).map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_run_is_one_row_until_it_is_opened() {
    let trace = drawn(QUERIES);
    let mut folds = folds(&trace);
    let closed = rows(&trace, &folds, None);
    assert_eq!(text(&trace, &folds, &closed), "handler begin [query × 5] commit");
    folds.toggle(span_named(&trace, "query"));
    let open = rows(&trace, &folds, None);
    assert_eq!(
        text(&trace, &folds, &open),
        "handler begin [query × 5] query query query query query fetch commit"
    );
}

#[test]
fn a_member_with_much_below_it_keeps_its_run_in_sight() {
    let trace = drawn(
        "
        a  handler    |====================|
        b    query    |=|
        b    query      |=|
        b    query        |=|
        b    query          |=|
        b    query            |===|
        b      one            |===|
        b        two          |===|
        b          three      |===|
        b            four     |===|
        ",
    );
    assert!(folds(&trace).is_empty());
}

#[test]
fn a_focus_inside_a_group_has_no_head_above_it() {
    let trace = drawn(QUERIES);
    let folds = folds(&trace);
    let last = trace.spans().rev().find(|&span| trace.name_text(span) == "query");
    assert_eq!(text(&trace, &folds, &rows(&trace, &folds, last)), "query fetch");
    let first = Some(span_named(&trace, "query"));
    assert_eq!(text(&trace, &folds, &rows(&trace, &folds, first)), "query");
}

#[test]
fn a_head_takes_the_place_of_its_members_among_their_siblings() {
    let trace = drawn(QUERIES);
    let folds = folds(&trace);
    let spans: Vec<SpanIdx> = trace.spans().collect();
    let places = sibling_places(&trace, &spans, &mut None);
    let place = |name: &str, is_head| {
        let span = span_named(&trace, name);
        let place = folds.place_of(&trace, span, is_head, places[span.index()]);
        (place.position, place.set_size)
    };
    assert_eq!(place("begin", false), (1, 3));
    assert_eq!(place("query", true), (2, 3));
    assert_eq!(place("query", false), (1, 5));
    assert_eq!(place("commit", false), (3, 3));
    assert_eq!(place("handler", false), (1, 1));
}

#[test]
fn a_million_siblings_are_one_row() {
    let folds = folds(&FAN);
    let rows = rows(&FAN, &folds, None);
    assert!(rows.len() <= 2, "{} rows", rows.len());
    assert_eq!(rows.nearest_row_of(SpanIdx(999_999)), Some(rows.len() - 1));
}

/// Random spans that all say the same, so that runs are common.
fn alike(spans: &[RandomSpan]) -> Trace {
    let mut builder = Builder::default();
    let name = builder.intern("call");
    for span in spans {
        let trace = builder.trace(TraceId(1));
        builder.add(SpanRecord {
            trace,
            name,
            id: SpanId(span.id),
            // Few parents, and one that is missing, so that families are large.
            parent_id: SpanId(if span.parent_id > 30 { 99 } else { span.parent_id % 5 }),
            start_nanos: span.start_nanos,
            end_nanos: span.start_nanos + span.length_nanos,
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}

/// What hides a span: a closed ancestor or the head of a closed fold, the outermost.
fn hiding(trace: &Trace, rules: &RowRules, span: SpanIdx) -> Option<RowAt> {
    let line = std::iter::successors(Some(span), |&span| trace.parent(span));
    let hidden_by = line.flat_map(|at| {
        let ancestor =
            (at != span && rules.collapse.is_closed(trace, at)).then_some(RowAt::Span(at));
        let fold = rules.folds.holding(trace, at).filter(|fold| rules.folds.is_closed(fold));
        [ancestor, fold.map(|fold| RowAt::Head(fold.first))].into_iter().flatten()
    });
    hidden_by.last()
}

proptest! {
    #[test]
    fn every_span_is_a_row_or_hidden_by_exactly_the_row_before_it(
        spans in spans(),
        closed_from_depth in prop::option::of(2..5u32),
        closed in prop::collection::vec(0..40u32, 0..6),
        toggled in prop::collection::vec(0..40u32, 0..20),
    ) {
        let trace = alike(&spans);
        let existing = |all: Vec<u32>| all.into_iter().map(SpanIdx).filter(|span| span.index() < spans.len()).collect();
        let collapse = Collapse { closed_from_depth, exceptions: existing(closed) };
        let mut folds = folds(&trace);
        folds.toggled = existing(toggled);
        let rules = RowRules { collapse: &collapse, folds: &folds, kept: None, focus: None };
        let rows = VisibleRows::by(&trace, &rules);
        for span in trace.spans() {
            let hiding = hiding(&trace, &rules, span);
            prop_assert_eq!(rows.row_of(span).is_some(), hiding.is_none());
            let nearest = rows.nearest_row_of(span).map(|row| rows.row_at(row));
            prop_assert_eq!(nearest, Some(hiding.unwrap_or(RowAt::Span(span))));
        }
        for row in 1..rows.len() {
            prop_assert!(rows.span_at(row - 1) <= rows.span_at(row), "rows keep the depth-first order");
        }
    }

    #[test]
    fn places_below_a_row_count_from_one_without_gaps(spans in spans()) {
        let trace = alike(&spans);
        let mut folds = folds(&trace);
        let firsts: Vec<SpanIdx> = trace.spans().filter(|&span| {
            folds.beginning_at(span).is_some_and(|fold| fold.kind == FoldKind::Group)
        }).collect();
        firsts.into_iter().for_each(|first| folds.toggle(first));
        let all: Vec<SpanIdx> = trace.spans().collect();
        let places = sibling_places(&trace, &all, &mut None);
        let rows = rows(&trace, &folds, None);
        // By what a row hangs on: a span, or the head of a fold.
        let mut families: std::collections::BTreeMap<String, Vec<SiblingPlace>> = Default::default();
        for row in 0..rows.len() {
            let at = rows.row_at(row);
            let span = rows.span_at(row);
            let is_head = at == RowAt::Head(span);
            let fold = folds.holding(&trace, span).filter(|_| !is_head);
            let above = format!("{:?} {:?}", fold.map(|fold| fold.first), trace.parent(span));
            let place = folds.place_of(&trace, span, is_head, places[span.index()]);
            families.entry(above).or_default().push(place);
        }
        for family in families.values() {
            let set_size = family.len() as u32;
            for (place, position) in family.iter().zip(1..) {
                prop_assert_eq!(*place, SiblingPlace { set_size, position });
            }
        }
    }
}
