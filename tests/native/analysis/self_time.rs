//! Self time is what no child covers.

use proptest::prelude::*;
use spanscope::analysis::self_times;
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, FAN, spans, trace_of};
use crate::support::{Picture, assert_drawn, drawn};

/// The drawing with each span's self time in milliseconds.
fn with_self_time(trace: &Trace) -> String {
    let self_nanos = self_times(trace);
    let millis = |span: SpanIdx| format!("{}", self_nanos[span.index()] / 1_000_000);
    Picture::of(trace).with(millis).to_text()
}

#[test]
fn parallel_children_are_counted_once() {
    let trace = drawn(
        "
        a  root     |=========|
        a    left    |===|
        a    right     |===|
        a    apart           ||
        ",
    );
    assert_drawn(
        with_self_time(&trace),
        "
        a  root      |=========|  3
        a    left     |===|       4
        a    right      |===|     4
        a    apart            ||  1
        ",
    );
}

#[test]
fn a_child_counts_only_as_far_as_it_lies_in_its_parent() {
    let trace = drawn(
        "
        a  root          |=========|
        a    early    |====|
        a    late               |=====|
        a    before   |=|
        a    after                  |=|
        ",
    );
    assert_drawn(
        with_self_time(&trace),
        "
        a  root           |=========|     5
        a    early     |====|             5
        a    before    |=|                2
        a    late                |=====|  6
        a    after                   |=|  2
        ",
    );
}

#[test]
fn a_child_that_covers_its_parent_leaves_nothing_and_an_instant_takes_nothing() {
    let trace = drawn(
        "
        a  root        |====|
        a    longer  |========|
        a      now       |
        a    now          |
        ",
    );
    assert_drawn(
        with_self_time(&trace),
        "
        a  root        |====|    0
        a    longer  |========|  9
        a      now       |       0
        a    now          |      0
        ",
    );
}

#[test]
fn only_children_count_and_not_their_children() {
    let trace = drawn(
        "
        a  root      |=========|
        a    child    |==|
        a      tail        |==|
        ",
    );
    assert_drawn(
        with_self_time(&trace),
        "
        a  root        |=========|  7
        a    child      |==|        3
        a      tail          |==|   3
        ",
    );
}

#[test]
fn a_chain_of_100_000_and_a_million_siblings_are_no_trouble() {
    let self_nanos = self_times(&CHAIN);
    assert!(self_nanos[..99_999].iter().all(|&nanos| nanos == 2));
    assert_eq!(self_times(&FAN)[0], 2);
}

/// Counts, nanosecond by nanosecond, where no child runs.
fn counted_self_nanos(trace: &Trace, span: SpanIdx) -> u64 {
    let covered = |instant: u64| {
        trace
            .children(span)
            .any(|child| (trace.start_nanos(child)..trace.end_nanos(child)).contains(&instant))
    };
    let instants = trace.start_nanos(span)..trace.end_nanos(span);
    instants.filter(|&instant| !covered(instant)).count() as u64
}

proptest! {
    #[test]
    fn self_time_is_what_counting_gives(spans in spans()) {
        let trace = trace_of(&spans);
        let self_nanos = self_times(&trace);
        for span in trace.spans() {
            prop_assert_eq!(self_nanos[span.index()], counted_self_nanos(&trace, span));
        }
    }

    /// Each split of an interval into a tree whose siblings do not overlap.
    #[test]
    fn in_a_tree_without_overlaps_self_times_add_up_to_the_root(
        cuts in prop::collection::vec((0..100u64, 0..100u64), 0..30)
    ) {
        let trace = trace_of(&nested(&cuts));
        let sum: u64 = self_times(&trace).iter().sum();
        prop_assert_eq!(sum, 1 << 40);
    }
}

/// A root and, for each cut, a span in the largest free part of an earlier span: `cut.0`
/// chooses the span, `cut.1` how much of the free part is taken.
fn nested(cuts: &[(u64, u64)]) -> Vec<crate::random_spans::RandomSpan> {
    let span = |id, parent_id, start_nanos, length_nanos| crate::random_spans::RandomSpan {
        id,
        parent_id,
        start_nanos,
        length_nanos,
        service: 0,
        failed: false,
        half: 0,
    };
    let mut spans = vec![span(1, 0, 1, 1 << 40)];
    // Up to where children fill each span.
    let mut filled = vec![1];
    for &(choice, share) in cuts {
        let parent = choice as usize % spans.len();
        let end = spans[parent].start_nanos + spans[parent].length_nanos;
        let length = (end - filled[parent]) * share / 200;
        spans.push(span(spans.len() as u64 + 1, parent as u64 + 1, filled[parent], length));
        filled.push(filled[parent]);
        filled[parent] += length;
    }
    spans
}
