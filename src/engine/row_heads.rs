//! The heads of folds: their names, their rows, what there is to say about one.
//!
//! Invariant: a head is named by its first span, or by the id that its orphans name, so it
//! survives a reload. Absent: when there are heads (`arrangement`).

use serde::{Deserialize, Serialize};

use super::answers::NamedSpan;
use super::open_trace::OpenTrace;
use super::protocol::Answer;
use super::rows::{FOLD_COLUMNS, MOST_NAME_CHARS, critical_between, hidden_parts};
use super::span_cells::Columns;
use super::span_tag;
use crate::analysis::{self, Fold, FoldKind, RowAt, SiblingPlace};
use crate::format::shorten;
use crate::layout::{Expansion, Members, Row, RowKey};
use crate::trace::{Repairs, SpanId, SpanIdx};

/// Members that are named at most.
const MOST_NAMED: usize = 20;

/// What there is to say about a head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadDetail {
    pub key: RowKey,
    /// The name of the first member, which a group's members share.
    pub name: String,
    /// Members.
    pub count: u32,
    /// The sum of their durations.
    pub total_nanos: u64,
    /// Nanoseconds from the trace's earliest start to the first start, and from there to the
    /// last end, descendants included.
    pub start_nanos: u64,
    pub duration_nanos: u64,
    /// Failed spans among members and their descendants.
    pub errors: u32,
    /// Members and all that is below them.
    pub spans: u32,
    /// The first 20.
    pub members: Vec<NamedSpan>,
}

impl OpenTrace {
    pub fn head_key(&self, fold: &Fold) -> RowKey {
        match fold.kind {
            FoldKind::Group => {
                let RowKey::Span { id, ordinal } = self.key_of(fold.first) else {
                    return RowKey::Group { first: self.trace.span_id(fold.first), ordinal: 0 };
                };
                RowKey::Group { first: id, ordinal }
            }
            FoldKind::MissingParent => {
                let id = self.trace.parent_id(fold.first);
                let before = self.folds_without(id).take_while(|other| other.first < fold.first);
                RowKey::MissingParent { id, ordinal: before.count() as u32 }
            }
        }
    }

    pub fn fold_of(&self, key: RowKey) -> Option<Fold> {
        match key {
            RowKey::Span { .. } => None,
            RowKey::Group { first, ordinal } => {
                let first = self.span_of(RowKey::Span { id: first, ordinal })?;
                let fold = self.folds.beginning_at(first).copied();
                fold.filter(|fold| fold.kind == FoldKind::Group)
            }
            RowKey::MissingParent { id, ordinal } => {
                self.folds_without(id).nth(ordinal as usize).copied()
            }
        }
    }

    /// What a key names, whether or not it can be seen.
    pub fn row_of_key(&self, key: RowKey) -> Option<RowAt> {
        match key {
            RowKey::Span { .. } => self.span_of(key).map(RowAt::Span),
            _ => self.fold_of(key).map(|fold| RowAt::Head(fold.first)),
        }
    }

    fn folds_without(&self, id: SpanId) -> impl Iterator<Item = &Fold> {
        self.folds.orphans().iter().filter(move |fold| self.trace.parent_id(fold.first) == id)
    }
}

pub(super) fn head_row(
    open: &OpenTrace,
    first: SpanIdx,
    place: SiblingPlace,
    columns: &Columns,
) -> Row {
    let trace = &open.trace;
    // Rows name no head that there is no fold for; were it so, the span itself would do.
    let single = Fold::single(trace, first);
    let fold = open.folds.beginning_at(first).unwrap_or(&single);
    let range = fold.first.index()..fold.end.index();
    let tints = open.colorings.tints();
    let strip = analysis::row_strip(trace, open.zoom(), tints, range.clone(), FOLD_COLUMNS);
    let is_closed = open.folds.is_closed(fold);
    let errors = open.zoom().sum(trace, range).errors;
    let is_group = fold.kind == FoldKind::Group;
    Row {
        key: open.head_key(fold),
        service: open.service_place(first),
        tint: open.colorings.tint(first),
        name: shorten(trace.name_text(first), MOST_NAME_CHARS),
        tag: if is_group { span_tag::tag(&open.tag_keys, trace, first) } else { String::new() },
        kind: trace.kind(first),
        is_error: false,
        hidden_errors: if is_closed { errors } else { 0 },
        hidden: hidden_parts(open, &strip, FOLD_COLUMNS),
        start_nanos: strip.times.start - open.origin_nanos(),
        duration_nanos: strip.times.end - strip.times.start,
        cells: columns.head_cells(open, fold, &strip.times),
        depth: open.level_of(RowAt::Head(first)),
        parent_row: open.parent_row(RowAt::Head(first)),
        set_size: place.set_size,
        position_in_set: place.position,
        expansion: if is_closed { Expansion::Collapsed } else { Expansion::Expanded },
        descendants: fold.end.0 - fold.first.0,
        events: Vec::new(),
        repairs: Repairs::default(),
        is_match: false,
        critical: critical_between(open, fold.first..fold.end),
        gaps: Vec::new(),
        members: Some(Members {
            count: fold.count,
            total_nanos: fold.total_nanos,
            matches: open.marking_filter().map(|filter| filter.count_in(fold.first..fold.end)),
        }),
    }
}

pub(super) fn about_head(open: &OpenTrace, key: RowKey) -> Answer {
    let Some(fold) = open.fold_of(key) else { return Answer::Gone };
    let trace = &open.trace;
    let block = open.zoom().sum(trace, fold.first.index()..fold.end.index());
    let next = |&span: &SpanIdx| Some(trace.subtree_end(span)).filter(|&next| next < fold.end);
    let members = std::iter::successors(Some(fold.first), next).take(MOST_NAMED);
    Answer::Head(Box::new(HeadDetail {
        key,
        name: shorten(trace.name_text(fold.first), MOST_NAME_CHARS),
        count: fold.count,
        total_nanos: fold.total_nanos,
        start_nanos: block.start_nanos - open.origin_nanos(),
        duration_nanos: block.end_nanos - block.start_nanos,
        errors: block.errors,
        spans: fold.end.0 - fold.first.0,
        members: members.map(|span| open.named(span)).collect(),
    }))
}
