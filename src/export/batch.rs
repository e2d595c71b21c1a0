//! Rows become the order in which OTLP writes them: by resource and scope, some at a time.
//!
//! Grouping all rows would need all of them before the first is written; in batches, as
//! exporters send them, a resource is repeated once a batch. Invariant: the order depends on
//! the rows of a batch alone, and spans that share an id stay in order, since the order of
//! arrival decides between spans that are the same in everything else. Absent: texts.

use crate::order;
use crate::trace::{Repair, ResourceIdx, ScopeIdx, SpanIdx, Trace};

/// Rows in a batch.
const BATCH_ROWS: usize = 1024;

/// The batch in hand.
#[derive(Default)]
pub(super) struct Batch {
    /// Its number plus one; 0 before the first.
    loaded: usize,
    spans: Vec<SpanIdx>,
}

/// A span, and which objects around it begin with it.
pub(super) struct Place {
    pub span: SpanIdx,
    pub opens_resource: bool,
    pub opens_scope: bool,
}

impl Batch {
    /// The `index`-th span in the order of writing. O(1), but for the first of a batch.
    pub fn place(&mut self, trace: &Trace, index: usize) -> Place {
        let (number, within) = (index / BATCH_ROWS, index % BATCH_ROWS);
        if self.loaded != number + 1 {
            self.load(trace, number);
        }
        let span = self.spans[within];
        let before = within.checked_sub(1).map(|before| group(trace, self.spans[before]));
        let (resource, scope) = group(trace, span);
        Place {
            span,
            opens_resource: before.is_none_or(|before| before.0 != resource),
            opens_scope: before.is_none_or(|before| before != (resource, scope)),
        }
    }

    fn load(&mut self, trace: &Trace, number: usize) {
        let rows = number * BATCH_ROWS..trace.span_count().min((number + 1) * BATCH_ROWS);
        let mut run = 0;
        let keyed = rows.map(|row| {
            let span = SpanIdx(row as u32);
            let is_twin = trace.repairs(span).has(Repair::DuplicateId);
            run += u32::from(is_twin || trace.span_id(span).is_none());
            (run, group(trace, span), span)
        });
        let mut keyed: Vec<_> = keyed.collect();
        order::sort(&mut keyed);
        self.spans.clear();
        self.spans.extend(keyed.into_iter().map(|(_, _, span)| span));
        self.loaded = number + 1;
    }
}

fn group(trace: &Trace, span: SpanIdx) -> (ResourceIdx, ScopeIdx) {
    (trace.resource_idx(span), trace.scope_idx(span))
}
