//! Which spans are closed or folded away, and which a filter leaves out, becomes the order of
//! the rows that are left to see.
//!
//! Invariant: rows keep the trace's depth-first order, a head right before the first span
//! below it, so what a closed row hides is the gap between it and the next; the row above a
//! row that is not a root's is there. Absent: pixels, windows.

use std::collections::BTreeSet;
use std::ops::Range;

use super::folds::{FoldCursor, Folds};
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

/// What the order of rows depends on beside the trace.
#[derive(Clone, Copy)]
pub struct RowRules<'a> {
    pub collapse: &'a Collapse,
    pub folds: &'a Folds,
    /// The rows that a filter leaves; `None`: all.
    pub kept: Option<&'a KeptRows>,
    /// The span whose subtree is looked at alone; folds around it have no heads.
    pub focus: Option<SpanIdx>,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAt {
    Span(SpanIdx),
    /// The head of the fold that begins with this span.
    Head(SpanIdx),
}

/// Twice the span, and one more for the span's own row: so heads come before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RowCode(u32);

impl RowCode {
    fn of_span(span: SpanIdx) -> RowCode {
        RowCode(span.0 * 2 + 1)
    }

    fn of_head(first: SpanIdx) -> RowCode {
        RowCode(first.0 * 2)
    }

    fn row(self) -> RowAt {
        let span = SpanIdx(self.0 / 2);
        if self.0.is_multiple_of(2) { RowAt::Head(span) } else { RowAt::Span(span) }
    }
}

/// The rows that can be seen, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleRows(Order);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Order {
    /// Nothing is closed: row `i` is span `i`.
    All { spans: u32 },
    /// Ascending.
    Some(Vec<RowCode>),
}

impl VisibleRows {
    /// O(visible rows + exceptions): what is closed is skipped whole.
    pub fn compute(trace: &Trace, collapse: &Collapse) -> VisibleRows {
        let folds = Folds::default();
        VisibleRows::by(trace, &RowRules { collapse, folds: &folds, kept: None, focus: None })
    }

    /// The same for kept rows only. O(visible rows + exceptions + n / 64): what is left out
    /// between two kept rows is skipped in strides.
    pub fn among(trace: &Trace, collapse: &Collapse, kept: &KeptRows) -> VisibleRows {
        let (folds, kept) = (Folds::default(), Some(kept));
        VisibleRows::by(trace, &RowRules { collapse, folds: &folds, kept, focus: None })
    }

    /// By all rules. O(visible rows × log folds + exceptions + n / 64 where rows are left out).
    pub fn by(trace: &Trace, rules: &RowRules) -> VisibleRows {
        let is_default = *rules.collapse == Collapse::default();
        let spans = trace.span_count() as u32;
        let rows = match (rules.kept, rules.focus) {
            (None, None) if is_default && rules.folds.is_empty() => {
                return VisibleRows(Order::All { spans });
            }
            (_, Some(focus)) => focus..trace.subtree_end(focus),
            (_, None) => SpanIdx(0)..SpanIdx(spans),
        };
        VisibleRows(Order::Some(match rules.kept {
            Some(kept) => walk(trace, rules, rows, |span| kept.first_from(span)),
            None => walk(trace, rules, rows, |span| span),
        }))
    }

    pub fn len(&self) -> u32 {
        match &self.0 {
            Order::All { spans } => *spans,
            Order::Some(rows) => rows.len() as u32,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a row below [`VisibleRows::len`] is.
    pub fn row_at(&self, row: u32) -> RowAt {
        match &self.0 {
            Order::All { .. } => RowAt::Span(SpanIdx(row)),
            Order::Some(rows) => rows[row as usize].row(),
        }
    }

    /// The span of a row below [`VisibleRows::len`], or the first below a head.
    pub fn span_at(&self, row: u32) -> SpanIdx {
        match self.row_at(row) {
            RowAt::Span(span) | RowAt::Head(span) => span,
        }
    }

    /// The row of a span that can be seen; `None` where something closed hides it.
    /// O(log n).
    pub fn row_of(&self, span: SpanIdx) -> Option<u32> {
        match &self.0 {
            Order::All { spans } => (span.0 < *spans).then_some(span.0),
            Order::Some(rows) => find(rows, RowCode::of_span(span)),
        }
    }

    /// The row of the head of a fold, by the fold's first span. O(log n).
    pub fn row_of_head(&self, first: SpanIdx) -> Option<u32> {
        match &self.0 {
            Order::All { .. } => None,
            Order::Some(rows) => find(rows, RowCode::of_head(first)),
        }
    }

    /// The row of the span or, if it is hidden, of the ancestor or head that hides it; the
    /// row before it if a filter left it out. O(log n), however deep: a hidden span lies in
    /// the gap after the row that hides it.
    pub fn nearest_row_of(&self, span: SpanIdx) -> Option<u32> {
        match &self.0 {
            Order::All { .. } => self.row_of(span),
            Order::Some(rows) => {
                let rows_up_to = rows.partition_point(|&row| row <= RowCode::of_span(span));
                rows_up_to.checked_sub(1).map(|row| row as u32)
            }
        }
    }
}

fn find(rows: &[RowCode], code: RowCode) -> Option<u32> {
    rows.binary_search(&code).ok().map(|row| row as u32)
}

/// `next_from`: the first row at or after one that may be visible.
fn walk(
    trace: &Trace,
    rules: &RowRules,
    range: Range<SpanIdx>,
    next_from: impl Fn(SpanIdx) -> SpanIdx,
) -> Vec<RowCode> {
    let RowRules { collapse, folds, focus, .. } = *rules;
    let mut cursors = [folds.orphans(), folds.groups()]
        .map(|folds| FoldCursor::new(folds, &range, focus.is_some()));
    let mut rows = Vec::new();
    let mut exceptions = collapse.exceptions.iter().copied().peekable();
    let mut span = next_from(range.start);
    'rows: while span < range.end {
        for cursor in &mut cursors {
            let Some(fold) = cursor.enter(span) else { continue };
            rows.push(RowCode::of_head(fold.first));
            if folds.is_closed(fold) {
                span = next_from(fold.end);
                continue 'rows;
            }
        }
        rows.push(RowCode::of_span(span));
        while exceptions.next_if(|&exception| exception < span).is_some() {}
        let is_exception = exceptions.peek() == Some(&span);
        let is_closed = collapse.is_closed_by_depth(trace, span) != is_exception;
        // The same for a span without children, whose subtree ends with it.
        let after = if is_closed { trace.subtree_end(span) } else { SpanIdx(span.0 + 1) };
        span = next_from(after);
    }
    rows
}
