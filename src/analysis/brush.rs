//! Rows are painted into a lane of columns, of which each shows one of them.
//!
//! Invariant: what was painted first is seen, so rows come from the last to the first.
//! Absent: which rows a lane is for.

use std::ops::Range;

use super::columns::Columns;
use super::minimap::MergedBar;
use super::zoom::{Block, Painter, ZoomIndex};
use crate::trace::{SpanIdx, StringId, Trace};

/// Paints rows into a lane, the lowest failures first.
pub(super) struct Brush<'a> {
    trace: &'a Trace,
    zoom: &'a ZoomIndex,
    groups: &'a [u8],
    columns: Columns,
    pub lane: Lane,
    is_for_errors: bool,
}

impl<'a> Brush<'a> {
    pub fn new(
        trace: &'a Trace,
        zoom: &'a ZoomIndex,
        groups: &'a [u8],
        times: Range<u64>,
        width_px: u16,
    ) -> Brush<'a> {
        let columns = Columns::new(times, width_px);
        Brush { trace, zoom, groups, columns, lane: Lane::new(width_px), is_for_errors: false }
    }

    pub fn paint_rows(&mut self, rows: Range<usize>) {
        for is_for_errors in [true, false] {
            self.is_for_errors = is_for_errors;
            self.zoom.visit_backwards(self.trace, rows.clone(), self);
        }
    }
}

/// Failed, and nothing below it failed.
pub(super) fn is_lowest_error(trace: &Trace, zoom: &ZoomIndex, span: SpanIdx) -> bool {
    let below = span.index() + 1..trace.subtree_end(span).index();
    trace.is_error(span) && zoom.sum(trace, below).errors == 0
}

impl Painter for Brush<'_> {
    fn is_worth_it(&mut self, block: &Block) -> bool {
        (block.errors > 0 || !self.is_for_errors) && self.lane.shows(block, &self.columns)
    }

    fn paint(&mut self, span: SpanIdx) {
        let trace = self.trace;
        if self.is_for_errors && !is_lowest_error(trace, self.zoom, span) {
            return;
        }
        let (left, right) = self.columns.of(trace.start_nanos(span), trace.end_nanos(span));
        self.lane.paint(trace, self.groups, span, left..right);
    }
}

/// What a column shows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Paint {
    service: StringId,
    group: u8,
    is_error: bool,
}

/// One lane while it is painted; reused for the next.
pub(super) struct Lane {
    paint: Vec<Option<Paint>>,
    /// For each column a later one at or before the next unpainted; one entry more than
    /// there are columns.
    next_free: Vec<u32>,
}

impl Lane {
    pub fn new(width_px: u16) -> Lane {
        let width_px = u32::from(width_px);
        Lane { paint: vec![None; width_px as usize], next_free: (0..=width_px).collect() }
    }

    /// Whether anything of the block could still be seen.
    pub fn shows(&mut self, block: &Block, columns: &Columns) -> bool {
        let (left, right) = columns.of(block.start_nanos, block.end_nanos);
        // A span of no length at the block's end has the column after it.
        self.free_from(left) < (right + 1).min(self.paint.len())
    }

    /// Spans painted before hide this one.
    pub fn paint(&mut self, trace: &Trace, groups: &[u8], span: SpanIdx, columns: Range<usize>) {
        let mut column = self.free_from(columns.start);
        while column < columns.end {
            self.put(trace, groups, span, column);
            column = self.free_from(column + 1);
        }
    }

    /// Paints a column that is free.
    pub fn put(&mut self, trace: &Trace, groups: &[u8], span: SpanIdx, column: usize) {
        let service = trace.service(span);
        let group = groups.get(span.index()).copied().unwrap_or(0);
        self.paint[column] = Some(Paint { service, group, is_error: trace.is_error(span) });
        self.next_free[column] = column as u32 + 1;
    }

    /// The first unpainted column at or after `column`; shortens the way for the next.
    pub fn free_from(&mut self, column: usize) -> usize {
        let mut free = column;
        while self.next_free[free] as usize != free {
            let next = self.next_free[free] as usize;
            self.next_free[free] = self.next_free[next];
            free = next;
        }
        free
    }

    /// Moves what was painted into `bars` and wipes the lane.
    pub fn take_bars(&mut self, lane: u16, bars: &mut Vec<MergedBar>) {
        let mut left = 0;
        for run in self.paint.chunk_by(|a, b| a == b) {
            let right = left + run.len();
            if let Some(Paint { service, group, is_error }) = run[0] {
                let (left_px, right_px) = (left as u16, right as u16);
                bars.push(MergedBar { left_px, right_px, lane, service, group, is_error });
            }
            left = right;
        }
        self.paint.fill(None);
        for (column, next) in self.next_free.iter_mut().enumerate() {
            *next = column as u32;
        }
    }
}
