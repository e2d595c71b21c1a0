//! A span's times become the bar in its lane, its event ticks and the place of its label.
//!
//! Invariant: a span that touches the window has a bar at least two pixels wide inside the
//! lane, and its label never lies on it. Absent: rows' vertical places (see `ScrollMap`).

use super::{EventTick, Row, RowWindow, ScrollMap, TimeScale};

pub const BAR_HEIGHT_PX: f64 = 12.0;
pub const MIN_BAR_PX: f64 = 2.0;
/// Between a bar and its label.
pub const LABEL_GAP_PX: f64 = 6.0;

/// How far beside a mark a pointer still hits it.
const REACH_PX: f64 = 3.0;

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

/// The upper edge of a bar in a row of this height.
pub fn bar_top_px(row_height_px: f64) -> f64 {
    ((row_height_px - BAR_HEIGHT_PX) / 2.0).floor()
}

/// Where a span lies. One that only touches the window from outside is not within, unless
/// it is a moment: that is within on both ends.
///
/// ```text
/// window          |-------------|
/// Before  ====|===|
/// Within       ===+===     |    +====
/// After                         |===
/// ```
pub fn place(scale: &TimeScale, start_nanos: u64, duration_nanos: u64) -> Placement {
    let window = scale.window;
    let end_nanos = start_nanos.saturating_add(duration_nanos);
    let is_moment = duration_nanos == 0;
    if end_nanos < window.start_nanos || (end_nanos == window.start_nanos && !is_moment) {
        return Placement::Before;
    }
    if start_nanos > window.end_nanos || (start_nanos == window.end_nanos && !is_moment) {
        return Placement::After;
    }
    let left_px = scale.x_from_time(start_nanos).min((scale.width_px - MIN_BAR_PX).max(0.0));
    Placement::Within(Bar {
        left_px,
        right_px: scale.x_from_time(end_nanos).max(left_px + MIN_BAR_PX),
        is_cut_left: start_nanos < window.start_nanos,
        is_cut_right: end_nanos > window.end_nanos,
    })
}

/// Left edge of a label `label_px` wide: right of the bar, else left of it, else nowhere.
pub fn label_left_px(bar: &Bar, label_px: f64, lane_px: f64) -> Option<f64> {
    let at_right = bar.right_px + LABEL_GAP_PX;
    let at_left = bar.left_px - LABEL_GAP_PX - label_px;
    if at_right + label_px <= lane_px {
        Some(at_right)
    } else {
        (at_left >= 0.0).then_some(at_left)
    }
}

/// Marks for the events inside the window; those on the same pixel are one. `events` are
/// in time order, and so are the marks.
pub fn merge_events(scale: &TimeScale, events: &[EventTick]) -> Vec<EventMark> {
    let in_view = scale.window.start_nanos..=scale.window.end_nanos;
    let mut marks: Vec<EventMark> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        if !in_view.contains(&event.at_nanos) {
            continue;
        }
        let x_px = scale.x_from_time(event.at_nanos).round();
        match marks.last_mut() {
            Some(mark) if mark.x_px == x_px => {
                mark.is_exception |= event.is_exception;
                mark.count += 1;
            }
            _ => marks.push(EventMark {
                x_px,
                is_exception: event.is_exception,
                first: place,
                count: 1,
            }),
        }
    }
    marks
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
    let number = scroll.row_at(top_px, y_px)?;
    let y_in_row = y_px - scroll.y_of_row(number, top_px) - bar_top_px(scroll.row_height_px);
    let is_on_bar_height = (-REACH_PX..=BAR_HEIGHT_PX + REACH_PX).contains(&y_in_row);
    let part = match rows.row(number) {
        Some(row) if is_on_bar_height => part_at(scale, row, x_px),
        _ => Part::Lane,
    };
    Some(Hit { row: number, part })
}

/// What of a row lies at an x; events before the bar, and the nearest of them.
fn part_at(scale: &TimeScale, row: &Row, x_px: f64) -> Part {
    let distance = |mark: &EventMark| (mark.x_px - x_px).abs();
    let marks = merge_events(scale, &row.events);
    let nearest = marks.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    if let Some(mark) = nearest.filter(|mark| distance(mark) <= REACH_PX) {
        return Part::Events(*mark);
    }
    match place(scale, row.start_nanos, row.duration_nanos) {
        Placement::Within(bar)
            if (bar.left_px - REACH_PX..=bar.right_px + REACH_PX).contains(&x_px) =>
        {
            Part::Bar
        }
        _ => Part::Lane,
    }
}
