//! A window of time becomes equal steps.
//!
//! Invariant: the steps hold the window and end with it; their width is one that clocks use.
//! Absent: half steps, whose rates would be guesses; the first may begin before the window.

use std::ops::Range;

use crate::layout::nice_step;

/// What a chart has room for.
pub const MOST_STEPS: u64 = 60;
/// Of a window that is shorter no rate can be told.
const LEAST_NANOS: u64 = 1_000_000_000;

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSteps {
    /// Nanoseconds since the epoch.
    pub start_nanos: u64,
    pub step_nanos: u64,
    /// 1 to [`MOST_STEPS`].
    pub count: usize,
}

impl TimeSteps {
    /// Over `window`, in nanoseconds since the epoch.
    pub fn over(window: &Range<u64>) -> TimeSteps {
        let length = window.end.saturating_sub(window.start).max(LEAST_NANOS);
        let step_nanos = nice_step(length, MOST_STEPS);
        let count = length.div_ceil(step_nanos);
        let start_nanos = window.end.saturating_sub(count.saturating_mul(step_nanos));
        TimeSteps { start_nanos, step_nanos, count: count as usize }
    }

    pub fn end_nanos(&self) -> u64 {
        self.start_nanos.saturating_add(self.step_nanos.saturating_mul(self.count as u64))
    }

    /// The step that a moment lies in.
    pub fn place(&self, nanos: u64) -> Option<usize> {
        let step = nanos.checked_sub(self.start_nanos)? / self.step_nanos;
        usize::try_from(step).ok().filter(|&step| step < self.count)
    }

    /// The middle of each.
    pub fn middles_nanos(&self) -> Vec<u64> {
        let start = self.start_nanos.saturating_add(self.step_nanos / 2);
        let middle = |step: u64| start.saturating_add(step.saturating_mul(self.step_nanos));
        (0..self.count as u64).map(middle).collect()
    }
}
