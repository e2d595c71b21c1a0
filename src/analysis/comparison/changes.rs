//! What each call adds to the difference between two traces, the largest first.
//!
//! Invariant: the contributions add up exactly to the difference of the totals; each names its
//! calls; without a difference there is none. Absent: words for people.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use super::{ComparedNode, Comparison, Relation, SideFigures};
use crate::order;

/// What happened to the calls of a node, as far as it tells why the time changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Change {
    New,
    Gone,
    Renamed,
    /// Calls fail now where none did, or none does any longer; never that of a contribution.
    Fails,
    FailsNoLonger,
    MoreOften,
    LessOften,
    /// What ran at once with others now runs alone.
    ParallelToSerial,
    SerialToParallel,
    Reordered,
    /// Took as long as before, and is waited for now; or is no longer.
    OntoPath,
    OffPath,
    Slower,
    Faster,
}

/// A node's part of the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Among the nodes of the comparison.
    pub node: u32,
    pub change: Change,
    /// The change of the time on the critical path, in nanoseconds; never zero.
    pub nanos: i64,
}

/// The contributions of a comparison; see the module. O(n log n).
pub fn contributions(comparison: &Comparison) -> Vec<Contribution> {
    let mut all: Vec<Contribution> = Vec::new();
    for (number, node) in comparison.nodes.iter().enumerate() {
        let nanos = change_nanos(&node.figures, |side| side.critical_nanos);
        if nanos != 0 {
            let parent = node.parent.map(|parent| &comparison.nodes[parent as usize]);
            let change = change(node, parent, nanos);
            all.push(Contribution { node: number as u32, change, nanos });
        }
    }
    order::sort_by_key(&mut all, |it| (Reverse(it.nanos.unsigned_abs()), it.node));
    all
}

fn change_nanos(figures: &[SideFigures; 2], nanos: impl Fn(&SideFigures) -> u64) -> i64 {
    nanos(&figures[1]) as i64 - nanos(&figures[0]) as i64
}

fn change(node: &ComparedNode, parent: Option<&ComparedNode>, nanos: i64) -> Change {
    let [before, after] = &node.figures;
    // What it took itself explains as much of it as nothing around it need be asked.
    let own = change_nanos(&node.figures, |side| side.self_nanos);
    let is_own = own.signum() == nanos.signum() && 2 * own.unsigned_abs() >= nanos.unsigned_abs();
    match node.relation {
        Relation::New => Change::New,
        Relation::Gone => Change::Gone,
        Relation::Renamed if !is_own => Change::Renamed,
        _ if is_by_count(before, after, nanos) && nanos > 0 => Change::MoreOften,
        _ if is_by_count(before, after, nanos) => Change::LessOften,
        _ if is_own && nanos > 0 => Change::Slower,
        _ if is_own => Change::Faster,
        _ => match parent.map_or(0, sequencing) {
            way if way > 0 => Change::ParallelToSerial,
            way if way < 0 => Change::SerialToParallel,
            _ if node.is_reordered => Change::Reordered,
            _ if is_displaced(node, nanos) && nanos > 0 => Change::OntoPath,
            _ if is_displaced(node, nanos) => Change::OffPath,
            _ if nanos > 0 => Change::Slower,
            _ => Change::Faster,
        },
    }
}

/// Whether calls that came or went explain at least half of a change, at what one took where there
/// were fewer.
fn is_by_count(before: &SideFigures, after: &SideFigures, nanos: i64) -> bool {
    let (fewer, more) = if nanos > 0 { (before, after) } else { (after, before) };
    let Some(calls) = more.spans.checked_sub(fewer.spans).filter(|&calls| calls > 0) else {
        return false;
    };
    let of_one = fewer.self_nanos.checked_div(u64::from(fewer.spans)).unwrap_or(0);
    2 * u128::from(calls) * u128::from(of_one) >= u128::from(nanos.unsigned_abs())
}

/// Whether the calls took about as long as before, so that others decide whether they count.
fn is_displaced(node: &ComparedNode, nanos: i64) -> bool {
    let own = change_nanos(&node.figures, |side| side.duration_nanos);
    2 * own.unsigned_abs() < nanos.unsigned_abs()
}

/// Whether the calls below a node stopped running at once (1), began to (-1), or neither (0): by
/// the share of their time that they ran beside each other, with a tenth for chance.
fn sequencing(node: &ComparedNode) -> i32 {
    let [before, after] = node.figures.each_ref().map(|side| {
        let beside = side.children_nanos - side.children_union_nanos;
        let thousandths = (1_000 * u128::from(beside)).checked_div(u128::from(side.children_nanos));
        thousandths.unwrap_or(0)
    });
    let [first, second] = &node.figures;
    let has_calls = first.children_nanos > 0 && second.children_nanos > 0;
    let grew = second.children_union_nanos.cmp(&first.children_union_nanos);
    match (before.abs_diff(after) > 100 && has_calls, grew) {
        (true, Ordering::Greater) if before > after => 1,
        (true, Ordering::Less) if before < after => -1,
        _ => 0,
    }
}
