//! Flame graphs, on the axis of time and summed up, become lists of draw operations.
//!
//! ```text
//!  |GET /orders                         |
//!   |query|  |! charge        |              a failure: a foot below, "!" before the name
//!             ===                            several spans on one column: flatter
//! ```
//!
//! Invariant: a name never leaves its rectangle; a failure is told by shape as well as by
//! colour, however narrow it is. Absent: tooltips and rulers, which are elements above.

use super::draw::{Area, DrawList, DrawOp, TextAlign, text_that_fits};
use super::palette::{Ink, Lightness, Paint, ServiceColor};
use super::ruler::{ruler_ticks, tick_line};
use crate::format::visible_text;
use crate::layout::{
    FlameContent, FlameSumWindow, FlameWindow, LANE_GAP_PX, RowKey, ScrollMap, TimeScale,
};

const NAME_SIZE_PX: f64 = 11.0;
/// Left and right of a name.
const NAME_MARGIN_PX: f64 = 4.0;
/// What is narrower has no edge that a gap could show.
const LEAST_EDGED_PX: f64 = 3.0;
/// A failure's foot, and the background above it.
const FOOT_HEIGHT_PX: f64 = 3.0;
const FOOT_GAP_PX: f64 = 1.0;
/// By how much merged spans are flatter, at the top and at the bottom.
const MERGED_INSET_PX: f64 = 3.0;
const OUTLINE_PX: f64 = 2.0;
const HOVER_OUTLINE_PX: f64 = 1.0;

/// The flame graph on the axis of time.
#[derive(Clone, Copy)]
pub struct Flame<'a> {
    pub window: &'a FlameWindow,
    /// By place in the trace's list of services.
    pub services: &'a [ServiceColor],
    /// Its width is the canvas's.
    pub scale: TimeScale,
    /// A lane is a row; its viewport is the canvas's height.
    pub scroll: ScrollMap,
    pub top_px: f64,
    pub hover: Option<RowKey>,
    pub selected: Option<RowKey>,
}

/// The aggregated flame graph.
#[derive(Clone, Copy)]
pub struct FlameSum<'a> {
    pub window: &'a FlameSumWindow,
    /// By place in the trace's list of services.
    pub services: &'a [ServiceColor],
    pub width_px: f64,
    /// A depth is a row; its viewport is the canvas's height.
    pub scroll: ScrollMap,
    pub top_px: f64,
    pub hover: Option<RowKey>,
    pub selected: Option<RowKey>,
}

/// A rectangle of either.
struct Block<'a> {
    area: Area,
    /// `None` for a service that the page does not know.
    color: Option<ServiceColor>,
    name: Option<&'a str>,
    is_error: bool,
    is_dimmed: bool,
    is_merged: bool,
    is_hovered: bool,
    is_selected: bool,
}

/// What is drawn of all blocks before the next layer begins.
#[derive(Default)]
struct Layers {
    rects: Vec<DrawOp>,
    feet: Vec<DrawOp>,
    plates: Vec<DrawOp>,
    names: Vec<DrawOp>,
    shades: Vec<DrawOp>,
    outlines: Vec<DrawOp>,
}

pub fn flame(view: &Flame) -> DrawList {
    let lanes = view.scroll.visible_rows(view.top_px);
    let bottom_px = view.scroll.y_of_row(lanes.end, view.top_px).round();
    let mut layers = Layers::default();
    for lane in lanes {
        let top_px = view.scroll.y_of_row(lane, view.top_px).round();
        for rect in view.window.lane(lane) {
            let Some(extent) = view.window.extent_px(&view.scale, rect) else { continue };
            layers.add(&Block {
                area: area(extent, top_px, view.scroll.row_height_px),
                color: view.services.get(rect.service as usize).copied(),
                name: view.window.name(rect),
                is_error: rect.is_error,
                is_dimmed: rect.is_dimmed,
                is_merged: matches!(rect.content, FlameContent::Merged { .. }),
                is_hovered: rect.key().is_some() && rect.key() == view.hover,
                is_selected: rect.key().is_some() && rect.key() == view.selected,
            });
        }
    }
    let grid = ruler_ticks(&view.scale);
    layers.into_list(grid.iter().map(|tick| tick_line(tick, bottom_px)).collect())
}

pub fn flame_sum(view: &FlameSum) -> DrawList {
    let depths = view.scroll.visible_rows(view.top_px);
    let mut layers = Layers::default();
    for share in &view.window.shares {
        let figures = &share.figures;
        if !depths.contains(&figures.depth) {
            continue;
        }
        let top_px = view.scroll.y_of_row(figures.depth, view.top_px).round();
        layers.add(&Block {
            area: area(share.extent_px(view.width_px), top_px, view.scroll.row_height_px),
            color: view.services.get(figures.service as usize).copied(),
            name: Some(view.window.name(share)),
            is_error: figures.errors > 0,
            is_dimmed: share.is_dimmed,
            is_merged: false,
            is_hovered: view.hover == Some(figures.key),
            is_selected: view.selected == Some(figures.key),
        });
    }
    layers.into_list(Vec::new())
}

/// Between whole pixels; neighbours in a lane keep a gap where there is room for one.
fn area((left_px, right_px): (f64, f64), top_px: f64, row_height_px: f64) -> Area {
    let left_px = left_px.round();
    let width_px = (right_px.round() - left_px).max(1.0);
    let gap_px = if width_px >= LEAST_EDGED_PX { LANE_GAP_PX } else { 0.0 };
    Area::new(left_px, top_px, width_px - gap_px, row_height_px - LANE_GAP_PX)
}

impl Layers {
    fn add(&mut self, block: &Block) {
        let area = &block.area;
        let mut body = *area;
        if block.is_merged {
            body.top_px += MERGED_INSET_PX;
            body.height_px -= 2.0 * MERGED_INSET_PX;
        }
        self.rects.push(match block.color {
            Some(color) => DrawOp::service_rect(body, 0.0, color),
            None => DrawOp::rect(body, Paint::Ink(Ink::Ink3)),
        });
        if block.is_error {
            self.add_foot(area);
        }
        self.add_name(block);
        if block.is_dimmed {
            self.shades.push(DrawOp::rect(*area, Paint::Ink(Ink::Shade)));
        }
        if block.is_selected {
            self.outlines.extend(outline(area, OUTLINE_PX, Ink::Ink));
        } else if block.is_hovered {
            self.outlines.extend(outline(area, HOVER_OUTLINE_PX, Ink::Ink));
        }
    }

    fn add_foot(&mut self, area: &Area) {
        let Area { left_px, width_px, .. } = *area;
        let bottom_px = area.top_px + area.height_px;
        let foot_px = bottom_px - FOOT_HEIGHT_PX;
        let gap = Area::new(left_px, foot_px - FOOT_GAP_PX, width_px, FOOT_GAP_PX);
        self.feet.push(DrawOp::rect(gap, Paint::Ink(Ink::Bg)));
        let foot = Area::new(left_px, foot_px, width_px, FOOT_HEIGHT_PX);
        self.feet.push(DrawOp::rect(foot, Paint::Ink(Ink::Error)));
    }

    fn add_name(&mut self, block: &Block) {
        let (Some(name), Some(color)) = (block.name, block.color) else { return };
        let mark = if block.is_error { "! " } else { "" };
        let room_px = block.area.width_px - 2.0 * NAME_MARGIN_PX;
        let text = format!("{mark}{}", visible_text(name));
        let Some((text, width_px)) = text_that_fits(&text, NAME_SIZE_PX, room_px) else { return };
        let foot_px = if block.is_error { FOOT_HEIGHT_PX + FOOT_GAP_PX } else { 0.0 };
        let height_px = block.area.height_px - foot_px;
        let left_px = block.area.left_px + NAME_MARGIN_PX;
        if color.is_striped {
            // Stripes have the colour of the background, which text may have too.
            let width_px = width_px + NAME_MARGIN_PX;
            let plate = Area::new(left_px - NAME_MARGIN_PX, block.area.top_px, width_px, height_px);
            self.plates.push(DrawOp::rect(plate, Paint::Service(color)));
        }
        self.names.push(DrawOp::Text {
            at_px: (left_px, block.area.top_px + height_px / 2.0),
            text,
            align: TextAlign::Left,
            size_px: NAME_SIZE_PX,
            is_bold: false,
            paint: Paint::Ink(ink_on(color)),
        });
    }

    fn into_list(self, grid: Vec<DrawOp>) -> DrawList {
        let mut list = DrawList { ops: vec![DrawOp::Clear] };
        let Layers { rects, feet, plates, names, shades, outlines } = self;
        for layer in [grid, rects, feet, plates, names, shades, outlines] {
            list.push_layer(layer);
        }
        list
    }
}

fn ink_on(color: ServiceColor) -> Ink {
    match color.lightness {
        Lightness::First => Ink::OnService0,
        Lightness::Second => Ink::OnService1,
    }
}

/// Four edges inside the area.
fn outline(area: &Area, width_px: f64, ink: Ink) -> [DrawOp; 4] {
    let Area { left_px, top_px, .. } = *area;
    let right_px = left_px + (area.width_px - width_px).max(0.0);
    let bottom_px = top_px + area.height_px - width_px;
    let edge = |left_px, top_px, width_px, height_px| {
        DrawOp::rect(Area::new(left_px, top_px, width_px, height_px), Paint::Ink(ink))
    };
    [
        edge(left_px, top_px, area.width_px, width_px),
        edge(left_px, bottom_px, area.width_px, width_px),
        edge(left_px, top_px, width_px, area.height_px),
        edge(right_px, top_px, width_px, area.height_px),
    ]
}
