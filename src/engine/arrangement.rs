//! Which rows get heads above them, and the one subtree that is looked at: how rows are put
//! together, beyond what is closed and filtered; and where a row is then.
//!
//! Invariant: unless asked, every span is a row and nothing else is; folds are found when
//! they are switched on, not for each order. Absent: what a head's row says (`row_heads`).

use serde::{Deserialize, Serialize};

use super::answers::NamedSpan;
use super::open_trace::OpenTrace;
use super::protocol::Answer;
use crate::analysis::{Fold, Folds, RowAt, RowRules, SiblingPlace, VisibleRows};
use crate::layout::RowKey;
use crate::trace::SpanIdx;

/// Ancestors that are named at most, the nearest ones.
const MOST_ANCESTORS: usize = 64;

/// How rows are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// Siblings that repeat lie below a head.
    pub is_grouped: bool,
    /// Orphans lie below a head that names their parent; never while a trace is being read.
    pub has_missing_parents: bool,
    /// The span whose subtree is shown alone.
    pub focus: Option<RowKey>,
}

pub(super) fn set(open: &mut OpenTrace, arrangement: &Arrangement) -> Answer {
    let Arrangement { is_grouped, has_missing_parents, focus } = *arrangement;
    let folded = (is_grouped, has_missing_parents && !open.is_partial);
    if open.folded != folded {
        let toggled = std::mem::take(&mut open.folds.toggled);
        let self_nanos = is_grouped.then(|| open.all_self_nanos());
        open.folds = Folds::of(&open.trace, self_nanos, folded.1);
        open.folds.toggled = toggled;
        open.folded = folded;
    }
    open.focus = focus.and_then(|key| open.span_of(key));
    open.reorder();
    open.rows_changed()
}

/// The row of a span or a head, opening what hides it if `reveal`.
pub(super) fn locate(open: &mut OpenTrace, key: RowKey, reveal: bool) -> Answer {
    let Some(row) = open.row_of_key(key) else { return Answer::Gone };
    let (RowAt::Span(span) | RowAt::Head(span)) = row;
    let mut opened = Vec::new();
    if reveal {
        open_folds(open, row, &mut opened);
        open_ancestors(open, span, &mut opened);
        if !opened.is_empty() {
            open.reorder();
        }
    }
    let row = match row {
        RowAt::Span(span) => open.visible.row_of(span),
        RowAt::Head(first) => open.visible.row_of_head(first),
    };
    Answer::Located { row, generation: open.generation, opened }
}

fn open_folds(open: &mut OpenTrace, row: RowAt, opened: &mut Vec<RowKey>) {
    let (RowAt::Span(span) | RowAt::Head(span)) = row;
    for fold in open.folds.around(span).map(Option::<&Fold>::copied).into_iter().flatten() {
        let is_itself = row == RowAt::Head(fold.first);
        if !is_itself && open.folds.is_closed(&fold) && open.is_shown(&fold) {
            open.folds.toggle(fold.first);
            opened.push(open.head_key(&fold));
        }
    }
}

/// Ancestors above the focus hide nothing.
fn open_ancestors(open: &mut OpenTrace, span: SpanIdx, opened: &mut Vec<RowKey>) {
    let mut ancestor = open.trace.parent(span);
    while let Some(current) = ancestor {
        if open.collapse.is_closed(&open.trace, current) {
            open.collapse.toggle(current);
            opened.push(open.key_of(current));
        }
        ancestor = open.trace.parent(current).filter(|_| open.focus != Some(current));
    }
}

/// From the root, or the nearest 64, to the span itself. O(depth).
pub(super) fn ancestors(open: &OpenTrace, span: SpanIdx) -> Vec<NamedSpan> {
    let up = std::iter::successors(Some(span), |&span| open.trace.parent(span));
    let mut line: Vec<NamedSpan> = up.take(MOST_ANCESTORS).map(|span| open.named(span)).collect();
    line.reverse();
    line
}

impl OpenTrace {
    /// Puts the rows in the order that all rules give.
    pub fn reorder(&mut self) {
        let kept = self.filter.as_ref().and_then(|filter| filter.kept.as_ref());
        let (collapse, folds, focus) = (&self.collapse, &self.folds, self.focus);
        self.visible = VisibleRows::by(&self.trace, &RowRules { collapse, folds, kept, focus });
        self.generation += 1;
    }

    /// Whether the fold's head is a row, if nothing closed hides it.
    pub fn is_shown(&self, fold: &Fold) -> bool {
        self.focus
            .is_none_or(|focus| fold.first > focus && fold.first < self.trace.subtree_end(focus))
    }

    /// How deep a row lies, from 1, with heads as levels and from the focus.
    pub fn level_of(&self, row: RowAt) -> u32 {
        let (RowAt::Span(span) | RowAt::Head(span)) = row;
        let above = self.focus.map_or(0, |focus| self.trace.depth(focus) - 1);
        let folds = self.folds.around(span).into_iter().flatten();
        let heads = folds.filter(|fold| self.is_shown(fold) && row != RowAt::Head(fold.first));
        (self.trace.depth(span) + heads.count() as u32).saturating_sub(above)
    }

    /// The row above that a row hangs on.
    pub fn parent_row(&self, row: RowAt) -> Option<u32> {
        if let RowAt::Span(span) = row
            && let Some(fold) = self.folds.holding(&self.trace, span)
            && self.is_shown(fold)
        {
            return self.visible.row_of_head(fold.first);
        }
        let (RowAt::Span(span) | RowAt::Head(span)) = row;
        self.trace.parent(span).and_then(|parent| self.visible.row_of(parent))
    }

    /// The place of a row among those of its level, from its span's among all siblings.
    pub fn place_in_rows(&self, row: RowAt, among_all: SiblingPlace) -> SiblingPlace {
        let (span, is_head) = match row {
            RowAt::Span(span) => (span, false),
            RowAt::Head(first) => (first, true),
        };
        if self.focus == Some(span) {
            return SiblingPlace { set_size: 1, position: 1 };
        }
        self.folds.place_of(&self.trace, span, is_head, among_all)
    }
}
