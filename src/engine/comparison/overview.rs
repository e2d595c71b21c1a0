//! How much longer the second trace took, and why.
//!
//! Invariant: all contributions together are the difference of the totals. Absent: words for
//! people.

use serde::{Deserialize, Serialize};

use super::{Compared, Sides};
use crate::analysis::{Change, Contribution};
use crate::engine::list_window::ListWindow;
use crate::layout::NodeKey;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComparisonOverview {
    /// The durations of all roots of a side together.
    pub totals_nanos: [u64; 2],
    pub roots: [u32; 2],
    /// Nodes of the merged tree, and those of them that bear a mark.
    pub nodes: u32,
    pub marked: u32,
    /// The largest first.
    pub lines: ListWindow<ContributionLine>,
}

/// What one node adds to the difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContributionLine {
    pub key: NodeKey,
    pub change: Change,
    /// The change of the time on the critical path.
    pub nanos: i64,
    pub service: String,
    pub name: String,
    /// Service and name on the first side, where they are others.
    pub was: Option<(String, String)>,
    pub spans: [u32; 2],
    pub errors: [u32; 2],
    pub critical_nanos: [u64; 2],
    /// All contributions before this one together.
    pub before_nanos: i64,
}

pub(super) fn of(compared: &Compared, sides: Sides, first: u32, count: u32) -> ComparisonOverview {
    let mut so_far = 0;
    let counted = compared.contributions.iter().map(|it| {
        let before = so_far;
        so_far += it.nanos;
        (it, before)
    });
    let counted: Vec<(&Contribution, i64)> = counted.collect();
    let lines = ListWindow::of(&counted, first, count, |(it, before_nanos)| {
        line(compared, sides, it, before_nanos)
    });
    ComparisonOverview {
        totals_nanos: [0, 1].map(|side| compared.comparison.total_nanos(side)),
        roots: sides.map(|side| side.recorded().roots().count() as u32),
        nodes: compared.comparison.nodes.len() as u32,
        marked: compared.marks.iter().flatten().count() as u32,
        lines,
    }
}

fn line(
    compared: &Compared,
    sides: Sides,
    it: &Contribution,
    before_nanos: i64,
) -> ContributionLine {
    let node = &compared.comparison.nodes[it.node as usize];
    let (service, name) = compared.latest_name(sides, it.node);
    ContributionLine {
        key: compared.key_of(sides, it.node),
        change: it.change,
        nanos: it.nanos,
        was: was(compared, sides, it.node),
        service,
        name,
        spans: node.figures.each_ref().map(|side| side.spans),
        errors: node.figures.each_ref().map(|side| side.errors),
        critical_nanos: node.figures.each_ref().map(|side| side.critical_nanos),
        before_nanos,
    }
}

/// What a node was called on the first side, where it is called otherwise on the second.
pub(super) fn was(compared: &Compared, sides: Sides, node: u32) -> Option<(String, String)> {
    if compared.comparison.nodes[node as usize].relation != crate::analysis::Relation::Renamed {
        return None;
    }
    compared.name_of(sides, node, 0)
}
