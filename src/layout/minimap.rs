//! The selection on the minimap: window ⇄ pixels, and what a pointer takes hold of.
//!
//! Invariant: whatever is dragged, the result is a valid window of the trace.
//! Absent: the bars, which the engine merges (`MinimapBar`).

use super::{TimeScale, TimeWindow};

/// What a pointer takes hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// The left handle.
    Start,
    /// The right handle.
    End,
    /// Between the handles: the window moves as it is.
    Inside,
    /// Anywhere else, or inside where all is selected: a new window is drawn.
    Outside,
}

/// The x of both ends of `window` on a scale of the whole trace.
pub fn ends_px(whole: &TimeScale, window: TimeWindow) -> (f64, f64) {
    todo!("{whole:?} {window:?}")
}

/// What lies at `x_px`; handles are `reach_px` wide to both sides (more for a finger).
pub fn grip_at(whole: &TimeScale, window: TimeWindow, x_px: f64, reach_px: f64) -> Grip {
    todo!("{whole:?} {window:?} {x_px} {reach_px}")
}

/// The window after dragging `grip` of `window` (as it was at the start of the drag) from
/// one x to another.
pub fn dragged(
    whole: &TimeScale,
    window: TimeWindow,
    grip: Grip,
    from_px: f64,
    to_px: f64,
) -> TimeWindow {
    todo!("{whole:?} {window:?} {grip:?} {from_px} {to_px}")
}
