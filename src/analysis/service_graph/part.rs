//! A graph becomes a part of it: what lies near a node, what a filter lets through.
//!
//! Invariant: whatever two nodes are kept, so is the edge between them, unless a filter on edges
//! leaves it out. Absent: dimming, which whoever draws does.

use serde::{Deserialize, Serialize};

use super::ServiceGraph;
use super::cycles::Neighbours;

/// How far from a node one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hops {
    /// Against the calls.
    pub up: u8,
    pub down: u8,
}

impl Hops {
    /// In each direction, of what can be chosen.
    pub const MOST: u8 = 9;
}

impl Default for Hops {
    fn default() -> Hops {
        Hops { up: 2, down: 2 }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphFilter {
    /// In the name, whatever its case; what such nodes call or are called by stays, too.
    pub name: String,
    /// Of an edge.
    pub least_calls: u64,
    /// Only edges with a failed call.
    pub is_failing: bool,
}

impl GraphFilter {
    pub fn is_empty(&self) -> bool {
        self.name.trim().is_empty() && self.least_calls <= 1 && !self.is_failing
    }
}

/// One for each node: whether it is within reach. O(nodes + edges).
pub fn focused(graph: &ServiceGraph, focus: u32, hops: Hops) -> Vec<bool> {
    let mut is_near = vec![false; graph.nodes.len()];
    let forward = graph.edges.iter().map(|edge| (edge.from, edge.to));
    let backward = graph.edges.iter().map(|edge| (edge.to, edge.from));
    reach(&Neighbours::of(graph.nodes.len(), forward), focus, hops.down, &mut is_near);
    reach(&Neighbours::of(graph.nodes.len(), backward), focus, hops.up, &mut is_near);
    is_near
}

fn reach(neighbours: &Neighbours, from: u32, hops: u8, is_near: &mut [bool]) {
    let mut is_reached = vec![false; is_near.len()];
    let Some(first) = is_reached.get_mut(from as usize) else { return };
    *first = true;
    let mut ring = vec![from];
    for _ in 0..hops {
        let mut next = Vec::new();
        for node in ring {
            for &other in neighbours.of_node(node) {
                if !std::mem::replace(&mut is_reached[other as usize], true) {
                    next.push(other);
                }
            }
        }
        ring = next;
    }
    for (near, reached) in is_near.iter_mut().zip(is_reached) {
        *near |= reached;
    }
}

/// Only the edges that a filter lets through, and the nodes that are theirs; a node whose own
/// name is meant stays without edges. O(nodes + edges).
pub fn filtered(graph: &ServiceGraph, filter: &GraphFilter) -> ServiceGraph {
    if filter.is_empty() {
        return graph.clone();
    }
    let wanted = filter.name.trim().to_lowercase();
    let is_meant = |name: &str| wanted.is_empty() || name.to_lowercase().contains(&wanted);
    let meant: Vec<bool> = graph.nodes.iter().map(|node| is_meant(&node.name)).collect();
    let mut part = graph.clone();
    part.edges.retain(|edge| {
        (meant[edge.from as usize] || meant[edge.to as usize])
            && edge.figures.calls >= filter.least_calls
            && (!filter.is_failing || edge.figures.errors.is_some_and(|errors| errors > 0))
    });
    let mut kept = if wanted.is_empty() { vec![false; meant.len()] } else { meant };
    for edge in &part.edges {
        kept[edge.from as usize] = true;
        kept[edge.to as usize] = true;
    }
    part.among(&kept)
}
