//! Where the critical path leads through a row, as marks below and on its bar, and in words.
//!
//! ```text
//!   |== - - =======|    bar; dashes where nothing tells what the span did
//!    __  ____ ____      line below it: on the critical path
//! ```
//!
//! Invariant: pieces that touch on the screen are one line, and a short piece is still seen.
//! Absent: finding the path (see `analysis`).

use super::draw::{Area, DrawOp};
use super::palette::{Ink, Paint};
use crate::format::duration;
use crate::layout::{BAR_HEIGHT_PX, Placement, Row, Stretch, TimeScale, place};

/// Between a bar, or the strip below it, and the line.
const LINE_GAP_PX: f64 = 1.0;
const LINE_HEIGHT_PX: f64 = 2.0;
/// As high as the dashes on a bar are.
const DASH_PX: f64 = 2.0;
/// Shorter gaps would show less than two dashes.
const SHORTEST_GAP_PX: f64 = 6.0;

/// The line of a row, `below_px` being the lower edge of what is drawn above it.
pub(super) fn path_line(scale: &TimeScale, row: &Row, below_px: f64) -> Vec<DrawOp> {
    let top_px = below_px + LINE_GAP_PX;
    let line = |(left_px, right_px): (f64, f64)| {
        let area = Area::new(left_px, top_px, right_px - left_px, LINE_HEIGHT_PX);
        DrawOp::rect(area, Paint::Ink(Ink::Critical))
    };
    extents_px(scale, &row.critical).into_iter().map(line).collect()
}

/// Dashes along the middle of the bar.
pub(super) fn gap_dashes(scale: &TimeScale, row: &Row, bar_top_px: f64) -> Vec<DrawOp> {
    let middle_px = bar_top_px + BAR_HEIGHT_PX / 2.0;
    let wide = |extent: &(f64, f64)| extent.1 - extent.0 >= SHORTEST_GAP_PX;
    let dashes = |(left_px, right_px): (f64, f64)| DrawOp::Line {
        from_px: (left_px + 1.0, middle_px),
        to_px: (right_px - 1.0, middle_px),
        width_px: DASH_PX,
        paint: Paint::Ink(Ink::Bg),
        is_dashed: true,
    };
    extents_px(scale, &row.gaps).into_iter().filter(wide).map(dashes).collect()
}

/// Whole pixels from left to right, of stretches in the order of time.
fn extents_px(scale: &TimeScale, stretches: &[Stretch]) -> Vec<(f64, f64)> {
    let mut extents: Vec<(f64, f64)> = Vec::new();
    for stretch in stretches {
        let length_nanos = stretch.end_nanos - stretch.start_nanos;
        let Placement::Within(bar) = place(scale, stretch.start_nanos, length_nanos) else {
            continue;
        };
        let left_px = bar.left_px.round();
        let right_px = bar.right_px.round().max(left_px + 1.0);
        match extents.last_mut() {
            Some(last) if last.1 >= left_px => last.1 = last.1.max(right_px),
            _ => extents.push((left_px, right_px)),
        }
    }
    extents
}

/// `on the critical path 31.0 ms; not recorded 12.0 ms of it`; `None` off the path.
pub fn path_words(row: &Row) -> Option<String> {
    let sum = |stretches: &[Stretch]| -> u64 {
        stretches.iter().map(|stretch| stretch.end_nanos - stretch.start_nanos).sum()
    };
    let (path_nanos, gap_nanos) = (sum(&row.critical), sum(&row.gaps));
    let words = format!("on the critical path {}", duration(path_nanos));
    match (path_nanos, gap_nanos) {
        (0, _) => None,
        (_, 0) => Some(words),
        _ => Some(format!("{words}; nothing tells what it did for {}", duration(gap_nanos))),
    }
}
