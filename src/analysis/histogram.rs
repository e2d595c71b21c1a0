//! Durations become counts in steps that grow by about a quarter each.
//!
//! ```text
//! 1.0  1.2  1.5  2  2.5  3  4  5  6  8  10 … times a power of ten
//! ```
//!
//! Invariant: edges are whole nanoseconds and the same for every histogram, so that two can be
//! laid over each other; the counts add up to the number of durations. Absent: pixels.

use serde::{Deserialize, Serialize};

/// The first digits of edges, in tenths.
const TENTHS: [u64; 10] = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80];

/// Spans whose durations lie in `from_nanos..to_nanos`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    pub from_nanos: u64,
    /// Exclusive; `u64::MAX` holds the longest durations, too.
    pub to_nanos: u64,
    pub count: u32,
    pub errors: u32,
}

/// The edges from 0 and 1 ns on, ascending, the last one `u64::MAX`.
pub(super) fn edges() -> Vec<u64> {
    let mut edges = vec![0, 1, 2, 3, 4, 5, 6, 8];
    let mut tenth = Some(1u64);
    while let Some(unit) = tenth {
        edges.extend(TENTHS.iter().filter_map(|mantissa| mantissa.checked_mul(unit)));
        tenth = unit.checked_mul(10);
    }
    edges.push(u64::MAX);
    edges
}

/// Counts durations (nanoseconds, and whether the span failed) between the edges around the
/// shortest and the longest; buckets between them may be empty. O(n log 190).
pub fn histogram(spans: impl Iterator<Item = (u64, bool)>) -> Vec<Bucket> {
    let edges = edges();
    let mut buckets: Vec<Bucket> = edges
        .windows(2)
        .map(|edge| Bucket { from_nanos: edge[0], to_nanos: edge[1], count: 0, errors: 0 })
        .collect();
    let last = buckets.len() - 1;
    for (duration_nanos, is_error) in spans {
        let above = edges.partition_point(|&edge| edge <= duration_nanos);
        let bucket = &mut buckets[above.saturating_sub(1).min(last)];
        bucket.count += 1;
        bucket.errors += u32::from(is_error);
    }
    let is_filled = |bucket: &Bucket| bucket.count > 0;
    let Some(first) = buckets.iter().position(is_filled) else { return Vec::new() };
    let end = buckets.iter().rposition(is_filled).map_or(first, |last| last + 1);
    buckets[first..end].to_vec()
}
