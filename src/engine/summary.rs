//! The head of a trace: what it is called and what is in it.
//!
//! Invariant: numbers agree with the facts; the listing is the summary's first part.
//! Absent: opinions (findings).

use super::open_trace::{OpenTrace, orphan_count};
use super::protocol::{RepairListing, ServiceListing, Summary, TraceListing};
use crate::format::shorten;
use crate::layout::RowKey;
use crate::trace::Repair;

/// Spans that a repair names in the summary.
const FIRST_REPAIRED: usize = 20;
const MOST_NAME_CHARS: usize = 400;

pub(super) fn listing(open: &OpenTrace) -> TraceListing {
    let facts = &open.facts;
    let root = facts.primary_root;
    let text = |text: Option<&str>| shorten(text.unwrap_or_default(), MOST_NAME_CHARS);
    TraceListing {
        trace: open.name,
        id_text: open.trace.pool().trace_id_text(open.trace.id()),
        root_service: text(root.map(|root| open.trace.service_text(root))),
        root_name: text(root.map(|root| open.trace.name_text(root))),
        start_nanos: facts.start_nanos,
        duration_nanos: facts.duration_nanos,
        spans: open.trace.span_count() as u32,
        errors: facts.errors as u32,
        services: facts.services.len() as u32,
    }
}

pub(super) fn summary(open: &OpenTrace) -> Summary {
    let facts = &open.facts;
    let services = facts.services.iter().map(|service| ServiceListing {
        name: shorten(open.trace.pool().text(service.name), MOST_NAME_CHARS),
        spans: service.spans as u32,
        errors: service.errors as u32,
    });
    Summary {
        listing: listing(open),
        depth: facts.max_depth,
        orphans: if open.is_partial { 0 } else { orphan_count(&open.trace) },
        is_partial: open.is_partial,
        roots: facts.roots as u32,
        services: services.collect(),
        repairs: repairs(open),
        format: open.format.clone(),
        source: open.source.clone(),
    }
}

fn repairs(open: &OpenTrace) -> Vec<RepairListing> {
    let counts = open.trace.repair_counts();
    counts
        .into_iter()
        .filter(|&(repair, _)| !open.is_partial || repair != Repair::MissingParent)
        .map(|(repair, count)| RepairListing {
            explanation: repair.explanation().to_owned(),
            count: count as u32,
            first: first_repaired(open, repair),
        })
        .collect()
}

fn first_repaired(open: &OpenTrace, repair: Repair) -> Vec<RowKey> {
    let repaired = open.trace.spans().filter(|&span| open.trace.repairs(span).has(repair));
    repaired.take(FIRST_REPAIRED).map(|span| open.key_of(span)).collect()
}
