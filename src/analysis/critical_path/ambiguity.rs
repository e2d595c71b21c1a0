//! A path's sections become the time in which they leave it open what a span waited for.
//!
//! Invariant: time counts once, however many children ran then. Absent: which child it
//! may have been.

use super::Section;
use super::candidates::blocking_children;
use crate::order;
use crate::trace::{SpanIdx, Trace};

/// The time that `sections` charge to a span while a child of it ran; they are taken apart
/// for it. O(n + s log s) for s sections and the n children of their spans.
pub(super) fn ambiguous_nanos(trace: &Trace, sections: &mut Vec<Section>) -> u64 {
    sections.retain(|section| trace.descendant_count(section.span) > 0);
    order::sort_by_number(sections, |section| section.start_nanos);
    order::sort_by_number(sections, |section| u64::from(section.span.0));
    let families = sections.chunk_by(|a, b| a.span == b.span);
    families.map(|family| nanos_under_children(trace, family)).sum()
}

/// The part of a span's sections, which ascend, that its children cover.
fn nanos_under_children(trace: &Trace, sections: &[Section]) -> u64 {
    let mut sections = sections.iter().peekable();
    let mut sum = 0;
    // By start, their union grows from left to right.
    for (start, end) in union(trace, sections.peek().map(|section| section.span)) {
        while sections.next_if(|section| section.end_nanos <= start).is_some() {}
        while let Some(section) = sections.peek()
            && section.start_nanos < end
        {
            sum += section.end_nanos.min(end) - section.start_nanos.max(start);
            if section.end_nanos > end {
                break;
            }
            sections.next();
        }
    }
    sum
}

/// The time in which some child ran, in disjoint pieces that ascend.
fn union(trace: &Trace, span: Option<SpanIdx>) -> impl Iterator<Item = (u64, u64)> + '_ {
    let mut covered_until = 0;
    let all = move |span: Option<SpanIdx>| {
        span.into_iter().flat_map(|span| blocking_children(trace, span))
    };
    let in_order = span.filter(|_| trace.siblings_come_by_start());
    let mut sorted = Vec::new();
    if in_order.is_none() {
        sorted.extend(all(span));
        order::sort_by_number(&mut sorted, |&child| trace.start_nanos(child));
    }
    let children = all(in_order).chain(sorted);
    children.filter_map(move |child| {
        let (start, end) = (trace.start_nanos(child).max(covered_until), trace.end_nanos(child));
        covered_until = covered_until.max(end);
        (start < end).then_some((start, end))
    })
}
