//! A graph becomes a smaller one, in which nodes of one family are drawn as one.
//!
//! Invariant: calls are neither lost nor counted twice, those among members apart: they are no
//! edge. Absent: quantiles of several edges drawn as one, which durations alone could give; they are
//! unknown, unless they are the same for all.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CallFigures, GraphEdge, GraphNode, NodeKind, ServiceGraph};

/// What makes nodes a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum GraphGrouping {
    #[default]
    None,
    /// The name up to its first `-`, `_`, `.`, `/` or `:`.
    Prefix,
    /// `service.namespace`.
    Namespace,
}

impl GraphGrouping {
    pub const ALL: [GraphGrouping; 3] =
        [GraphGrouping::None, GraphGrouping::Prefix, GraphGrouping::Namespace];

    /// As links say it.
    pub fn word(self) -> &'static str {
        match self {
            GraphGrouping::None => "none",
            GraphGrouping::Prefix => "prefix",
            GraphGrouping::Namespace => "namespace",
        }
    }

    fn family(self, node: &GraphNode) -> Option<&str> {
        let family = match self {
            GraphGrouping::None => return None,
            GraphGrouping::Prefix => {
                let end = node.name.find(['-', '_', '.', '/', ':'])?;
                &node.name[..end]
            }
            GraphGrouping::Namespace => node.namespace.as_str(),
        };
        (node.kind == NodeKind::Service && !family.is_empty()).then_some(family)
    }
}

/// The graph with families of two and more as one node each, but for those that are `open`.
/// O(n log n).
pub fn grouped(graph: &ServiceGraph, by: GraphGrouping, open: &[String]) -> ServiceGraph {
    Families::of(&[graph], by, open).drawn(graph)
}

/// What is drawn as one, in one graph or in several that are to be alike.
pub(super) struct Families {
    by: GraphGrouping,
    /// Members, in whichever of the graphs.
    sizes: BTreeMap<String, u32>,
}

impl Families {
    pub fn of(graphs: &[&ServiceGraph], by: GraphGrouping, open: &[String]) -> Families {
        let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for node in graphs.iter().flat_map(|graph| &graph.nodes) {
            if let Some(family) = by.family(node) {
                members.entry(family).or_default().insert(&node.name);
            }
        }
        members.retain(|family, all| all.len() > 1 && !open.iter().any(|one| one == family));
        let size = |(family, all): (&str, BTreeSet<&str>)| (family.to_owned(), all.len() as u32);
        Families { by, sizes: members.into_iter().map(size).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// Name and kind of what stands for a node.
    pub fn stand_in<'a>(&self, node: &'a GraphNode) -> (&'a str, NodeKind) {
        match self.by.family(node).filter(|family| self.sizes.contains_key(*family)) {
            Some(family) => (family, NodeKind::Group),
            None => (&node.name, node.kind),
        }
    }

    /// See [`grouped`].
    pub fn drawn(&self, graph: &ServiceGraph) -> ServiceGraph {
        if self.is_empty() {
            return graph.clone();
        }
        let mut nodes: BTreeMap<(&str, NodeKind), GraphNode> = BTreeMap::new();
        for node in &graph.nodes {
            let (name, kind) = self.stand_in(node);
            if kind != NodeKind::Group || node.kind == NodeKind::Group {
                nodes.insert((name, kind), node.clone());
                continue;
            }
            let group = nodes.entry((name, kind)).or_insert_with(|| GraphNode {
                kind,
                name: name.to_owned(),
                members: self.sizes[name],
                ..GraphNode::default()
            });
            group.figures = group.figures.plus(node.figures);
        }
        let places: BTreeMap<(&str, NodeKind), u32> = nodes.keys().copied().zip(0..).collect();
        let place = |node: u32| places[&self.stand_in(&graph.nodes[node as usize])];
        let mut edges: BTreeMap<(u32, u32), GraphEdge> = BTreeMap::new();
        for edge in &graph.edges {
            let (from, to) = (place(edge.from), place(edge.to));
            if from == to && edge.from != edge.to {
                continue;
            }
            let empty = || GraphEdge { from, to, ..GraphEdge::default() };
            edges.entry((from, to)).or_insert_with(empty).take_in(edge);
        }
        let nodes = nodes.into_values().collect();
        let mut smaller = ServiceGraph { nodes, edges: edges.into_values().collect() };
        smaller.mark_cycles();
        smaller
    }
}

impl GraphEdge {
    fn take_in(&mut self, edge: &GraphEdge) {
        let figures: CallFigures = self.figures.plus(edge.figures);
        self.figures = figures;
        self.traces.extend(&edge.traces);
        crate::order::sort(&mut self.traces);
        self.traces.dedup();
    }
}
