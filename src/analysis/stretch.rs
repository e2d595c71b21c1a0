//! A stretch of time becomes the sums of what ran in it.
//!
//! Invariant: only what lies within the stretch counts, and busy time counts an instant once
//! however many spans run then, own time once for each. Absent: spans that only touch its ends.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::trace::{SpanIdx, StringId, Trace};

/// What ran in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StretchSums {
    /// Spans that run in it at some time, a span without duration at its instant.
    pub spans: u32,
    /// Of these.
    pub errors: u32,
    /// Nanoseconds in which any span ran.
    pub busy_nanos: u64,
    /// Nanoseconds that spans ran outside their children, by service, the largest first; one entry for
    /// each service that has a span here.
    pub own_nanos: Vec<(StringId, u64)>,
}

/// `stretch`: nanoseconds since the epoch. `self_nanos_within`: by row, see
/// [`self_times_within`](super::self_times_within). O(n), and O(k log k) in spans that are not
/// within one that comes before them.
pub fn stretch_sums(trace: &Trace, stretch: &Range<u64>, self_nanos_within: &[u64]) -> StretchSums {
    let mut sums = StretchSums::default();
    let mut intervals: Vec<(u64, u64)> = Vec::new();
    let mut own_nanos = BTreeMap::<StringId, u64>::new();
    for span in trace.spans().filter(|&span| runs_in(trace, span, stretch)) {
        let (start, end) = clipped(trace, span, stretch);
        sums.spans += 1;
        sums.errors += u32::from(trace.is_error(span));
        *own_nanos.entry(trace.service(span)).or_default() += self_nanos_within[span.index()];
        let is_new = intervals.last().is_none_or(|&(from, to)| start < from || end > to);
        if is_new {
            intervals.push((start, end));
        }
    }
    sums.busy_nanos = union_nanos(intervals);
    sums.own_nanos = own_nanos.into_iter().collect();
    sums.own_nanos.sort_by_key(|&(service, nanos)| (Reverse(nanos), service));
    sums
}

fn runs_in(trace: &Trace, span: SpanIdx, stretch: &Range<u64>) -> bool {
    let (start, end) = (trace.start_nanos(span), trace.end_nanos(span));
    start < stretch.end && (end > stretch.start || start == end && start == stretch.start)
}

fn clipped(trace: &Trace, span: SpanIdx, stretch: &Range<u64>) -> (u64, u64) {
    (trace.start_nanos(span).max(stretch.start), trace.end_nanos(span).min(stretch.end))
}

fn union_nanos(mut intervals: Vec<(u64, u64)>) -> u64 {
    intervals.sort_unstable();
    let mut covered_until = 0;
    let mut nanos = 0;
    for (start, end) in intervals {
        nanos += end.saturating_sub(start.max(covered_until));
        covered_until = covered_until.max(end);
    }
    nanos
}
