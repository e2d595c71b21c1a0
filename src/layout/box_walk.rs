//! From box to box of a flame graph by keys.
//!
//! Invariant: a step goes to a box of a neighbouring lane that is over or under, or to the next one
//! of the same lane. Absent: keys, and what boxes are.

/// A box in its lane; lane 0 is the outermost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneBox {
    pub lane: u32,
    pub left_px: f64,
    pub width_px: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxStep {
    /// To what calls it.
    Out,
    /// To the widest of what it calls; of equals, the first.
    In,
    Left,
    Right,
}

/// Places of boxes are rounded differently from lane to lane.
const ROUNDING_PX: f64 = 0.5;

/// Where a step leads from a box, among the boxes. O(n).
///
/// # Panics
/// If there is no such box.
pub fn box_step(boxes: &[LaneBox], from: usize, step: BoxStep) -> Option<usize> {
    let own = boxes[from];
    let lane = match step {
        BoxStep::Out => own.lane.checked_sub(1)?,
        BoxStep::In => own.lane.checked_add(1)?,
        BoxStep::Left | BoxStep::Right => own.lane,
    };
    let mut best: Option<usize> = None;
    for (place, it) in boxes.iter().enumerate().filter(|(_, it)| it.lane == lane) {
        let is_meant = match step {
            BoxStep::Out => covers(it, own.left_px + own.width_px / 2.0),
            BoxStep::In => covers(&own, it.left_px + it.width_px / 2.0),
            BoxStep::Left => it.left_px < own.left_px,
            BoxStep::Right => it.left_px > own.left_px,
        };
        let is_better = best.is_none_or(|best| match step {
            BoxStep::Out | BoxStep::In => it.width_px > boxes[best].width_px,
            BoxStep::Left => it.left_px > boxes[best].left_px,
            BoxStep::Right => it.left_px < boxes[best].left_px,
        });
        if is_meant && is_better {
            best = Some(place);
        }
    }
    best
}

fn covers(it: &LaneBox, x_px: f64) -> bool {
    (it.left_px - ROUNDING_PX..=it.left_px + it.width_px + ROUNDING_PX).contains(&x_px)
}
