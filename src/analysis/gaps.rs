//! Sections of the critical path become the long ones that no span explains.
//!
//! Invariant: a gap is a section of the path (cover mode), so no child that its span waits
//! for ran then. Absent: calls to what sends no spans, and other spans without children:
//! their time has a name. A server or consumer without children is none of those: it is
//! where a service begins, and nothing tells what that did.

use super::critical_path::Section;
use crate::trace::{SpanIdx, SpanKind, Trace};

/// A shorter one is noise, however short the trace.
const LEAST_NANOS: u64 = 1_000_000;
/// What part of the trace a gap takes at least: one in so many.
const LEAST_SHARE: u64 = 10;

/// The sections of `sections` that are gaps, in their order. O(sections + children of the
/// spans with long ones).
pub fn gaps(trace: &Trace, sections: &[Section]) -> Vec<Section> {
    let trace_nanos = trace.latest_nanos() - trace.earliest_nanos();
    let least_nanos = trace_nanos.div_ceil(LEAST_SHARE).max(LEAST_NANOS);
    let is_gap = |section: &&Section| {
        section.duration_nanos() >= least_nanos && is_open(trace, section.span)
    };
    sections.iter().filter(is_gap).copied().collect()
}

/// Whether one would expect to see what the span did.
fn is_open(trace: &Trace, span: SpanIdx) -> bool {
    match trace.kind(span) {
        SpanKind::Client | SpanKind::Producer => false,
        SpanKind::Server | SpanKind::Consumer => true,
        SpanKind::Internal | SpanKind::Unspecified => trace.descendant_count(span) > 0,
    }
}
