//! Spans that share an id become a family, of which each child finds its parent.
//!
//! Invariant: a member that contains the child wins over one that merely overlaps it, the
//! earliest of several; however many members share an id, a child costs O(log n). Absent:
//! judging which member is the real one; all are shown.

use std::ops::Range;

/// Members that begin during the child and are compared by overlap, if none contains it.
const MOST_LATER_MEMBERS: usize = 16;

/// The rows that share an id, in row order and so by start.
#[derive(Default)]
pub(super) struct Family {
    rows: Vec<u32>,
    /// Nanoseconds since the epoch.
    times: Vec<Range<u64>>,
    /// The latest end among the members up to each, in nanoseconds since the epoch.
    latest_ends: Vec<u64>,
}

impl Family {
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Rows must come in order.
    pub(super) fn push(&mut self, row: u32, times: Range<u64>) {
        let end = times.end;
        let latest = self.latest_ends.last().map_or(end, |&latest| latest.max(end));
        self.rows.push(row);
        self.times.push(times);
        self.latest_ends.push(latest);
    }

    /// The member whose interval contains `child`, else the one that overlaps it most.
    pub(super) fn parent_of(&self, child: Range<u64>) -> u32 {
        let earlier = self.times.partition_point(|times| times.start <= child.start);
        // Ends so far only grow, so the first that reaches far enough is found by halving.
        let reach = self.latest_ends[..earlier].last().copied().unwrap_or(0);
        let longest = |&end: &u64| end < reach.min(child.end);
        let best_earlier = self.latest_ends[..earlier].partition_point(longest);
        if reach >= child.end && best_earlier < earlier {
            return self.rows[best_earlier];
        }
        let overlap = |member: usize| {
            let times = &self.times[member];
            times.end.min(child.end).saturating_sub(times.start.max(child.start))
        };
        let later = earlier..self.rows.len().min(earlier + MOST_LATER_MEMBERS);
        let mut best = 0;
        for member in (best_earlier..earlier).take(1).chain(later) {
            if overlap(member) > overlap(best) {
                best = member;
            }
        }
        self.rows[best]
    }
}
