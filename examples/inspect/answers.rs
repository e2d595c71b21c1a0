//! The two answers about a trace become an object that is printed.
//!
//! Invariant: the words are those that the page shows; the numbers of the parts add up.
//! Absent: the calls of each part, and stack traces.

use serde::Serialize;
use spanscope::engine::{
    CallerView, FailureView, OperationRow, VerdictView, answers_markdown, answers_of,
};
use spanscope::layout::RowKey;
use spanscope::trace::Trace;

#[derive(Serialize)]
pub struct AnswerLine {
    trace_id: String,
    root: String,
    duration_ns: u64,
    parts: Vec<PartLine>,
    failures: Vec<FailureLine>,
    failure_count: u32,
    summary: String,
}

#[derive(Serialize)]
struct PartLine {
    service: String,
    name: String,
    peer: Option<String>,
    calls: u32,
    ns: u64,
    share: f64,
    passed_by: u32,
    slack_ns: Option<u64>,
    drag_ns: Option<u64>,
}

#[derive(Serialize)]
struct FailureLine {
    headline: String,
    explanation: String,
    origin: String,
    verdict: &'static str,
    exception: String,
    message: String,
    callers: Vec<CallerLine>,
}

#[derive(Serialize)]
struct CallerLine {
    id: String,
    service: String,
    name: String,
    outcome: String,
    at_ns: u64,
}

/// `None` for a trace without spans.
pub fn answer_line(trace: Trace) -> Option<AnswerLine> {
    let (listing, answers, table) = answers_of(trace)?;
    let summary = answers_markdown(&listing, &answers, "");
    Some(AnswerLine {
        trace_id: listing.id_text,
        root: id(answers.root.key),
        duration_ns: answers.total_nanos,
        parts: table.rows.into_iter().map(part).collect(),
        failures: answers.failure.into_iter().chain(answers.other_failures).map(failure).collect(),
        failure_count: answers.total_failures,
        summary,
    })
}

fn part(row: OperationRow) -> PartLine {
    PartLine {
        service: row.service_name,
        name: row.name,
        peer: row.peer.map(|peer| peer.name),
        calls: row.calls,
        ns: row.nanos,
        share: row.share,
        passed_by: row.passed_by,
        slack_ns: row.slack_nanos,
        drag_ns: row.drag_nanos,
    }
}

fn failure(failure: FailureView) -> FailureLine {
    FailureLine {
        headline: failure.headline,
        explanation: failure.explanation,
        origin: id(failure.origin.key),
        verdict: match failure.verdict {
            VerdictView::Failed => "failed",
            VerdictView::Unconnected => "unconnected",
            VerdictView::Apart => "apart",
            VerdictView::Retried(_) => "retried",
            VerdictView::Hedged(_) => "hedged",
            VerdictView::CacheMiss => "cache_miss",
            VerdictView::Borne => "borne",
        },
        exception: failure.cause.kind,
        message: failure.cause.message,
        callers: failure.callers.into_iter().map(caller).collect(),
    }
}

fn caller(caller: CallerView) -> CallerLine {
    CallerLine {
        id: id(caller.span.key),
        service: caller.span.service_name,
        name: caller.span.name,
        outcome: caller.outcome,
        at_ns: caller.at_nanos,
    }
}

fn id(key: RowKey) -> String {
    key.span_id().to_string()
}
