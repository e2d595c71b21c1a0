//! The merged bars of a trace and the window in view become the minimap.

use super::draw::DrawList;
use super::palette::ServiceColor;
use crate::layout::{MinimapBar, TimeScale, TimeWindow};

#[derive(Clone, Copy)]
pub struct Minimap<'a> {
    pub bars: &'a [MinimapBar],
    /// The width and the lanes that the bars were asked for.
    pub asked_width_px: u16,
    pub lanes: u16,
    pub services: &'a [ServiceColor],
    /// The whole trace across the canvas's width.
    pub whole: TimeScale,
    pub height_px: f64,
    /// The part of the trace in view.
    pub window: TimeWindow,
}

pub fn minimap(view: &Minimap) -> DrawList {
    todo!("{}", view.height_px)
}
