//! A chain of failed spans becomes what a page can show of it.
//!
//! Invariant: the origin and its cause are always told; of a long chain the callers nearest
//! to the origin, and how many there are. Absent: markup.

use serde::{Deserialize, Serialize};

use super::words::{self, Quote};
use super::{MOST_NAME_CHARS, NamedSpan};
use crate::analysis::{Cause, Failure, Outcome, Verdict};
use crate::engine::open_trace::OpenTrace;
use crate::format::{shorten, visible_text};
use crate::trace::{SpanIdx, Status};

const MOST_CALLERS: usize = 12;
const MOST_MESSAGE_CHARS: usize = 400;
const MOST_STACKTRACE_CHARS: usize = 8_000;

/// What became of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerdictView {
    /// It made the request fail.
    Failed,
    /// It made another root fail, whose way to the entry is not recorded.
    Unconnected,
    /// Nobody waited for it: a consumer, or work after its parent's end.
    Apart,
    /// A later attempt, this one, went well.
    Retried(NamedSpan),
    /// An attempt that ran at the same time, this one, went well.
    Hedged(NamedSpan),
    CacheMiss,
    /// Whoever waited for it went on.
    Borne,
}

/// What the origin says; texts that it does not have are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseView {
    /// As recorded, with the names of packages.
    pub kind: String,
    pub message: String,
    /// Cut after 8,000 characters.
    pub stacktrace: String,
}

/// A span on the way up that was told of the failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerView {
    pub span: NamedSpan,
    /// `402`, `gRPC 14`, `error`.
    pub outcome: String,
    /// What it says itself; empty if nothing, or the same as the origin.
    pub message: String,
    /// When it ended, in nanoseconds from the trace's earliest start.
    pub at_nanos: u64,
}

/// A caller that gave up before its callee ended well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineView {
    pub caller: NamedSpan,
    pub caller_nanos: u64,
    pub callee: NamedSpan,
    pub callee_nanos: u64,
}

/// A failure: where it began, why, who was told, what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureView {
    pub verdict: VerdictView,
    pub origin: NamedSpan,
    /// `402`, `gRPC 14`, `error`.
    pub outcome: String,
    pub cause: CauseView,
    /// From the origin's caller up, at most 12.
    pub callers: Vec<CallerView>,
    pub total_callers: u32,
    /// Set where the origin failed for want of an answer.
    pub deadline: Option<DeadlineView>,
    /// The root that was asked, and how it ended: `200`, `gRPC 0`, `error`; empty if it does
    /// not say.
    pub root: NamedSpan,
    pub returned: String,
    /// Whether the root itself failed.
    pub is_request_failed: bool,
    /// Further origins that made the same span fail.
    pub other_origins: u32,
    /// One line: `Recovered: payment charge_card — CardDeclinedError: insufficient funds`.
    pub headline: String,
    /// The next line: who was told when, and what came of it.
    pub explanation: String,
}

pub(super) fn view(open: &OpenTrace, failure: &Failure) -> FailureView {
    let origin = failure.chain.last().copied().unwrap_or(failure.root);
    let told = failure.chain.iter().zip(&failure.outcomes).rev();
    let callers = told.clone().skip(1).take(MOST_CALLERS);
    let verdict = |retry| open.named(retry);
    let mut view = FailureView {
        verdict: match failure.verdict {
            Verdict::Failed => VerdictView::Failed,
            Verdict::Unconnected => VerdictView::Unconnected,
            Verdict::Apart => VerdictView::Apart,
            Verdict::Retried(retry) => VerdictView::Retried(verdict(retry)),
            Verdict::Hedged(other) => VerdictView::Hedged(verdict(other)),
            Verdict::CacheMiss => VerdictView::CacheMiss,
            Verdict::Borne => VerdictView::Borne,
        },
        origin: open.named(origin),
        outcome: told.clone().next().map(|(_, &outcome)| outcome_text(outcome)).unwrap_or_default(),
        cause: cause(&failure.cause),
        callers: callers
            .map(|(&span, &outcome)| caller(open, span, outcome, &failure.cause))
            .collect(),
        total_callers: failure.chain.len() as u32 - 1,
        deadline: failure.deadline.map(|deadline| DeadlineView {
            caller: open.named(deadline.caller),
            caller_nanos: open.trace.duration_nanos(deadline.caller),
            callee: open.named(deadline.callee),
            callee_nanos: open.trace.duration_nanos(deadline.callee),
        }),
        root: open.named(failure.root),
        returned: outcome_text(failure.returned),
        is_request_failed: failure.returned.tells_failure(),
        other_origins: failure.other_origins,
        headline: String::new(),
        explanation: String::new(),
    };
    let plain = Quote(visible_text);
    view.headline = words::headline(&view, plain);
    view.explanation = words::explanation(&view, plain);
    view
}

fn caller(open: &OpenTrace, span: SpanIdx, outcome: Outcome, cause: &Cause) -> CallerView {
    let trace = &open.trace;
    let message = trace.pool().text(trace.status_message(span));
    let is_news = !cause.message.contains(message) && !message.contains(&cause.message);
    CallerView {
        span: open.named(span),
        outcome: outcome_text(outcome),
        message: if is_news { shorten(message, MOST_MESSAGE_CHARS) } else { String::new() },
        at_nanos: trace.end_nanos(span) - open.origin_nanos(),
    }
}

fn cause(cause: &Cause) -> CauseView {
    CauseView {
        kind: shorten(&cause.kind, MOST_NAME_CHARS),
        message: shorten(&cause.message, MOST_MESSAGE_CHARS),
        stacktrace: shorten(&cause.stacktrace, MOST_STACKTRACE_CHARS),
    }
}

/// Empty where the span does not say.
fn outcome_text(outcome: Outcome) -> String {
    match outcome {
        Outcome { http_status: Some(code), .. } => code.to_string(),
        Outcome { grpc_status: Some(code), .. } => format!("gRPC {code}"),
        Outcome { status: Status::Error, .. } => "error".to_owned(),
        Outcome { .. } => String::new(),
    }
}
