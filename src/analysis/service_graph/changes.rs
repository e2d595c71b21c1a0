//! Two graphs become one, in which every node and edge says what changed between them.
//!
//! Invariant: nodes and edges of either are there, by name and kind; of both sides the second
//! one's figures are shown, the first one's only where the second has none. What one side does not
//! know is never a change. Absent: tests of significance; the bounds below are what an eye would
//! call a change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::grouping::{Families, GraphGrouping};
use super::{CallFigures, GraphEdge, GraphNode, NodeKind, ServiceGraph};

/// What happened to a node or an edge from the first graph to the second; what weighs most first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EdgeChange {
    New,
    Gone,
    /// The share of failed calls rose by at least a hundredth.
    Failing,
    /// The 95th percentile rose by at least a quarter, and by a tenth of a millisecond.
    Slower,
    /// Errors or durations are known on one side only.
    Unknown,
    #[default]
    Same,
}

/// With the figures of the first graph.
pub type GraphChange = (EdgeChange, Option<CallFigures>);

impl EdgeChange {
    pub fn word(self) -> &'static str {
        match self {
            EdgeChange::New => "new",
            EdgeChange::Gone => "gone",
            EdgeChange::Failing => "failing",
            EdgeChange::Slower => "slower",
            EdgeChange::Unknown => "unknown",
            EdgeChange::Same => "same",
        }
    }

    fn between(before: &CallFigures, after: &CallFigures) -> EdgeChange {
        const LEAST_NANOS: u64 = 100_000;
        let ratio = |figures: &CallFigures| figures.errors.map(|_| figures.error_ratio());
        let errors = ratio(before).zip(ratio(after));
        if errors.is_some_and(|(before, after)| after - before >= 0.01) {
            return EdgeChange::Failing;
        }
        let durations = before.p95_nanos.zip(after.p95_nanos);
        if durations.is_some_and(|(before, after)| {
            after.saturating_sub(before) >= (before / 4).max(LEAST_NANOS)
        }) {
            return EdgeChange::Slower;
        }
        let known = |figures: &CallFigures| (figures.errors.is_some(), figures.p95_nanos.is_some());
        if known(before) == known(after) { EdgeChange::Same } else { EdgeChange::Unknown }
    }

    fn of(before: Option<&CallFigures>, after: Option<&CallFigures>) -> GraphChange {
        let change = match (before, after) {
            (Some(before), Some(after)) => EdgeChange::between(before, after),
            (None, _) => EdgeChange::New,
            (_, None) => EdgeChange::Gone,
        };
        (change, before.copied())
    }
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedGraph {
    pub graph: ServiceGraph,
    /// One for each edge.
    pub changes: Vec<GraphChange>,
    /// One for each node: of the calls into it.
    pub node_changes: Vec<GraphChange>,
}

type Key<'a> = (&'a str, NodeKind);

fn key(node: &GraphNode) -> Key<'_> {
    (&node.name, node.kind)
}

/// O(n log n) for all nodes and edges.
pub fn compare_graphs(before: &ServiceGraph, after: &ServiceGraph) -> ComparedGraph {
    let mut nodes: BTreeMap<Key<'_>, [Option<&GraphNode>; 2]> = BTreeMap::new();
    for (side, graph) in [before, after].into_iter().enumerate() {
        graph.nodes.iter().for_each(|node| nodes.entry(key(node)).or_default()[side] = Some(node));
    }
    let places: BTreeMap<Key<'_>, u32> = nodes.keys().copied().zip(0..).collect();
    let mut pairs: BTreeMap<(u32, u32), [Option<&GraphEdge>; 2]> = BTreeMap::new();
    for (side, graph) in [before, after].into_iter().enumerate() {
        for edge in &graph.edges {
            let place = |node: u32| places[&key(&graph.nodes[node as usize])];
            pairs.entry((place(edge.from), place(edge.to))).or_default()[side] = Some(edge);
        }
    }
    let mut compared = ComparedGraph::default();
    for [before, after] in nodes.into_values() {
        let figures = |node: Option<&'_ GraphNode>| node.map(|node| node.figures);
        let change = EdgeChange::of(figures(before).as_ref(), figures(after).as_ref());
        compared.node_changes.push(change);
        compared.graph.nodes.extend(after.or(before).cloned());
    }
    for ((from, to), [before, after]) in pairs {
        let Some(shown) = after.or(before) else { continue };
        let figures = |edge: Option<&'_ GraphEdge>| edge.map(|edge| edge.figures);
        let change = EdgeChange::of(figures(before).as_ref(), figures(after).as_ref());
        let mut edge = GraphEdge { from, to, ..shown.clone() };
        if after.is_none() {
            // Their numbers mean traces of the first graph.
            edge.traces.clear();
        }
        compared.graph.edges.push(edge);
        compared.changes.push(change);
    }
    compared.graph.mark_cycles();
    compared
}

/// The same with families drawn as one node each, those that either graph has members of. As
/// quantiles of several edges are unknown, calls among groups are slower if some of them are.
pub fn compare_grouped(
    before: &ServiceGraph,
    after: &ServiceGraph,
    by: GraphGrouping,
    open: &[String],
) -> ComparedGraph {
    let families = Families::of(&[before, after], by, open);
    let mut compared = compare_graphs(&families.drawn(before), &families.drawn(after));
    if families.is_empty() {
        return compared;
    }
    let members = compare_graphs(before, after);
    let (mut of_nodes, mut of_edges) = (BTreeMap::new(), BTreeMap::new());
    let stand_in = |node: u32| families.stand_in(&members.graph.nodes[node as usize]);
    for ((change, _), node) in members.node_changes.iter().zip(0..) {
        take_in(of_nodes.entry(stand_in(node)).or_default(), *change);
    }
    for (edge, (change, _)) in members.graph.edges.iter().zip(&members.changes) {
        let ends = (stand_in(edge.from), stand_in(edge.to));
        take_in(of_edges.entry(ends).or_default(), *change);
    }
    let graph = &compared.graph;
    for (node, (change, _)) in graph.nodes.iter().zip(&mut compared.node_changes) {
        fill_in(change, of_nodes.get(&key(node)));
    }
    for (edge, (change, _)) in graph.edges.iter().zip(&mut compared.changes) {
        let end = |node: u32| key(&graph.nodes[node as usize]);
        fill_in(change, of_edges.get(&(end(edge.from), end(edge.to))));
    }
    compared
}

/// Of what sums cannot tell, the one that weighs most.
fn take_in(known: &mut EdgeChange, member: EdgeChange) {
    if matches!(member, EdgeChange::Slower | EdgeChange::Unknown) {
        *known = (*known).min(member);
    }
}

/// Sums tell of calls and errors, members of durations.
fn fill_in(change: &mut EdgeChange, of_members: Option<&EdgeChange>) {
    if matches!(change, EdgeChange::Same | EdgeChange::Unknown) {
        *change = of_members.copied().unwrap_or_default();
    }
}
