//! The merged bars of a trace and the window in view become the minimap.
//!
//! Invariant: failures lie over everything else, so a single one is seen among a million
//! spans. Absent: merging (the engine does it) and dragging (see `layout::minimap`).

use super::draw::{Area, DrawList, DrawOp};
use super::palette::{Fill, Ink, Paint, ServiceColor};
use crate::layout::minimap::ends_px;
use crate::layout::{MinimapBar, TimeScale, TimeWindow, Tint};

/// Above and below the bars.
const MARGIN_PX: f64 = 5.0;
const THICKEST_BAR_PX: f64 = 2.0;
const MOST_PITCH_PX: f64 = 2.8;
/// More errors than this are marked thinly.
const MANY_ERRORS: usize = 100;
const ERROR_WIDTH_PX: f64 = 2.0;
const KNOB_WIDTH_PX: f64 = 9.0;
const KNOB_HEIGHT_PX: f64 = 20.0;
const KNOB_RADIUS_PX: f64 = 4.0;

#[derive(Clone, Copy)]
pub struct Minimap<'a> {
    pub bars: &'a [MinimapBar],
    /// The width and the lanes that the bars were asked for; a canvas of another size shows
    /// them scaled until the new ones come.
    pub asked_width_px: u16,
    pub lanes: u16,
    pub services: &'a [ServiceColor],
    /// Whether the picture below is coloured by service, whatever bars are tinted by.
    pub is_by_service: bool,
    /// The whole trace across the canvas's width.
    pub whole: TimeScale,
    pub height_px: f64,
    /// The part of the trace in view.
    pub window: TimeWindow,
}

pub fn minimap(view: &Minimap) -> DrawList {
    let mut list = DrawList { ops: vec![DrawOp::Clear] };
    list.push_layer(view.bars.iter().map(|bar| service_bar(view, bar)).collect());
    let failed: Vec<&MinimapBar> = view.bars.iter().filter(|bar| bar.is_error).collect();
    let is_crowded = failed.len() > MANY_ERRORS;
    list.push_layer(failed.into_iter().map(|bar| error_mark(view, bar, is_crowded)).collect());
    let (start_px, end_px) = ends_px(&view.whole, view.window);
    if !view.window.is_whole(view.whole.window.end_nanos) {
        list.push_layer(vec![
            shade(view, 0.0, start_px.round()),
            shade(view, end_px.round(), view.whole.width_px),
        ]);
    }
    // A handle's line is one pixel wide, inside the canvas.
    list.ops.extend(handle(view, start_px.round()));
    list.ops.extend(handle(view, (end_px.round() - 1.0).max(0.0)));
    list
}

fn bar_area(view: &Minimap, bar: &MinimapBar) -> Area {
    let room_px = (view.height_px - 2.0 * MARGIN_PX).max(0.0);
    let pitch_px = (room_px / f64::from(view.lanes.max(1))).min(MOST_PITCH_PX);
    let stretch = view.whole.width_px / f64::from(view.asked_width_px.max(1));
    let left_px = f64::from(bar.left_px) * stretch;
    let width_px = (f64::from(bar.right_px) * stretch - left_px).max(1.0);
    let top_px = MARGIN_PX + f64::from(bar.lane) * pitch_px;
    Area::new(left_px, top_px, width_px, pitch_px.min(THICKEST_BAR_PX))
}

fn service_bar(view: &Minimap, bar: &MinimapBar) -> DrawOp {
    let tint = if view.is_by_service { Tint::SERVICE } else { bar.tint };
    let paint = match Fill::of(tint, bar.service, view.services) {
        // Stripes would not show on two pixels.
        Fill::Color(color) => Paint::Service(ServiceColor { is_striped: false, ..color }),
        Fill::Ink(ink) => Paint::Ink(ink),
    };
    DrawOp::rect(bar_area(view, bar), paint)
}

/// At the right end of the bar, as in the waterfall; thin where many would hide the bars.
fn error_mark(view: &Minimap, bar: &MinimapBar, is_crowded: bool) -> DrawOp {
    let area = bar_area(view, bar);
    if is_crowded {
        let left_px = area.left_px + area.width_px - 1.0;
        let half_px = area.height_px / 2.0;
        let area = Area::new(left_px, area.top_px + half_px, 1.0, half_px);
        return DrawOp::rect(area, Paint::Ink(Ink::Error));
    }
    let left_px = (area.left_px + area.width_px - ERROR_WIDTH_PX).max(0.0);
    let area = Area {
        left_px,
        top_px: area.top_px - 1.0,
        width_px: ERROR_WIDTH_PX,
        height_px: area.height_px + 2.0,
    };
    DrawOp::rect(area, Paint::Ink(Ink::Error))
}

fn shade(view: &Minimap, from_px: f64, to_px: f64) -> DrawOp {
    DrawOp::rect(Area::new(from_px, 0.0, to_px - from_px, view.height_px), Paint::Ink(Ink::Shade))
}

fn handle(view: &Minimap, x_px: f64) -> [DrawOp; 2] {
    let paint = Paint::Ink(Ink::Accent);
    let knob_left_px = x_px + 0.5 - KNOB_WIDTH_PX / 2.0;
    let knob_top_px = ((view.height_px - KNOB_HEIGHT_PX) / 2.0).round();
    let knob = Area::new(knob_left_px, knob_top_px, KNOB_WIDTH_PX, KNOB_HEIGHT_PX);
    [
        DrawOp::rect(Area::new(x_px, 0.0, 1.0, view.height_px), paint),
        DrawOp::Rect { area: knob, radius_px: KNOB_RADIUS_PX, paint },
    ]
}
