//! What a row of search results says, from any of the answers that a search may give.
//!
//! Invariant: an unknown figure is `None`, never a zero; services come by name, so the same
//! trace gives the same row from any dialect, as far as that tells. Absent: the critical path
//! of a row, which takes the whole trace (`engine`).

use serde::{Deserialize, Serialize};

use std::collections::BTreeMap;

use super::id_text::trace_id_from_text;
use super::json_shape::{Shape, WrongShape};
use crate::trace::{Recording, Repair, SpanIdx, StringId, Trace, TraceId};

/// A trace as search results show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceSummary {
    pub trace_id: TraceId,
    /// The earliest root's; empty if the server names none, or there is none.
    pub root_service: String,
    /// The earliest root's; empty as above.
    pub root_operation: String,
    /// The earliest start of a span, in nanoseconds since the epoch.
    pub start_nanos: u64,
    /// The latest end of a span, in nanoseconds since the epoch.
    pub end_nanos: u64,
    /// `None`: the server's storage does not count them.
    pub spans: Option<u64>,
    /// Spans with an error; `None` as above.
    pub errors: Option<u64>,
    /// Spans whose parent is missing; `None`: unknown. Summaries say 0 for both "none" and "not
    /// counted", so only a whole trace tells that there are none.
    pub orphans: Option<u64>,
    /// By name.
    pub services: Vec<ServiceSummary>,
}

/// A service's part in a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceSummary {
    /// May be empty, for spans that name none.
    pub name: String,
    pub spans: Option<u64>,
    pub errors: Option<u64>,
}

impl TraceSummary {
    pub fn duration_nanos(&self) -> u64 {
        self.end_nanos.saturating_sub(self.start_nanos)
    }

    /// `service: operation` of the root, or the id where there is none: what Jaeger calls a
    /// trace's name, and sorts by.
    pub fn name(&self) -> String {
        match (self.root_service.as_str(), self.root_operation.as_str()) {
            ("", "") => self.trace_id.to_string(),
            ("", only) | (only, "") => only.to_owned(),
            (service, operation) => format!("{service}: {operation}"),
        }
    }

    /// Whether a span has an error; `None`: unknown.
    pub fn has_error(&self) -> Option<bool> {
        self.errors.map(|errors| errors > 0)
    }
}

/// The rows in an answer of the newer API: `{"summaries": […]}`.
pub(super) fn read_summaries(answer: Shape<'_>) -> Result<Vec<TraceSummary>, WrongShape> {
    answer.member("summaries").items()?.map(read_one).collect()
}

fn read_one(row: Shape<'_>) -> Result<TraceSummary, WrongShape> {
    let id = row.member("traceId");
    let trace_id = trace_id_from_text(id.text()?).ok_or_else(|| id.wrong("a trace id"))?;
    let spans = row.member("spanCount").number()?;
    let mut services: Vec<ServiceSummary> =
        row.member("services").items()?.map(read_service).collect::<Result<_, _>>()?;
    crate::order::sort_by(&mut services, |a, b| a.name.cmp(&b.name));
    Ok(TraceSummary {
        trace_id,
        root_service: row.member("rootServiceName").text()?.to_owned(),
        root_operation: row.member("rootOperationName").text()?.to_owned(),
        start_nanos: row.member("minStartTimeUnixNano").number()?.unwrap_or(0),
        end_nanos: row.member("maxEndTimeUnixNano").number()?.unwrap_or(0),
        spans,
        errors: counted_beside(spans, row.member("errorSpanCount").number()?),
        orphans: row.member("orphanSpanCount").number()?.filter(|&orphans| orphans > 0),
        services,
    })
}

fn read_service(service: Shape<'_>) -> Result<ServiceSummary, WrongShape> {
    let spans = service.member("spanCount").number()?;
    Ok(ServiceSummary {
        name: service.member("name").text()?.to_owned(),
        spans,
        errors: counted_beside(spans, service.member("errorSpanCount").number()?),
    })
}

/// Zeros are left out of an answer, but no trace has zero spans: where these are counted, what
/// is not there is a zero.
fn counted_beside(spans: Option<u64>, count: Option<u64>) -> Option<u64> {
    count.or(spans.map(|_| 0))
}

/// The rows of traces that were read whole, in the order of the recording. O(spans).
pub fn summaries_of(recording: &Recording) -> Vec<TraceSummary> {
    recording.traces.iter().filter(|trace| !trace.is_empty()).map(summary_of).collect()
}

fn summary_of(trace: &Trace) -> TraceSummary {
    let is_orphan = |root: &SpanIdx| trace.repairs(*root).has(Repair::MissingParent);
    let root = trace.roots().find(|root| !is_orphan(root));
    let text_of = |text: fn(&Trace, SpanIdx) -> &str| {
        root.map(|root| text(trace, root).to_owned()).unwrap_or_default()
    };
    let services = services_of(trace);
    TraceSummary {
        trace_id: trace.id(),
        root_service: text_of(Trace::service_text),
        root_operation: text_of(Trace::name_text),
        start_nanos: trace.earliest_nanos(),
        end_nanos: trace.latest_nanos(),
        spans: Some(trace.span_count() as u64),
        errors: Some(services.iter().filter_map(|service| service.errors).sum()),
        orphans: Some(trace.roots().filter(is_orphan).count() as u64),
        services,
    }
}

fn services_of(trace: &Trace) -> Vec<ServiceSummary> {
    let mut counts: BTreeMap<StringId, (u64, u64)> = BTreeMap::new();
    for span in trace.spans() {
        let (spans, errors) = counts.entry(trace.service(span)).or_default();
        *spans += 1;
        *errors += u64::from(trace.is_error(span));
    }
    let services = counts.into_iter().map(|(name, (spans, errors))| ServiceSummary {
        name: trace.pool().text(name).to_owned(),
        spans: Some(spans),
        errors: Some(errors),
    });
    let mut services: Vec<ServiceSummary> = services.collect();
    crate::order::sort_by(&mut services, |a, b| a.name.cmp(&b.name));
    services
}
