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

use std::ops::Range;

use crate::order;
use crate::trace::{SpanIdx, Trace};

/// The self time of every span in nanoseconds, by row. O(n), and O(n log n) for a trace whose
/// clocks were adjusted.
pub fn self_times(trace: &Trace) -> Vec<u64> {
    self_times_within(trace, &(0..u64::MAX))
}

/// The same of what lies within a stretch of time, in nanoseconds since the epoch.
pub fn self_times_within(trace: &Trace, stretch: &Range<u64>) -> Vec<u64> {
    let whole = |span| within(&(trace.start_nanos(span)..trace.end_nanos(span)), stretch);
    let mut self_nanos: Vec<u64> = trace.spans().map(whole).collect();
    // Up to where the children seen so far cover each span. Siblings come by start, so
    // what a child adds to the union is what lies past this.
    let mut covered_until: Vec<u64> = trace.spans().map(|span| trace.start_nanos(span)).collect();
    for span in by_siblings_start(trace) {
        if let Some(parent) = trace.parent(span) {
            let added = added(trace, span, parent, &mut covered_until[parent.index()]);
            self_nanos[parent.index()] -= within(&added, stretch);
        }
    }
    self_nanos
}

/// Nanoseconds of an interval that lie within another one.
fn within(interval: &Range<u64>, stretch: &Range<u64>) -> u64 {
    interval.end.min(stretch.end).saturating_sub(interval.start.max(stretch.start))
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
fn added(trace: &Trace, child: SpanIdx, parent: SpanIdx, covered_until: &mut u64) -> Range<u64> {
    let start = trace.start_nanos(child).max(*covered_until);
    let end = trace.end_nanos(child).min(trace.end_nanos(parent));
    if end > start {
        *covered_until = end;
    }
    start..end
}
