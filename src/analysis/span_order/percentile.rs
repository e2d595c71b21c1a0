//! A span's duration becomes its place among the spans of the same service and name.
//!
//! Invariant: the slowest of a group is at 1,000 thousandths; the same duration has the same
//! place. Absent: a place for what nothing can be compared with.

use rustc_hash::FxHashMap;

use crate::order;
use crate::trace::{SpanIdx, StringId, Trace};

/// Of a span that is the only one of its service and name.
pub const NO_PERCENTILE: u16 = u16::MAX;

/// By row, how many thousandths of the spans of its service and name took no longer, rounded
/// down. O(n log n).
pub fn percentiles(trace: &Trace) -> Vec<u16> {
    let mut sorted: Vec<(u64, u32)> =
        trace.spans().map(|span| (trace.duration_nanos(span), span.0)).collect();
    order::sort_numbered(&mut sorted);
    // The spans of each group by duration.
    let mut groups: FxHashMap<(StringId, StringId), Vec<SpanIdx>> = FxHashMap::default();
    for span in sorted.into_iter().map(|(_, span)| SpanIdx(span)) {
        groups.entry((trace.service(span), trace.name(span))).or_default().push(span);
    }
    let mut percentiles = vec![NO_PERCENTILE; trace.span_count()];
    for group in groups.values().filter(|group| group.len() > 1) {
        let mut no_longer = 0;
        let is_equal =
            |a: &SpanIdx, b: &SpanIdx| trace.duration_nanos(*a) == trace.duration_nanos(*b);
        for equal in group.chunk_by(is_equal) {
            no_longer += equal.len();
            let thousandths = (no_longer * 1_000 / group.len()) as u16;
            equal.iter().for_each(|span| percentiles[span.index()] = thousandths);
        }
    }
    percentiles
}
