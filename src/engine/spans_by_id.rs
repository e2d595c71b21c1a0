//! Span ids become rows again.
//!
//! Only the ids that several spans have are remembered; any other is looked for in the
//! column of ids, which a million spans make a matter of milliseconds and no memory.
//!
//! Invariant: the ordinals of an id number its rows from the first. Absent: ids that name
//! no span of the trace, for which there is no row.

use crate::layout::RowKey;
use crate::trace::{CallHalf, FileKeyMap, FileKeySet, Repair, SpanId, SpanIdx, Trace};

/// The rows of the ids that are not one span's alone.
pub(super) struct SharedIds {
    rows: FileKeyMap<SpanId, Vec<SpanIdx>>,
}

impl SharedIds {
    /// O(n).
    pub fn of(trace: &Trace) -> SharedIds {
        let is_repeated = |&span: &SpanIdx| {
            trace.repairs(span).has(Repair::DuplicateId) || trace.half(span) == CallHalf::Server
        };
        let repeated = trace.spans().filter(is_repeated).map(|span| trace.span_id(span));
        // Spans without an id share having none.
        let shared: FileKeySet<SpanId> = repeated.chain([SpanId::NONE]).collect();
        let mut rows: FileKeyMap<SpanId, Vec<SpanIdx>> = FileKeyMap::default();
        for span in trace.spans() {
            let id = trace.span_id(span);
            if shared.contains(&id) {
                rows.entry(id).or_default().push(span);
            }
        }
        SharedIds { rows }
    }

    pub fn ordinal(&self, id: SpanId, span: SpanIdx) -> u32 {
        let same = self.rows.get(&id);
        // Rows are in order, so the place in the list is found by halving.
        same.and_then(|same| same.binary_search(&span).ok()).map_or(0, |place| place as u32)
    }

    /// The spans of these keys, in their order; none for heads. O(n) for all of them together.
    pub fn spans(&self, trace: &Trace, keys: &[RowKey]) -> Vec<Option<SpanIdx>> {
        let ids = keys.iter().filter_map(|key| match *key {
            RowKey::Span { id, .. } => Some(id),
            _ => None,
        });
        let wanted: FileKeySet<SpanId> = ids.filter(|id| !self.has(*id)).collect();
        let found = self.find(trace, &wanted);
        let span = |key: &RowKey| {
            let RowKey::Span { id, ordinal } = *key else { return None };
            match self.rows.get(&id) {
                Some(same) => same.get(ordinal as usize).copied(),
                None => found.get(&id).copied().filter(|_| ordinal == 0),
            }
        };
        keys.iter().map(span).collect()
    }

    fn has(&self, id: SpanId) -> bool {
        self.rows.contains_key(&id)
    }

    fn find(&self, trace: &Trace, wanted: &FileKeySet<SpanId>) -> FileKeyMap<SpanId, SpanIdx> {
        let mut found = FileKeyMap::default();
        let mut only = wanted.iter();
        match (only.next(), only.next()) {
            (None, _) => {}
            (Some(&id), None) => {
                found.extend(trace.find_id(id).map(|span| (id, span)));
            }
            _ => {
                let ids = trace.spans().map(|span| (trace.span_id(span), span));
                found.extend(ids.filter(|(id, _)| wanted.contains(id)));
            }
        }
        found
    }
}
