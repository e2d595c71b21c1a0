//! Spans in the order they came in, a column for each of their fields.
//!
//! Invariant: a field that few spans have is kept for those only. A trace's rows point in
//! here, so that putting a trace together moves none of this. Absent: the tree, and texts
//! and attributes, which lie in the pool.

use std::ops::Range;

use super::builder::TraceOrdinal;
use super::ids::{ResourceIdx, ScopeIdx, SpanId};
use super::pool::ColumnRange;
use super::repair::{Repair, Repairs};
use super::span::{CallHalf, Dropped, SpanKind, SpanRecord, Status};
use super::strings::StringId;
use crate::order;

/// See the module. Indices are the order of arrival.
#[derive(Default)]
pub(super) struct SpanColumns {
    traces: Vec<TraceOrdinal>,
    pub ids: Vec<SpanId>,
    pub parent_ids: Vec<SpanId>,
    pub names: Vec<StringId>,
    pub kinds: Vec<SpanKind>,
    pub statuses: Vec<Status>,
    pub resources: Vec<ResourceIdx>,
    pub scopes: Vec<ScopeIdx>,
    pub attributes: Vec<ColumnRange>,
    pub repairs: Vec<Repairs>,
    pub flags: Vec<u16>,
    /// Nanoseconds since the epoch; given up once rows have them.
    pub starts: Vec<u64>,
    pub ends: Vec<u64>,
    status_messages: Few<StringId>,
    trace_states: Few<StringId>,
    events: Few<ColumnRange>,
    links: Few<ColumnRange>,
    dropped: Few<Dropped>,
    halves: Few<CallHalf>,
}

/// A field that few spans have, by the span's index in rising order.
#[derive(Default)]
struct Few<T> {
    spans: Vec<u32>,
    values: Vec<T>,
}

impl<T: Copy + Default + PartialEq> Few<T> {
    #[inline]
    fn push(&mut self, span: u32, value: T) {
        if value != T::default() {
            self.spans.push(span);
            self.values.push(value);
        }
    }

    fn get(&self, span: u32) -> T {
        let found = self.spans.binary_search(&span);
        found.map(|place| self.values[place]).unwrap_or_default()
    }

    /// Reads what spans have whose indices rise, from this one on.
    fn rising_from(&self, first: u32) -> Rising<'_, T> {
        let next = self.spans.partition_point(|&span| span < first);
        Rising { spans: &self.spans[next..], values: &self.values[next..] }
    }

    fn heap_bytes(&self) -> usize {
        self.spans.capacity() * 4 + self.values.capacity() * size_of::<T>()
    }
}

/// What is left of a [`Few`] for spans whose indices rise: a step each instead of a halving.
pub(super) struct Rising<'a, T> {
    spans: &'a [u32],
    values: &'a [T],
}

impl<T: Copy + Default> Rising<'_, T> {
    /// `span`: none before the last one asked for.
    #[inline]
    pub fn get(&mut self, span: u32) -> T {
        while let Some((&at, spans)) = self.spans.split_first()
            && at < span
        {
            (self.spans, self.values) = (spans, &self.values[1..]);
        }
        match self.spans.first() {
            Some(&at) if at == span => self.values[0],
            _ => T::default(),
        }
    }
}

impl SpanColumns {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    #[inline]
    pub fn push(&mut self, record: &SpanRecord) {
        let span = self.ids.len() as u32;
        self.traces.push(record.trace);
        self.ids.push(record.id);
        self.parent_ids.push(record.parent_id);
        self.names.push(record.name);
        self.kinds.push(record.kind);
        self.statuses.push(record.status);
        self.resources.push(record.resource);
        self.scopes.push(record.scope);
        self.attributes.push(record.attributes);
        self.repairs.push(record.repairs);
        self.flags.push(record.flags);
        self.starts.push(record.start_nanos);
        self.ends.push(record.end_nanos);
        self.status_messages.push(span, record.status_message);
        self.trace_states.push(span, record.trace_state);
        self.events.push(span, nothing_if_empty(record.events));
        self.links.push(span, nothing_if_empty(record.links));
        self.dropped.push(span, record.dropped);
        self.halves.push(span, record.half);
    }

    /// The trace of the span that came last.
    pub fn last_trace(&self) -> Option<TraceOrdinal> {
        self.traces.last().copied()
    }

    /// The trace of a span, until [`SpanColumns::take_by_trace`].
    pub fn trace(&self, span: u32) -> TraceOrdinal {
        self.traces[span as usize]
    }

    /// A span as it was pushed, until [`SpanColumns::take_by_trace`].
    pub fn record(&self, span: u32) -> SpanRecord {
        let at = span as usize;
        SpanRecord {
            trace: self.traces[at],
            id: self.ids[at],
            parent_id: self.parent_ids[at],
            name: self.names[at],
            kind: self.kinds[at],
            status: self.statuses[at],
            status_message: self.status_message(span),
            start_nanos: self.starts[at],
            end_nanos: self.ends[at],
            resource: self.resources[at],
            scope: self.scopes[at],
            trace_state: self.trace_state(span),
            flags: self.flags[at],
            attributes: self.attributes[at],
            events: self.events(span),
            links: self.links(span),
            dropped: self.dropped(span),
            half: self.half(span),
            repairs: self.repairs[at],
        }
    }

    /// Replaces the events of these spans.
    pub fn set_events(&mut self, mut changed: Vec<(u32, ColumnRange)>) {
        let old = std::mem::take(&mut self.events);
        // Stable, so that of a span's two ranges the changed one comes last.
        let mut all: Vec<(u32, ColumnRange)> = old.spans.into_iter().zip(old.values).collect();
        all.append(&mut changed);
        order::sort_by_number(&mut all, |&(span, _)| u64::from(span));
        for of_one in all.chunk_by(|a, b| a.0 == b.0) {
            if let Some(&(span, events)) = of_one.last() {
                self.events.push(span, events);
            }
        }
    }

    /// The spans of each trace, in the order they came in; forgets which is whose.
    pub fn take_by_trace(&mut self, trace_count: usize) -> Vec<Vec<u32>> {
        let traces = std::mem::take(&mut self.traces);
        if trace_count == 1 {
            return vec![(0..traces.len() as u32).collect()];
        }
        let mut counts = vec![0usize; trace_count];
        traces.iter().for_each(|trace| counts[trace.0 as usize] += 1);
        let mut parts: Vec<Vec<u32>> = counts.into_iter().map(Vec::with_capacity).collect();
        for (span, trace) in traces.into_iter().enumerate() {
            parts[trace.0 as usize].push(span as u32);
        }
        parts
    }

    /// Makes room for `growth` times as many spans as there are.
    pub fn reserve(&mut self, growth: f64) {
        reserve(&mut self.traces, growth);
        reserve(&mut self.ids, growth);
        reserve(&mut self.parent_ids, growth);
        reserve(&mut self.names, growth);
        reserve(&mut self.kinds, growth);
        reserve(&mut self.statuses, growth);
        reserve(&mut self.resources, growth);
        reserve(&mut self.scopes, growth);
        reserve(&mut self.attributes, growth);
        reserve(&mut self.repairs, growth);
        reserve(&mut self.flags, growth);
        reserve(&mut self.starts, growth);
        reserve(&mut self.ends, growth);
    }

    /// Times are in the rows of the traces now.
    pub fn drop_times(&mut self) {
        self.starts = Vec::new();
        self.ends = Vec::new();
    }

    pub fn repair(&mut self, span: u32, repair: Repair) {
        self.repairs[span as usize].add(repair);
    }

    pub fn status_message(&self, span: u32) -> StringId {
        self.status_messages.get(span)
    }

    pub fn trace_state(&self, span: u32) -> StringId {
        self.trace_states.get(span)
    }

    pub fn events(&self, span: u32) -> ColumnRange {
        self.events.get(span)
    }

    pub fn rising_status_messages(&self, first: u32) -> Rising<'_, StringId> {
        self.status_messages.rising_from(first)
    }

    pub fn rising_events(&self, first: u32) -> Rising<'_, ColumnRange> {
        self.events.rising_from(first)
    }

    pub fn links(&self, span: u32) -> ColumnRange {
        self.links.get(span)
    }

    pub fn half(&self, span: u32) -> CallHalf {
        self.halves.get(span)
    }

    /// From start to end, in nanoseconds since the epoch.
    pub fn times(&self, span: u32) -> Range<u64> {
        self.starts[span as usize]..self.ends[span as usize]
    }

    pub fn dropped(&self, span: u32) -> Dropped {
        self.dropped.get(span)
    }

    /// Bytes of memory held.
    pub fn heap_bytes(&self) -> usize {
        self.ids.capacity() * SPAN_BYTES
            + (self.starts.capacity() + self.ends.capacity()) * 8
            + self.rare_bytes()
    }

    /// Bytes of memory filled.
    pub fn used_bytes(&self) -> usize {
        self.ids.len() * SPAN_BYTES + (self.starts.len() + self.ends.len()) * 8 + self.rare_bytes()
    }

    fn rare_bytes(&self) -> usize {
        self.status_messages.heap_bytes()
            + self.trace_states.heap_bytes()
            + self.events.heap_bytes()
            + self.links.heap_bytes()
            + self.dropped.heap_bytes()
            + self.halves.heap_bytes()
    }
}

/// The widths of the columns that every span fills, times apart.
const SPAN_BYTES: usize = 4 + 2 * 8 + 3 * 4 + 2 + 8 + 2 * 2;

/// Makes room for `growth` times as many elements. Where there is none the column grows by
/// itself, later and in larger steps.
pub(super) fn reserve<T>(column: &mut Vec<T>, growth: f64) {
    let additional = (column.len() as f64 * growth) as usize;
    column.try_reserve_exact(additional).unwrap_or_default();
}

/// An empty range says nothing, wherever it lies.
fn nothing_if_empty(range: ColumnRange) -> ColumnRange {
    if range.is_empty() { ColumnRange::default() } else { range }
}
