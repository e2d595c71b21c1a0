//! Span records in any order become traces.
//!
//! Invariant: spans in = spans in the traces that come out; whatever is wrong with a span
//! becomes a repair on it. Absent: setting spans aside, which is the reader's decision
//! before it calls [`Builder::add`].

use std::sync::Arc;

use super::assemble::assemble;
use super::columns::Trace;
use super::ids::{ResourceIdx, ScopeIdx, TraceId};
use super::logs::{SpanLog, attach};
use super::pool::{Attribute, ColumnRange, Event, Link, Pool, Resource, Scope};
use super::repair::{Repair, Repairs};
use super::span::SpanRecord;
use super::stirred::FileKeyMap;
use super::strings::StringId;
use super::value::Value;

/// A trace of one [`Builder`], numbered in the order of first sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TraceOrdinal(pub u32);

/// Collects spans, then [`Builder::build`]s.
pub struct Builder {
    pool: Pool,
    /// Log records that wait for their spans.
    logs: Vec<SpanLog>,
    trace_ids: Vec<TraceId>,
    ordinals: FileKeyMap<TraceId, TraceOrdinal>,
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
        Builder { pool, logs: Vec::new(), trace_ids: Vec::new(), ordinals: FileKeyMap::default() }
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

    /// The value of a text that may come again.
    pub fn text_value(&mut self, text: &str) -> Value {
        self.pool.text_value(text)
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
        if let Some(last) = self.pool.spans.last_trace()
            && self.trace_ids[last.0 as usize] == id
        {
            return last;
        }
        let next = TraceOrdinal(self.trace_ids.len() as u32);
        let ordinal = *self.ordinals.entry(id).or_insert(next);
        if ordinal == next {
            self.trace_ids.push(id);
        }
        ordinal
    }

    #[inline]
    pub fn add(&mut self, record: SpanRecord) {
        self.pool.spans.push(&record);
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
        attach(logs, &self.trace_ids, &mut self.pool)
    }

    /// Traces seen so far.
    pub fn trace_count(&self) -> usize {
        self.trace_ids.len()
    }

    /// Spans added so far.
    pub fn span_count(&self) -> usize {
        self.pool.spans.len()
    }

    /// A span that was added, by its place among all.
    pub fn record(&self, span: usize) -> SpanRecord {
        self.pool.spans.record(span as u32)
    }

    /// Gives a span other events, and these repairs too.
    pub fn mend_events(&mut self, span: usize, events: ColumnRange, repairs: Repairs) {
        repairs.iter().for_each(|repair| self.pool.spans.repair(span as u32, repair));
        self.pool.spans.set_events(vec![(span as u32, events)]);
    }

    /// Gives the spans from the `first` on this resource, which came after them.
    pub fn set_resource_from(&mut self, first: usize, resource: ResourceIdx) {
        self.pool.spans.resources[first..].fill(resource);
    }

    /// The same for a scope.
    pub fn set_scope_from(&mut self, first: usize, scope: ScopeIdx) {
        self.pool.spans.scopes[first..].fill(scope);
    }

    /// Marks the spans from the `first` on whose resource `is_wanted`.
    pub fn repair_from(
        &mut self,
        first: usize,
        repair: Repair,
        is_wanted: impl Fn(ResourceIdx) -> bool,
    ) {
        let spans = &mut self.pool.spans;
        let resources = spans.resources[first..].iter();
        for (repairs, _) in
            spans.repairs[first..].iter_mut().zip(resources).filter(|(_, at)| is_wanted(**at))
        {
            repairs.add(repair);
        }
    }

    /// Orders every trace's spans as a tree. O(n log n), no recursion.
    pub fn build(mut self) -> Recording {
        self.attach_logs();
        let Builder { mut pool, trace_ids, .. } = self;
        let mut spans = std::mem::take(&mut pool.spans);
        let members = spans.take_by_trace(trace_ids.len());
        let rows: Vec<_> =
            members.into_iter().map(|members| assemble(members, &mut spans, &pool)).collect();
        spans.drop_times();
        pool.spans = spans;
        let pool = Arc::new(pool);
        let traces = trace_ids.into_iter().zip(rows).filter(|(_, rows)| !rows.order.is_empty());
        let traces = traces.map(|(id, rows)| Trace::new(id, pool.clone(), rows)).collect();
        Recording { traces, pool }
    }
}
