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
    todo!("{window:?} {most}")
}
