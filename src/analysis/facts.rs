//! A trace becomes the numbers at its head.
//!
//! Invariant: every span is counted once, in one service, and in `roots` or `orphans` if
//! it has no parent. Absent: texts; services are named by their interned names.

use rustc_hash::FxHashMap;

use crate::trace::{Repair, SpanIdx, StringId, Trace};

/// The numbers at the head of a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceFacts {
    /// The earliest start, in nanoseconds since the epoch; 0 for an empty trace.
    pub start_nanos: u64,
    /// From the earliest start to the latest end.
    pub duration_nanos: u64,
    /// 1 for roots alone; 0 for an empty trace.
    pub max_depth: u32,
    pub spans: usize,
    pub errors: usize,
    /// Spans without a parent that were meant to have none, or whose circle was cut.
    pub roots: usize,
    /// Spans whose parent is not in the trace.
    pub orphans: usize,
    /// The earliest root, an orphan only if there is no other.
    pub primary_root: Option<SpanIdx>,
    /// In the order of the rows.
    pub services: Vec<ServiceFacts>,
}

/// A service's part in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceFacts {
    /// Empty for spans that name no service.
    pub name: StringId,
    pub spans: usize,
    pub errors: usize,
}

/// O(n).
pub fn facts(trace: &Trace) -> TraceFacts {
    let start_nanos = trace.earliest_nanos();
    let orphans = trace.roots().filter(|&root| is_orphan(trace, root)).count();
    TraceFacts {
        start_nanos,
        duration_nanos: trace.latest_nanos() - start_nanos,
        max_depth: trace.max_depth(),
        spans: trace.span_count(),
        errors: trace.spans().filter(|&span| trace.is_error(span)).count(),
        roots: trace.roots().count() - orphans,
        orphans,
        primary_root: entry_root(trace),
        services: services(trace),
    }
}

/// The span that everything began with, as far as one can tell: the earliest root, of equal
/// ones the longest; an orphan only if there is no other. O(roots).
pub fn entry_root(trace: &Trace) -> Option<SpanIdx> {
    // Roots come by start, then by length.
    trace.roots().find(|&root| !is_orphan(trace, root)).or(trace.roots().next())
}

fn is_orphan(trace: &Trace, root: SpanIdx) -> bool {
    trace.repairs(root).has(Repair::MissingParent)
}

fn services(trace: &Trace) -> Vec<ServiceFacts> {
    let mut services: Vec<ServiceFacts> = Vec::new();
    let mut places: FxHashMap<StringId, usize> = FxHashMap::default();
    // A resource has one service, so names are looked up once a resource, not once a span.
    let mut place_of_resource: Vec<Option<usize>> = vec![None; trace.pool().resources().len()];
    for span in trace.spans() {
        let resource = &mut place_of_resource[trace.resource_idx(span).0 as usize];
        let place = *resource.get_or_insert_with(|| {
            let name = trace.service(span);
            *places.entry(name).or_insert_with(|| {
                services.push(ServiceFacts { name, spans: 0, errors: 0 });
                services.len() - 1
            })
        });
        services[place].spans += 1;
        services[place].errors += usize::from(trace.is_error(span));
    }
    services
}
