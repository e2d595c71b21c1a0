//! Runs of like siblings, and orphans of one missing parent, get a row of their own above
//! them: a head, below which they can be folded away.
//!
//! ```text
//! handler        |==================|
//!   SELECT × 87    |||| || ||| ||       the head of a group, closed
//! parent 5e… is missing                 the head of orphans, open
//!   charge             |===|
//! ```
//!
//! Invariant: a fold covers its members with all their descendants, which is a range of rows
//! without a gap; folds of one kind are disjoint, and no two folds begin at one span.
//! Absent: spans that are alike but not neighbours, and orphans of one parent between
//! which another root lies, which make two folds.

use std::collections::BTreeSet;
use std::ops::Range;

use super::sibling_groups::{SiblingGroup, sibling_groups};
use super::siblings::{SiblingPlace, siblings};
use crate::order;
use crate::trace::{Repair, SpanIdx, Trace};

/// A run with a member of more spans, itself included, is shown: there is something to see.
const MOST_SPANS_IN_MEMBER: u32 = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// At least five siblings with one service, name and kind; closed unless toggled.
    Group,
    /// Roots that name one parent, which is not there; open unless toggled.
    MissingParent,
}

/// Siblings below a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    pub kind: FoldKind,
    pub first: SpanIdx,
    /// One past the last row of the last member's subtree.
    pub end: SpanIdx,
    /// Members.
    pub count: u32,
    /// The sum of the members' durations.
    pub total_nanos: u64,
    /// The place of the first among all siblings, from 1.
    first_position: u32,
}

impl Fold {
    /// A fold of one span and what is below it.
    pub fn single(trace: &Trace, span: SpanIdx) -> Fold {
        Fold {
            kind: FoldKind::MissingParent,
            first: span,
            end: trace.subtree_end(span),
            count: 1,
            total_nanos: trace.duration_nanos(span),
            first_position: 0,
        }
    }
}

/// How many rows the folds of a family take away from it, up to one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spared {
    parent: Option<SpanIdx>,
    first: SpanIdx,
    /// Siblings below heads, less the heads, this fold's included.
    rows: u32,
}

/// The folds of a trace, and which of them are the other way round than usual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// By first span, each.
    groups: Vec<Fold>,
    orphans: Vec<Fold>,
    /// By family, then by first span.
    spared: Vec<Spared>,
    /// First spans.
    pub toggled: BTreeSet<SpanIdx>,
}

impl Folds {
    /// Groups if `self_nanos`, by row, is there; heads of orphans if those are wanted. O(n).
    pub fn of(trace: &Trace, self_nanos: Option<&[u64]>, has_orphans: bool) -> Folds {
        let orphans = if has_orphans { orphans(trace) } else { Vec::new() };
        // Roots are grouped by one or the other.
        let is_wanted = |group: &SiblingGroup| {
            (orphans.is_empty() || trace.parent(group.first).is_some()) && is_dull(trace, group)
        };
        let groups = self_nanos.map(|nanos| sibling_groups(trace, nanos)).unwrap_or_default();
        let groups = groups.into_iter().filter(is_wanted).map(|group| Fold {
            kind: FoldKind::Group,
            first: group.first,
            end: trace.subtree_end(group.last),
            count: group.count,
            total_nanos: group.total_nanos,
            first_position: 0,
        });
        let groups = groups.collect();
        let mut folds = Folds { groups, orphans, ..Folds::default() };
        folds.place(trace);
        folds
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.orphans.is_empty()
    }

    pub fn is_closed(&self, fold: &Fold) -> bool {
        (fold.kind == FoldKind::Group) != self.toggled.contains(&fold.first)
    }

    /// Opens what is closed and closes what is open.
    pub fn toggle(&mut self, first: SpanIdx) {
        if !self.toggled.remove(&first) {
            self.toggled.insert(first);
        }
    }

    pub(in crate::analysis) fn groups(&self) -> &[Fold] {
        &self.groups
    }

    /// Those of orphans, by first span.
    pub fn orphans(&self) -> &[Fold] {
        &self.orphans
    }

    /// The fold that begins at a span. O(log folds).
    pub fn beginning_at(&self, first: SpanIdx) -> Option<&Fold> {
        self.around(first).into_iter().flatten().find(|fold| fold.first == first)
    }

    /// The folds that a span is in, as a member or below one: of orphans, then a group.
    /// O(log folds).
    pub fn around(&self, span: SpanIdx) -> [Option<&Fold>; 2] {
        [&self.orphans, &self.groups].map(|folds| {
            let after = folds.partition_point(|fold| fold.first <= span);
            let before = after.checked_sub(1).and_then(|place| folds.get(place));
            before.filter(|fold| span < fold.end)
        })
    }

    /// The fold that a span is a member of.
    pub fn holding(&self, trace: &Trace, span: SpanIdx) -> Option<&Fold> {
        let parent = |span| trace.parent(span);
        self.around(span).into_iter().flatten().find(|fold| parent(fold.first) == parent(span))
    }

    /// The place of a span, or of the head above it, among rows of one level, from its place
    /// among all siblings. O(log folds).
    pub fn place_of(
        &self,
        trace: &Trace,
        span: SpanIdx,
        is_head: bool,
        among_all: SiblingPlace,
    ) -> SiblingPlace {
        if let Some(fold) = self.holding(trace, span).filter(|_| !is_head) {
            let position = among_all.position - fold.first_position + 1;
            return SiblingPlace { set_size: fold.count, position };
        }
        let parent = trace.parent(span);
        let rows_before = |end: usize| match end.checked_sub(1).map(|place| self.spared[place]) {
            Some(spared) if spared.parent == parent => spared.rows,
            _ => 0,
        };
        let before = self.spared.partition_point(|one| (one.parent, one.first) < (parent, span));
        let all = self.spared.partition_point(|one| one.parent <= parent);
        SiblingPlace {
            set_size: among_all.set_size - rows_before(all),
            position: among_all.position - rows_before(before),
        }
    }

    /// Finds the place of each fold in its family. O(n): a family is walked once.
    fn place(&mut self, trace: &Trace) {
        let mut folds: Vec<&mut Fold> = self.orphans.iter_mut().chain(&mut self.groups).collect();
        order::sort_by_key(&mut folds, |fold| (trace.parent(fold.first), fold.first));
        for family in folds.chunk_by_mut(|a, b| trace.parent(a.first) == trace.parent(b.first)) {
            let parent = trace.parent(family[0].first);
            let mut family = family.iter_mut().peekable();
            let mut rows = 0;
            for (sibling, position) in siblings(trace, parent).zip(1..) {
                let Some(fold) = family.next_if(|fold| fold.first == sibling) else { continue };
                fold.first_position = position;
                rows += fold.count - 1;
                self.spared.push(Spared { parent, first: sibling, rows });
                if family.peek().is_none() {
                    break;
                }
            }
        }
    }
}

/// Whether no member of a run has much below it. O(members).
fn is_dull(trace: &Trace, group: &SiblingGroup) -> bool {
    let mut member = group.first;
    while member <= group.last {
        let end = trace.subtree_end(member);
        if end.0 - member.0 > MOST_SPANS_IN_MEMBER {
            return false;
        }
        member = end;
    }
    true
}

/// Neighbouring roots that name one parent. O(roots).
fn orphans(trace: &Trace) -> Vec<Fold> {
    let is_orphan = |span| trace.repairs(span).has(Repair::MissingParent);
    let mut folds: Vec<Fold> = Vec::new();
    for root in trace.roots().filter(|&root| is_orphan(root)) {
        let (end, length) = (trace.subtree_end(root), trace.duration_nanos(root));
        match folds.last_mut() {
            Some(fold)
                if fold.end == root && trace.parent_id(fold.first) == trace.parent_id(root) =>
            {
                fold.end = end;
                fold.count += 1;
                fold.total_nanos = fold.total_nanos.saturating_add(length);
            }
            _ => folds.push(Fold::single(trace, root)),
        }
    }
    folds
}

/// Folds of one kind, entered one after the other by somebody who walks down the rows.
pub(in crate::analysis) struct FoldCursor<'a>(&'a [Fold]);

impl<'a> FoldCursor<'a> {
    /// Folds that begin inside `rows`, after its first row if that is a `focus`.
    pub fn new(folds: &'a [Fold], rows: &Range<SpanIdx>, is_focus: bool) -> FoldCursor<'a> {
        let is_before =
            |fold: &Fold| fold.first < rows.start || (is_focus && fold.first == rows.start);
        FoldCursor(&folds[folds.partition_point(is_before)..])
    }

    /// The fold that `span` is the first to be in; spans come in row order. Folds that were
    /// passed over are skipped by halving.
    pub fn enter(&mut self, span: SpanIdx) -> Option<&'a Fold> {
        if self.0.first()?.end <= span {
            self.0 = &self.0[self.0.partition_point(|fold| fold.end <= span)..];
        }
        let (fold, rest) = self.0.split_first()?;
        if fold.first > span {
            return None;
        }
        self.0 = rest;
        Some(fold)
    }
}
