//! The spans that were found, by row.
//!
//! Invariant: positions number the matches in the order of rows, from 0. Absent: which of
//! them can be seen, and why a span matches.

use std::ops::Range;

use super::bits::Bits;
use crate::trace::{SpanIdx, Trace};

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    rows: Bits,
    count: u32,
}

impl Matches {
    pub(in crate::analysis) fn none_of(spans: usize) -> Matches {
        Matches { rows: Bits::new(spans), count: 0 }
    }

    /// `rows`: a set of rows of the trace.
    pub(in crate::analysis) fn of(rows: Bits) -> Matches {
        Matches { count: rows.count(), rows }
    }

    /// The rows of the matches and of all that is above them. O(those rows).
    pub(in crate::analysis) fn with_ancestors(&self, trace: &Trace) -> Bits {
        let mut kept = self.rows.clone();
        for span in self.within(SpanIdx(0)..SpanIdx(u32::MAX)) {
            let mut above = trace.parent(span);
            while let Some(parent) = above.filter(|parent| !kept.has(parent.0)) {
                kept.add(parent.0);
                above = trace.parent(parent);
            }
        }
        kept
    }

    /// Those that are among others, too. O(n).
    pub fn among(&self, others: &Matches) -> Matches {
        Matches::of(self.rows.filtered(|row| others.rows.has(row)))
    }

    /// A span that was not found before.
    pub(in crate::analysis) fn add(&mut self, span: SpanIdx) {
        self.rows.add(span.0);
        self.count += 1;
    }

    pub fn len(&self) -> u32 {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn has(&self, span: SpanIdx) -> bool {
        self.rows.has(span.0)
    }

    /// The first match at or after a row.
    pub fn first_from(&self, span: SpanIdx) -> Option<SpanIdx> {
        self.rows.first_from(span.0).map(SpanIdx)
    }

    /// The last match before a row.
    pub fn last_before(&self, span: SpanIdx) -> Option<SpanIdx> {
        self.rows.last_below(span.0).map(SpanIdx)
    }

    /// How many matches lie in rows before this one: the position of a match.
    pub fn count_before(&self, span: SpanIdx) -> u32 {
        self.rows.count_below(span.0)
    }

    /// How many matches lie in these rows, a subtree for example.
    pub fn count_in(&self, rows: Range<SpanIdx>) -> u32 {
        let before = self.count_before(rows.start);
        self.count_before(rows.end).saturating_sub(before)
    }

    /// The matches in these rows, in order.
    pub fn within(&self, rows: Range<SpanIdx>) -> impl Iterator<Item = SpanIdx> + '_ {
        let next = move |from: SpanIdx| self.first_from(from).filter(|&found| found < rows.end);
        std::iter::successors(next(rows.start), move |last| next(SpanIdx(last.0 + 1)))
    }
}
