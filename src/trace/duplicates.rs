//! Spans that share an id become a family, of which each child finds its parent.
//!
//! Invariant: a member that contains the child wins over one that merely overlaps it, the
//! earliest of several; however many members share an id, a child costs O(log n). Absent:
//! judging which member is the real one; all are shown.

use super::span::SpanRecord;

/// Members that begin during the child and are compared by overlap, if none contains it.
const MOST_LATER_MEMBERS: usize = 16;

/// The rows that share an id, in row order and so by start.
#[derive(Default)]
pub(super) struct Family {
    rows: Vec<u32>,
    /// The latest end among the members up to each, in nanoseconds since the epoch.
    latest_ends: Vec<u64>,
}

impl Family {
    pub(super) fn of(first: u32, records: &[SpanRecord]) -> Family {
        let mut family = Family::default();
        family.push(first, records);
        family
    }

    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Rows must come in order.
    pub(super) fn push(&mut self, row: u32, records: &[SpanRecord]) {
        let end = records[row as usize].end_nanos;
        let latest = self.latest_ends.last().map_or(end, |&latest| latest.max(end));
        self.rows.push(row);
        self.latest_ends.push(latest);
    }

    /// The member whose interval contains `child`, else the one that overlaps it most.
    pub(super) fn parent_of(&self, child: &SpanRecord, records: &[SpanRecord]) -> u32 {
        let start = |row: u32| records[row as usize].start_nanos;
        let earlier = self.rows.partition_point(|&row| start(row) <= child.start_nanos);
        // Ends so far only grow, so the first that reaches far enough is found by halving.
        let reach = self.latest_ends[..earlier].last().copied().unwrap_or(0);
        let longest = |&end: &u64| end < reach.min(child.end_nanos);
        let best_earlier = self.latest_ends[..earlier].partition_point(longest);
        if reach >= child.end_nanos && best_earlier < earlier {
            return self.rows[best_earlier];
        }
        let overlap = |row: u32| {
            let end = records[row as usize].end_nanos.min(child.end_nanos);
            end.saturating_sub(start(row).max(child.start_nanos))
        };
        let mut best = self.rows[0];
        let later = self.rows[earlier..].iter().take(MOST_LATER_MEMBERS);
        for &row in self.rows[..earlier].get(best_earlier).into_iter().chain(later) {
            if overlap(row) > overlap(best) {
                best = row;
            }
        }
        best
    }
}
