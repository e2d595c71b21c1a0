//! The durations of groups, side by side in one buffer, become figures.
//!
//! Invariant: what is selected within a group stays within it, so that the buffer serves
//! groups and groups of groups alike. Absent: names.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::SpanTimes;
use super::grouping::Places;
use crate::trace::Trace;

/// What is counted about spans. Times are nanoseconds; sums stop at 2^64 (584 years).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub count: u64,
    pub errors: u64,
    /// The sum of all durations.
    pub total_nanos: u64,
    pub min_nanos: u64,
    /// The shortest duration that so many hundredths of the spans do not exceed.
    pub p50_nanos: u64,
    pub p90_nanos: u64,
    pub p95_nanos: u64,
    pub p99_nanos: u64,
    pub max_nanos: u64,
    /// The sum of all self times.
    pub self_nanos: u64,
    /// The sum of all time on critical paths.
    pub critical_nanos: u64,
}

impl Figures {
    /// The part of the critical paths that lies in these spans, between 0 and 1; 0 where
    /// the paths have no length.
    pub fn critical_share(&self, whole: &Figures) -> f64 {
        self.critical_nanos as f64 / (whole.critical_nanos as f64).max(1.0)
    }
}

/// Sums of a group of the lowest level.
#[derive(Clone, Copy, Default)]
struct Sums {
    errors: u64,
    total_nanos: u64,
    self_nanos: u64,
    critical_nanos: u64,
}

impl Sums {
    fn plus(self, other: Sums) -> Sums {
        Sums {
            errors: self.errors + other.errors,
            total_nanos: self.total_nanos.saturating_add(other.total_nanos),
            self_nanos: self.self_nanos.saturating_add(other.self_nanos),
            critical_nanos: self.critical_nanos.saturating_add(other.critical_nanos),
        }
    }
}

/// See the module.
pub(super) struct FigureBuffer {
    /// By group, in any order within one.
    durations_nanos: Vec<u64>,
    /// Where each group's durations begin; one entry more than there are groups.
    starts: Vec<usize>,
    sums: Vec<Sums>,
}

impl FigureBuffer {
    /// O(n).
    pub fn fill(trace: &Trace, places: &Places, times: SpanTimes<'_>) -> FigureBuffer {
        let group_count = places.names.len();
        let mut starts = vec![0; group_count + 1];
        for &place in &places.of_spans {
            starts[place as usize + 1] += 1;
        }
        for group in 0..group_count {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut durations_nanos = vec![0; trace.span_count()];
        let mut sums = vec![Sums::default(); group_count];
        for span in trace.spans() {
            let place = places.of_spans[span.index()] as usize;
            let duration_nanos = trace.duration_nanos(span);
            durations_nanos[next[place]] = duration_nanos;
            next[place] += 1;
            sums[place] = sums[place].plus(Sums {
                errors: u64::from(trace.is_error(span)),
                total_nanos: duration_nanos,
                self_nanos: times.self_nanos[span.index()],
                critical_nanos: times.critical_nanos[span.index()],
            });
        }
        FigureBuffer { durations_nanos, starts, sums }
    }

    /// The figures of neighbouring groups together. O(their spans).
    pub fn figures(&mut self, groups: Range<usize>) -> Figures {
        let sums = self.sums[groups.clone()].iter().copied().fold(Sums::default(), Sums::plus);
        let durations =
            &mut self.durations_nanos[self.starts[groups.start]..self.starts[groups.end]];
        let [p50_nanos, p90_nanos, p95_nanos, p99_nanos] = quantiles(durations, [50, 90, 95, 99]);
        Figures {
            count: durations.len() as u64,
            errors: sums.errors,
            total_nanos: sums.total_nanos,
            min_nanos: durations.iter().copied().min().unwrap_or(0),
            p50_nanos,
            p90_nanos,
            p95_nanos,
            p99_nanos,
            max_nanos: durations.iter().copied().max().unwrap_or(0),
            self_nanos: sums.self_nanos,
            critical_nanos: sums.critical_nanos,
        }
    }
}

/// The values at the nearest ranks of ascending percentages, none of them 0: of n values
/// the ⌈p·n/100⌉-th smallest. Zeros where there are no values. Reorders them; O(n).
fn quantiles<const N: usize>(values: &mut [u64], percentages: [usize; N]) -> [u64; N] {
    let mut found = [0; N];
    let mut end = values.len();
    if end == 0 {
        return found;
    }
    // From the highest on, so that each selection leaves a shorter front for the next.
    for (slot, percentage) in found.iter_mut().zip(percentages).rev() {
        let rank = (values.len() * percentage).div_ceil(100);
        let front = &mut values[..end];
        *slot = *front.select_nth_unstable(rank - 1).1;
        end = rank;
    }
    found
}
