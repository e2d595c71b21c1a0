//! Span records in any order become traces.
//!
//! Invariant: spans in = spans in the traces that come out; whatever is wrong with a span
//! becomes a repair on it. Absent: setting spans aside, which is the reader's decision
//! before it calls [`Builder::add`].

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::assemble::assemble;
use super::columns::Trace;
use super::ids::{ResourceIdx, ScopeIdx, TraceId};
use super::logs::{SpanLog, attach};
use super::pool::{Attribute, ColumnRange, Event, Link, Pool, Resource, Scope};
use super::span::SpanRecord;
use super::strings::StringId;

/// A trace of one [`Builder`], numbered in the order of first sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TraceOrdinal(pub u32);

/// Collects spans, then [`Builder::build`]s.
pub struct Builder {
    pool: Pool,
    records: Vec<SpanRecord>,
    /// Log records that wait for their spans.
    logs: Vec<SpanLog>,
    trace_ids: Vec<TraceId>,
    ordinals: FxHashMap<TraceId, TraceOrdinal>,
}

/// What one opening gave: its traces in order of first sight, sharing one pool.
pub struct Recording {
    pub traces: Vec<Trace>,
    pub pool: Arc<Pool>,
}

impl Default for Builder {
    fn default() -> Self {
        let mut pool = Pool::default();
        // Index 0 of both stands for "nothing said".
        pool.push_resource(Resource::default());
        pool.push_scope(Scope::default());
        Builder {
            pool,
            records: Vec::new(),
            logs: Vec::new(),
            trace_ids: Vec::new(),
            ordinals: FxHashMap::default(),
        }
    }
}

impl Builder {
    /// The resource of spans whose producer said nothing about itself.
    pub const NO_RESOURCE: ResourceIdx = ResourceIdx(0);
    /// The scope of spans whose producer named none.
    pub const NO_SCOPE: ScopeIdx = ScopeIdx(0);

    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    pub fn pool_mut(&mut self) -> &mut Pool {
        &mut self.pool
    }

    pub fn intern(&mut self, text: &str) -> StringId {
        self.pool.strings.intern(text)
    }

    pub fn push_attributes(&mut self, attributes: &[Attribute]) -> ColumnRange {
        self.pool.push_attributes(attributes)
    }

    pub fn push_events(&mut self, events: &[Event]) -> ColumnRange {
        self.pool.push_events(events)
    }

    pub fn push_links(&mut self, links: &[Link]) -> ColumnRange {
        self.pool.push_links(links)
    }

    /// The number of the trace with this id, new or known.
    pub fn trace(&mut self, id: TraceId) -> TraceOrdinal {
        if let Some(last) = self.records.last()
            && self.trace_ids[last.trace.0 as usize] == id
        {
            return last.trace;
        }
        let next = TraceOrdinal(self.trace_ids.len() as u32);
        let ordinal = *self.ordinals.entry(id).or_insert(next);
        if ordinal == next {
            self.trace_ids.push(id);
        }
        ordinal
    }

    pub fn add(&mut self, record: SpanRecord) {
        self.records.push(record);
    }

    /// Keeps a log record for its span, which may come later; see [`Builder::attach_logs`].
    pub fn add_log(&mut self, log: SpanLog) {
        self.logs.push(log);
    }

    /// Log records that wait for their spans.
    pub fn log_count(&self) -> usize {
        self.logs.len()
    }

    /// Gives the log records to the spans added so far, as events; says how many name a span
    /// that is not there, and forgets those.
    pub fn attach_logs(&mut self) -> usize {
        let logs = std::mem::take(&mut self.logs);
        attach(logs, &mut self.records, &self.trace_ids, &mut self.pool)
    }

    /// Spans added so far.
    pub fn span_count(&self) -> usize {
        self.records.len()
    }

    /// Lets a decoder mend spans it added before it knew better (a later process table).
    pub fn records_mut(&mut self, from: usize) -> &mut [SpanRecord] {
        &mut self.records[from..]
    }

    /// Orders every trace's spans as a tree. O(n log n), no recursion.
    pub fn build(mut self) -> Recording {
        self.attach_logs();
        let Builder { pool, records, trace_ids, .. } = self;
        let pool = Arc::new(pool);
        let traces = partition(records, trace_ids.len())
            .into_iter()
            .zip(trace_ids)
            .filter(|(records, _)| !records.is_empty())
            .map(|(records, id)| assemble(id, records, &pool))
            .collect();
        Recording { traces, pool }
    }
}

/// One list a trace, each in the order of arrival.
fn partition(records: Vec<SpanRecord>, trace_count: usize) -> Vec<Vec<SpanRecord>> {
    if trace_count == 1 {
        return vec![records];
    }
    let mut counts = vec![0usize; trace_count];
    for record in &records {
        counts[record.trace.0 as usize] += 1;
    }
    let mut parts: Vec<Vec<SpanRecord>> = counts.into_iter().map(Vec::with_capacity).collect();
    for record in records {
        parts[record.trace.0 as usize].push(record);
    }
    parts
}
