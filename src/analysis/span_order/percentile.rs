//! A span's duration becomes its place among the spans of the same service and name.
//!
//! Invariant: the slowest of a group is at 1,000 thousandths; the same duration has the same
//! place. Absent: a place for what nothing can be compared with.

use rustc_hash::FxHashMap;

use crate::trace::{SpanIdx, StringId, Trace};

/// Of a span that is the only one of its service and name.
pub const NO_PERCENTILE: u16 = u16::MAX;

/// By row, how many thousandths of the spans of its service and name took no longer, rounded
/// down. O(n log n).
pub fn percentiles(trace: &Trace) -> Vec<u16> {
    let mut groups: FxHashMap<(StringId, StringId), u32> = FxHashMap::default();
    let mut sorted: Vec<(u32, u64, SpanIdx)> = trace
        .spans()
        .map(|span| {
            let next = groups.len() as u32;
            let group = *groups.entry((trace.service(span), trace.name(span))).or_insert(next);
            (group, trace.duration_nanos(span), span)
        })
        .collect();
    sorted.sort_unstable();
    let mut percentiles = vec![NO_PERCENTILE; trace.span_count()];
    for group in sorted.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let mut no_longer = 0;
        for equal in group.chunk_by(|a, b| a.1 == b.1) {
            no_longer += equal.len();
            let thousandths = (no_longer * 1_000 / group.len()) as u16;
            equal.iter().for_each(|&(_, _, span)| percentiles[span.index()] = thousandths);
        }
    }
    percentiles
}
