//! A trace becomes the calls that its services were asked for: the spans that work enters a
//! service by.
//!
//! Invariant: a span is an entry for what it and its parent say alone, so a call is counted once,
//! however many spans a service makes of it. Absent: figures (see `measures`).

use crate::trace::{SpanIdx, SpanKind, Trace};

/// Whether work enters a service with this span: it says that it serves or consumes, or nothing of
/// its service is above it.
pub fn is_entry(trace: &Trace, span: SpanIdx) -> bool {
    if matches!(trace.kind(span), SpanKind::Server | SpanKind::Consumer) {
        return true;
    }
    trace.parent(span).is_none_or(|parent| trace.service(parent) != trace.service(span))
}

/// The entries of one service, in the order of rows. O(n).
pub fn entry_calls<'a>(trace: &'a Trace, service: &str) -> impl Iterator<Item = SpanIdx> + use<'a> {
    // A name stands in the pool once.
    let named = trace.spans().find(|&span| trace.service_text(span) == service);
    let wanted = named.map(|span| trace.service(span));
    trace.spans().filter(move |&span| {
        wanted.is_some_and(|wanted| trace.service(span) == wanted) && is_entry(trace, span)
    })
}
