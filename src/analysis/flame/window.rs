//! Some lanes for a while become the few rectangles that so many columns can show.
//!
//! A span that covers a column is a rectangle of its own; spans that share one column are
//! merged into it, and merged neighbours that look the same are one. The spans of a column
//! are found by doubling steps, so those between are never looked at.
//!
//! Invariant: rectangles of a lane do not overlap, and every span of the window is in
//! exactly one, so that their counts add up. Absent: which service has which colour.

use std::ops::Range;

use super::super::columns::Columns;
use super::{Flame, FlameMarks, duration_at};
use crate::trace::{SpanIdx, Trace};

/// A span, or several that share a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlameRect {
    pub lane: u32,
    pub left_px: u16,
    /// Exclusive; at least `left_px + 1`.
    pub right_px: u16,
    /// The longest of the spans.
    pub span: SpanIdx,
    pub count: u32,
    /// Whether any of them failed.
    pub is_error: bool,
    /// Whether any of them is among those that were asked about.
    pub is_marked: bool,
}

impl Flame {
    /// The rectangles of the lanes that exist among `lanes`, lane by lane from the left.
    /// `times` are nanoseconds since the epoch. O(columns × log n) a lane.
    pub fn window(
        &self,
        trace: &Trace,
        times: Range<u64>,
        width_px: u16,
        lanes: Range<u32>,
    ) -> Vec<FlameRect> {
        self.marked_window(trace, times, width_px, lanes, &FlameMarks::default())
    }

    /// The same, telling which rectangles have a span among `marks`; those that have none are
    /// kept apart.
    pub fn marked_window(
        &self,
        trace: &Trace,
        times: Range<u64>,
        width_px: u16,
        lanes: Range<u32>,
        marks: &FlameMarks,
    ) -> Vec<FlameRect> {
        let mut rects = Vec::new();
        if width_px == 0 || times.is_empty() {
            return rects;
        }
        let columns = Columns::new(times.clone(), width_px);
        for lane in lanes.start..lanes.end.min(self.lane_count()) {
            let places = self.places_within(trace, &times, lane);
            LaneWalk { flame: self, trace, columns: &columns, marks, lane, places }
                .merge(&mut rects);
        }
        rects
    }

    /// The places of a lane whose spans can be seen. A moment on either end of the window can.
    fn places_within(&self, trace: &Trace, times: &Range<u64>, lane: u32) -> Range<usize> {
        let places = self.places(lane);
        let rows = &self.order[places.clone()];
        let is_over = |row: &u32| {
            let (start, end) = (trace.start_nanos(SpanIdx(*row)), trace.end_nanos(SpanIdx(*row)));
            end < times.start || (end == times.start && start < end)
        };
        let is_begun = |row: &u32| {
            let (start, end) = (trace.start_nanos(SpanIdx(*row)), trace.end_nanos(SpanIdx(*row)));
            start < times.end || (start == times.end && start == end)
        };
        let first = places.start + rows.partition_point(is_over);
        let end = places.start + rows.partition_point(is_begun);
        first..end.max(first)
    }
}

/// One lane while its spans are merged.
struct LaneWalk<'a> {
    flame: &'a Flame,
    trace: &'a Trace,
    columns: &'a Columns,
    marks: &'a FlameMarks,
    lane: u32,
    /// What is left of them.
    places: Range<usize>,
}

impl LaneWalk<'_> {
    fn merge(mut self, rects: &mut Vec<FlameRect>) {
        let first_rect = rects.len();
        // One past the last column that is taken.
        let mut taken = 0;
        while !self.places.is_empty() {
            let span = self.flame.span_at(self.places.start);
            let (left, right) = self.columns_of(span);
            if right > taken.max(left + 1) {
                self.push(rects, first_rect, left.max(taken)..right, 1);
                taken = right;
            } else if left >= taken {
                let count = self.run_length(left);
                self.push(rects, first_rect, left..left + 1, count);
                taken = left + 1;
            } else if !give_up_a_column(&mut rects[first_rect..], &mut taken) {
                self.join(&mut rects[first_rect..], span);
            }
        }
    }

    fn columns_of(&self, span: SpanIdx) -> (usize, usize) {
        self.columns.of(self.trace.start_nanos(span), self.trace.end_nanos(span))
    }

    fn left_of(&self, place: usize) -> usize {
        self.columns_of(self.flame.span_at(place)).0
    }

    /// How many of the next spans lie in this column, without one that reaches far beyond.
    fn run_length(&self, column: usize) -> usize {
        let end = self.first_beyond(column);
        let last = self.flame.span_at(end - 1);
        let is_long = end - self.places.start > 1 && self.columns_of(last).1 > column + 1;
        end - self.places.start - usize::from(is_long)
    }

    /// The first place that begins after the column; steps double until it is passed.
    fn first_beyond(&self, column: usize) -> usize {
        let Range { start, end } = self.places;
        let mut step = 1;
        while start + step < end && self.left_of(start + step) <= column {
            step *= 2;
        }
        let (known, end) = (start + step / 2, end.min(start + step));
        let rows = &self.flame.order[known..end];
        known + rows.partition_point(|&row| self.columns_of(SpanIdx(row)).0 <= column)
    }

    /// Takes the next `count` spans into a rectangle.
    fn push(
        &mut self,
        rects: &mut Vec<FlameRect>,
        first_rect: usize,
        columns: Range<usize>,
        count: usize,
    ) {
        let places = self.places.start..self.places.start + count;
        self.places.start += count;
        let length = |place| duration_at(self.trace, &self.flame.order, place);
        let rect = FlameRect {
            lane: self.lane,
            left_px: columns.start as u16,
            right_px: columns.end as u16,
            span: self.flame.span_at(self.flame.longest.among(places.clone(), length)),
            count: count as u32,
            is_error: self.flame.failed.is_any_in(&places),
            is_marked: self.marks.is_any_in(&places),
        };
        match rects[first_rect..].last_mut() {
            Some(before) if self.look_the_same(before, &rect) => {
                before.right_px = rect.right_px;
                before.count += rect.count;
                before.span = self.longer(before.span, rect.span);
            }
            _ => rects.push(rect),
        }
    }

    /// Adds the next span to the last rectangle, which has its column.
    fn join(&mut self, rects: &mut [FlameRect], span: SpanIdx) {
        let place = self.places.start;
        self.places.start += 1;
        if let Some(rect) = rects.last_mut() {
            rect.count += 1;
            rect.span = self.longer(rect.span, span);
            rect.is_error |= self.trace.is_error(span);
            rect.is_marked |= self.marks.is_any_in(&(place..place + 1));
        }
    }

    fn look_the_same(&self, before: &FlameRect, after: &FlameRect) -> bool {
        let are_merged = before.count > 1 && after.count > 1;
        are_merged
            && before.right_px == after.left_px
            && before.is_error == after.is_error
            && before.is_marked == after.is_marked
            && self.trace.service(before.span) == self.trace.service(after.span)
    }

    fn longer(&self, one: SpanIdx, other: SpanIdx) -> SpanIdx {
        let is_longer = self.trace.duration_nanos(other) > self.trace.duration_nanos(one);
        if is_longer { other } else { one }
    }
}

/// A moment at the window's very end begins where a span that lasts until then has the last
/// column, and takes it over.
fn give_up_a_column(rects: &mut [FlameRect], taken: &mut usize) -> bool {
    let Some(rect) = rects.last_mut() else { return false };
    let is_wide = rect.count == 1 && rect.right_px > rect.left_px + 1;
    if is_wide {
        rect.right_px -= 1;
        *taken -= 1;
    }
    is_wide
}
