//! A graph becomes a smaller one, in which nodes of one family are drawn as one.
//!
//! Invariant: calls are neither lost nor counted twice, those among members apart: they are no
//! edge. Absent: quantiles of several edges drawn as one, which durations alone could give.

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
    let mut sizes: BTreeMap<&str, u32> = BTreeMap::new();
    for family in graph.nodes.iter().filter_map(|node| by.family(node)) {
        *sizes.entry(family).or_default() += 1;
    }
    let open: BTreeSet<&str> = open.iter().map(String::as_str).collect();
    sizes.retain(|family, size| *size > 1 && !open.contains(family));
    if sizes.is_empty() {
        return graph.clone();
    }
    let mut nodes: BTreeMap<(String, NodeKind), GraphNode> = BTreeMap::new();
    let mut keys = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let family = by.family(node).filter(|family| sizes.contains_key(family));
        let key = match family {
            Some(family) => (family.to_owned(), NodeKind::Group),
            None => (node.name.clone(), node.kind),
        };
        match (family, nodes.get_mut(&key)) {
            (Some(_), Some(group)) => group.take_in(node),
            (Some(family), None) => {
                let mut group = GraphNode::default();
                (group.kind, group.name) = (NodeKind::Group, family.to_owned());
                group.take_in(node);
                nodes.insert(key.clone(), group);
            }
            (None, _) => {
                nodes.insert(key.clone(), node.clone());
            }
        }
        keys.push(key);
    }
    let places: BTreeMap<&(String, NodeKind), u32> = nodes.keys().zip(0..).collect();
    let places: Vec<u32> = keys.iter().map(|key| places[key]).collect();
    let mut edges: BTreeMap<(u32, u32), GraphEdge> = BTreeMap::new();
    for edge in &graph.edges {
        let (from, to) = (places[edge.from as usize], places[edge.to as usize]);
        let (own_from, own_to) = (edge.from, edge.to);
        if from == to && own_from != own_to {
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

impl GraphNode {
    fn take_in(&mut self, member: &GraphNode) {
        self.figures = self.figures.plus(member.figures);
        self.members += 1;
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
