//! A window of time becomes the round times at which the ruler and the grid have lines.
//!
//! Invariant: every tick is a multiple of one step, and steps are 1, 2 or 5 times a power
//! of ten up to seconds, then what clocks use. Absent: labels (see `format::axis_label`).

use super::TimeWindow;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    pub step_nanos: u64,
    /// Ascending, inside the window, both ends included.
    pub times_nanos: Vec<u64>,
}

/// At most `most` ticks (one at least is allowed for), with the finest step that keeps to it.
pub fn ticks(window: TimeWindow, most: usize) -> Ticks {
    let most = most.max(1) as u64;
    let first_multiple = |step: u64| window.start_nanos.div_ceil(step);
    // Saturates only where the step is far too fine anyway.
    let multiples_to_end = |step: u64| (window.end_nanos / step).saturating_add(1);
    let count = |step: u64| multiples_to_end(step).saturating_sub(first_multiple(step));
    let Some(step_nanos) = steps().find(|&step| count(step) <= most) else {
        return Ticks::default();
    };
    let first = first_multiple(step_nanos);
    let times = first..first + count(step_nanos);
    Ticks { step_nanos, times_nanos: times.map(|multiple| multiple * step_nanos).collect() }
}

/// The finest of the same steps of which at most so many are as long as this together; one that is
/// allowed for at least.
pub fn nice_step(length_nanos: u64, most: u64) -> u64 {
    steps().find(|&step| length_nanos.div_ceil(step) <= most.max(1)).unwrap_or(u64::MAX)
}

/// Ascending; the last is longer than any trace.
fn steps() -> impl Iterator<Item = u64> {
    const SECOND: u64 = 1_000_000_000;
    const MINUTE: u64 = 60 * SECOND;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let below_seconds = one_two_five(1, 9);
    let clock = [
        [1, 2, 5, 10, 15, 30].map(|seconds| seconds * SECOND),
        [1, 2, 5, 10, 15, 30].map(|minutes| minutes * MINUTE),
        [1, 2, 3, 6, 12, 24].map(|hours| hours * HOUR),
    ];
    let days = one_two_five(DAY, 6).skip(1);
    below_seconds.chain(clock.into_iter().flatten()).chain(days).chain([u64::MAX])
}

/// 1, 2 and 5 times `unit`, then ten times that, for so many powers of ten.
fn one_two_five(unit: u64, powers: u32) -> impl Iterator<Item = u64> {
    (0..powers).flat_map(move |power| {
        [1, 2, 5].map(|digit| (digit * 10u64.pow(power)).saturating_mul(unit))
    })
}
