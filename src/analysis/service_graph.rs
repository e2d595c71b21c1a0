//! Traces, or counts of a server, become a graph of who calls whom.
//!
//! A node is a service, or something that services call and that sends no spans itself:
//! a database, a queue, a system outside. An edge is all calls of one by the other.
//!
//! ```text
//! A client ──▶ B server            A → B, once; its figures are those of B's span
//! A client ──▶ nothing             A → what the client's attributes name
//! A producer ──▶ B consumer        A → B, once; also where only a link says it
//! A producer    B consumer         A → queue, queue → B
//! A producers ─▶ B consumer        A → B, once for each producer that it links to
//! ```
//!
//! Invariant: nodes come by name, then kind; edges by caller, then callee; the same traces give
//! the same graph in any order. Absent: places on a screen (see `layout`), and traces' times.

mod changes;
mod cycles;
mod grouping;
mod messages;
mod part;
mod sums;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use changes::{ComparedGraph, EdgeChange, GraphChange, compare_graphs, compare_grouped};
pub use grouping::{GraphGrouping, grouped};
pub use part::{GraphFilter, Hops, filtered, focused};
pub use sums::GraphSums;

/// What a node stands for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum NodeKind {
    #[default]
    Service,
    Database,
    Queue,
    /// Called, and known by its caller's words alone.
    Outside,
    /// Several nodes, drawn as one.
    Group,
}

impl NodeKind {
    pub const ALL: [NodeKind; 5] = [
        NodeKind::Service,
        NodeKind::Database,
        NodeKind::Queue,
        NodeKind::Outside,
        NodeKind::Group,
    ];

    /// One word of lower-case letters.
    pub fn name(self) -> &'static str {
        match self {
            NodeKind::Service => "service",
            NodeKind::Database => "database",
            NodeKind::Queue => "queue",
            NodeKind::Outside => "outside",
            NodeKind::Group => "group",
        }
    }
}

/// Of all calls of an edge, or into a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallFigures {
    pub calls: u64,
    /// `None`: only calls were counted.
    pub errors: Option<u64>,
    /// Durations that half of the calls, and 95 % of them, did not exceed; nearest rank.
    /// `None`: spans were not at hand, or there are no calls.
    pub p50_nanos: Option<u64>,
    pub p95_nanos: Option<u64>,
}

impl CallFigures {
    /// Failed calls as a share of all, 0 where there are none or nobody knows.
    pub fn error_ratio(&self) -> f64 {
        match self.errors {
            Some(errors) if self.calls > 0 => errors as f64 / self.calls as f64,
            _ => 0.0,
        }
    }

    /// Both together. Quantiles do not add up: they are known where one side has no calls, or both
    /// have the same.
    #[must_use]
    pub fn plus(self, other: CallFigures) -> CallFigures {
        if other.calls == 0 {
            return self;
        }
        if self.calls == 0 {
            return other;
        }
        CallFigures {
            calls: self.calls.saturating_add(other.calls),
            errors: self.errors.zip(other.errors).map(|(a, b)| a + b),
            p50_nanos: self.p50_nanos.filter(|_| self.p50_nanos == other.p50_nanos),
            p95_nanos: self.p95_nanos.filter(|_| self.p95_nanos == other.p95_nanos),
        }
    }
}

/// What a node was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphOperation {
    pub name: String,
    pub figures: CallFigures,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphNode {
    pub kind: NodeKind,
    /// Empty for spans that name no service.
    pub name: String,
    /// The software of a database; empty where it is not known.
    pub system: String,
    /// `service.namespace`; empty where it is not known.
    pub namespace: String,
    /// Of the calls into it, those of unknown callers too.
    pub figures: CallFigures,
    /// The most called first.
    pub operations: Vec<GraphOperation>,
    /// Different values of `service.version`.
    pub versions: u32,
    /// Nodes drawn as this one; 0 but for groups.
    pub members: u32,
    /// Whether calls lead from it back to it.
    pub is_in_cycle: bool,
}

impl GraphNode {
    /// What a link calls it: a service's name, or `database:orders`; a service that is really
    /// called so is `service:database:orders`.
    pub fn key(&self) -> String {
        let may_be_other = || {
            let kind = self.name.split_once(':').map(|(kind, _)| kind);
            NodeKind::ALL.iter().any(|one| Some(one.name()) == kind)
        };
        match self.kind {
            NodeKind::Service if !may_be_other() => self.name.clone(),
            kind => format!("{}:{}", kind.name(), self.name),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphEdge {
    /// Places in [`ServiceGraph::nodes`].
    pub from: u32,
    pub to: u32,
    pub figures: CallFigures,
    /// Some of the traces with such a call, as whoever added them numbered them; rising.
    pub traces: Vec<u32>,
    /// Whether it is part of a circle of calls.
    pub is_in_cycle: bool,
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceGraph {
    pub nodes: Vec<GraphNode>,
    pub edges: Vec<GraphEdge>,
}

impl ServiceGraph {
    /// Of calls that were counted: caller, callee, calls. Several of one pair add up.
    /// O(n log n).
    pub fn of_counts<'a>(counts: impl IntoIterator<Item = (&'a str, &'a str, u64)>) -> Self {
        let mut names: BTreeMap<&str, u64> = BTreeMap::new();
        let mut pairs: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for (from, to, calls) in counts {
            names.entry(from).or_default();
            let into = names.entry(to).or_default();
            *into = into.saturating_add(calls);
            let pair = pairs.entry((from, to)).or_default();
            *pair = pair.saturating_add(calls);
        }
        let places: BTreeMap<&str, u32> = names.keys().copied().zip(0..).collect();
        let counted = |calls| CallFigures { calls, ..CallFigures::default() };
        let node = |(name, calls): (&&str, &u64)| GraphNode {
            name: (*name).to_owned(),
            figures: counted(*calls),
            ..GraphNode::default()
        };
        let nodes = names.iter().map(node).collect();
        let edge = |((from, to), calls): (&(&str, &str), &u64)| GraphEdge {
            from: places[from],
            to: places[to],
            figures: counted(*calls),
            ..GraphEdge::default()
        };
        let mut graph = ServiceGraph { nodes, edges: pairs.iter().map(edge).collect() };
        graph.mark_cycles();
        graph
    }

    /// The place of a node by its [`GraphNode::key`]. O(n).
    pub fn place(&self, key: &str) -> Option<u32> {
        self.nodes.iter().position(|node| node.key() == key).map(|place| place as u32)
    }

    /// The place of an edge by its ends'. O(log n).
    pub fn edge_place(&self, from: u32, to: u32) -> Option<usize> {
        self.edges.binary_search_by_key(&(from, to), |edge| (edge.from, edge.to)).ok()
    }

    pub fn ends(&self) -> Vec<(u32, u32)> {
        self.edges.iter().map(|edge| (edge.from, edge.to)).collect()
    }

    /// Nodes that stand for services, those inside groups too, and for anything else.
    pub fn counts(&self) -> (usize, usize) {
        let (mut services, mut others) = (0, 0);
        for node in &self.nodes {
            match node.kind {
                NodeKind::Service => services += 1,
                NodeKind::Group => services += node.members as usize,
                NodeKind::Database | NodeKind::Queue | NodeKind::Outside => others += 1,
            }
        }
        (services, others)
    }

    /// Only some nodes, and all edges among them. `kept`: one for each node. O(n).
    #[must_use]
    pub fn among(&self, kept: &[bool]) -> ServiceGraph {
        let mut next = 0;
        let places: Vec<Option<u32>> = kept
            .iter()
            .map(|&is_kept| {
                let place = is_kept.then_some(next);
                next += u32::from(is_kept);
                place
            })
            .collect();
        let nodes = self.nodes.iter().zip(kept).filter(|&(_, &is_kept)| is_kept);
        let edges = self.edges.iter().filter_map(|edge| {
            let (from, to) = (places[edge.from as usize]?, places[edge.to as usize]?);
            Some(GraphEdge { from, to, ..edge.clone() })
        });
        ServiceGraph {
            nodes: nodes.map(|(node, _)| node.clone()).collect(),
            edges: edges.collect(),
        }
    }

    /// Says of nodes and edges whether they are part of a circle.
    fn mark_cycles(&mut self) {
        let circles = cycles::components(self.nodes.len(), &self.ends());
        let mut sizes = vec![0u32; self.nodes.len()];
        circles.iter().for_each(|&circle| sizes[circle as usize] += 1);
        let circle_of = |node: u32| circles[node as usize];
        for edge in &mut self.edges {
            edge.is_in_cycle = circle_of(edge.from) == circle_of(edge.to);
        }
        for (node, &circle) in self.nodes.iter_mut().zip(&circles) {
            node.is_in_cycle = sizes[circle as usize] > 1;
        }
        for edge in self.edges.iter().filter(|edge| edge.from == edge.to) {
            self.nodes[edge.from as usize].is_in_cycle = true;
        }
    }
}
