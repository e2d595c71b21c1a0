//! Self time: how long a span did something that no child of it did.
//!
//! ```text
//! parent   |==================|
//! a           |=====|
//! b              |=====|
//! self     ===         =======    (not 18 - 7 - 7)
//! ```
//!
//! Invariant: never negative, never more than the duration. Absent: children of children;
//! what a grandchild does outside its own parent is not looked at.

use crate::trace::Trace;

/// Nanoseconds by row: the duration less the union of the children's intervals, clipped to
/// the span. O(n), since siblings are ordered by start.
pub fn self_times(trace: &Trace) -> Vec<u64> {
    let mut self_nanos: Vec<u64> = trace.spans().map(|span| trace.duration_nanos(span)).collect();
    // How far each span is covered by the children seen so far, as an end time.
    let mut covered_to: Vec<u64> = trace.spans().map(|span| trace.start_nanos(span)).collect();
    for span in trace.spans() {
        let Some(parent) = trace.parent(span) else { continue };
        let end = trace.end_nanos(span).min(trace.end_nanos(parent));
        let start = trace.start_nanos(span).max(covered_to[parent.index()]);
        if end > start {
            self_nanos[parent.index()] -= end - start;
            covered_to[parent.index()] = end;
        }
    }
    self_nanos
}
