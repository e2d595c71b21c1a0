//! All spans of a trace become the few bars that a small picture of them can show.
//!
//! Rows are shared out evenly over lanes, time over columns of pixels. A column of a lane
//! shows the last row that runs there, so children hide their parents; but the lowest
//! failed spans come before everything, so that one failure in a million can be seen.
//!
//! Invariant: bars of a lane do not overlap, so there are at most width × lanes of them;
//! every span has at least one column of its own or is hidden by another's. Absent:
//! colours, the selected window.

use super::errors::errors_before;
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
/// left. O(n + width × lanes), nearly: each column is painted once, and skipping painted
/// ones costs as a union-find does.
pub fn minimap(trace: &Trace, width_px: u16, lanes: u16) -> Vec<MergedBar> {
    let mut bars = Vec::new();
    if trace.is_empty() || width_px == 0 {
        return bars;
    }
    let columns = Columns::new(trace, width_px);
    let errors = errors_before(trace);
    let mut lane = Lane::new(width_px);
    let row_count = trace.span_count();
    // A small trace keeps its rows together instead of leaving lanes empty.
    let lanes = row_count.min(usize::from(lanes)) as u16;
    for number in 0..lanes {
        let edge = |lane: u16| row_count * usize::from(lane) / usize::from(lanes);
        let rows = (edge(number)..edge(number + 1)).rev().map(|row| SpanIdx(row as u32));
        lane.paint(
            trace,
            &columns,
            rows.clone().filter(|&span| is_lowest_error(trace, &errors, span)),
        );
        lane.paint(trace, &columns, rows);
        lane.take_bars(number, &mut bars);
    }
    bars
}

/// Failed, and nothing below it failed.
fn is_lowest_error(trace: &Trace, errors_before: &[u32], span: SpanIdx) -> bool {
    let end = trace.subtree_end(span).index();
    trace.is_error(span) && errors_before[end] - errors_before[span.index() + 1] == 0
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
    fn new(trace: &Trace, width_px: u16) -> Columns {
        let origin_nanos = trace.earliest_nanos();
        let duration_nanos = trace.latest_nanos() - origin_nanos;
        let shift = 40u32.saturating_sub(duration_nanos.leading_zeros() + 16);
        let duration = (duration_nanos >> shift).max(1);
        Columns { origin_nanos, shift, duration, width_px: u64::from(width_px) }
    }

    /// First column and one past the last.
    fn of(&self, trace: &Trace, span: SpanIdx) -> (usize, usize) {
        let left = self.column(trace.start_nanos(span)).min(self.width_px - 1);
        let right = self.column(trace.end_nanos(span)).clamp(left + 1, self.width_px);
        (left as usize, right as usize)
    }

    fn column(&self, nanos: u64) -> u64 {
        ((nanos - self.origin_nanos) >> self.shift) * self.width_px / self.duration
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

    /// Earlier spans hide later ones.
    fn paint(&mut self, trace: &Trace, columns: &Columns, spans: impl Iterator<Item = SpanIdx>) {
        for span in spans {
            let (left, right) = columns.of(trace, span);
            let mut column = self.free_from(left);
            while column < right {
                let service = trace.service(span);
                self.paint[column] = Some(Paint { service, is_error: trace.is_error(span) });
                self.next_free[column] = column as u32 + 1;
                column = self.free_from(column + 1);
            }
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
