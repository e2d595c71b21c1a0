//! Ids become the texts that they came as.
//!
//! Invariant: hexadecimal ids have their full width; the callee's half of a call that shares
//! its caller's id (as Zipkin has it) gets an id of its own, and its children name that one, so
//! that the tree is the same for readers that know no halves. Absent: new ids for duplicates.

use super::json::{push, push_text};
use crate::trace::{CallHalf, Pool, SpanId, SpanIdx, Trace, TraceId};

/// A span's id in quotes; an absent one is empty.
pub(super) fn push_span_id(out: &mut Vec<u8>, pool: &Pool, id: SpanId) {
    match pool.foreign_id_text(u128::from(id.0)) {
        Some(text) => push_text(out, text),
        None if id.is_none() => out.extend_from_slice(b"\"\""),
        None => push(out, format_args!("\"{id}\"")),
    }
}

/// A trace's id in quotes; an absent one is empty. `is_long`: 32 digits, whatever its value.
pub(super) fn push_trace_id(out: &mut Vec<u8>, pool: &Pool, id: TraceId, is_long: bool) {
    match pool.foreign_id_text(id.0) {
        Some(text) => push_text(out, text),
        None if id.is_none() => out.extend_from_slice(b"\"\""),
        None if is_long => push(out, format_args!("\"{:032x}\"", id.0)),
        None => push(out, format_args!("\"{id}\"")),
    }
}

/// The id that the span is written with.
pub(super) fn written_id(trace: &Trace, span: SpanIdx) -> SpanId {
    if is_shared_callee(trace, span) { id_of_callee(trace, span) } else { trace.span_id(span) }
}

/// The parent's id that the span is written with.
pub(super) fn written_parent_id(trace: &Trace, span: SpanIdx) -> SpanId {
    if is_shared_callee(trace, span) {
        return trace.span_id(span);
    }
    match trace.parent(span) {
        Some(parent) if is_shared_callee(trace, parent) => id_of_callee(trace, parent),
        _ => trace.parent_id(span),
    }
}

fn is_shared_callee(trace: &Trace, span: SpanIdx) -> bool {
    trace.half(span) == CallHalf::Server
        && trace.parent(span).is_some_and(|parent| {
            trace.half(parent) == CallHalf::Client && trace.span_id(parent) == trace.span_id(span)
        })
}

/// From the shared id and the service, by FNV-1a: the same in every export.
fn id_of_callee(trace: &Trace, span: SpanIdx) -> SpanId {
    let shared = trace.span_id(span).0.to_be_bytes();
    let bytes = shared.iter().chain(trace.service_text(span).as_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    SpanId(hash | 1)
}
