//! Failed spans become a running count, from which any subtree's count is a difference.
//!
//! Invariant: depth-first order makes a subtree one range of rows, so
//! `errors in a..b = before[b] − before[a]`. Absent: which failure caused which.

use crate::trace::Trace;

/// How many spans of the rows before each row failed; one entry more than there are rows.
/// Below a span, not counting itself, there are
/// `before[trace.subtree_end(span)] − before[span + 1]`. O(n) to build, O(1) to ask.
pub fn errors_before(trace: &Trace) -> Vec<u32> {
    let mut before = Vec::with_capacity(trace.span_count() + 1);
    let mut count = 0;
    before.push(count);
    for span in trace.spans() {
        count += u32::from(trace.is_error(span));
        before.push(count);
    }
    before
}
