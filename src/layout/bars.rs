//! A span's times become the bar in its lane, its event ticks and the place of its label.
//!
//! Invariant: a span that touches the window has a bar at least two pixels wide inside the
//! lane, and its label never lies on it. Absent: rows' vertical places (see `ScrollMap`).

use super::{EventTick, RowWindow, ScrollMap, TimeScale};

/// Measures inside one row, from its upper edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneShape {
    pub row_height_px: f64,
    pub bar_top_px: f64,
    pub bar_height_px: f64,
    pub min_bar_px: f64,
    /// Between a bar and its label.
    pub label_gap_px: f64,
}

impl Default for LaneShape {
    fn default() -> Self {
        LaneShape {
            row_height_px: 26.0,
            bar_top_px: 7.0,
            bar_height_px: 12.0,
            min_bar_px: 2.0,
            label_gap_px: 6.0,
        }
    }
}

/// A bar's extent in its lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    pub left_px: f64,
    pub right_px: f64,
    /// The span began before the window.
    pub is_cut_left: bool,
    /// The span ended after the window.
    pub is_cut_right: bool,
}

/// Where a span lies with respect to the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placement {
    Before,
    Within(Bar),
    After,
}

/// One or more events on one pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventMark {
    pub x_px: f64,
    /// Whether one of them is an exception.
    pub is_exception: bool,
    /// Place of the first of them in the row's events.
    pub first: usize,
    pub count: usize,
}

/// What of a row the pointer is on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    Bar,
    Events(EventMark),
    Lane,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub row: u32,
    pub part: Part,
}

pub fn place(scale: &TimeScale, start_nanos: u64, duration_nanos: u64) -> Placement {
    todo!("{scale:?} {start_nanos} {duration_nanos}")
}

/// Left edge of a label `label_px` wide: right of the bar, else left of it, else nowhere.
pub fn label_left_px(bar: &Bar, label_px: f64, lane_px: f64, gap_px: f64) -> Option<f64> {
    todo!("{bar:?} {label_px} {lane_px} {gap_px}")
}

/// Marks for the events inside the window; those on the same pixel are one.
pub fn merge_events(scale: &TimeScale, events: &[EventTick]) -> Vec<EventMark> {
    todo!("{scale:?} {events:?}")
}

/// What lies under the pointer at `(x_px, y_px)` of the viewport; `None` below the last row.
/// Rows that are not loaded are all lane.
pub fn hit(
    scale: &TimeScale,
    scroll: &ScrollMap,
    top_px: f64,
    rows: &RowWindow,
    (x_px, y_px): (f64, f64),
) -> Option<Hit> {
    todo!("{scale:?} {scroll:?} {top_px} {rows:?} {x_px} {y_px}")
}
