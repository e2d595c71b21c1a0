//! Nodes, edges and figures in words.
//!
//! Invariant: what is not known is a dash, never a zero. Absent: markup.

use crate::engine::{
    CallFigures, EdgeChange, GraphChange, GraphEdge, GraphNode, NodeKind, ServiceGraph,
};
use crate::format;
use crate::layout::service_map::MapItem;
use crate::state::ShownMap;

pub(super) fn name_of(node: &GraphNode) -> String {
    match node.name.as_str() {
        "" => "unknown service".to_owned(),
        name => format::visible_text(name),
    }
}

/// `service`, `database, postgresql`.
pub(super) fn kind_of(node: &GraphNode) -> String {
    match node.kind {
        NodeKind::Service => "service".to_owned(),
        NodeKind::Database if !node.system.is_empty() => {
            format!("database, {}", format::visible_text(&node.system))
        }
        NodeKind::Database => "database".to_owned(),
        NodeKind::Queue => "queue".to_owned(),
        NodeKind::Outside => "outside, sends no spans".to_owned(),
        NodeKind::Group => format!("{} services drawn as one", node.members),
    }
}

/// What stands beside the name of a callee that is no service.
pub(super) fn tag_of(node: &GraphNode) -> Option<&'static str> {
    (!matches!(node.kind, NodeKind::Service | NodeKind::Group)).then(|| node.kind.name())
}

pub(super) fn duration(nanos: Option<u64>) -> String {
    nanos.map_or_else(|| "–".to_owned(), format::duration)
}

/// `0`, or a share of all.
pub(super) fn errors(figures: &CallFigures) -> String {
    match figures.errors {
        None => "–".to_owned(),
        Some(0) => "0".to_owned(),
        Some(_) => format::percent(figures.error_ratio()),
    }
}

pub(super) fn has_failed(figures: &CallFigures) -> bool {
    figures.errors.is_some_and(|errors| errors > 0)
}

pub(super) fn calls(count: u64) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} call{plural}", format::count(count))
}

/// `order to payment`.
pub(super) fn ends_of(graph: &ServiceGraph, edge: &GraphEdge) -> String {
    let name = |node: u32| name_of(&graph.nodes[node as usize]);
    format!("{} to {}", name(edge.from), name(edge.to))
}

/// The selection, to be said aloud.
pub(super) fn spoken(shown: &ShownMap, item: MapItem, is_pinned: bool) -> String {
    let graph = &shown.graph;
    let (subject, figures) = match item {
        MapItem::Node(node) => {
            let Some(node) = graph.nodes.get(node as usize) else { return String::new() };
            (format!("{}, {}", name_of(node), kind_of(node)), node.figures)
        }
        MapItem::Edge(edge) => {
            let Some(edge) = graph.edges.get(edge as usize) else { return String::new() };
            (format!("Calls from {}", ends_of(graph, edge)), edge.figures)
        }
    };
    let mut words = format!("{subject}: {}", calls(figures.calls));
    if let Some(errors) = figures.errors {
        words += &format!(", {} failed", format::count(errors));
    }
    if let Some(p95) = figures.p95_nanos {
        words += &format!(", p95 {}", format::duration(p95));
    }
    if let Some(change) = shown.change(item).and_then(said_change) {
        words += &format!(", {change}");
    }
    if is_pinned {
        words += ", pinned";
    }
    words
}

/// Durations of several that are drawn as one, of which nobody knows all.
pub(super) fn is_merged(figures: &CallFigures) -> bool {
    figures.calls > 0
        && figures.errors.is_some()
        && (figures.p50_nanos.is_none() || figures.p95_nanos.is_none())
}

/// With a sign before it, as on the drawing.
pub(super) fn change_words(change: &GraphChange) -> Option<String> {
    let sign = match change.0 {
        EdgeChange::Same => return None,
        EdgeChange::New => "+",
        EdgeChange::Gone => "−",
        EdgeChange::Slower => "▲",
        EdgeChange::Failing => "✕",
        EdgeChange::Unknown => "?",
    };
    said_change(change).map(|words| format!("{sign} {words}"))
}

/// What changed since the other map, and what it was there.
fn said_change((change, before): &GraphChange) -> Option<String> {
    let words = match change {
        EdgeChange::Same => return None,
        EdgeChange::New => "new",
        EdgeChange::Gone => "gone",
        EdgeChange::Slower => "slower",
        EdgeChange::Failing => "failing more",
        EdgeChange::Unknown => "only one map knows its errors and durations",
    };
    let mut words = words.to_owned();
    if let Some(before) = before.filter(|_| *change != EdgeChange::Gone) {
        words += &format!(" (before: {}", calls(before.calls));
        if let Some(errors) = before.errors.filter(|&errors| errors > 0) {
            words += &format!(", {} failed", format::count(errors));
        }
        if let Some(p95) = before.p95_nanos {
            words += &format!(", p95 {}", format::duration(p95));
        }
        words.push(')');
    }
    Some(words)
}

/// The one word of it, for tables.
pub(super) fn short_change((change, _): &GraphChange) -> Option<String> {
    let is_told = !matches!(change, EdgeChange::Same | EdgeChange::Unknown);
    is_told.then(|| change_words(&(*change, None)))?
}
