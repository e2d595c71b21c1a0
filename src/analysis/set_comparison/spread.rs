//! Values become the figures of a box plot, and counts in steps that two sides share.
//!
//! Invariant: quantiles are values that occur (nearest rank); the counts of a side add up to its
//! values; both sides have the same edges. Absent: pixels.

use serde::{Deserialize, Serialize};

use crate::analysis::histogram::edges;

/// What a box plot shows of some values, ascending. All 0 without any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    pub count: u32,
    pub min: u64,
    pub p25: u64,
    pub p50: u64,
    pub p75: u64,
    pub p95: u64,
    pub max: u64,
}

impl Spread {
    /// Of values that ascend.
    pub(super) fn of(values: &[u64]) -> Spread {
        let (Some(&min), Some(&max)) = (values.first(), values.last()) else {
            return Spread::default();
        };
        let at = |hundredths: usize| values[nearest_rank(values.len(), hundredths)];
        Spread {
            count: values.len() as u32,
            min,
            p25: at(25),
            p50: at(50),
            p75: at(75),
            p95: at(95),
            max,
        }
    }
}

/// The place of a quantile among so many values, of which there is one at least.
pub(super) fn nearest_rank(count: usize, hundredths: usize) -> usize {
    (count * hundredths).div_ceil(100).max(1) - 1
}

/// How many values of each side lie between edges that both share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedHistogram {
    /// Ascending, one more than there are counts; a step begins at its edge and ends before the
    /// next one.
    pub edges: Vec<u64>,
    pub counts: [Vec<u32>; 2],
}

/// Values that lie closer together get steps of one width, others such that grow.
const MOST_FOR_EVEN_STEPS: u64 = 8;
const EVEN_STEPS: u64 = 24;

impl SharedHistogram {
    /// Of values of both sides, each ascending. O(n).
    pub(super) fn of(sides: [&[u64]; 2]) -> SharedHistogram {
        let ends = sides.map(|values| values.first().copied().zip(values.last().copied()));
        let Some((low, high)) = ends
            .into_iter()
            .flatten()
            .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
        else {
            return SharedHistogram::default();
        };
        let edges = edges_between(low, high);
        let counts = sides.map(|values| {
            let before = |edge: &u64| values.partition_point(|value| value < edge);
            edges.windows(2).map(|step| (before(&step[1]) - before(&step[0])) as u32).collect()
        });
        SharedHistogram { edges, counts }
    }
}

/// The last edge is above `high`, or as high as numbers go.
fn edges_between(low: u64, high: u64) -> Vec<u64> {
    let high = high.min(u64::MAX - 1);
    if high / low.max(1) < MOST_FOR_EVEN_STEPS {
        let width = ((high - low) / EVEN_STEPS + 1).max(1);
        let count = (high - low) / width + 2;
        return (0..count).map(|step| low.saturating_add(step * width)).collect();
    }
    let all = edges();
    let first = all.partition_point(|&edge| edge <= low) - 1;
    let last = all.partition_point(|&edge| edge <= high);
    all[first..=last.min(all.len() - 1)].to_vec()
}
