//! Spans that were called by the same path become one node of a tree: the aggregated flame
//! graph.
//!
//! ```text
//! GET / 30 ┬ auth 5            GET /  |==============================|
//!          ├ query 8     =>    query  |================|
//!          └ query 8           auth                     |====|
//! ```
//!
//! A path is the service and name of a span and of each ancestor. A node is as wide as its
//! time: the self times of its spans and of all that was called from them, so it adds up
//! work, and what ran in parallel is wider than the clock would say.
//!
//! Invariant: a node's total is its own self time and its children's totals; the totals of
//! the roots are the self time of the trace. Children come with the largest total first,
//! then by name. Absent: pixels, but for the least width that is asked about.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::order;
use crate::trace::{SpanIdx, StringId, Trace};

/// Spans of one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SumNode {
    pub service: StringId,
    pub name: StringId,
    /// The first of its spans, in row order.
    pub span: SpanIdx,
    /// Place of the parent; `None` for a root.
    pub parent: Option<u32>,
    /// 1 for a root.
    pub depth: u32,
    /// One past the last place of its subtree.
    pub subtree_end: u32,
    pub count: u32,
    pub errors: u32,
    /// Of its spans.
    pub self_nanos: u64,
    /// Of its spans and all that they called.
    pub total_nanos: u64,
    /// Totals of all that lies left of it.
    pub left_nanos: u64,
}

/// Nodes in depth-first order; a node's index in the list is called its place.
pub struct FlameSum {
    nodes: Vec<SumNode>,
    /// The place of the node of every row.
    node_of: Vec<u32>,
}

/// A node as wide as its share of what is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SumShare {
    pub place: u32,
    /// From 0 to 1, as `right_ratio`.
    pub left_ratio: f64,
    pub right_ratio: f64,
}

impl FlameSum {
    /// `self_nanos` by row. O(n + m log m) for m nodes.
    pub fn of(trace: &Trace, self_nanos: &[u64]) -> FlameSum {
        let (mut nodes, mut node_of) = merge_paths(trace, self_nanos);
        // A parent comes before its children, so from the end totals are complete.
        for place in (0..nodes.len()).rev() {
            if let Some(parent) = nodes[place].parent {
                let total_nanos = nodes[place].total_nanos;
                let above = &mut nodes[parent as usize].total_nanos;
                *above = above.saturating_add(total_nanos);
            }
        }
        let order = left_heavy(trace, &nodes);
        let mut places = vec![0u32; nodes.len()];
        order.iter().zip(0..).for_each(|(&old, new)| places[old as usize] = new);
        let mut nodes: Vec<SumNode> = order.iter().map(|&old| nodes[old as usize]).collect();
        for node in &mut nodes {
            node.parent = node.parent.map(|parent| places[parent as usize]);
        }
        node_of.iter_mut().for_each(|node| *node = places[*node as usize]);
        close_subtrees(&mut nodes);
        lay_out(&mut nodes);
        FlameSum { nodes, node_of }
    }

    pub fn nodes(&self) -> &[SumNode] {
        &self.nodes
    }

    pub fn place_of(&self, span: SpanIdx) -> u32 {
        self.node_of[span.index()]
    }

    /// The total of a node, or of all roots: the self time of the trace.
    pub fn total_nanos(&self, root: Option<u32>) -> u64 {
        if let Some(root) = root {
            return self.nodes[root as usize].total_nanos;
        }
        let roots = self.nodes.iter().filter(|node| node.parent.is_none());
        roots.fold(0, |sum, node| sum.saturating_add(node.total_nanos))
    }

    /// The places of a node and all below it, or of all.
    pub fn places(&self, root: Option<u32>) -> Range<u32> {
        root.map_or(0..self.nodes.len() as u32, |root| root..self.nodes[root as usize].subtree_end)
    }

    /// The nodes from `root` down (or all) that are at least `least_ratio` wide, of the depths
    /// that are asked for, in depth-first order. O(nodes that are wide enough, of all depths
    /// down to the last).
    pub fn shares(&self, root: Option<u32>, least_ratio: f64, depths: Range<u32>) -> Vec<SumShare> {
        let Range { start: mut place, end } = self.places(root);
        let whole = self.total_nanos(root).max(1) as f64;
        let origin = if place < end { self.nodes[place as usize].left_nanos } else { 0 };
        let mut shares = Vec::new();
        while place < end {
            let node = &self.nodes[place as usize];
            let width_ratio = node.total_nanos as f64 / whole;
            if width_ratio < least_ratio || node.total_nanos == 0 {
                // Its later siblings are no wider.
                let parent = node.parent.filter(|_| Some(place) != root);
                place = parent.map_or(end, |parent| self.nodes[parent as usize].subtree_end);
                continue;
            }
            if depths.contains(&node.depth) {
                let left_ratio = (node.left_nanos - origin) as f64 / whole;
                let right_ratio = (left_ratio + width_ratio).min(1.0);
                shares.push(SumShare { place, left_ratio, right_ratio });
            }
            let is_lowest = node.depth + 1 >= depths.end;
            place = if is_lowest { node.subtree_end } else { place + 1 };
        }
        shares
    }

    /// By place: whether any span of the node is wanted. O(n).
    pub fn nodes_with(&self, is_wanted: impl Fn(SpanIdx) -> bool) -> Vec<bool> {
        let mut wanted = vec![false; self.nodes.len()];
        for (row, &node) in self.node_of.iter().enumerate() {
            wanted[node as usize] |= is_wanted(SpanIdx(row as u32));
        }
        wanted
    }

    /// Bytes of memory held.
    pub fn heap_bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<SumNode>() + self.node_of.capacity() * size_of::<u32>()
    }
}

/// Nodes in the order of their first spans, with totals of their own spans only, and the
/// place of every row's.
fn merge_paths(trace: &Trace, self_nanos: &[u64]) -> (Vec<SumNode>, Vec<u32>) {
    let mut nodes: Vec<SumNode> = Vec::new();
    let mut node_of: Vec<u32> = Vec::with_capacity(trace.span_count());
    let mut known: FxHashMap<(Option<u32>, StringId, StringId), u32> = FxHashMap::default();
    for span in trace.spans() {
        let parent = trace.parent(span).map(|parent| node_of[parent.index()]);
        let (service, name) = (trace.service(span), trace.name(span));
        let place = *known.entry((parent, service, name)).or_insert(nodes.len() as u32);
        if place as usize == nodes.len() {
            nodes.push(SumNode {
                service,
                name,
                span,
                parent,
                depth: trace.depth(span),
                subtree_end: 0,
                count: 0,
                errors: 0,
                self_nanos: 0,
                total_nanos: 0,
                left_nanos: 0,
            });
        }
        let node = &mut nodes[place as usize];
        node.count += 1;
        node.errors += u32::from(trace.is_error(span));
        node.self_nanos = node.self_nanos.saturating_add(self_nanos[span.index()]);
        node.total_nanos = node.self_nanos;
        node_of.push(place);
    }
    (nodes, node_of)
}

/// The places of nodes in depth-first order, the largest totals first.
fn left_heavy(trace: &Trace, nodes: &[SumNode]) -> Vec<u32> {
    let text = |place: u32| {
        let node = &nodes[place as usize];
        (trace.pool().text(node.name), trace.pool().text(node.service))
    };
    let mut siblings: Vec<u32> = (0..nodes.len() as u32).collect();
    order::sort_places(&mut siblings, |one, other| {
        let key = |place: u32| {
            let node = &nodes[place as usize];
            (node.parent, Reverse(node.total_nanos))
        };
        key(one).cmp(&key(other)).then_with(|| text(one).cmp(&text(other)))
    });
    // Where the children of each node begin among the siblings.
    let first_of = |parent: Option<u32>| {
        siblings.partition_point(|&place| nodes[place as usize].parent < parent)
    };
    let family = |parent: Option<u32>| {
        let after = parent.map_or(0, |parent| parent + 1);
        &siblings[first_of(parent)..first_of(Some(after))]
    };
    let mut order = Vec::with_capacity(nodes.len());
    let mut stack: Vec<u32> = family(None).iter().rev().copied().collect();
    while let Some(place) = stack.pop() {
        order.push(place);
        stack.extend(family(Some(place)).iter().rev());
    }
    order
}

fn close_subtrees(nodes: &mut [SumNode]) {
    for place in (0..nodes.len()).rev() {
        let end = nodes[place].subtree_end.max(place as u32 + 1);
        nodes[place].subtree_end = end;
        if let Some(parent) = nodes[place].parent {
            let above = &mut nodes[parent as usize].subtree_end;
            *above = end.max(*above);
        }
    }
}

/// Children lie side by side from their parent's left edge; what is left is its own time.
fn lay_out(nodes: &mut [SumNode]) {
    let mut next_root = 0u64;
    // Where the next child of each node begins.
    let mut next_child = vec![0u64; nodes.len()];
    for place in 0..nodes.len() {
        let SumNode { parent, total_nanos, .. } = nodes[place];
        let next = match parent {
            Some(parent) => &mut next_child[parent as usize],
            None => &mut next_root,
        };
        let left_nanos = *next;
        *next = next.saturating_add(total_nanos);
        nodes[place].left_nanos = left_nanos;
        next_child[place] = left_nanos;
    }
}
