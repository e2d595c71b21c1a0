//! What ran in a stretch of time.

use std::ops::Range;

use proptest::prelude::*;
use spanscope::analysis::{StretchSums, self_times, self_times_within, stretch_sums};
use spanscope::trace::Trace;

use crate::random_spans::{spans, trace_of};
use crate::support::drawn;

const MILLI: u64 = 1_000_000;

fn sums(trace: &Trace, stretch: &Range<u64>) -> StretchSums {
    stretch_sums(trace, stretch, &self_times_within(trace, stretch))
}

/// In milliseconds from the earliest start.
fn sums_between(trace: &Trace, from: u64, to: u64) -> StretchSums {
    let start = trace.spans().map(|span| trace.start_nanos(span)).min().expect("a span");
    sums(trace, &(start + from * MILLI..start + to * MILLI))
}

#[test]
fn spans_count_as_far_as_they_run_in_it() {
    let trace = drawn(
        "
        a  root  |====|
        b    early |=|
        a  other         |=====|
        ",
    );
    let sums = sums_between(&trace, 3, 11);
    // Of root 2 ms, half a child over it; a gap of 3 ms; 3 ms of the other root.
    assert_eq!((sums.spans, sums.busy_nanos), (3, 5 * MILLI));
    let own: Vec<(&str, u64)> = sums
        .own_nanos
        .iter()
        .map(|&(name, nanos)| (trace.pool().text(name), nanos / MILLI))
        .collect();
    assert_eq!(own, [("a", 4), ("b", 1)]);
}

#[test]
fn a_stretch_in_which_nothing_ran_has_nothing() {
    let trace = drawn(
        "
        a  root  |==|
        a  other         |==|
        ",
    );
    assert_eq!(sums_between(&trace, 4, 7), StretchSums::default());
}

/// Counts instant by instant: the slow and obvious way.
fn by_instants(trace: &Trace, stretch: &Range<u64>) -> (u64, u64) {
    let mut busy = 0;
    let mut own = 0;
    for at in stretch.clone() {
        let runs = |span| trace.start_nanos(span) <= at && at < trace.end_nanos(span);
        let is_covered =
            |parent| trace.spans().any(|child| trace.parent(child) == Some(parent) && runs(child));
        busy += u64::from(trace.spans().any(runs));
        own += trace.spans().filter(|&span| runs(span) && !is_covered(span)).count() as u64;
    }
    (busy, own)
}

proptest! {
    #[test]
    fn sums_are_those_of_each_instant(
        built in spans(),
        from in 0..60u64,
        length in 0..60u64,
    ) {
        let trace = trace_of(&built);
        let start = trace.spans().map(|span| trace.start_nanos(span)).min().unwrap_or_default();
        let stretch = start + from..start + from + length;
        let sums = sums(&trace, &stretch);
        let own: u64 = sums.own_nanos.iter().map(|(_, nanos)| nanos).sum();
        prop_assert_eq!((sums.busy_nanos, own), by_instants(&trace, &stretch));
    }

    #[test]
    fn neighbouring_stretches_add_up_to_self_times(
        built in spans(),
        cuts in proptest::collection::btree_set(0..200u64, 0..5),
    ) {
        let trace = trace_of(&built);
        let start = trace.spans().map(|span| trace.start_nanos(span)).min().unwrap_or_default();
        let mut added = vec![0; trace.span_count()];
        let mut from = 0;
        for to in cuts.into_iter().map(|cut| start + cut).chain([u64::MAX]) {
            let part = self_times_within(&trace, &(from..to));
            added.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
            from = to;
        }
        prop_assert_eq!(added, self_times(&trace));
    }
}
