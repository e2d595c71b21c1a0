//! Which spans are rows of the waterfall while some are closed, and in what order.
//!
//! Invariant: rows are in depth-first order, so the row of a span is found by halving.
//! Absent: grouping of repeated siblings.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::trace::{SpanIdx, Trace};

/// Which spans are closed: those from a depth on, except some the other way round.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collapse {
    /// Spans of this depth and deeper are closed; `None`: none is.
    pub closed_from_depth: Option<u32>,
    pub exceptions: FxHashSet<SpanIdx>,
}

impl Collapse {
    /// Whether the span's children are hidden, if it has any.
    pub fn is_closed(&self, trace: &Trace, span: SpanIdx) -> bool {
        let by_depth = self.closed_from_depth.is_some_and(|depth| trace.depth(span) >= depth);
        by_depth != (!self.exceptions.is_empty() && self.exceptions.contains(&span))
    }

    pub fn toggle(&mut self, span: SpanIdx) {
        if !self.exceptions.remove(&span) {
            self.exceptions.insert(span);
        }
    }
}

/// The rows, from the first to the last.
#[derive(Clone, Debug, PartialEq)]
pub enum VisibleRows {
    /// Nothing is closed: row `i` is span `i`.
    All {
        spans: u32,
    },
    Some(Vec<SpanIdx>),
}

impl VisibleRows {
    /// O(rows): closed subtrees are skipped whole.
    pub fn compute(trace: &Trace, collapse: &Collapse) -> VisibleRows {
        if *collapse == Collapse::default() {
            return VisibleRows::All { spans: trace.span_count() as u32 };
        }
        let mut rows = Vec::new();
        let mut next = SpanIdx(0);
        while next.index() < trace.span_count() {
            rows.push(next);
            next = if collapse.is_closed(trace, next) {
                trace.subtree_end(next)
            } else {
                SpanIdx(next.0 + 1)
            };
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

    /// The span of a row below `len()`.
    pub fn span_at(&self, row: u32) -> SpanIdx {
        match self {
            VisibleRows::All { .. } => SpanIdx(row),
            VisibleRows::Some(rows) => rows[row as usize],
        }
    }

    /// `None` where a closed ancestor hides the span.
    pub fn row_of(&self, span: SpanIdx) -> Option<u32> {
        match self {
            VisibleRows::All { spans } => (span.0 < *spans).then_some(span.0),
            VisibleRows::Some(rows) => rows.binary_search(&span).ok().map(|row| row as u32),
        }
    }
}

/// A span's place among its siblings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiblingPlace {
    pub set_size: u32,
    /// From 1.
    pub position: u32,
}

/// The places of spans given in row order. Each set of siblings is walked once, so a window
/// of rows costs the sizes of the sets that occur in it.
pub fn sibling_places(trace: &Trace, spans: &[SpanIdx]) -> Vec<SiblingPlace> {
    let mut wanted: FxHashMap<Option<SpanIdx>, Vec<SpanIdx>> = FxHashMap::default();
    for &span in spans {
        wanted.entry(trace.parent(span)).or_default().push(span);
    }
    let mut places: FxHashMap<SpanIdx, SiblingPlace> = FxHashMap::default();
    for (parent, members) in wanted {
        let siblings = match parent {
            Some(parent) => trace.children(parent),
            None => trace.roots(),
        };
        let mut next_member = members.iter().peekable();
        let mut set_size = 0;
        for sibling in siblings {
            set_size += 1;
            if next_member.next_if(|&&member| member == sibling).is_some() {
                places.insert(sibling, SiblingPlace { set_size: 0, position: set_size });
            }
        }
        for member in members {
            if let Some(place) = places.get_mut(&member) {
                place.set_size = set_size;
            }
        }
    }
    spans.iter().map(|span| places.get(span).copied().unwrap_or_default()).collect()
}
