//! The two answers at the head of a trace: where the time went, where it failed.
//!
//! Invariant: both are about one root, the entry, and say which; texts are cut, lists are
//! bounded and say how long they were. Absent: drag, which takes longer (see `path_table`).

mod failure;
mod markdown;
mod words;

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use super::path_table::{self, OperationRow, PathTable};
use super::protocol::{OpeningId, TraceListing, TraceRef};
use crate::analysis::{self, PathIndex, PathMode, PathParts, PeerNames, Section};
use crate::format::shorten;
use crate::layout::RowKey;
use crate::order;
use crate::trace::{SpanIdx, Trace};
pub use failure::{CallerView, CauseView, DeadlineView, FailureView, VerdictView};
pub use markdown::markdown;
pub use words::Headline;

/// Parts that the answer tells one by one.
const MOST_PARTS: usize = 12;
/// The rows of a larger trace are shown without its path until the answers are asked for.
const MOST_WAITED_FOR_SPANS: usize = 200_000;
/// Characters of a service's or a span's name.
pub(super) const MOST_NAME_CHARS: usize = 160;

/// A span by its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedSpan {
    pub key: RowKey,
    /// Place in the trace's list of services.
    pub service: u32,
    pub service_name: String,
    pub name: String,
}

/// Both answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// The entry: the earliest root, of equal ones the longest; an orphan only if there is
    /// no other.
    pub root: NamedSpan,
    /// Roots that the first answer is not about.
    pub other_roots: u32,
    /// Nanoseconds from the trace's earliest start.
    pub root_start_nanos: u64,
    /// The duration of the root: what the parts add up to.
    pub total_nanos: u64,
    /// The longest first, at most 12.
    pub parts: Vec<OperationRow>,
    /// Operations that took time on the path, those not told here included.
    pub total_parts: u32,
    /// The time of those not told here.
    pub rest_nanos: u64,
    /// The most important one; `None` where nothing failed.
    pub failure: Option<FailureView>,
    /// The next ones, at most 19.
    pub other_failures: Vec<FailureView>,
    /// How many failures there are.
    pub total_failures: u32,
}

/// What is computed once for the answers, the table and the marks of rows.
#[derive(Default)]
pub(super) struct AnswerMemo {
    peers: OnceCell<PeerNames>,
    parts: OnceCell<Option<PathParts>>,
    answers: OnceCell<Option<Box<Answers>>>,
    pub drags: OnceCell<Vec<u64>>,
    index: OnceCell<PathIndex>,
    gaps: OnceCell<Vec<Section>>,
}

impl OpenTrace {
    /// The sections of all critical paths (cover mode).
    pub fn sections(&self) -> &[Section] {
        &self.paths.paths(&self.trace, PathMode::Cover).sections
    }

    /// Whether the path of the trace is worth waiting for: it is known, or soon found.
    pub fn is_path_at_hand(&self) -> bool {
        self.answers.index.get().is_some() || self.trace.span_count() <= MOST_WAITED_FOR_SPANS
    }

    pub fn path_index(&self) -> &PathIndex {
        self.answers.index.get_or_init(|| PathIndex::of(self.sections()))
    }

    /// By span, then time.
    pub fn gaps(&self) -> &[Section] {
        self.answers.gaps.get_or_init(|| {
            let mut gaps = analysis::gaps(&self.trace, self.sections());
            order::sort_by_number(&mut gaps, |gap| gap.start_nanos);
            order::sort_by_number(&mut gaps, |gap| u64::from(gap.span.0));
            gaps
        })
    }

    pub fn peer_names(&self) -> &PeerNames {
        self.answers.peers.get_or_init(|| PeerNames::find(self.trace.pool()))
    }

    /// The operations on the entry's path; `None` for a trace without spans.
    pub fn path_parts(&self) -> Option<&PathParts> {
        let parts = || {
            let entry = self.facts.primary_root?;
            let rows = entry..self.trace.subtree_end(entry);
            let sections = self.sections().iter().filter(|section| rows.contains(&section.span));
            Some(PathParts::of(&self.trace, self.peer_names(), entry, sections))
        };
        self.answers.parts.get_or_init(parts).as_ref()
    }

    pub fn named(&self, span: SpanIdx) -> NamedSpan {
        NamedSpan {
            key: self.key_of(span),
            service: self.service_place(span),
            service_name: shorten(self.trace.service_text(span), MOST_NAME_CHARS),
            name: shorten(self.trace.name_text(span), MOST_NAME_CHARS),
        }
    }
}

/// `None` for a trace without spans. O(1) after the first time.
pub(super) fn answers(open: &OpenTrace) -> Option<Box<Answers>> {
    // From now on rows carry their marks.
    open.path_index();
    open.answers.answers.get_or_init(|| compute(open).map(Box::new)).clone()
}

/// The answers and the table of a trace that nobody opened, for tools.
pub fn answers_of(trace: Trace) -> Option<(TraceListing, Answers, PathTable)> {
    let name = TraceRef { opening: OpeningId(0), trace_id: trace.id() };
    let open = OpenTrace::new(name, trace, "", "");
    Some((open.listing(), compute(&open)?, path_table::table(&open)?))
}

fn compute(open: &OpenTrace) -> Option<Answers> {
    let (root, parts) = (open.facts.primary_root?, open.path_parts()?);
    let total_nanos = open.trace.duration_nanos(root);
    let on_path = parts.parts.partition_point(|part| part.nanos > 0);
    let row = |place| path_table::row(open, parts, place, total_nanos, None);
    let shown: Vec<OperationRow> = (0..on_path.min(MOST_PARTS)).map(row).collect();
    let shown_nanos: u64 = shown.iter().map(|part| part.nanos).sum();
    let failures = analysis::failures(&open.trace, open.peer_names());
    let mut told = failures.shown.iter().map(|one| failure::view(open, one));
    Some(Answers {
        root: open.named(root),
        other_roots: open.trace.roots().count() as u32 - 1,
        root_start_nanos: open.trace.start_nanos(root) - open.origin_nanos(),
        total_nanos,
        parts: shown,
        total_parts: on_path as u32,
        rest_nanos: total_nanos - shown_nanos,
        failure: told.next(),
        other_failures: told.collect(),
        total_failures: failures.total,
    })
}
