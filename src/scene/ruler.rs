//! A time scale becomes the ruler's ticks and labels.
//!
//! Invariant: labels never overlap, neither each other nor the ends. Absent: the choice of
//! round times (see `layout::ticks`).

use super::draw::{DrawList, DrawOp, TextAlign, text_width_px};
use super::palette::{Ink, Paint};
use crate::format::axis_label;
use crate::layout::{TimeScale, ticks};

pub(super) const TEXT_SIZE_PX: f64 = 12.0;

/// Between a tick and its label.
const LABEL_GAP_PX: f64 = 5.0;
/// Between a label and the next tick, at least.
const ROOM_PX: f64 = 14.0;
/// Ticks closer than this are noise even with short labels.
const CLOSEST_PX: f64 = 70.0;

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
    let mut most = (scale.width_px / CLOSEST_PX) as usize;
    loop {
        let (ticks, spacing_px) = labelled_ticks(scale, most);
        let needed_px = |tick: &RulerTick| LABEL_GAP_PX + label_px(tick) + ROOM_PX;
        if most <= 1 || ticks.iter().all(|tick| needed_px(tick) <= spacing_px) {
            return ticks;
        }
        most -= 1;
    }
}

fn labelled_ticks(scale: &TimeScale, most: usize) -> (Vec<RulerTick>, f64) {
    let ticks = ticks(scale.window, most);
    let largest = scale.window.end_nanos;
    let to_tick = |at_nanos| {
        let x_px = scale.x_from_time(at_nanos);
        let mut tick = RulerTick {
            x_px,
            label: axis_label(at_nanos, ticks.step_nanos, largest),
            is_labelled: false,
        };
        tick.is_labelled = x_px + LABEL_GAP_PX + label_px(&tick) <= scale.width_px;
        tick
    };
    let spacing_ratio = ticks.step_nanos as f64 / scale.window.width_nanos() as f64;
    let ticks = ticks.times_nanos.iter().map(|&at_nanos| to_tick(at_nanos)).collect();
    (ticks, spacing_ratio * scale.width_px)
}

fn label_px(tick: &RulerTick) -> f64 {
    text_width_px(&tick.label, TEXT_SIZE_PX)
}

pub fn ruler(scale: &TimeScale, height_px: f64) -> DrawList {
    let ticks = ruler_ticks(scale);
    let mut list = DrawList { ops: vec![DrawOp::Clear] };
    list.push_layer(ticks.iter().map(|tick| tick_line(tick, height_px)).collect());
    let labelled = ticks.into_iter().filter(|tick| tick.is_labelled);
    list.push_layer(
        labelled
            .map(|tick| DrawOp::Text {
                at_px: (tick.x_px.round() + LABEL_GAP_PX, height_px / 2.0),
                text: tick.label,
                align: TextAlign::Left,
                size_px: TEXT_SIZE_PX,
                is_bold: false,
                paint: Paint::Ink(Ink::Ink3),
            })
            .collect(),
    );
    list
}

/// A line one pixel wide lies on a pixel, not between two.
pub(super) fn tick_line(tick: &RulerTick, bottom_px: f64) -> DrawOp {
    let x_px = tick.x_px.round() + 0.5;
    DrawOp::line((x_px, 0.0), (x_px, bottom_px), Paint::Ink(Ink::Line))
}
