//! Log records become events of the spans that they name.
//!
//! They may come before their span, or from another file, so they wait until all spans are
//! there. Invariant: the events of a span that gets any are in the order of time. Absent:
//! resource and scope of a log record, which are those of its span nearly always.

use std::cmp::Reverse;
use std::ops::Range;

use super::ids::{SpanId, TraceId};
use super::pool::{ColumnRange, Event, Pool};
use super::repair::Repairs;
use crate::order;

/// A log record as a decoder hands it over.
#[derive(Clone, Copy, Debug)]
pub struct SpanLog {
    pub trace_id: TraceId,
    pub span_id: SpanId,
    /// A time of 0 is unknown: the span's start is taken.
    pub event: Event,
    /// What had to be repaired, which its span will tell.
    pub repairs: Repairs,
}

impl SpanLog {
    fn span(&self) -> (TraceId, SpanId) {
        (self.trace_id, self.span_id)
    }
}

/// The logs of one span, and the span that gets them, by its place among all.
struct Run {
    span: (TraceId, SpanId),
    logs: Range<usize>,
    owner: Option<u32>,
}

/// Gives the logs to their spans and says how many have none. Of spans with the same id,
/// the earliest gets them. O((logs + spans) log logs).
pub(super) fn attach(mut logs: Vec<SpanLog>, trace_ids: &[TraceId], pool: &mut Pool) -> usize {
    if logs.is_empty() {
        return 0;
    }
    order::sort_by_key(&mut logs, SpanLog::span);
    let mut runs = runs_of(&logs);
    let spans = &pool.spans;
    for (span, &id) in (0..).zip(&spans.ids) {
        let name = (trace_ids[spans.trace(span).0 as usize], id);
        let Ok(found) = runs.binary_search_by_key(&name, |run| run.span) else {
            continue;
        };
        let order = |span: u32| (spans.times(span).start, Reverse(spans.times(span).end));
        let owner = &mut runs[found].owner;
        if owner.is_none_or(|owner| order(span) < order(owner)) {
            *owner = Some(span);
        }
    }
    let mut lost = 0;
    let mut given = Vec::new();
    for run in runs {
        match run.owner {
            Some(owner) => given.push((owner, give(owner, &logs[run.logs], pool))),
            None => lost += run.logs.len(),
        }
    }
    pool.spans.set_events(given);
    lost
}

/// `logs` are sorted by span.
fn runs_of(logs: &[SpanLog]) -> Vec<Run> {
    let mut start = 0;
    let same_span = |a: &SpanLog, b: &SpanLog| a.span() == b.span();
    logs.chunk_by(same_span)
        .map(|chunk| {
            let logs = start..start + chunk.len();
            start = logs.end;
            Run { span: chunk[0].span(), logs, owner: None }
        })
        .collect()
}

/// The span's events with those of the logs among them.
fn give(span: u32, logs: &[SpanLog], pool: &mut Pool) -> ColumnRange {
    let start_nanos = pool.spans.times(span).start;
    let mut events = pool.events(pool.spans.events(span)).to_vec();
    for log in logs {
        log.repairs.iter().for_each(|repair| pool.spans.repair(span, repair));
        let time_nanos = match log.event.time_nanos {
            0 => start_nanos,
            known => known,
        };
        events.push(Event { time_nanos, ..log.event });
    }
    order::sort_by_key(&mut events, |event| event.time_nanos);
    pool.push_events(&events)
}
