//! The flame graph on the axis of time: what the engine sends of it, where that lies, what
//! a pointer hits.
//!
//! A window is asked for at some zoom and shown at another until the next one comes: single
//! spans keep their exact place meanwhile, merged ones that of their columns.
//!
//! Invariant: a window is self-contained; rectangles of a lane come from the left and do not
//! overlap at the zoom that was asked for. Absent: which lanes there are to scroll through
//! (see `ScrollMap`, a lane being a row), colours, texts that fit.

use serde::{Deserialize, Serialize};

use super::{RowKey, ScrollMap, TimeScale, TimeWindow};

/// The distance of two lanes.
pub const LANE_HEIGHT_PX: f64 = 20.0;
/// Between two lanes.
pub const LANE_GAP_PX: f64 = 1.0;
/// Narrower rectangles have no room for a name.
pub const LEAST_NAMED_PX: u16 = 30;
/// How far beside a rectangle a pointer still hits it.
const REACH_PX: f64 = 2.0;
const LEAST_WIDTH_PX: f64 = 1.0;

/// Some lanes for a while.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FlameWindow {
    /// Nanoseconds from the trace's earliest start.
    pub start_nanos: u64,
    pub end_nanos: u64,
    /// The columns that rectangles count.
    pub width_px: u16,
    pub first_lane: u32,
    pub lanes: u32,
    pub total_lanes: u32,
    /// Lane by lane, from the left.
    pub rects: Vec<FlameRect>,
    /// Names of spans, each once.
    pub names: Vec<String>,
}

/// A span, or several that share a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlameRect {
    pub lane: u32,
    pub left_px: u16,
    /// Exclusive; at least `left_px + 1`.
    pub right_px: u16,
    /// Place in the trace's list of services; that of the longest span.
    pub service: u32,
    /// Whether any of them failed.
    pub is_error: bool,
    /// Whether it is no match of what is looked for.
    pub is_dimmed: bool,
    pub content: FlameContent,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FlameContent {
    Span {
        key: RowKey,
        /// Nanoseconds from the trace's earliest start.
        start_nanos: u64,
        duration_nanos: u64,
        /// Place in the window's names; `None` where it is too narrow for one.
        name: Option<u32>,
    },
    /// So many spans, two at least.
    Merged { count: u32 },
}

impl FlameRect {
    pub fn key(&self) -> Option<RowKey> {
        match self.content {
            FlameContent::Span { key, .. } => Some(key),
            FlameContent::Merged { .. } => None,
        }
    }
}

impl FlameWindow {
    /// The name of a rectangle that has one.
    pub fn name(&self, rect: &FlameRect) -> Option<&str> {
        match rect.content {
            FlameContent::Span { name: Some(name), .. } => {
                self.names.get(name as usize).map(String::as_str)
            }
            _ => None,
        }
    }

    /// Whether the window holds all of what is in view, at the very zoom.
    pub fn is_of(&self, scale: &TimeScale, lanes: std::ops::Range<u32>) -> bool {
        let window = TimeWindow { start_nanos: self.start_nanos, end_nanos: self.end_nanos };
        window == scale.window
            && f64::from(self.width_px) == scale.width_px.round()
            && lanes.start >= self.first_lane
            && lanes.end.min(self.total_lanes) <= self.first_lane + self.lanes
    }

    /// The rectangles of a lane. O(log n).
    pub fn lane(&self, lane: u32) -> &[FlameRect] {
        let first = self.rects.partition_point(|rect| rect.lane < lane);
        let end = self.rects.partition_point(|rect| rect.lane <= lane);
        &self.rects[first..end]
    }

    /// When a rectangle begins and ends, in nanoseconds from the trace's earliest start.
    pub fn times(&self, rect: &FlameRect) -> (u64, u64) {
        match rect.content {
            FlameContent::Span { start_nanos, duration_nanos, .. } => {
                (start_nanos, start_nanos.saturating_add(duration_nanos))
            }
            FlameContent::Merged { .. } => {
                (self.time_of_column(rect.left_px), self.time_of_column(rect.right_px))
            }
        }
    }

    /// Left and right edge in pixels of `scale`, at least one apart; `None` for what lies
    /// outside it. A moment on either edge is inside.
    pub fn extent_px(&self, scale: &TimeScale, rect: &FlameRect) -> Option<(f64, f64)> {
        let (start_nanos, end_nanos) = self.times(rect);
        let (from, to) = (scale.window.start_nanos, scale.window.end_nanos);
        let is_moment = start_nanos == end_nanos;
        let is_before = end_nanos < from || (end_nanos == from && !is_moment);
        let is_after = start_nanos > to || (start_nanos == to && !is_moment);
        if is_before || is_after {
            return None;
        }
        let last_px = (scale.width_px - LEAST_WIDTH_PX).max(0.0);
        let left_px = scale.x_from_time(start_nanos).min(last_px);
        Some((left_px, scale.x_from_time(end_nanos).max(left_px + LEAST_WIDTH_PX)))
    }

    /// What lies under the pointer at `(x_px, y_px)` of the viewport, or just beside it.
    pub fn hit(
        &self,
        scale: &TimeScale,
        scroll: &ScrollMap,
        top_px: f64,
        (x_px, y_px): (f64, f64),
    ) -> Option<&FlameRect> {
        let lane = scroll.row_at(top_px, y_px)?;
        let distance = |rect: &&FlameRect| match self.extent_px(scale, rect) {
            Some((left_px, right_px)) => (left_px - x_px).max(x_px - right_px).max(0.0),
            None => f64::INFINITY,
        };
        let nearest = self.lane(lane).iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.filter(|rect| distance(rect) <= REACH_PX)
    }

    fn time_of_column(&self, column: u16) -> u64 {
        let length = u128::from(self.end_nanos.saturating_sub(self.start_nanos));
        let into = length * u128::from(column) / u128::from(self.width_px.max(1));
        self.start_nanos + into as u64
    }
}
