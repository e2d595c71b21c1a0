//! Spans become the time that each spent outside its children.
//!
//! Invariant: self time = duration − the union of the children's intervals, clipped to
//! the span; so it is never negative, and a child that outlives its parent takes nothing
//! from anyone else. Absent: the critical path, which also asks who waited for whom.
//!
//! ```text
//! parent   |==============|        14
//!   child    |====|                 union of the children: 2..10 and 12..14
//!   child       |=====|
//!   child              |=====|      only up to the parent's end
//! self     ==        ==            4
//! ```

use crate::order;
use crate::trace::{SpanIdx, Trace};

/// The self time of every span in nanoseconds, by row. O(n), and O(n log n) for a trace whose
/// clocks were adjusted.
pub fn self_times(trace: &Trace) -> Vec<u64> {
    let mut self_nanos: Vec<u64> = trace.spans().map(|span| trace.duration_nanos(span)).collect();
    // Up to where the children seen so far cover each span. Siblings come by start, so
    // what a child adds to the union is what lies past this.
    let mut covered_until: Vec<u64> = trace.spans().map(|span| trace.start_nanos(span)).collect();
    for span in by_siblings_start(trace) {
        if let Some(parent) = trace.parent(span) {
            let added = added_nanos(trace, span, parent, &mut covered_until[parent.index()]);
            self_nanos[parent.index()] -= added;
        }
    }
    self_nanos
}

/// All spans, siblings by start.
fn by_siblings_start(trace: &Trace) -> impl Iterator<Item = SpanIdx> {
    let is_sorted = trace.siblings_come_by_start();
    let in_order = if is_sorted { trace.span_count() } else { 0 };
    let mut sorted = Vec::new();
    if !is_sorted {
        sorted.extend(trace.spans());
        order::sort_by_number(&mut sorted, |&span| trace.start_nanos(span));
    }
    trace.spans().take(in_order).chain(sorted)
}

/// What `child` adds to the cover of its parent; moves the cover's end.
fn added_nanos(trace: &Trace, child: SpanIdx, parent: SpanIdx, covered_until: &mut u64) -> u64 {
    let start = trace.start_nanos(child).max(*covered_until);
    let end = trace.end_nanos(child).min(trace.end_nanos(parent));
    let added = end.saturating_sub(start);
    if added > 0 {
        *covered_until = end;
    }
    added
}
