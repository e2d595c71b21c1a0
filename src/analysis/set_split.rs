//! One set of traces becomes two, to be compared.
//!
//! Invariant: every trace is on one side; both keep the order that the traces have. Absent: the
//! comparison (see `set_comparison`).

use super::facts::entry_root;
use super::span_order::AttributeColumn;
use crate::trace::Trace;

/// Numbers of traces: those for which `is_second` does not hold, and those for which it does.
pub fn split_set(traces: &[&Trace], is_second: impl Fn(&Trace) -> bool) -> [Vec<u32>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    for (number, trace) in (0..).zip(traces) {
        sides[usize::from(is_second(trace))].push(number);
    }
    sides
}

/// Whether the request that a trace records failed: its entry did.
pub fn is_failed_request(trace: &Trace) -> bool {
    entry_root(trace).is_some_and(|entry| trace.is_error(entry))
}

/// Whether a span of a trace, its resource or its scope has an attribute, under any of its names,
/// with a value that reads so. O(n).
pub fn has_value(trace: &Trace, key: &str, value: &str) -> bool {
    let column = AttributeColumn::new(trace.pool(), key);
    let pool = trace.pool();
    !column.is_absent()
        && trace
            .spans()
            .any(|span| column.value(trace, span).is_some_and(|own| pool.value_text(own) == value))
}
