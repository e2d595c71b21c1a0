//! Log records become events of the spans that they name.
//!
//! They may come before their span, or from another file, so they wait until all spans are
//! there. Invariant: the events of a span that gets any are in the order of time. Absent:
//! resource and scope of a log record, which are those of its span nearly always.

use std::cmp::Reverse;
use std::ops::Range;

use super::ids::{SpanId, TraceId};
use super::pool::{Event, Pool};
use super::repair::Repairs;
use super::span::SpanRecord;

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

/// The logs of one span, and the record that gets them.
struct Run {
    span: (TraceId, SpanId),
    logs: Range<usize>,
    owner: Option<usize>,
}

/// Gives the logs to their spans and says how many have none. Of spans with the same id,
/// the earliest gets them. O((logs + records) log logs).
pub(super) fn attach(
    mut logs: Vec<SpanLog>,
    records: &mut [SpanRecord],
    trace_ids: &[TraceId],
    pool: &mut Pool,
) -> usize {
    if logs.is_empty() {
        return 0;
    }
    logs.sort_by_key(SpanLog::span);
    let mut runs = runs_of(&logs);
    for (index, record) in records.iter().enumerate() {
        let span = (trace_ids[record.trace.0 as usize], record.id);
        let Ok(found) = runs.binary_search_by_key(&span, |run| run.span) else {
            continue;
        };
        let order = |index: usize| (records[index].start_nanos, Reverse(records[index].end_nanos));
        let owner = &mut runs[found].owner;
        if owner.is_none_or(|owner| order(index) < order(owner)) {
            *owner = Some(index);
        }
    }
    let mut lost = 0;
    for run in runs {
        match run.owner {
            Some(owner) => give(&mut records[owner], &logs[run.logs], pool),
            None => lost += run.logs.len(),
        }
    }
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

fn give(record: &mut SpanRecord, logs: &[SpanLog], pool: &mut Pool) {
    let mut events = pool.events(record.events).to_vec();
    for log in logs {
        log.repairs.iter().for_each(|repair| record.repairs.add(repair));
        let time_nanos = match log.event.time_nanos {
            0 => record.start_nanos,
            known => known,
        };
        events.push(Event { time_nanos, ..log.event });
    }
    events.sort_by_key(|event| event.time_nanos);
    record.events = pool.push_events(&events);
}
