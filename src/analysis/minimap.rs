//! All spans of a trace become the few bars that a small picture of them can show.
//!
//! Rows are shared out evenly over lanes, time over columns of pixels. A column of a lane
//! shows the last row that runs there, so children hide their parents; but the lowest
//! failed spans come before everything, so that one failure in a million can be seen.
//!
//! Invariant: bars of a lane do not overlap, so there are at most width × lanes of them;
//! every span has at least one column of its own or is hidden by another's. Absent:
//! colours, the selected window.

use super::brush::Brush;
use super::zoom::ZoomIndex;
use crate::trace::{StringId, Trace};

/// Neighbouring columns of a lane that show the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedBar {
    pub left_px: u16,
    /// Exclusive; at least `left_px + 1`.
    pub right_px: u16,
    pub lane: u16,
    pub service: StringId,
    /// 0 where spans are not grouped otherwise.
    pub group: u8,
    pub is_error: bool,
}

/// The bars of a picture of `width_px` columns and `lanes` lanes, lane by lane from the
/// left. `groups`: what tells bars apart beside their service, by row, or nothing. O(width × lanes × log n) where spans are short against the trace, and never more
/// than O(n log n): a block of rows is looked into only where something of it shows.
pub fn minimap(
    trace: &Trace,
    zoom: &ZoomIndex,
    groups: &[u8],
    width_px: u16,
    lanes: u16,
) -> Vec<MergedBar> {
    let mut bars = Vec::new();
    if trace.is_empty() || width_px == 0 {
        return bars;
    }
    let times = trace.earliest_nanos()..trace.latest_nanos();
    let mut brush = Brush::new(trace, zoom, groups, times, width_px);
    let row_count = trace.span_count();
    // A small trace keeps its rows together instead of leaving lanes empty.
    let lanes = row_count.min(usize::from(lanes)) as u16;
    for number in 0..lanes {
        let edge = |lane: u16| row_count * usize::from(lane) / usize::from(lanes);
        brush.paint_rows(edge(number)..edge(number + 1));
        brush.lane.take_bars(number, &mut bars);
    }
    bars
}
