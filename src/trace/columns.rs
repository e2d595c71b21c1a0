//! A trace: its spans as rows in depth-first order, over the columns of its recording.
//!
//! Invariant: `parent(i) < i`, and the subtree of `i` is `i..subtree_end(i)`; a root's
//! depth is 1. Immutable; a trace with shifted times is another one over the same pool, whose
//! rows stay in the order of the recorded times. Absent: self time and everything else that
//! is computed on request (see `analysis`).

use std::sync::Arc;

use super::assemble::NO_ROW;
use super::ids::{ResourceIdx, ScopeIdx, SpanId, SpanIdx, TraceId};
use super::pool::{ColumnRange, Event, Pool, Resource};
use super::repair::{Repair, Repairs};
use super::span::{CallHalf, Dropped, SpanKind, Status};
use super::span_columns::SpanColumns;
use super::strings::StringId;

/// The shape of the tree, by row.
#[derive(Clone)]
pub(super) struct TreeColumns {
    parents: Vec<u32>,
    subtree_ends: Vec<u32>,
    depths: Vec<u32>,
}

impl TreeColumns {
    pub(super) fn with_capacity(count: usize) -> TreeColumns {
        TreeColumns {
            parents: Vec::with_capacity(count),
            subtree_ends: Vec::with_capacity(count),
            depths: Vec::with_capacity(count),
        }
    }

    pub(super) fn push(&mut self, parent: u32, depth: u32) {
        self.parents.push(parent);
        self.depths.push(depth);
        self.subtree_ends.push(self.parents.len() as u32);
    }

    /// Each row's subtree ends where its last descendant's does.
    pub(super) fn close_subtrees(&mut self) {
        for row in (0..self.parents.len()).rev() {
            let parent = self.parents[row];
            if parent != NO_ROW {
                let end = self.subtree_ends[row].max(self.subtree_ends[parent as usize]);
                self.subtree_ends[parent as usize] = end;
            }
        }
    }
}

/// A trace's spans in depth-first order.
pub(super) struct Rows {
    /// Where each row's span lies in the pool's columns.
    pub order: Vec<u32>,
    pub tree: TreeColumns,
    /// Nanoseconds since the epoch.
    pub starts: Vec<u64>,
    /// Nanoseconds.
    pub durations: Vec<u64>,
}

/// One trace, ready to be looked at.
pub struct Trace {
    id: TraceId,
    pool: Arc<Pool>,
    order: Vec<u32>,
    tree: TreeColumns,
    starts: Vec<u64>,
    durations: Vec<u64>,
    /// What was added to the times of each resource's spans, in nanoseconds; empty for the
    /// trace as it was recorded.
    shifts: Vec<i64>,
    siblings_come_by_start: bool,
}

impl Trace {
    pub(super) fn new(id: TraceId, pool: Arc<Pool>, rows: Rows) -> Trace {
        let Rows { order, tree, starts, durations } = rows;
        let shifts = Vec::new();
        Trace { id, pool, order, tree, starts, durations, shifts, siblings_come_by_start: true }
    }

    /// The same spans, in the same rows, but with so many nanoseconds added to the times of
    /// each resource's spans and events; resources past the end of `shifts_nanos` keep theirs.
    /// Spans keep their lengths and stay within what 64 bits can say. O(n).
    pub fn with_shifted_starts(&self, shifts_nanos: &[i64]) -> Trace {
        let mut shifted = Trace {
            id: self.id,
            pool: self.pool.clone(),
            order: self.order.clone(),
            tree: self.tree.clone(),
            starts: self.starts.clone(),
            durations: self.durations.clone(),
            shifts: shifts_nanos.to_vec(),
            siblings_come_by_start: true,
        };
        for span in self.spans() {
            let latest = u64::MAX - self.duration_nanos(span);
            let start = self.start_nanos(span).saturating_add_signed(shifted.shift_nanos(span));
            shifted.starts[span.index()] = start.min(latest);
        }
        shifted.siblings_come_by_start = shifted.are_siblings_by_start();
        shifted
    }

    fn are_siblings_by_start(&self) -> bool {
        // The latest start among each span's children so far; the last is that of the roots.
        let mut latest = vec![0; self.span_count() + 1];
        self.spans().all(|span| {
            let family = self.parent(span).map_or(self.span_count(), SpanIdx::index);
            let before = std::mem::replace(&mut latest[family], self.start_nanos(span));
            before <= self.start_nanos(span)
        })
    }

    /// Whether siblings are in the order of their starts: always, but in a trace with shifted
    /// times.
    pub fn siblings_come_by_start(&self) -> bool {
        self.siblings_come_by_start
    }

    /// What [`Trace::with_shifted_starts`] added to the span's times, in nanoseconds.
    pub fn shift_nanos(&self, span: SpanIdx) -> i64 {
        let resource = self.resource_idx(span).0 as usize;
        self.shifts.get(resource).copied().unwrap_or(0)
    }

    /// When an event of `span` happened by the trace's clock, in nanoseconds since the epoch.
    pub fn event_nanos(&self, span: SpanIdx, event: &Event) -> u64 {
        event.time_nanos.saturating_add_signed(self.shift_nanos(span))
    }

    /// The span's place in the pool's columns.
    #[inline]
    fn at(&self, span: SpanIdx) -> usize {
        self.order[span.index()] as usize
    }

    pub(super) fn columns(&self) -> &SpanColumns {
        &self.pool.spans
    }

    /// Where each row's span lies in the pool's columns.
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    pub fn id(&self) -> TraceId {
        self.id
    }

    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    pub fn span_count(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// All rows from the first to the last.
    pub fn spans(&self) -> impl DoubleEndedIterator<Item = SpanIdx> + ExactSizeIterator + use<> {
        (0..self.span_count() as u32).map(SpanIdx)
    }

    pub fn span_id(&self, span: SpanIdx) -> SpanId {
        self.columns().ids[self.at(span)]
    }

    /// The first span with this id. O(n).
    pub fn find_id(&self, id: SpanId) -> Option<SpanIdx> {
        let ids = &self.columns().ids;
        let row = self.order.iter().position(|&at| ids[at as usize] == id);
        row.map(|row| SpanIdx(row as u32))
    }

    /// The parent's id as written, whether or not that parent is there.
    pub fn parent_id(&self, span: SpanIdx) -> SpanId {
        self.columns().parent_ids[self.at(span)]
    }

    pub fn parent(&self, span: SpanIdx) -> Option<SpanIdx> {
        let row = self.tree.parents[span.index()];
        (row != NO_ROW).then_some(SpanIdx(row))
    }

    /// One past the last row of the span's subtree.
    pub fn subtree_end(&self, span: SpanIdx) -> SpanIdx {
        SpanIdx(self.tree.subtree_ends[span.index()])
    }

    /// Descendants of all depths, the span itself not counted.
    pub fn descendant_count(&self, span: SpanIdx) -> usize {
        (self.tree.subtree_ends[span.index()] - span.0 - 1) as usize
    }

    /// 1 for a root.
    pub fn depth(&self, span: SpanIdx) -> u32 {
        self.tree.depths[span.index()]
    }

    /// The deepest span's depth; 0 for an empty trace.
    pub fn max_depth(&self) -> u32 {
        self.tree.depths.iter().copied().max().unwrap_or(0)
    }

    pub fn roots(&self) -> Children<'_> {
        Children { trace: self, next: 0, end: self.span_count() as u32 }
    }

    pub fn children(&self, span: SpanIdx) -> Children<'_> {
        Children { trace: self, next: span.0 + 1, end: self.tree.subtree_ends[span.index()] }
    }

    /// Nanoseconds since the epoch.
    pub fn start_nanos(&self, span: SpanIdx) -> u64 {
        self.starts[span.index()]
    }

    pub fn duration_nanos(&self, span: SpanIdx) -> u64 {
        self.durations[span.index()]
    }

    /// Nanoseconds since the epoch.
    pub fn end_nanos(&self, span: SpanIdx) -> u64 {
        self.starts[span.index()] + self.durations[span.index()]
    }

    /// The earliest start, in nanoseconds since the epoch; 0 for an empty trace.
    pub fn earliest_nanos(&self) -> u64 {
        self.starts.iter().copied().min().unwrap_or(0)
    }

    /// The latest end, in nanoseconds since the epoch; 0 for an empty trace.
    pub fn latest_nanos(&self) -> u64 {
        let ends = self.starts.iter().zip(&self.durations).map(|(start, length)| start + length);
        ends.max().unwrap_or(0)
    }

    pub fn name(&self, span: SpanIdx) -> StringId {
        self.columns().names[self.at(span)]
    }

    pub fn name_text(&self, span: SpanIdx) -> &str {
        self.pool.text(self.name(span))
    }

    pub fn kind(&self, span: SpanIdx) -> SpanKind {
        self.columns().kinds[self.at(span)]
    }

    pub fn status(&self, span: SpanIdx) -> Status {
        self.columns().statuses[self.at(span)]
    }

    pub fn is_error(&self, span: SpanIdx) -> bool {
        self.columns().statuses[self.at(span)] == Status::Error
    }

    pub fn status_message(&self, span: SpanIdx) -> StringId {
        self.columns().status_message(self.order[span.index()])
    }

    pub fn resource_idx(&self, span: SpanIdx) -> ResourceIdx {
        self.columns().resources[self.at(span)]
    }

    pub fn resource(&self, span: SpanIdx) -> &Resource {
        self.pool.resource(self.columns().resources[self.at(span)])
    }

    pub fn service(&self, span: SpanIdx) -> StringId {
        self.resource(span).service
    }

    pub fn service_text(&self, span: SpanIdx) -> &str {
        self.pool.text(self.service(span))
    }

    pub fn scope_idx(&self, span: SpanIdx) -> ScopeIdx {
        self.columns().scopes[self.at(span)]
    }

    pub fn trace_state(&self, span: SpanIdx) -> StringId {
        self.columns().trace_state(self.order[span.index()])
    }

    pub fn flags(&self, span: SpanIdx) -> u16 {
        self.columns().flags[self.at(span)]
    }

    pub fn attributes(&self, span: SpanIdx) -> ColumnRange {
        self.columns().attributes[self.at(span)]
    }

    pub fn events(&self, span: SpanIdx) -> ColumnRange {
        self.columns().events(self.order[span.index()])
    }

    pub fn links(&self, span: SpanIdx) -> ColumnRange {
        self.columns().links(self.order[span.index()])
    }

    pub fn repairs(&self, span: SpanIdx) -> Repairs {
        self.columns().repairs[self.at(span)]
    }

    /// Which half of a call the span is, where both may have one id.
    pub fn half(&self, span: SpanIdx) -> CallHalf {
        self.columns().half(self.order[span.index()])
    }

    pub fn dropped(&self, span: SpanIdx) -> Dropped {
        self.columns().dropped(self.order[span.index()])
    }

    /// How many spans had each kind of repair, the kinds that occur only.
    pub fn repair_counts(&self) -> Vec<(Repair, usize)> {
        let mut counts = [0usize; Repair::ALL.len()];
        for repairs in self.spans().map(|span| self.repairs(span)) {
            if !repairs.is_empty() {
                repairs.iter().for_each(|repair| counts[repair as usize] += 1);
            }
        }
        let all = Repair::ALL.into_iter().map(|repair| (repair, counts[repair as usize]));
        all.filter(|&(_, count)| count > 0).collect()
    }

    /// Bytes of memory held by this trace's own columns, the shared pool not counted.
    pub fn heap_bytes(&self) -> usize {
        const ROW_BYTES: usize = 4 * 4 + 2 * 8;
        self.order.capacity() * ROW_BYTES
    }
}

/// Sibling spans in order.
pub struct Children<'a> {
    trace: &'a Trace,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = SpanIdx;

    fn next(&mut self) -> Option<SpanIdx> {
        if self.next >= self.end {
            return None;
        }
        let span = SpanIdx(self.next);
        self.next = self.trace.tree.subtree_ends[span.index()];
        Some(span)
    }
}
