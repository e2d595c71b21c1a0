//! All spans of a trace become the few bars that a small picture of them can show.
//!
//! Rows are shared out evenly over lanes, time over columns of pixels. A column of a lane
//! shows the last row that runs there, so children hide their parents; but the lowest
//! failed spans come before everything, so that one failure in a million can be seen.
//!
//! Invariant: bars of a lane do not overlap, so there are at most width × lanes of them;
//! every span has at least one column of its own or is hidden by another's. Absent:
//! colours, the selected window.

use std::ops::Range;

use super::zoom::{Block, Painter, ZoomIndex};
use crate::trace::{SpanIdx, StringId, Trace};

/// Neighbouring columns of a lane that show the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedBar {
    pub left_px: u16,
    /// Exclusive; at least `left_px + 1`.
    pub right_px: u16,
    pub lane: u16,
    pub service: StringId,
    pub is_error: bool,
}

/// The bars of a picture of `width_px` columns and `lanes` lanes, lane by lane from the
/// left. O(width × lanes × log n) where spans are short against the trace, and never more
/// than O(n log n): a block of rows is looked into only where something of it shows.
pub fn minimap(trace: &Trace, zoom: &ZoomIndex, width_px: u16, lanes: u16) -> Vec<MergedBar> {
    let mut bars = Vec::new();
    if trace.is_empty() || width_px == 0 {
        return bars;
    }
    let times = trace.earliest_nanos()..trace.latest_nanos();
    let mut brush = Brush::new(trace, zoom, times, width_px);
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

/// What the descendants of a span do, in one lane of `width_px` columns that spans the
/// times given back, in nanoseconds since the epoch. Costs as [`minimap`] does.
pub fn descendants_picture(
    trace: &Trace,
    zoom: &ZoomIndex,
    span: SpanIdx,
    width_px: u16,
) -> (Range<u64>, Vec<MergedBar>) {
    let rows = span.index() + 1..trace.subtree_end(span).index();
    let mut bars = Vec::new();
    if rows.is_empty() || width_px == 0 {
        return (0..0, bars);
    }
    let block = zoom.sum(trace, rows.clone());
    let times = block.start_nanos..block.end_nanos;
    let mut brush = Brush::new(trace, zoom, times.clone(), width_px);
    brush.paint_rows(rows);
    brush.lane.take_bars(0, &mut bars);
    (times, bars)
}

/// Paints rows into a lane, the lowest failures first.
struct Brush<'a> {
    trace: &'a Trace,
    zoom: &'a ZoomIndex,
    columns: Columns,
    lane: Lane,
    is_for_errors: bool,
}

impl<'a> Brush<'a> {
    fn new(trace: &'a Trace, zoom: &'a ZoomIndex, times: Range<u64>, width_px: u16) -> Brush<'a> {
        let columns = Columns::new(times, width_px);
        Brush { trace, zoom, columns, lane: Lane::new(width_px), is_for_errors: false }
    }

    fn paint_rows(&mut self, rows: Range<usize>) {
        for is_for_errors in [true, false] {
            self.is_for_errors = is_for_errors;
            self.zoom.visit_backwards(self.trace, rows.clone(), self);
        }
    }

    /// Failed, and nothing below it failed.
    fn is_lowest_error(&self, span: SpanIdx) -> bool {
        let below = span.index() + 1..self.trace.subtree_end(span).index();
        self.trace.is_error(span) && self.zoom.sum(self.trace, below).errors == 0
    }
}

impl Painter for Brush<'_> {
    fn is_worth_it(&mut self, block: &Block) -> bool {
        let (left, right) = self.columns.of(block.start_nanos, block.end_nanos);
        // A span of no length at the block's end has the column after it.
        let right = (right + 1).min(self.lane.paint.len());
        (block.errors > 0 || !self.is_for_errors) && self.lane.free_from(left) < right
    }

    fn paint(&mut self, span: SpanIdx) {
        let trace = self.trace;
        if self.is_for_errors && !self.is_lowest_error(span) {
            return;
        }
        let (left, right) = self.columns.of(trace.start_nanos(span), trace.end_nanos(span));
        self.lane.paint(trace, span, left..right);
    }
}

/// Time to columns, in integers.
struct Columns {
    origin_nanos: u64,
    /// Low bits that are dropped so that products fit; far less than a column.
    shift: u32,
    /// The trace's duration after the shift, at least 1.
    duration: u64,
    width_px: u64,
}

impl Columns {
    fn new(times: Range<u64>, width_px: u16) -> Columns {
        let origin_nanos = times.start;
        let duration_nanos = times.end - times.start;
        let shift = 40u32.saturating_sub(duration_nanos.leading_zeros() + 16);
        let duration = (duration_nanos >> shift).max(1);
        Columns { origin_nanos, shift, duration, width_px: u64::from(width_px) }
    }

    /// First column and one past the last.
    fn of(&self, start_nanos: u64, end_nanos: u64) -> (usize, usize) {
        let left = self.column(start_nanos).min(self.width_px - 1);
        let right = self.column(end_nanos).clamp(left + 1, self.width_px);
        (left as usize, right as usize)
    }

    fn column(&self, nanos: u64) -> u64 {
        // A block may hold times outside the picture, of which only the side counts.
        let into = (nanos.saturating_sub(self.origin_nanos) >> self.shift).min(self.duration);
        into * self.width_px / self.duration
    }
}

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Paint {
    service: StringId,
    is_error: bool,
}

/// One lane while it is painted; reused for the next.
struct Lane {
    paint: Vec<Option<Paint>>,
    /// For each column a later one at or before the next unpainted; one entry more than
    /// there are columns.
    next_free: Vec<u32>,
}

impl Lane {
    fn new(width_px: u16) -> Lane {
        let width_px = u32::from(width_px);
        Lane { paint: vec![None; width_px as usize], next_free: (0..=width_px).collect() }
    }

    /// Spans painted before hide this one.
    fn paint(&mut self, trace: &Trace, span: SpanIdx, columns: Range<usize>) {
        let mut column = self.free_from(columns.start);
        while column < columns.end {
            let service = trace.service(span);
            self.paint[column] = Some(Paint { service, is_error: trace.is_error(span) });
            self.next_free[column] = column as u32 + 1;
            column = self.free_from(column + 1);
        }
    }

    /// The first unpainted column at or after `column`; shortens the way for the next.
    fn free_from(&mut self, column: usize) -> usize {
        let mut free = column;
        while self.next_free[free] as usize != free {
            let next = self.next_free[free] as usize;
            self.next_free[free] = self.next_free[next];
            free = next;
        }
        free
    }

    /// Moves what was painted into `bars` and wipes the lane.
    fn take_bars(&mut self, lane: u16, bars: &mut Vec<MergedBar>) {
        let mut left = 0;
        for run in self.paint.chunk_by(|a, b| a == b) {
            let right = left + run.len();
            if let Some(Paint { service, is_error }) = run[0] {
                let (left_px, right_px) = (left as u16, right as u16);
                bars.push(MergedBar { left_px, right_px, lane, service, is_error });
            }
            left = right;
        }
        self.paint.fill(None);
        for (column, next) in self.next_free.iter_mut().enumerate() {
            *next = column as u32;
        }
    }
}
