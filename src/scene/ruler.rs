//! A time scale becomes the ruler's ticks and labels.

use super::draw::DrawList;
use crate::layout::TimeScale;

/// A tick of the ruler, for a page that makes elements of them.
#[derive(Clone, Debug, PartialEq)]
pub struct RulerTick {
    pub x_px: f64,
    pub label: String,
    /// Whether the label fits into the ruler at its right.
    pub is_labelled: bool,
}

/// As many round ticks as their labels leave room for.
pub fn ruler_ticks(scale: &TimeScale) -> Vec<RulerTick> {
    todo!("{scale:?}")
}

pub fn ruler(scale: &TimeScale, height_px: f64) -> DrawList {
    todo!("{scale:?} {height_px}")
}
