//! The attributes and events of a span become how it ended and why.
//!
//! Invariant: what is told is written in the span; nothing is concluded from its name or
//! from other spans. Absent: who caused what.

use super::super::attribute_names::Names;
use crate::trace::{Event, Pool, SpanIdx, SpanKind, Status, StringId, Trace};

/// How a span ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub status: Status,
    /// 100 to 599.
    pub http_status: Option<u16>,
    /// 0 is success.
    pub grpc_status: Option<i64>,
}

impl Outcome {
    /// Whether the span itself failed: it says so, or a server said it was its fault.
    pub fn is_failure(self) -> bool {
        self.status == Status::Error || self.http_status.is_some_and(|code| code >= 500)
    }

    /// Whether whoever waited for the span was told of a failure. A server that refuses a
    /// request is no failure itself, but it may hand one on.
    pub fn tells_failure(self) -> bool {
        self.is_failure()
            || self.http_status.is_some_and(|code| code >= 400)
            || self.grpc_status.is_some_and(|code| code != 0)
    }
}

/// Where the words about a failure come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CauseSource {
    /// An event, or a log record, of an exception.
    Exception,
    /// The attribute `error.type`.
    ErrorType,
    StatusMessage,
    /// Nothing but that it failed.
    #[default]
    Nothing,
}

/// What a span says about its failure; texts that it does not have are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cause {
    pub source: CauseSource,
    pub kind: String,
    pub message: String,
    pub stacktrace: String,
}

/// The attributes that tell of failures, looked up once a trace.
pub(super) struct EvidenceNames {
    http_status: Names<2>,
    grpc_status: Names<1>,
    error_type: Names<1>,
    exception_type: Names<1>,
    exception_message: Names<1>,
    stacktrace: Names<1>,
    exception: Option<StringId>,
    /// What a call asked for and whom.
    target: [Names<2>; 8],
}

impl EvidenceNames {
    pub fn find(pool: &Pool) -> EvidenceNames {
        let target = [
            ["url.full", "http.url"],
            ["url.path", "http.target"],
            ["http.request.method", "http.method"],
            ["server.address", "net.peer.name"],
            ["server.port", "net.peer.port"],
            ["rpc.method", "rpc.service"],
            ["db.query.text", "db.statement"],
            ["messaging.destination.name", "messaging.destination"],
        ];
        EvidenceNames {
            http_status: Names::find(pool, ["http.response.status_code", "http.status_code"]),
            grpc_status: Names::find(pool, ["rpc.grpc.status_code"]),
            error_type: Names::find(pool, ["error.type"]),
            exception_type: Names::find(pool, ["exception.type"]),
            exception_message: Names::find(pool, ["exception.message"]),
            stacktrace: Names::find(pool, ["exception.stacktrace"]),
            exception: pool.strings.find("exception"),
            target: target.map(|names| Names::find(pool, names)),
        }
    }

    pub fn outcome(&self, trace: &Trace, span: SpanIdx) -> Outcome {
        let (pool, attributes) = (trace.pool(), trace.attributes(span));
        let status = trace.status(span);
        // Most spans are neither, and are looked at no further.
        if status != Status::Error && !is_call(trace.kind(span)) {
            return Outcome { status, http_status: None, grpc_status: None };
        }
        let http_status = self.http_status.number(pool, attributes);
        let http_status = http_status.and_then(|code| u16::try_from(code).ok());
        Outcome {
            status,
            http_status: http_status.filter(|code| (100..600).contains(code)),
            grpc_status: self.grpc_status.number(pool, attributes),
        }
    }

    pub fn cause(&self, trace: &Trace, span: SpanIdx) -> Cause {
        let pool = trace.pool();
        let status_message = pool.text(trace.status_message(span));
        if let Some(event) = self.exception(trace, span) {
            let text = |names: &Names<1>| names.text(pool, event.attributes).unwrap_or_default();
            let (kind, message) = (text(&self.exception_type), text(&self.exception_message));
            let is_silent = kind.is_empty() && message.is_empty();
            return Cause {
                source: CauseSource::Exception,
                kind,
                message: if is_silent { status_message.to_owned() } else { message },
                stacktrace: text(&self.stacktrace),
            };
        }
        let error_type = self.error_type.text(pool, trace.attributes(span)).unwrap_or_default();
        let source = match (error_type.is_empty(), status_message.is_empty()) {
            (false, _) => CauseSource::ErrorType,
            (true, false) => CauseSource::StatusMessage,
            (true, true) => CauseSource::Nothing,
        };
        let message = status_message.to_owned();
        Cause { source, kind: error_type, message, stacktrace: String::new() }
    }

    /// The last one: earlier ones did not end the span.
    fn exception(&self, trace: &Trace, span: SpanIdx) -> Option<Event> {
        let pool = trace.pool();
        let is_exception = |event: &&Event| {
            Some(event.name) == self.exception
                || self.exception_type.value(pool, event.attributes).is_some()
        };
        let events = pool.events(trace.events(span)).iter().filter(is_exception);
        events.max_by_key(|event| event.time_nanos).copied()
    }

    /// Whether the span says that it waited no longer.
    pub fn says_timeout(&self, trace: &Trace, span: SpanIdx) -> bool {
        let outcome = self.outcome(trace, span);
        if matches!(outcome.http_status, Some(408 | 504)) || outcome.grpc_status == Some(4) {
            return true;
        }
        let cause = self.cause(trace, span);
        let status_message = trace.pool().text(trace.status_message(span));
        [&cause.kind, &cause.message, status_message].into_iter().any(is_timeout)
    }

    /// What the span asked for and whom, as far as it says; addresses without their query.
    pub fn target(&self, trace: &Trace, span: SpanIdx) -> Vec<Option<String>> {
        let text = |names: &Names<2>| {
            let text = names.text(trace.pool(), trace.attributes(span))?;
            Some(text.split('?').next().unwrap_or_default().to_owned())
        };
        self.target.iter().map(text).collect()
    }
}

fn is_call(kind: SpanKind) -> bool {
    matches!(kind, SpanKind::Server | SpanKind::Client)
}

fn is_timeout(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["timeout", "timed out", "time out", "deadline"].iter().any(|word| text.contains(word))
}
