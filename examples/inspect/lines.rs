//! Traces, spans and critical paths become the objects that are printed.
//!
//! Invariant: the fields and their order are part of the tool; others may be added at the
//! end. Absent: printing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use spanscope::analysis::{PathMode, critical_paths, facts, self_times};
use spanscope::ingest::Outcome;
use spanscope::trace::{Repair, Trace};

#[derive(Serialize)]
pub struct TraceLine<'a> {
    file: &'a str,
    /// Null if the file's format is not known, which only an empty trace can have.
    format: Option<&'static str>,
    trace_id: String,
    spans: usize,
    services: BTreeSet<&'a str>,
    roots: usize,
    orphans: usize,
    errors: usize,
    depth: u32,
    start_ns: u64,
    end_ns: u64,
    duration_ns: u64,
    warnings: BTreeMap<&'static str, usize>,
    /// Spans of the whole file that are in no trace.
    set_aside: usize,
}

#[derive(Serialize)]
pub struct SpanLine<'a> {
    id: String,
    parent_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing_parent_id: Option<String>,
    trace_id: String,
    service: &'a str,
    name: &'a str,
    kind: &'static str,
    status: &'static str,
    start_ns: u64,
    duration_ns: u64,
    self_ns: u64,
    depth: u32,
}

#[derive(Serialize)]
pub struct PathLine {
    trace_id: String,
    root: String,
    mode: &'static str,
    duration_ns: u64,
    ambiguous_ns: u64,
    /// Span id, start, end.
    sections: Vec<(String, u64, u64)>,
}

pub fn trace_line<'a>(file: &'a str, outcome: &Outcome, trace: &'a Trace) -> TraceLine<'a> {
    let facts = facts(trace);
    let format = outcome.sources.first().and_then(|source| source.format);
    TraceLine {
        file,
        format: format.map(|format| format.name()),
        trace_id: trace.pool().trace_id_text(trace.id()),
        spans: facts.spans,
        services: facts.services.iter().map(|service| trace.pool().text(service.name)).collect(),
        roots: facts.roots,
        orphans: facts.orphans,
        errors: facts.errors,
        depth: facts.max_depth,
        start_ns: facts.start_nanos,
        end_ns: facts.start_nanos + facts.duration_nanos,
        duration_ns: facts.duration_nanos,
        warnings: warnings(outcome, trace),
        set_aside: outcome.set_aside.len(),
    }
}

/// Repairs of the trace's spans, then what was odd about the whole file, which is the same for
/// each of its traces (as the help says). A kind that is both is counted by span.
fn warnings(outcome: &Outcome, trace: &Trace) -> BTreeMap<&'static str, usize> {
    let of_file = outcome.warnings.iter().map(|warning| (warning.kind.name(), warning.count));
    let of_spans = trace.repair_counts().into_iter();
    of_file.chain(of_spans.map(|(repair, count)| (repair.name(), count))).collect()
}

/// In depth-first order: a parent before its children, a subtree in one piece.
pub fn span_lines(trace: &Trace) -> impl Iterator<Item = SpanLine<'_>> {
    let pool = trace.pool();
    let self_nanos = self_times(trace);
    let trace_id = pool.trace_id_text(trace.id());
    trace.spans().map(move |span| {
        let is_orphan = trace.repairs(span).has(Repair::MissingParent);
        let parent = trace.parent(span).map(|parent| trace.span_id(parent));
        let missing = is_orphan.then(|| trace.parent_id(span));
        SpanLine {
            id: pool.span_id_text(trace.span_id(span)),
            parent_id: parent.map(|id| pool.span_id_text(id)),
            missing_parent_id: missing.map(|id| pool.span_id_text(id)),
            trace_id: trace_id.clone(),
            service: trace.service_text(span),
            name: trace.name_text(span),
            kind: trace.kind(span).name(),
            status: trace.status(span).name(),
            start_ns: trace.start_nanos(span),
            duration_ns: trace.duration_nanos(span),
            self_ns: self_nanos[span.index()],
            depth: trace.depth(span),
        }
    })
}

/// One for each root, orphans included, in the order of the spans.
pub fn path_lines(trace: &Trace, mode: PathMode) -> impl Iterator<Item = PathLine> {
    let pool = trace.pool();
    let id = |span| pool.span_id_text(trace.span_id(span));
    critical_paths(trace, mode).into_iter().map(move |path| PathLine {
        trace_id: pool.trace_id_text(trace.id()),
        root: id(path.root),
        mode: match mode {
            PathMode::Cover => "cover",
            PathMode::HappensBefore => "happens-before",
        },
        duration_ns: trace.duration_nanos(path.root),
        ambiguous_ns: path.ambiguous_nanos,
        sections: path
            .sections
            .iter()
            .map(|section| (id(section.span), section.start_nanos, section.end_nanos))
            .collect(),
    })
}
