//! A trace: its spans as columns in depth-first order.
//!
//! Invariant: `parent(i) < i`, and the subtree of `i` is `i..subtree_end(i)`; a root's
//! depth is 1. Immutable. Absent: self time and everything else that is computed on
//! request (see `analysis`).

use std::sync::Arc;

use super::assemble::NO_ROW;
use super::ids::{ResourceIdx, ScopeIdx, SpanId, SpanIdx, TraceId};
use super::pool::{ColumnRange, Pool, Resource};
use super::repair::{Repair, Repairs};
use super::span::{Dropped, SpanKind, SpanRecord, Status};
use super::strings::StringId;

/// The shape of the tree, by row.
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

/// One trace, ready to be looked at.
pub struct Trace {
    id: TraceId,
    pool: Arc<Pool>,
    tree: TreeColumns,
    ids: Vec<SpanId>,
    parent_ids: Vec<SpanId>,
    starts: Vec<u64>,
    durations: Vec<u64>,
    names: Vec<StringId>,
    kinds: Vec<SpanKind>,
    statuses: Vec<Status>,
    status_messages: Vec<StringId>,
    resources: Vec<ResourceIdx>,
    scopes: Vec<ScopeIdx>,
    trace_states: Vec<StringId>,
    flags: Vec<u16>,
    attributes: Vec<ColumnRange>,
    events: Vec<ColumnRange>,
    links: Vec<ColumnRange>,
    repairs: Vec<Repairs>,
    /// Only of the spans that say so, ordered by row.
    dropped: Vec<(SpanIdx, Dropped)>,
}

impl Trace {
    pub(super) fn from_records(
        id: TraceId,
        pool: Arc<Pool>,
        records: &[SpanRecord],
        order: &[u32],
        tree: TreeColumns,
    ) -> Trace {
        // Written a column at a time: `of` walks the records in row order.
        fn column<T>(
            records: &[SpanRecord],
            order: &[u32],
            of: impl Fn(&SpanRecord) -> T,
        ) -> Vec<T> {
            order.iter().map(|&old_row| of(&records[old_row as usize])).collect()
        }
        let dropped = order.iter().enumerate().filter_map(|(row, &old_row)| {
            let dropped = records[old_row as usize].dropped;
            (dropped != Dropped::default()).then_some((SpanIdx(row as u32), dropped))
        });
        Trace {
            id,
            pool,
            tree,
            ids: column(records, order, |span| span.id),
            parent_ids: column(records, order, |span| span.parent_id),
            starts: column(records, order, |span| span.start_nanos),
            durations: column(records, order, |span| span.end_nanos - span.start_nanos),
            names: column(records, order, |span| span.name),
            kinds: column(records, order, |span| span.kind),
            statuses: column(records, order, |span| span.status),
            status_messages: column(records, order, |span| span.status_message),
            resources: column(records, order, |span| span.resource),
            scopes: column(records, order, |span| span.scope),
            trace_states: column(records, order, |span| span.trace_state),
            flags: column(records, order, |span| span.flags),
            attributes: column(records, order, |span| span.attributes),
            events: column(records, order, |span| span.events),
            links: column(records, order, |span| span.links),
            repairs: column(records, order, |span| span.repairs),
            dropped: dropped.collect(),
        }
    }

    pub fn id(&self) -> TraceId {
        self.id
    }

    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    pub fn span_count(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// All rows from the first to the last.
    pub fn spans(&self) -> impl DoubleEndedIterator<Item = SpanIdx> + ExactSizeIterator + use<> {
        (0..self.span_count() as u32).map(SpanIdx)
    }

    pub fn span_id(&self, span: SpanIdx) -> SpanId {
        self.ids[span.index()]
    }

    /// The parent's id as written, whether or not that parent is there.
    pub fn parent_id(&self, span: SpanIdx) -> SpanId {
        self.parent_ids[span.index()]
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
        self.names[span.index()]
    }

    pub fn name_text(&self, span: SpanIdx) -> &str {
        self.pool.text(self.name(span))
    }

    pub fn kind(&self, span: SpanIdx) -> SpanKind {
        self.kinds[span.index()]
    }

    pub fn status(&self, span: SpanIdx) -> Status {
        self.statuses[span.index()]
    }

    pub fn is_error(&self, span: SpanIdx) -> bool {
        self.statuses[span.index()] == Status::Error
    }

    pub fn status_message(&self, span: SpanIdx) -> StringId {
        self.status_messages[span.index()]
    }

    pub fn resource_idx(&self, span: SpanIdx) -> ResourceIdx {
        self.resources[span.index()]
    }

    pub fn resource(&self, span: SpanIdx) -> &Resource {
        self.pool.resource(self.resources[span.index()])
    }

    pub fn service(&self, span: SpanIdx) -> StringId {
        self.resource(span).service
    }

    pub fn service_text(&self, span: SpanIdx) -> &str {
        self.pool.text(self.service(span))
    }

    pub fn scope_idx(&self, span: SpanIdx) -> ScopeIdx {
        self.scopes[span.index()]
    }

    pub fn trace_state(&self, span: SpanIdx) -> StringId {
        self.trace_states[span.index()]
    }

    pub fn flags(&self, span: SpanIdx) -> u16 {
        self.flags[span.index()]
    }

    pub fn attributes(&self, span: SpanIdx) -> ColumnRange {
        self.attributes[span.index()]
    }

    pub fn events(&self, span: SpanIdx) -> ColumnRange {
        self.events[span.index()]
    }

    pub fn links(&self, span: SpanIdx) -> ColumnRange {
        self.links[span.index()]
    }

    pub fn repairs(&self, span: SpanIdx) -> Repairs {
        self.repairs[span.index()]
    }

    pub fn dropped(&self, span: SpanIdx) -> Dropped {
        let found = self.dropped.binary_search_by_key(&span, |&(row, _)| row);
        found.map(|index| self.dropped[index].1).unwrap_or_default()
    }

    /// How many spans had each kind of repair, the kinds that occur only.
    pub fn repair_counts(&self) -> Vec<(Repair, usize)> {
        let mut counts = [0usize; Repair::ALL.len()];
        for repairs in self.repairs.iter().filter(|repairs| !repairs.is_empty()) {
            repairs.iter().for_each(|repair| counts[repair as usize] += 1);
        }
        let all = Repair::ALL.into_iter().map(|repair| (repair, counts[repair as usize]));
        all.filter(|&(_, count)| count > 0).collect()
    }

    /// Bytes of memory held by this trace's own columns, the shared pool not counted.
    pub fn heap_bytes(&self) -> usize {
        // Fixed-width columns: the sum of the widths of the fields above.
        const SPAN_BYTES: usize = 3 * 4 + 4 * 8 + 5 * 4 + 2 + 2 + 3 * 8 + 2;
        self.ids.capacity() * SPAN_BYTES + self.dropped.capacity() * 16
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
