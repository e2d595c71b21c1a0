//! Figures over time become lines of a chart; a place on it becomes the moment that is meant.
//!
//! ```text
//! 100 ms ├ · · · ╭─╮· · ·
//!        │  ╭────╯ ╰──  ─      a gap where there is no figure
//! 0      ├──┬──────────┬──
//!         13:10      13:20
//! ```
//!
//! Invariant: both axes are linear, the upright one begins at zero and ends at a round figure above
//! all; a line breaks where a figure is not known. Absent: texts, colours, and the figures' meaning.

use std::ops::Range;

use super::scatter::{clock_ticks, share};
use super::{Ticks, nice_step};

/// Room for labels, in pixels.
const LEFT_PX: f64 = 60.0;
/// For the names of lines, which stand behind their ends.
const RIGHT_PX: f64 = 44.0;
const TOP_PX: f64 = 12.0;
const BOTTOM_PX: f64 = 24.0;
/// Ticks are at least so far apart.
const VALUE_TICK_PX: f64 = 28.0;
/// Names of lines stay so far apart.
const NAME_PX: f64 = 13.0;

/// What the chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct LineAxes {
    /// Nanoseconds since the epoch, not empty.
    pub times: Range<u64>,
    /// The highest figure, above zero.
    pub top: f64,
    /// Between two lines of the grid.
    pub step: f64,
}

/// What figures are, as far as round ones differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Nanoseconds: minutes have no tenths.
    Duration,
    Number,
}

/// Axes on a canvas, in pixels from its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct LineChart {
    pub axes: LineAxes,
    pub left_px: f64,
    pub top_px: f64,
    /// At least 1, as the height.
    pub width_px: f64,
    pub height_px: f64,
}

/// Where a line goes without a gap: one place at least.
pub type LineRun = Vec<(f64, f64)>;

impl LineChart {
    /// With room for labels; `largest`: of all figures, 0 without any.
    pub fn on_canvas(
        times: Range<u64>,
        largest: f64,
        figure: Figure,
        size_px: (f64, f64),
    ) -> LineChart {
        let height_px = (size_px.1 - TOP_PX - BOTTOM_PX).max(1.0);
        let most = (height_px / VALUE_TICK_PX).floor().max(1.0);
        let is_usual = largest.is_finite() && largest > 0.0;
        let (largest, step) = match figure {
            Figure::Duration => {
                let largest = if is_usual { largest.max(1_000.0) } else { 1_000.0 };
                (largest, nice_step(largest.ceil() as u64, most as u64) as f64)
            }
            Figure::Number => {
                let largest = if is_usual { largest } else { 1.0 };
                (largest, nice_number(largest / most))
            }
        };
        // What lies on a line of the grid stays inside.
        let top = ((largest / step - 1e-9).ceil() * step).max(step);
        let times = times.start..times.end.max(times.start.saturating_add(1));
        LineChart {
            axes: LineAxes { times, top, step },
            left_px: LEFT_PX,
            top_px: TOP_PX,
            width_px: (size_px.0 - LEFT_PX - RIGHT_PX).max(1.0),
            height_px,
        }
    }

    pub fn x_from_time(&self, nanos: u64) -> f64 {
        self.left_px + share(&self.axes.times, nanos) * self.width_px
    }

    pub fn y_from_figure(&self, figure: f64) -> f64 {
        self.top_px + (1.0 - figure / self.axes.top) * self.height_px
    }

    /// The moment that is nearest to a place; `None` if there is none. O(times).
    pub fn nearest(&self, times_nanos: &[u64], x_px: f64) -> Option<usize> {
        let away = |place: &usize| (self.x_from_time(times_nanos[*place]) - x_px).abs();
        (0..times_nanos.len()).min_by(|a, b| away(a).total_cmp(&away(b)))
    }

    /// Where a line goes; a figure for each moment.
    pub fn runs(&self, times_nanos: &[u64], figures: &[Option<f64>]) -> Vec<LineRun> {
        let mut runs: Vec<LineRun> = Vec::new();
        let mut is_open = false;
        for (&time, figure) in times_nanos.iter().zip(figures) {
            let Some(figure) = figure else {
                is_open = false;
                continue;
            };
            let place = (self.x_from_time(time), self.y_from_figure(*figure));
            match runs.last_mut().filter(|_| is_open) {
                Some(run) => run.push(place),
                None => runs.push(vec![place]),
            }
            is_open = true;
        }
        runs
    }

    /// Round times of day on a clock that is so far ahead of UTC; since the epoch.
    pub fn time_ticks(&self, offset_minutes: i32) -> Ticks {
        clock_ticks(&self.axes.times, self.width_px, offset_minutes)
    }

    /// From zero up to the top.
    pub fn figure_ticks(&self) -> Vec<f64> {
        let LineAxes { top, step, .. } = self.axes;
        let count = (top / step).round() as u32;
        (0..=count).map(|number| f64::from(number) * step).collect()
    }

    /// Where the names of lines stand, given where the lines end: beside their ends, but not on
    /// one another.
    pub fn name_places(&self, ends_px: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..ends_px.len()).collect();
        // A few lines; the lowest place first.
        order.sort_by(|&a, &b| ends_px[b].total_cmp(&ends_px[a]));
        let mut places = vec![0.0; ends_px.len()];
        let mut below = f64::INFINITY;
        for line in order {
            places[line] = ends_px[line].min(below - NAME_PX);
            below = places[line];
        }
        places
    }
}

/// 1, 2 or 5 times a power of ten, at least this; above zero.
fn nice_number(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let round = [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power);
    // A share of the power's own inaccuracy is let pass.
    round.into_iter().find(|&number| number >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// A line in pieces of `on_px`, `off_px` apart.
pub fn dashes(run: &[(f64, f64)], on_px: f64, off_px: f64) -> Vec<LineRun> {
    let mut pieces: Vec<LineRun> = Vec::new();
    let (mut is_on, mut left_px) = (true, on_px);
    let mut piece: LineRun = run.first().copied().into_iter().collect();
    for pair in run.windows(2) {
        let [(mut x, mut y), (end_x, end_y)] = [pair[0], pair[1]];
        loop {
            let length = (end_x - x).hypot(end_y - y);
            if length <= left_px {
                left_px -= length;
                break;
            }
            x += (end_x - x) * left_px / length;
            y += (end_y - y) * left_px / length;
            if is_on {
                piece.push((x, y));
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![(x, y)];
            }
            is_on = !is_on;
            left_px = if is_on { on_px } else { off_px };
        }
        if is_on {
            piece.push((end_x, end_y));
        }
    }
    if piece.len() > 1 || run.len() == 1 {
        pieces.push(piece);
    }
    pieces
}
