//! Calls that repeat among siblings, the costliest first.
//!
//! Invariant: a bounded list that says how many there are; a run names its first and last
//! row, and what lies between is in it. Absent: advice.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::answers::NamedSpan;
use super::open_trace::OpenTrace;
use crate::analysis::{self, SiblingGroup};
use crate::layout::RowKey;
use crate::order;

const MOST_RUNS: usize = 200;

/// At least five siblings with one service, name and kind, one after another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingRun {
    pub first: NamedSpan,
    pub last: RowKey,
    /// None for a run of roots.
    pub parent: Option<RowKey>,
    pub count: u32,
    /// The sum of their durations.
    pub total_nanos: u64,
    /// The time in which at least one of them ran.
    pub union_nanos: u64,
    pub self_nanos: u64,
    pub errors: u32,
}

/// The largest unions first, at most 200, and how many runs there are. O(n).
pub(super) fn runs(open: &OpenTrace) -> (u32, Vec<SiblingRun>) {
    let mut groups = analysis::sibling_groups(&open.trace, open.all_self_nanos());
    let total = groups.len() as u32;
    // Stable, so that equal ones stay in row order.
    order::sort_by_key(&mut groups, |group| Reverse(group.union_nanos));
    let run = |group: &SiblingGroup| SiblingRun {
        first: open.named(group.first),
        last: open.key_of(group.last),
        parent: open.trace.parent(group.first).map(|parent| open.key_of(parent)),
        count: group.count,
        total_nanos: group.total_nanos,
        union_nanos: group.union_nanos,
        self_nanos: group.self_nanos,
        errors: group.errors,
    };
    (total, groups.iter().take(MOST_RUNS).map(run).collect())
}
