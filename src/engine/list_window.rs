//! Some rows of a long list.
//!
//! Invariant: a list may be asked for past its end; then there are fewer rows. Absent: what
//! the rows say.

use serde::{Deserialize, Serialize};

/// Rows that one answer holds at most, so that a wild question stays cheap.
const MOST_ROWS: u32 = 2_000;

/// `rows[i]` is row `first_row + i` of `total_rows`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListWindow<T> {
    pub first_row: u32,
    pub total_rows: u32,
    pub rows: Vec<T>,
    /// The row of the span that was asked for, if it is in the list.
    pub position: Option<u32>,
}

impl<T> Default for ListWindow<T> {
    fn default() -> ListWindow<T> {
        ListWindow { first_row: 0, total_rows: 0, rows: Vec::new(), position: None }
    }
}

impl<T> ListWindow<T> {
    /// Makes rows of some of `all`, and no others.
    pub(super) fn of<A: Copy>(all: &[A], first: u32, count: u32, row: impl Fn(A) -> T) -> Self {
        let total_rows = all.len() as u32;
        let first_row = first.min(total_rows);
        let end = first_row.saturating_add(count.min(MOST_ROWS)).min(total_rows);
        let some = &all[first_row as usize..end as usize];
        let rows = some.iter().map(|&one| row(one)).collect();
        ListWindow { first_row, total_rows, rows, position: None }
    }

    /// The row with this number in the whole list, if the window holds it.
    pub fn row(&self, number: u32) -> Option<&T> {
        number.checked_sub(self.first_row).and_then(|offset| self.rows.get(offset as usize))
    }

    /// Whether the window holds all of `first..end` that exists.
    pub fn covers(&self, first: u32, end: u32) -> bool {
        let end = end.min(self.total_rows);
        first >= end || (first >= self.first_row && end <= self.first_row + self.rows.len() as u32)
    }
}
