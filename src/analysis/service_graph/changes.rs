//! Two graphs become one, in which every edge says what changed between them.
//!
//! Invariant: nodes and edges of either are there, by name and kind; of both sides the second
//! one's figures are shown, the first one's only where the second has none. Absent: tests of
//! significance; the bounds below are what an eye would call a change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CallFigures, GraphEdge, GraphNode, NodeKind, ServiceGraph};

/// What happened to an edge from the first graph to the second; what weighs most first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EdgeChange {
    New,
    Gone,
    /// The share of failed calls rose by at least a hundredth.
    Failing,
    /// The 95th percentile rose by at least a quarter, and by a tenth of a millisecond.
    Slower,
    #[default]
    Same,
}

impl EdgeChange {
    pub fn word(self) -> &'static str {
        match self {
            EdgeChange::New => "new",
            EdgeChange::Gone => "gone",
            EdgeChange::Failing => "failing",
            EdgeChange::Slower => "slower",
            EdgeChange::Same => "same",
        }
    }

    fn between(before: &CallFigures, after: &CallFigures) -> EdgeChange {
        const LEAST_NANOS: u64 = 100_000;
        if after.error_ratio() - before.error_ratio() >= 0.01 {
            return EdgeChange::Failing;
        }
        match (before.p95_nanos, after.p95_nanos) {
            (Some(before), Some(after))
                if after.saturating_sub(before) >= (before / 4).max(LEAST_NANOS) =>
            {
                EdgeChange::Slower
            }
            _ => EdgeChange::Same,
        }
    }
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedGraph {
    pub graph: ServiceGraph,
    /// One for each edge, with the figures of the first graph.
    pub changes: Vec<(EdgeChange, Option<CallFigures>)>,
}

type Key<'a> = (&'a str, NodeKind);

fn key(node: &GraphNode) -> Key<'_> {
    (&node.name, node.kind)
}

/// O(n log n) for all nodes and edges.
pub fn compare_graphs(before: &ServiceGraph, after: &ServiceGraph) -> ComparedGraph {
    let mut nodes: BTreeMap<Key<'_>, &GraphNode> = BTreeMap::new();
    nodes.extend(before.nodes.iter().map(|node| (key(node), node)));
    nodes.extend(after.nodes.iter().map(|node| (key(node), node)));
    let places: BTreeMap<Key<'_>, u32> = nodes.keys().copied().zip(0..).collect();
    let mut pairs: BTreeMap<(u32, u32), [Option<&GraphEdge>; 2]> = BTreeMap::new();
    for (side, graph) in [before, after].into_iter().enumerate() {
        for edge in &graph.edges {
            let place = |node: u32| places[&key(&graph.nodes[node as usize])];
            pairs.entry((place(edge.from), place(edge.to))).or_default()[side] = Some(edge);
        }
    }
    let mut compared = ComparedGraph::default();
    compared.graph.nodes = nodes.into_values().cloned().collect();
    for ((from, to), [before, after]) in pairs {
        let Some(shown) = after.or(before) else { continue };
        let change = match (before, after) {
            (Some(before), Some(after)) => EdgeChange::between(&before.figures, &after.figures),
            (None, _) => EdgeChange::New,
            (_, None) => EdgeChange::Gone,
        };
        let mut edge = GraphEdge { from, to, ..shown.clone() };
        if after.is_none() {
            // Their numbers mean traces of the first graph.
            edge.traces.clear();
        }
        compared.graph.edges.push(edge);
        compared.changes.push((change, before.map(|edge| edge.figures)));
    }
    compared.graph.mark_cycles();
    compared
}
