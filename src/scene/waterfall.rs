//! The rows in view become the lanes of the waterfall.
//!
//! ```text
//!       |   ======| 12.3 ms      |      bar, its events, its duration
//!       |      ==================|      no room for a duration: none
//!  <    |                        |      the span lies before the window
//! ```
//!
//! Invariant: a row is drawn in O(its events); rows that are not loaded yet show a faint
//! place for their bar, so that scrolling never shows nothing. Absent: names and marks of
//! rows, which are elements beside and over the canvas.

use super::draw::{Area, DrawList, DrawOp, TextAlign, text_width_px};
use super::palette::{Fill, Ink, Paint, ServiceColor};
use super::path_marks::{gap_dashes, path_line};
use super::ruler::{TEXT_SIZE_PX, ruler_ticks, tick_line};
use crate::format::duration;
use crate::layout::{
    BAR_HEIGHT_PX, Bar, MIN_BAR_PX, Placement, Row, RowKey, RowWindow, ScrollMap, TimeScale, Tint,
    bar_top_px, label_left_px, merge_events, place,
};

const BAR_RADIUS_PX: f64 = 2.0;
/// Event ticks and the ends of failed spans: so wide, and so much higher than a bar at both
/// ends.
const MARK_WIDTH_PX: f64 = 2.0;
const MARK_OVERHANG_PX: f64 = 1.0;
/// Background around a mark, since no colour stands out from every bar.
const HALO_PX: f64 = 1.0;

/// The strip that shows what a closed row hides: below its bar, and so high, all its lanes
/// together.
const HIDDEN_GAP_PX: f64 = 1.0;
const HIDDEN_HEIGHT_PX: f64 = 3.0;
/// What is below a head, in place of a bar: so much lower than one at both ends.
const MEMBERS_INSET_PX: f64 = 2.0;

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
    /// Whether the critical path is drawn.
    pub shows_path: bool,
}

/// What is drawn over all rows before the next layer begins.
#[derive(Default)]
struct Layers {
    backgrounds: Vec<DrawOp>,
    bars: Vec<DrawOp>,
    halos: Vec<DrawOp>,
    marks: Vec<DrawOp>,
    labels: Vec<DrawOp>,
}

pub fn lanes(view: &Lanes) -> DrawList {
    let visible = view.scroll.visible_rows(view.top_px);
    let bottom_px = view.scroll.y_of_row(visible.end, view.top_px).round();
    let mut layers = Layers::default();
    for number in visible {
        let top_px = view.scroll.y_of_row(number, view.top_px).round();
        let loaded = view.rows.row(number);
        if let Some(ink) = background(view, number, loaded) {
            let area = Area::new(0.0, top_px, view.scale.width_px, view.scroll.row_height_px);
            layers.backgrounds.push(DrawOp::rect(area, Paint::Ink(ink)));
        }
        match loaded {
            Some(row) => layers.add_row(view, row, top_px),
            None => layers.bars.push(placeholder(view, number, top_px)),
        }
    }
    let grid = ruler_ticks(&view.scale);
    let mut list = DrawList { ops: vec![DrawOp::Clear] };
    list.push_layer(layers.backgrounds);
    list.push_layer(grid.iter().map(|tick| tick_line(tick, bottom_px)).collect());
    list.push_layer(layers.bars);
    list.push_layer(layers.halos);
    list.push_layer(layers.marks);
    list.push_layer(layers.labels);
    list
}

fn background(view: &Lanes, number: u32, loaded: Option<&Row>) -> Option<Ink> {
    if loaded.is_some_and(|row| view.selected == Some(row.key)) {
        Some(Ink::Selected)
    } else {
        (view.hover == Some(number)).then_some(Ink::Hover)
    }
}

/// Widths differ from row to row, so that it looks like rows rather than like a wall.
fn placeholder(view: &Lanes, number: u32, top_px: f64) -> DrawOp {
    let ratio = 0.2 + f64::from(number % 5) * 0.06;
    let bar_top_px = top_px + bar_top_px(view.scroll.row_height_px);
    let width_px = (view.scale.width_px * ratio).round();
    let area = Area::new(0.0, bar_top_px, width_px, BAR_HEIGHT_PX);
    DrawOp::Rect { area, radius_px: BAR_RADIUS_PX, paint: Paint::Ink(Ink::Placeholder) }
}

impl Layers {
    fn add_row(&mut self, view: &Lanes, row: &Row, top_px: f64) {
        let middle_px = top_px + view.scroll.row_height_px / 2.0;
        let bar_top_px = top_px + bar_top_px(view.scroll.row_height_px);
        if row.members.is_none() {
            self.add_hidden(view, row, bar_top_px);
        }
        if view.shows_path {
            self.add_path(view, row, bar_top_px);
        }
        match place(&view.scale, row.start_nanos, row.duration_nanos) {
            Placement::Before => self.labels.push(direction("‹", 4.0, TextAlign::Left, middle_px)),
            Placement::After => {
                let right_px = view.scale.width_px - 4.0;
                self.labels.push(direction("›", right_px, TextAlign::Right, middle_px));
            }
            Placement::Within(bar) => {
                self.add_bar(view, row, bar, bar_top_px);
                if row.members.is_some() {
                    self.add_hidden(view, row, bar_top_px);
                }
                self.add_duration(view, row, bar, middle_px);
            }
        }
    }

    /// The critical path, below the bar and below what a closed row hides.
    fn add_path(&mut self, view: &Lanes, row: &Row, bar_top_px: f64) {
        let strip_px = if row.hidden.is_empty() || row.members.is_some() {
            0.0
        } else {
            HIDDEN_GAP_PX + HIDDEN_HEIGHT_PX
        };
        let below_px = bar_top_px + BAR_HEIGHT_PX + strip_px;
        self.marks.extend(path_line(&view.scale, row, below_px));
        self.halos.extend(gap_dashes(&view.scale, row, bar_top_px));
    }

    /// What a closed row hides, as a strip below its bar: it may reach beyond the bar.
    fn add_hidden(&mut self, view: &Lanes, row: &Row, bar_top_px: f64) {
        // Below a bar, or in its place.
        let (top_px, height_px) = match row.members {
            None => (bar_top_px + BAR_HEIGHT_PX + HIDDEN_GAP_PX, HIDDEN_HEIGHT_PX),
            Some(_) => (bar_top_px + MEMBERS_INSET_PX, BAR_HEIGHT_PX - 2.0 * MEMBERS_INSET_PX),
        };
        for part in &row.hidden {
            let length_nanos = part.end_nanos - part.start_nanos;
            let Placement::Within(bar) = place(&view.scale, part.start_nanos, length_nanos) else {
                continue;
            };
            let left_px = bar.left_px.round();
            let width_px = (bar.right_px.round() - left_px).max(1.0);
            let height_px = height_px / f64::from(part.lanes.max(1));
            let lane_top_px = top_px + f64::from(part.lane) * height_px;
            let area = Area::new(left_px, lane_top_px, width_px, height_px);
            let tint = if part.is_error { Tint::FAILURE } else { part.tint };
            let fill = Fill::of(tint, part.service, view.services);
            self.bars.push(DrawOp::filled_rect(area, 0.0, fill));
        }
    }

    fn add_bar(&mut self, view: &Lanes, row: &Row, bar: Bar, bar_top_px: f64) {
        let left_px = bar.left_px.round();
        let right_px = bar.right_px.round().max(left_px + MIN_BAR_PX);
        let area = Area::new(left_px, bar_top_px, right_px - left_px, BAR_HEIGHT_PX);
        self.bars.push(if row.members.is_some() {
            // A thread from the first member to the last.
            let middle_px = bar_top_px + (BAR_HEIGHT_PX / 2.0).floor();
            let thread = Area::new(left_px, middle_px, right_px - left_px, 1.0);
            DrawOp::rect(thread, Paint::Ink(Ink::Ink3))
        } else {
            let fill = Fill::of(row.tint, row.service, view.services);
            DrawOp::filled_rect(area, BAR_RADIUS_PX, fill)
        });
        for mark in merge_events(&view.scale, &row.events) {
            let ink = if mark.is_exception { Ink::Error } else { Ink::Ink };
            let area = self.clear_for_mark(view, mark.x_px, bar_top_px);
            self.marks.push(DrawOp::rect(area, Paint::Ink(ink)));
        }
        // Behind the bar, so that the shortest bar keeps its own colour too.
        let end_px = right_px + HALO_PX;
        if row.is_error {
            let area = self.clear_for_mark(view, end_px, bar_top_px);
            self.marks.push(DrawOp::rect(area, Paint::Ink(Ink::Error)));
        } else if row.hidden_errors > 0 {
            let area = self.clear_for_mark(view, end_px, bar_top_px);
            self.marks.push(hidden_error(area));
        }
    }

    /// Where a mark at `x_px` goes, with background around it.
    fn clear_for_mark(&mut self, view: &Lanes, x_px: f64, bar_top_px: f64) -> Area {
        let left_px = x_px.min(view.scale.width_px - MARK_WIDTH_PX).max(0.0);
        let top_px = bar_top_px - MARK_OVERHANG_PX;
        let height_px = BAR_HEIGHT_PX + 2.0 * MARK_OVERHANG_PX;
        let halo = Area::new(left_px - HALO_PX, top_px, MARK_WIDTH_PX + 2.0 * HALO_PX, height_px);
        self.halos.push(DrawOp::rect(halo, Paint::Ink(Ink::Bg)));
        Area::new(left_px, top_px, MARK_WIDTH_PX, height_px)
    }

    fn add_duration(&mut self, view: &Lanes, row: &Row, bar: Bar, middle_px: f64) {
        let text = duration(row.duration_nanos);
        let width_px = text_width_px(&text, TEXT_SIZE_PX);
        let Some(label_px) = label_left_px(&bar, width_px, view.scale.width_px) else { return };
        // The estimated width is generous, so a label left of its bar hangs on its right end.
        let (x_px, align) = if label_px > bar.left_px {
            (label_px, TextAlign::Left)
        } else {
            (label_px + width_px, TextAlign::Right)
        };
        self.labels.push(DrawOp::Text {
            at_px: (x_px.round(), middle_px),
            text,
            align,
            size_px: TEXT_SIZE_PX,
            is_bold: false,
            paint: Paint::Ink(Ink::Ink2),
        });
    }
}

/// A failure inside a closed row: like a failure's end, but broken.
fn hidden_error(area: Area) -> DrawOp {
    let x_px = area.left_px + area.width_px / 2.0;
    DrawOp::Line {
        from_px: (x_px, area.top_px),
        to_px: (x_px, area.top_px + area.height_px),
        width_px: area.width_px,
        paint: Paint::Ink(Ink::Error),
        is_dashed: true,
    }
}

/// An angle at the edge towards which a span lies outside the window.
fn direction(angle: &str, x_px: f64, align: TextAlign, middle_px: f64) -> DrawOp {
    DrawOp::Text {
        at_px: (x_px, middle_px),
        text: angle.to_owned(),
        align,
        size_px: TEXT_SIZE_PX,
        is_bold: false,
        paint: Paint::Ink(Ink::Ink3),
    }
}
