//! Which spans are closed becomes the order of the rows that are left to see.
//!
//! Invariant: rows keep the trace's depth-first order, so what a closed span hides is the
//! gap between its row and the next. Absent: rows that are no spans, pixels, windows.

use std::collections::BTreeSet;

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
        let end = SpanIdx(trace.span_count() as u32);
        if *collapse == Collapse::default() {
            return VisibleRows::All { spans: end.0 };
        }
        let mut rows = Vec::new();
        let mut exceptions = collapse.exceptions.iter().copied().peekable();
        let mut span = SpanIdx(0);
        while span < end {
            rows.push(span);
            while exceptions.next_if(|&exception| exception < span).is_some() {}
            let is_exception = exceptions.peek() == Some(&span);
            let is_closed = collapse.is_closed_by_depth(trace, span) != is_exception;
            // The same for a span without children, whose subtree ends with it.
            span = if is_closed { trace.subtree_end(span) } else { SpanIdx(span.0 + 1) };
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

    /// The row of the span or, if it is hidden, of the ancestor that hides it. O(log n),
    /// however deep: a hidden span lies in the gap after the row that hides it.
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
