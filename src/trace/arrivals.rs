//! A trace's spans in the order they came in, with what they say.
//!
//! Decoders fill the pool span by span, so in this order attributes and texts are read from
//! the front to the back, and fields that few spans have are read a step at a time.
//!
//! Invariant: each row is there exactly once. Absent: times and the tree, which belong to
//! rows.

use super::columns::Trace;
use super::ids::{ResourceIdx, ScopeIdx, SpanId, SpanIdx};
use super::pool::ColumnRange;
use super::strings::StringId;

/// A span and what it says, but for its links.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArrivedSpan {
    pub span: SpanIdx,
    pub id: SpanId,
    pub name: StringId,
    pub status_message: StringId,
    pub resource: ResourceIdx,
    pub scope: ScopeIdx,
    pub attributes: ColumnRange,
    pub events: ColumnRange,
}

const NO_SPAN: SpanIdx = SpanIdx(u32::MAX);

impl Trace {
    /// All rows in the order their spans came in. O(n + the spans of other traces that came
    /// in between): each row is put in its place, and the gaps are taken out.
    pub fn rows_by_arrival(&self) -> Vec<SpanIdx> {
        let order = self.order();
        let Some(&first) = order.iter().min() else { return Vec::new() };
        let last = order.iter().copied().max().unwrap_or(first);
        let mut rows = vec![NO_SPAN; (last - first) as usize + 1];
        for (row, &at) in order.iter().enumerate() {
            rows[(at - first) as usize] = SpanIdx(row as u32);
        }
        rows.retain(|&row| row != NO_SPAN);
        rows
    }

    /// What the spans of `rows` say, a part of [`Trace::rows_by_arrival`].
    pub fn arrivals<'a>(&'a self, rows: &'a [SpanIdx]) -> impl Iterator<Item = ArrivedSpan> + 'a {
        let (order, columns) = (self.order(), self.columns());
        let first = rows.first().map_or(0, |row| order[row.index()]);
        let mut status_messages = columns.rising_status_messages(first);
        let mut events = columns.rising_events(first);
        rows.iter().map(move |&span| {
            let place = order[span.index()];
            let at = place as usize;
            ArrivedSpan {
                span,
                id: columns.ids[at],
                name: columns.names[at],
                status_message: status_messages.get(place),
                resource: columns.resources[at],
                scope: columns.scopes[at],
                attributes: columns.attributes[at],
                events: events.get(place),
            }
        })
    }
}
