//! A trace becomes the spans that told of a failure.
//!
//! Invariant: in row order. Absent: the others, which are nearly all; a healthy trace costs
//! one look at each span.

use super::evidence::EvidenceNames;
use crate::trace::{SpanIdx, Trace};

/// See the module.
pub(super) struct Told {
    /// Whether each failed itself, or only told of a failure.
    spans: Vec<(SpanIdx, bool)>,
}

impl Told {
    /// O(n + attributes of calls).
    pub fn of(trace: &Trace, names: &EvidenceNames) -> Told {
        let told = trace.spans().filter_map(|span| {
            let outcome = names.outcome(trace, span);
            outcome.tells_failure().then_some((span, outcome.is_failure()))
        });
        Told { spans: told.collect() }
    }

    pub fn spans(&self) -> impl Iterator<Item = SpanIdx> + '_ {
        self.spans.iter().map(|&(span, _)| span)
    }

    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// The place of a span among those that told of a failure.
    pub fn place(&self, span: SpanIdx) -> Option<usize> {
        self.spans.binary_search_by_key(&span, |&(span, _)| span).ok()
    }

    pub fn span(&self, place: usize) -> SpanIdx {
        self.spans[place].0
    }

    pub fn is_failure(&self, place: usize) -> bool {
        self.spans[place].1
    }

    pub fn tells_failure(&self, span: SpanIdx) -> bool {
        self.place(span).is_some()
    }
}
