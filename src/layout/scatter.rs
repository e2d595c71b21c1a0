//! What began at some time and took some time becomes a point of a chart; a place on the chart
//! becomes the point that is meant, and a drag the stretches that it chose.
//!
//! ```text
//! 1 s ├ · · · · · · · ·    duration, from the lower edge up
//!     │        ●
//! 0   ├──┬──●─────┬────    start, to the right
//!      13:10    13:20
//! ```
//!
//! Invariant: a stretch that was chosen is the axis, so that choosing enlarges; without a choice
//! the axes hold every point. Both are linear. Absent: texts, colours, clocks that change inside
//! the chart.

use std::ops::Range;

use super::{Ticks, TimeWindow, ticks};

/// Room for labels and for points at the edges, in pixels.
const LEFT_PX: f64 = 60.0;
const RIGHT_PX: f64 = 18.0;
const TOP_PX: f64 = 12.0;
const BOTTOM_PX: f64 = 24.0;
/// Ticks are at least so far apart.
const TIME_TICK_PX: f64 = 90.0;
const DURATION_TICK_PX: f64 = 28.0;
/// Beyond a point's edge a pointer still means it.
const REACH_PX: f64 = 7.0;
/// A pointer that moved less has clicked.
const LEAST_DRAG_PX: f64 = 5.0;
/// A drag that is narrower than this in one direction chooses in the other alone.
const STRAIGHT_PX: f64 = 12.0;
const MINUTE_NANOS: i64 = 60_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScatterPoint {
    /// Since the epoch.
    pub start_nanos: u64,
    pub duration_nanos: u64,
    /// `None`: unknown.
    pub spans: Option<u64>,
    pub is_error: bool,
}

/// Grows with the digits of the number of spans, so that the largest do not hide the rest.
pub fn radius_px(spans: Option<u64>) -> f64 {
    let digits = (spans.unwrap_or(0) as f64 + 1.0).log10();
    (2.0 + 1.6 * digits).clamp(3.0, 9.0)
}

/// What the chart shows: neither stretch is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScatterAxes {
    /// Nanoseconds since the epoch.
    pub starts: Range<u64>,
    /// Nanoseconds.
    pub durations: Range<u64>,
}

/// What a drag chose; `None`: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScatterChoice {
    pub starts: Option<Range<u64>>,
    pub durations: Option<Range<u64>>,
}

impl ScatterAxes {
    /// Around what was chosen, and all points where nothing was. O(points).
    pub fn of(points: &[ScatterPoint], choice: &ScatterChoice) -> ScatterAxes {
        let starts = || points.iter().map(|point| point.start_nanos);
        let chosen = |range: &Option<Range<u64>>| range.clone().filter(|range| !range.is_empty());
        let all_starts = || {
            let (first, last) = (starts().min().unwrap_or(0), starts().max().unwrap_or(0));
            let room = ((last - first) / 100).max(1_000_000);
            first.saturating_sub(room)..last.saturating_add(room)
        };
        let all_durations = || {
            let longest = points.iter().map(|point| point.duration_nanos).max().unwrap_or(0);
            let window = TimeWindow { start_nanos: 0, end_nanos: longest.max(1_000) };
            let step = ticks(window, 5).step_nanos.max(1);
            0..(longest / step + 1).saturating_mul(step)
        };
        ScatterAxes {
            starts: chosen(&choice.starts).unwrap_or_else(all_starts),
            durations: chosen(&choice.durations).unwrap_or_else(all_durations),
        }
    }
}

/// Axes on a canvas, in pixels from its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    pub axes: ScatterAxes,
    pub left_px: f64,
    pub top_px: f64,
    /// At least 1, as the height.
    pub width_px: f64,
    pub height_px: f64,
}

impl Scatter {
    /// With room for labels at the left and below.
    pub fn on_canvas(axes: ScatterAxes, size_px: (f64, f64)) -> Scatter {
        Scatter {
            axes,
            left_px: LEFT_PX,
            top_px: TOP_PX,
            width_px: (size_px.0 - LEFT_PX - RIGHT_PX).max(1.0),
            height_px: (size_px.1 - TOP_PX - BOTTOM_PX).max(1.0),
        }
    }

    pub fn x_from_start(&self, start_nanos: u64) -> f64 {
        self.left_px + share(&self.axes.starts, start_nanos) * self.width_px
    }

    pub fn y_from_duration(&self, duration_nanos: u64) -> f64 {
        self.top_px + (1.0 - share(&self.axes.durations, duration_nanos)) * self.height_px
    }

    pub fn place(&self, point: &ScatterPoint) -> (f64, f64) {
        (self.x_from_start(point.start_nanos), self.y_from_duration(point.duration_nanos))
    }

    fn start_from_x(&self, x_px: f64) -> u64 {
        at_share(&self.axes.starts, (x_px - self.left_px) / self.width_px)
    }

    fn duration_from_y(&self, y_px: f64) -> u64 {
        at_share(&self.axes.durations, 1.0 - (y_px - self.top_px) / self.height_px)
    }

    /// The point that a pointer means; of those that lie on one another one with an error, which
    /// lies on top. O(points).
    pub fn nearest(&self, points: &[ScatterPoint], at_px: (f64, f64)) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (place, point) in points.iter().enumerate() {
            let (x_px, y_px) = self.place(point);
            let away_px = (x_px - at_px.0).hypot(y_px - at_px.1);
            let is_nearer = best.is_none_or(|(best_px, before)| {
                let is_on_top = point.is_error && !points[before].is_error;
                away_px < best_px || (away_px == best_px && is_on_top)
            });
            if is_nearer && away_px <= radius_px(point.spans) + REACH_PX {
                best = Some((away_px, place));
            }
        }
        best.map(|(_, place)| place)
    }

    /// What a drag between two places chooses: a rectangle, or along a nearly straight line
    /// times alone or durations alone. `None`: it was a click.
    pub fn choice(&self, from_px: (f64, f64), to_px: (f64, f64)) -> Option<ScatterChoice> {
        let across_px = (to_px.0 - from_px.0).abs();
        let down_px = (to_px.1 - from_px.1).abs();
        if across_px.max(down_px) < LEAST_DRAG_PX {
            return None;
        }
        let is_level = down_px < STRAIGHT_PX && across_px >= down_px;
        let is_upright = across_px < STRAIGHT_PX && !is_level;
        let starts = [from_px.0, to_px.0].map(|x_px| self.start_from_x(x_px));
        let durations = [from_px.1, to_px.1].map(|y_px| self.duration_from_y(y_px));
        Some(ScatterChoice {
            starts: (!is_upright).then(|| stretch(starts)),
            durations: (!is_level).then(|| stretch(durations)),
        })
    }

    /// The part of the canvas that a drag chooses: left, top, width and height.
    pub fn choice_area(&self, from_px: (f64, f64), to_px: (f64, f64)) -> Option<[f64; 4]> {
        let choice = self.choice(from_px, to_px)?;
        let (right_px, bottom_px) = (self.left_px + self.width_px, self.top_px + self.height_px);
        let [left, right] = match choice.starts {
            Some(_) => sorted([from_px.0, to_px.0].map(|x| x.clamp(self.left_px, right_px))),
            None => [self.left_px, right_px],
        };
        let [top, bottom] = match choice.durations {
            Some(_) => sorted([from_px.1, to_px.1].map(|y| y.clamp(self.top_px, bottom_px))),
            None => [self.top_px, bottom_px],
        };
        Some([left, top, right - left, bottom - top])
    }

    /// Round times of day on a clock that is so far ahead of UTC; since the epoch.
    pub fn time_ticks(&self, offset_minutes: i32) -> Ticks {
        clock_ticks(&self.axes.starts, self.width_px, offset_minutes)
    }

    pub fn duration_ticks(&self) -> Ticks {
        let Range { start, end } = self.axes.durations;
        let window = TimeWindow { start_nanos: start, end_nanos: end };
        ticks(window, (self.height_px / DURATION_TICK_PX) as usize + 1)
    }
}

/// Round times of day, on a clock that is so far ahead of UTC, across so many pixels.
pub(super) fn clock_ticks(times: &Range<u64>, width_px: f64, offset_minutes: i32) -> Ticks {
    let offset = i64::from(offset_minutes) * MINUTE_NANOS;
    let window = TimeWindow {
        start_nanos: times.start.saturating_add_signed(offset),
        end_nanos: times.end.saturating_add_signed(offset),
    };
    let mut ticks = ticks(window, (width_px / TIME_TICK_PX) as usize);
    for time in &mut ticks.times_nanos {
        *time = time.saturating_add_signed(-offset);
    }
    ticks
}

pub(super) fn share(range: &Range<u64>, at: u64) -> f64 {
    let length = range.end.saturating_sub(range.start).max(1);
    // Differences first: those of two times since the epoch would lose digits.
    let before = range.start.saturating_sub(at);
    (at.saturating_sub(range.start) as f64 - before as f64) / length as f64
}

fn at_share(range: &Range<u64>, share: f64) -> u64 {
    let length = range.end.saturating_sub(range.start);
    range.start + ((share.clamp(0.0, 1.0) * length as f64) as u64).min(length)
}

/// Not empty.
fn stretch([a, b]: [u64; 2]) -> Range<u64> {
    a.min(b)..a.max(b).max(a.min(b).saturating_add(1))
}

fn sorted([a, b]: [f64; 2]) -> [f64; 2] {
    [a.min(b), a.max(b)]
}
