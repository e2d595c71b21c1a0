//! The numbers in a trace's head, and running counts over its rows.
//!
//! Invariant: counts are of spans, each counted once. Absent: anything by operation (that
//! is statistics).

use rustc_hash::FxHashMap;

use crate::trace::{Repair, SpanIdx, StringId, Trace};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceFacts {
    pub name: StringId,
    pub spans: usize,
    pub errors: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceFacts {
    /// The earliest start, nanoseconds since the epoch.
    pub start_nanos: u64,
    /// Latest end less earliest start.
    pub duration_nanos: u64,
    /// 1 where all spans are roots; 0 for an empty trace.
    pub max_depth: u32,
    pub spans: usize,
    pub errors: usize,
    pub roots: usize,
    /// Roots whose parent is missing.
    pub orphans: usize,
    /// The earliest root that is no orphan, else the earliest root.
    pub primary_root: Option<SpanIdx>,
    /// In order of first sight by row.
    pub services: Vec<ServiceFacts>,
}

/// O(n).
pub fn facts(trace: &Trace) -> TraceFacts {
    let start_nanos = trace.earliest_nanos();
    let is_orphan = |span: &SpanIdx| trace.repairs(*span).has(Repair::MissingParent);
    let true_root = trace.roots().find(|root| !is_orphan(root));
    TraceFacts {
        start_nanos,
        duration_nanos: trace.latest_nanos() - start_nanos,
        max_depth: trace.max_depth(),
        spans: trace.span_count(),
        errors: trace.spans().filter(|&span| trace.is_error(span)).count(),
        roots: trace.roots().count(),
        orphans: trace.roots().filter(is_orphan).count(),
        primary_root: true_root.or_else(|| trace.roots().next()),
        services: services(trace),
    }
}

fn services(trace: &Trace) -> Vec<ServiceFacts> {
    let mut places: FxHashMap<StringId, usize> = FxHashMap::default();
    let mut services: Vec<ServiceFacts> = Vec::new();
    for span in trace.spans() {
        let name = trace.service(span);
        let place = *places.entry(name).or_insert_with(|| {
            services.push(ServiceFacts { name, spans: 0, errors: 0 });
            services.len() - 1
        });
        services[place].spans += 1;
        services[place].errors += usize::from(trace.is_error(span));
    }
    services
}

/// `result[row]` = failed spans in the rows before `row`; one entry more than there are
/// rows. The errors in a subtree are a difference of two entries. O(n).
pub fn errors_before(trace: &Trace) -> Vec<u32> {
    let mut count = 0;
    let mut before = Vec::with_capacity(trace.span_count() + 1);
    before.push(0);
    for span in trace.spans() {
        count += u32::from(trace.is_error(span));
        before.push(count);
    }
    before
}
