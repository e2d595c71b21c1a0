//! Which spans are closed, and which a filter leaves out, becomes the order of the rows that
//! are left to see.
//!
//! Invariant: rows keep the trace's depth-first order, so what a closed span hides is the
//! gap between its row and the next; the row above a row that is not a root's is there. Absent: rows that are no spans, pixels, windows.

use std::collections::BTreeSet;

use super::search::Matches;
use super::search::bits::Bits;
use crate::trace::{SpanIdx, Trace};

/// Which spans hide their descendants: a rule and the exceptions to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collapse {
    /// Spans of this depth and deeper are closed (a root has depth 1); `None`: all open.
    pub closed_from_depth: Option<u32>,
    /// Spans that are the other way round.
    pub exceptions: BTreeSet<SpanIdx>,
}

impl Collapse {
    /// Whether the span hides something; never true of a span without children.
    pub fn is_closed(&self, trace: &Trace, span: SpanIdx) -> bool {
        trace.descendant_count(span) > 0
            && self.is_closed_by_depth(trace, span) != self.exceptions.contains(&span)
    }

    /// Opens what is closed and closes what is open.
    pub fn toggle(&mut self, span: SpanIdx) {
        if !self.exceptions.remove(&span) {
            self.exceptions.insert(span);
        }
    }

    fn is_closed_by_depth(&self, trace: &Trace, span: SpanIdx) -> bool {
        self.closed_from_depth.is_some_and(|depth| trace.depth(span) >= depth)
    }
}

/// Matches and all that is above them: the spans that are left where only matches are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRows(Bits);

impl KeptRows {
    /// O(kept rows + n / 64).
    pub fn of(trace: &Trace, matches: &Matches) -> KeptRows {
        KeptRows(matches.with_ancestors(trace))
    }

    /// Whether anything below the span is kept. O(the rows below it / 64).
    pub fn has_below(&self, trace: &Trace, span: SpanIdx) -> bool {
        let next = self.0.first_from(span.0 + 1);
        next.is_some_and(|next| SpanIdx(next) < trace.subtree_end(span))
    }

    /// The first kept row from this one on.
    fn first_from(&self, span: SpanIdx) -> SpanIdx {
        SpanIdx(self.0.first_from(span.0).unwrap_or(u32::MAX))
    }
}

/// The spans that can be seen, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisibleRows {
    /// Nothing is closed: row `i` is span `i`.
    All { spans: u32 },
    /// Ascending.
    Some(Vec<SpanIdx>),
}

impl VisibleRows {
    /// O(visible rows + exceptions): what is closed is skipped whole.
    pub fn compute(trace: &Trace, collapse: &Collapse) -> VisibleRows {
        if *collapse == Collapse::default() {
            return VisibleRows::All { spans: trace.span_count() as u32 };
        }
        VisibleRows::walk(trace, collapse, |span| span)
    }

    /// The same for kept rows only. O(visible rows + exceptions + n / 64): what is left out
    /// between two kept rows is skipped in strides.
    pub fn among(trace: &Trace, collapse: &Collapse, kept: &KeptRows) -> VisibleRows {
        VisibleRows::walk(trace, collapse, |span| kept.first_from(span))
    }

    /// `next_from`: the first row at or after one that may be visible.
    fn walk(
        trace: &Trace,
        collapse: &Collapse,
        next_from: impl Fn(SpanIdx) -> SpanIdx,
    ) -> VisibleRows {
        let end = SpanIdx(trace.span_count() as u32);
        let mut rows = Vec::new();
        let mut exceptions = collapse.exceptions.iter().copied().peekable();
        let mut span = next_from(SpanIdx(0));
        while span < end {
            rows.push(span);
            while exceptions.next_if(|&exception| exception < span).is_some() {}
            let is_exception = exceptions.peek() == Some(&span);
            let is_closed = collapse.is_closed_by_depth(trace, span) != is_exception;
            // The same for a span without children, whose subtree ends with it.
            let after = if is_closed { trace.subtree_end(span) } else { SpanIdx(span.0 + 1) };
            span = next_from(after);
        }
        VisibleRows::Some(rows)
    }

    pub fn len(&self) -> u32 {
        match self {
            VisibleRows::All { spans } => *spans,
            VisibleRows::Some(rows) => rows.len() as u32,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The span of a row below [`VisibleRows::len`].
    pub fn span_at(&self, row: u32) -> SpanIdx {
        match self {
            VisibleRows::All { .. } => SpanIdx(row),
            VisibleRows::Some(rows) => rows[row as usize],
        }
    }

    /// The row of a span that can be seen; `None` where a closed ancestor hides it.
    /// O(log n).
    pub fn row_of(&self, span: SpanIdx) -> Option<u32> {
        match self {
            VisibleRows::All { spans } => (span.0 < *spans).then_some(span.0),
            VisibleRows::Some(rows) => rows.binary_search(&span).ok().map(|row| row as u32),
        }
    }

    /// The row of the span or, if it is hidden, of the ancestor that hides it; the row before
    /// it if a filter left it out. O(log n), however deep: a hidden span lies in the gap
    /// after the row that hides it.
    pub fn nearest_row_of(&self, span: SpanIdx) -> Option<u32> {
        match self {
            VisibleRows::All { .. } => self.row_of(span),
            VisibleRows::Some(rows) => {
                let rows_up_to = rows.partition_point(|&visible| visible <= span);
                rows_up_to.checked_sub(1).map(|row| row as u32)
            }
        }
    }
}
