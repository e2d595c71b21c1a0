//! The rows in view become the lanes of the waterfall.

use super::draw::DrawList;
use super::palette::ServiceColor;
use crate::layout::{RowKey, RowWindow, ScrollMap, TimeScale};

/// What the lanes show.
#[derive(Clone, Copy)]
pub struct Lanes<'a> {
    pub rows: &'a RowWindow,
    /// By place in the trace's list of services.
    pub services: &'a [ServiceColor],
    /// Its width is the canvas's.
    pub scale: TimeScale,
    /// Its viewport is the canvas's height.
    pub scroll: ScrollMap,
    pub top_px: f64,
    /// Number of the row under the pointer.
    pub hover: Option<u32>,
    pub selected: Option<RowKey>,
}

pub fn lanes(view: &Lanes) -> DrawList {
    todo!("{}", view.top_px)
}
