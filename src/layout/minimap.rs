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
    (whole.x_from_time(window.start_nanos), whole.x_from_time(window.end_nanos))
}

/// What lies at `x_px`; handles are `reach_px` wide to both sides (more for a finger).
///
/// ```text
///   outside   |start| inside |end|   outside
///             <--+-->        <-+->
/// ```
///
/// On a narrow window the handles give way inwards: a third of it stays inside.
pub fn grip_at(whole: &TimeScale, window: TimeWindow, x_px: f64, reach_px: f64) -> Grip {
    let (start_px, end_px) = ends_px(whole, window);
    let reach_inwards = reach_px.min((end_px - start_px) / 3.0);
    let is_near =
        |handle: f64, before: f64, after: f64| (handle - before..=handle + after).contains(&x_px);
    if is_near(start_px, reach_px, reach_inwards) {
        Grip::Start
    } else if is_near(end_px, reach_inwards, reach_px) {
        Grip::End
    } else if is_near(start_px, 0.0, end_px - start_px) && !window.is_whole(limit(whole)) {
        Grip::Inside
    } else {
        Grip::Outside
    }
}

/// The window after dragging `grip` of `window` (as it was at the start of the drag) from
/// one x to another. A handle dragged across the other one takes its place.
pub fn dragged(
    whole: &TimeScale,
    window: TimeWindow,
    grip: Grip,
    from_px: f64,
    to_px: f64,
) -> TimeWindow {
    let to_nanos = whole.time_from_x(to_px);
    match grip {
        Grip::Start => between(to_nanos, window.end_nanos, limit(whole)),
        Grip::End => between(window.start_nanos, to_nanos, limit(whole)),
        Grip::Inside => window.panned(whole.nanos_from_px(to_px - from_px), limit(whole)),
        Grip::Outside => between(whole.time_from_x(from_px), to_nanos, limit(whole)),
    }
}

fn between(one_nanos: u64, other_nanos: u64, limit: u64) -> TimeWindow {
    let (start_nanos, end_nanos) = (one_nanos.min(other_nanos), one_nanos.max(other_nanos));
    TimeWindow { start_nanos, end_nanos }.clamped(limit)
}

fn limit(whole: &TimeScale) -> u64 {
    whole.window.end_nanos
}
