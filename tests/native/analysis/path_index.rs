//! The marks of rows, compared with all sections looked through.

use std::collections::BTreeSet;
use std::ops::Range;

use proptest::prelude::*;
use spanscope::analysis::{PathIndex, PathMode, Section, critical_paths};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{spans, trace_of};

fn sections(trace: &Trace) -> Vec<Section> {
    critical_paths(trace, PathMode::Cover).into_iter().flat_map(|path| path.sections).collect()
}

proptest! {
    #[test]
    fn the_path_in_a_subtree_is_one_stretch(spans in spans()) {
        let trace = trace_of(&spans);
        let sections = sections(&trace);
        let index = PathIndex::of(&sections);
        for span in trace.spans() {
            let rows = span..trace.subtree_end(span);
            let inside = sections.iter().filter(|section| rows.contains(&section.span));
            let inside: Vec<&Section> = inside.collect();
            let found = index.subtree(&trace, &sections, span);
            prop_assert_eq!(found.is_some(), !inside.is_empty());
            let length: u64 = inside.iter().map(|section| section.duration_nanos()).sum();
            if let Some(found) = found {
                prop_assert_eq!(found.start, inside[0].start_nanos);
                prop_assert_eq!(found.end - found.start, length, "without a hole");
            }
        }
    }

    #[test]
    fn own_marks_are_the_sections_or_columns_that_hold_them(spans in spans(), most in 1..5usize) {
        let trace = trace_of(&spans);
        let sections = sections(&trace);
        let index = PathIndex::of(&sections);
        for span in trace.spans() {
            let own: Vec<Range<u64>> = sections
                .iter()
                .filter(|section| section.span == span)
                .map(|section| section.start_nanos..section.end_nanos)
                .collect();
            let marks = index.own(&sections, span, most);
            prop_assert!(marks.len() <= most);
            prop_assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start));
            if own.len() <= most {
                prop_assert_eq!(&marks, &own);
            }
            let is_held = |section: &Range<u64>| {
                (section.start..section.end).all(|at| marks.iter().any(|mark| mark.contains(&at)))
            };
            prop_assert!(own.iter().all(is_held));
        }
    }
}

proptest! {
    #[test]
    fn the_union_of_several_spans_is_when_any_of_them_is_on_a_path(
        spans in spans(), most in 1..5usize, ends in (0..40u32, 0..40u32),
    ) {
        let trace = trace_of(&spans);
        let sections = sections(&trace);
        let index = PathIndex::of(&sections);
        let several = SpanIdx(ends.0.min(ends.1))..SpanIdx(ends.0.max(ends.1));
        let theirs = sections.iter().filter(|section| several.contains(&section.span));
        let wanted: BTreeSet<u64> =
            theirs.flat_map(|section| section.start_nanos..section.end_nanos).collect();
        let exact = index.union(&sections, several.clone(), usize::MAX);
        prop_assert!(exact.windows(2).all(|pair| pair[0].end < pair[1].start));
        let held: BTreeSet<u64> = exact.iter().flat_map(Range::clone).collect();
        prop_assert_eq!(&held, &wanted);
        let few = index.union(&sections, several, most);
        prop_assert!(few.len() <= most);
        prop_assert!(few.windows(2).all(|pair| pair[0].end < pair[1].start));
        prop_assert!(wanted.iter().all(|at| few.iter().any(|mark| mark.contains(at))));
        if exact.len() <= most {
            prop_assert_eq!(few, exact);
        }
    }
}

#[test]
fn the_union_of_children_leaves_out_what_their_parent_did_between_them() {
    let trace = crate::support::drawn(
        "a  root  |==========|\na    one    |==|\na    two       |==|\na    three        |==|\n",
    );
    let sections = sections(&trace);
    let index = PathIndex::of(&sections);
    let whole = index.own(&sections, SpanIdx(0), 9);
    let children = index.union(&sections, SpanIdx(1)..SpanIdx(4), 9);
    let sum = |marks: &[Range<u64>]| marks.iter().map(|mark| mark.end - mark.start).sum::<u64>();
    assert_eq!(sum(&children) + sum(&whole), trace.duration_nanos(SpanIdx(0)));
    assert!(children.windows(2).all(|pair| pair[0].end < pair[1].start), "{children:?}");
}

#[test]
fn a_span_that_is_not_on_the_path_has_no_marks() {
    let trace = crate::support::drawn("a  root  |====|\na    aside  |\n");
    let sections = sections(&trace);
    let index = PathIndex::of(&sections);
    assert_eq!(index.subtree(&trace, &sections, SpanIdx(1)), None);
    assert_eq!(index.own(&sections, SpanIdx(1), 4), []);
    assert_eq!(index.own(&sections, SpanIdx(0), 4).len(), 1);
}
