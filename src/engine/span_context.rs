//! What is around a span: the chain of its parents, its children by operation, and the links
//! of other spans that point at it.
//!
//! Invariant: what is left out of a list is counted. Absent: what the span itself says (see
//! `detail`).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::open_trace::OpenTrace;
use super::protocol::{Ancestors, ChildOperation, ChildrenSummary, IncomingLink, IncomingLinks};
use crate::format::shorten;
use crate::layout::RowKey;
use crate::order;
use crate::trace::{FileKeyMap, LinkKind, SpanId, SpanIdx, StringId, Trace};

const MOST_NAME_CHARS: usize = 200;
/// Ancestors that are told from the root down, and from the parent up.
const FIRST_ANCESTORS: usize = 2;
const LAST_ANCESTORS: usize = 4;
const MOST_OPERATIONS: usize = 5;
const MOST_LINKS: usize = 200;

/// The links of a trace into itself, by the id that they point at.
pub(super) type LinksByTarget = FileKeyMap<SpanId, Vec<(SpanIdx, LinkKind)>>;

/// O(n + links).
pub(super) fn links_by_target(trace: &Trace) -> LinksByTarget {
    let mut found = LinksByTarget::default();
    for span in trace.spans() {
        for link in trace.pool().links(trace.links(span)) {
            if link.trace_id == trace.id() && !link.span_id.is_none() {
                found.entry(link.span_id).or_default().push((span, link.kind));
            }
        }
    }
    found
}

/// As links and the ends of a chain name a span: its row, service and name.
pub(super) fn named(open: &OpenTrace, span: SpanIdx) -> (RowKey, String, String) {
    let text = |text: &str| shorten(text, MOST_NAME_CHARS);
    let trace = &open.trace;
    (open.key_of(span), text(trace.service_text(span)), text(trace.name_text(span)))
}

pub(super) fn relation(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Link => "link",
        LinkKind::FollowsFrom => "follows from",
        LinkKind::ChildOf => "child of",
    }
}

/// The chain from the root to the parent, its middle left out if it is long. O(depth).
pub(super) fn ancestors(open: &OpenTrace, span: SpanIdx) -> Ancestors {
    let up = std::iter::successors(open.trace.parent(span), |&span| open.trace.parent(span));
    let mut chain: Vec<SpanIdx> = up.collect();
    chain.reverse();
    let name = |spans: &[SpanIdx]| spans.iter().map(|&span| named(open, span)).collect();
    if chain.len() <= FIRST_ANCESTORS + LAST_ANCESTORS {
        return Ancestors { first: name(&chain), left_out: 0, last: Vec::new() };
    }
    let last = chain.len() - LAST_ANCESTORS;
    Ancestors {
        first: name(&chain[..FIRST_ANCESTORS]),
        left_out: (last - FIRST_ANCESTORS) as u32,
        last: name(&chain[last..]),
    }
}

/// The operations that took most time among the children. O(c log c) for c children.
pub(super) fn children(open: &OpenTrace, span: SpanIdx) -> ChildrenSummary {
    let trace = &open.trace;
    let mut operations: BTreeMap<(StringId, StringId), ChildOperation> = BTreeMap::new();
    let mut total_nanos = 0u64;
    for child in trace.children(span) {
        let nanos = trace.duration_nanos(child);
        total_nanos = total_nanos.saturating_add(nanos);
        let operation = (trace.service(child), trace.name(child));
        let known = operations.entry(operation).or_insert_with(|| first_of(open, child));
        known.calls += 1;
        known.errors += u32::from(trace.is_error(child));
        known.total_nanos = known.total_nanos.saturating_add(nanos);
        if nanos > known.longest_nanos {
            (known.longest_nanos, known.longest) = (nanos, open.key_of(child));
        }
    }
    let mut top: Vec<ChildOperation> = operations.into_values().collect();
    let count = top.len() as u32;
    order::sort_by(&mut top, |a, b| {
        let weight = |one: &ChildOperation| (Reverse(one.total_nanos), Reverse(one.calls));
        let texts = |one: &ChildOperation| (one.service_name.clone(), one.name.clone());
        weight(a).cmp(&weight(b)).then_with(|| texts(a).cmp(&texts(b)))
    });
    top.truncate(MOST_OPERATIONS);
    ChildrenSummary { total_nanos, operations: count, top }
}

fn first_of(open: &OpenTrace, child: SpanIdx) -> ChildOperation {
    let (longest, service_name, name) = named(open, child);
    let service = open.service_place(child);
    ChildOperation {
        service,
        service_name,
        name,
        calls: 0,
        errors: 0,
        total_nanos: 0,
        longest,
        longest_nanos: 0,
    }
}

/// The spans whose links name this one, in row order.
pub(super) fn incoming_links(open: &OpenTrace, key: RowKey, span: SpanIdx) -> IncomingLinks {
    // An id that several spans share means the first of them, as for links that lead away.
    let is_first = matches!(key, RowKey::Span { ordinal: 0, .. });
    let links = open.links_by_target().get(&open.trace.span_id(span));
    let links = links.filter(|_| is_first).map_or(&[][..], Vec::as_slice);
    let first = links.iter().take(MOST_LINKS).map(|&(from, kind)| IncomingLink {
        relation: relation(kind).to_owned(),
        from: named(open, from),
    });
    IncomingLinks { total: links.len() as u32, first: first.collect() }
}
