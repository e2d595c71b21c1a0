//! The nodes of a comparison become the rows of a tree grid, and the marks that they bear.
//!
//! Invariant: a node that is wanted is shown with all that is above it, unless one of these is
//! closed. Absent: what rows say.

use std::collections::BTreeSet;

use super::{Change, Comparison, Relation, SideFigures};

/// Which nodes are wanted, and which are closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeChoice {
    /// Nodes of this depth and deeper start closed; `None`: all open.
    pub closed_from_depth: Option<u32>,
    /// Nodes that are the other way round.
    pub toggled: BTreeSet<u32>,
    /// By node; `None`: all.
    pub wanted: Option<Vec<bool>>,
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergedRows {
    /// The nodes that are shown, in order.
    pub nodes: Vec<u32>,
    /// By node: whether it is wanted, or something below it is.
    kept: Vec<bool>,
    /// By node: whether something below it is kept.
    has_below: Vec<bool>,
}

impl NodeChoice {
    pub fn is_open(&self, node: u32, depth: u32) -> bool {
        let is_closed = self.closed_from_depth.is_some_and(|from| depth >= from);
        is_closed == self.toggled.contains(&node)
    }
}

impl MergedRows {
    /// O(n log n).
    pub fn of(comparison: &Comparison, choice: &NodeChoice) -> MergedRows {
        let (kept, has_below) = kept(comparison, choice.wanted.as_deref());
        let mut nodes = Vec::new();
        // Nothing deeper than this is shown until a node that is no deeper comes.
        let mut closed_at = None;
        for (number, node) in comparison.nodes.iter().enumerate() {
            if closed_at.is_some_and(|depth| node.depth > depth) {
                continue;
            }
            closed_at = None;
            let number = number as u32;
            if kept[number as usize] {
                nodes.push(number);
            }
            if !choice.is_open(number, node.depth) {
                closed_at = Some(node.depth);
            }
        }
        MergedRows { nodes, kept, has_below }
    }

    /// Whether a node that is not closed would have rows below it.
    pub fn has_below(&self, node: u32) -> bool {
        self.has_below[node as usize]
    }

    /// The row of a node; `None` where it is not shown. O(log n).
    pub fn row_of(&self, node: u32) -> Option<u32> {
        self.nodes.binary_search(&node).ok().map(|row| row as u32)
    }

    /// By node: its place among the siblings that are shown, from 1 on, and how many these are.
    /// O(n).
    pub fn places(&self, comparison: &Comparison) -> Vec<(u32, u32)> {
        // One more than there are nodes: the last stands above the roots.
        let above = |node: usize| {
            comparison.nodes[node].parent.map_or(comparison.nodes.len(), |parent| parent as usize)
        };
        let mut counts = vec![0; comparison.nodes.len() + 1];
        let mut places = vec![(0, 0); comparison.nodes.len()];
        let kept = || (0..comparison.nodes.len()).filter(|&node| self.kept[node]);
        for node in kept() {
            counts[above(node)] += 1;
            places[node].0 = counts[above(node)];
        }
        for node in kept() {
            places[node].1 = counts[above(node)];
        }
        places
    }
}

/// The wanted and what is above them; and what has such below it.
fn kept(comparison: &Comparison, wanted: Option<&[bool]>) -> (Vec<bool>, Vec<bool>) {
    let count = comparison.nodes.len();
    let mut kept = wanted.map_or_else(|| vec![true; count], <[bool]>::to_vec);
    let mut has_below = vec![false; count];
    for (number, node) in comparison.nodes.iter().enumerate().rev() {
        if kept[number]
            && let Some(parent) = node.parent
        {
            kept[parent as usize] = true;
            has_below[parent as usize] = true;
        }
    }
    (kept, has_below)
}

/// What happened to each node, as far as it is worth a mark: its calls came, went, got another
/// name or number or order, fail now or no longer, or take longer or less by at least a
/// hundredth of the longer trace. O(n).
pub fn marks(comparison: &Comparison) -> Vec<Option<Change>> {
    let whole = comparison.total_nanos(0).max(comparison.total_nanos(1));
    comparison
        .nodes
        .iter()
        .map(|node| {
            let [before, after] = &node.figures;
            match node.relation {
                Relation::New => Some(Change::New),
                Relation::Gone => Some(Change::Gone),
                Relation::Renamed => Some(Change::Renamed),
                Relation::Same if before.errors == 0 && after.errors > 0 => Some(Change::Fails),
                Relation::Same if before.errors > 0 && after.errors == 0 => {
                    Some(Change::FailsNoLonger)
                }
                Relation::Same if after.spans > before.spans => Some(Change::MoreOften),
                Relation::Same if after.spans < before.spans => Some(Change::LessOften),
                Relation::Same if node.is_reordered => Some(Change::Reordered),
                Relation::Same => by_time(before, after, whole),
            }
        })
        .collect()
}

fn by_time(before: &SideFigures, after: &SideFigures, whole_nanos: u64) -> Option<Change> {
    let differs = |one: u64, other: u64| one.abs_diff(other) > whole_nanos / 100;
    let (was, is) = (before.duration_nanos, after.duration_nanos);
    if differs(was, is) {
        return Some(if is > was { Change::Slower } else { Change::Faster });
    }
    // As long as before, and waited for now.
    let (was, is) = (before.critical_nanos, after.critical_nanos);
    differs(was, is).then_some(if is > was { Change::OntoPath } else { Change::OffPath })
}
