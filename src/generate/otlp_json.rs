//! Spans become lines of OTLP JSON, one export each, or one answer of Tempo's.
//!
//! Invariant: within a batch each process and each of its scopes is named once; at most
//! [`BATCH_SPANS`] spans wait for theirs. Absent: white space inside a line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::attributes;
use super::catalog::Scope;
use super::catalog_services::SERVICES;
use super::json_text::{push_arguments, push_list, push_raw, push_string};
use super::request::INSTANCES;
use super::span::{Exception, Kind, Span, Value};
use crate::order;

const BATCH_SPANS: usize = 512;

/// Whose names and ids are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Lines, ids in hex, numbers for kinds.
    Otlp,
    /// One object, ids in base64, names for kinds.
    Tempo,
}

pub(super) struct OtlpWriter {
    ids: Ids,
    waiting: Vec<Span>,
    has_batches: bool,
}

/// How ids are written, and the trace's.
struct Ids {
    dialect: Dialect,
    trace_id: String,
}

impl OtlpWriter {
    /// `trace_id` is in hex.
    pub(super) fn new(trace_id: String, dialect: Dialect) -> OtlpWriter {
        let ids = Ids::new(trace_id, dialect);
        OtlpWriter { ids, waiting: Vec::with_capacity(BATCH_SPANS), has_batches: false }
    }

    pub(super) fn begin(&mut self, out: &mut Vec<u8>) {
        if self.ids.dialect == Dialect::Tempo {
            push_raw(out, "{\"batches\":[");
        }
    }

    pub(super) fn write(&mut self, out: &mut Vec<u8>, span: Span) {
        self.waiting.push(span);
        if self.waiting.len() == BATCH_SPANS {
            self.write_batch(out);
        }
    }

    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        if !self.waiting.is_empty() {
            self.write_batch(out);
        }
        if self.ids.dialect == Dialect::Tempo {
            push_raw(out, "]}");
        }
    }

    fn write_batch(&mut self, out: &mut Vec<u8>) {
        let mut spans = std::mem::take(&mut self.waiting);
        order::sort_by_key(&mut spans, |span| (span.process, span.scope.name));
        let by_process = spans.chunk_by(|a, b| a.process == b.process);
        match self.ids.dialect {
            Dialect::Otlp => {
                push_raw(out, "{\"resourceSpans\":");
                push_list(out, by_process, |out, spans| push_resource_spans(out, &self.ids, spans));
                push_raw(out, "}\n");
            }
            Dialect::Tempo => {
                for spans in by_process {
                    if std::mem::replace(&mut self.has_batches, true) {
                        out.push(b',');
                    }
                    push_resource_spans(out, &self.ids, spans);
                }
            }
        }
        spans.clear();
        self.waiting = spans;
    }
}

impl Ids {
    fn new(trace_id: String, dialect: Dialect) -> Ids {
        let in_base64 = || {
            let number = u128::from_str_radix(&trace_id, 16).unwrap_or_default();
            STANDARD.encode(number.to_be_bytes())
        };
        let trace_id = if dialect == Dialect::Tempo { in_base64() } else { trace_id };
        Ids { dialect, trace_id }
    }

    fn push_span_id(&self, out: &mut Vec<u8>, id: u64) {
        match self.dialect {
            Dialect::Otlp => push_arguments(out, format_args!("{id:016x}")),
            Dialect::Tempo => push_raw(out, &STANDARD.encode(id.to_be_bytes())),
        }
    }

    fn push_kind(&self, out: &mut Vec<u8>, kind: Kind) {
        match self.dialect {
            Dialect::Otlp => push_arguments(out, format_args!("{}", kind.number())),
            Dialect::Tempo => {
                push_arguments(
                    out,
                    format_args!("\"SPAN_KIND_{}\"", kind.name().to_ascii_uppercase()),
                );
            }
        }
    }

    fn error_code(&self) -> &'static str {
        match self.dialect {
            Dialect::Otlp => "2",
            Dialect::Tempo => "\"STATUS_CODE_ERROR\"",
        }
    }
}

/// `spans` are of one process.
fn push_resource_spans(out: &mut Vec<u8>, ids: &Ids, spans: &[Span]) {
    let process = spans[0].process;
    let service = &SERVICES[process / INSTANCES];
    push_arguments(
        out,
        format_args!(
            "{{\"resource\":{{\"attributes\":[{{\"key\":\"service.name\",\
             \"value\":{{\"stringValue\":\"{}\"}}}}",
            service.name
        ),
    );
    for (key, value) in &attributes::process(service, process % INSTANCES) {
        out.push(b',');
        push_attribute(out, key, value);
    }
    push_raw(out, "]},\"scopeSpans\":");
    let same_scope = |a: &Span, b: &Span| a.scope == b.scope;
    push_list(out, spans.chunk_by(same_scope), |out, spans| {
        push_scope_spans(out, ids, spans[0].scope, spans);
    });
    out.push(b'}');
}

fn push_scope_spans(out: &mut Vec<u8>, ids: &Ids, scope: &Scope, spans: &[Span]) {
    push_arguments(out, format_args!("{{\"scope\":{{\"name\":\"{}\"}},\"spans\":", scope.name));
    push_list(out, spans, |out, span| push_span(out, ids, span));
    out.push(b'}');
}

fn push_span(out: &mut Vec<u8>, ids: &Ids, span: &Span) {
    push_arguments(out, format_args!("{{\"traceId\":\"{}\",\"spanId\":\"", ids.trace_id));
    ids.push_span_id(out, span.id);
    if span.parent_id != 0 {
        push_raw(out, "\",\"parentSpanId\":\"");
        ids.push_span_id(out, span.parent_id);
    }
    push_raw(out, "\",\"name\":");
    push_string(out, &span.name);
    push_raw(out, ",\"kind\":");
    ids.push_kind(out, span.kind);
    push_arguments(
        out,
        format_args!(
            ",\"startTimeUnixNano\":\"{}000\",\"endTimeUnixNano\":\"{}000\",\"attributes\":",
            span.start_micros, span.end_micros
        ),
    );
    push_list(out, &span.attributes, |out, (key, value)| push_attribute(out, key, value));
    match &span.failure {
        None => push_raw(out, ",\"status\":{}}"),
        Some(failure) => {
            if let Some(exception) = &failure.exception {
                push_event(out, exception, &failure.message);
            }
            push_raw(out, ",\"status\":{\"message\":");
            push_string(out, &failure.message);
            push_arguments(out, format_args!(",\"code\":{}}}}}", ids.error_code()));
        }
    }
}

fn push_event(out: &mut Vec<u8>, exception: &Exception, message: &str) {
    push_arguments(
        out,
        format_args!(
            ",\"events\":[{{\"timeUnixNano\":\"{}000\",\"name\":\"exception\",\"attributes\":",
            exception.at_micros
        ),
    );
    let attributes = [
        ("exception.message", message),
        ("exception.stacktrace", &exception.stack),
        ("exception.type", exception.type_name),
    ];
    push_list(out, attributes, |out, (key, value)| push_text_attribute(out, key, value));
    push_raw(out, "}]");
}

fn push_text_attribute(out: &mut Vec<u8>, key: &str, value: &str) {
    push_arguments(out, format_args!("{{\"key\":\"{key}\",\"value\":{{\"stringValue\":"));
    push_string(out, value);
    push_raw(out, "}}");
}

fn push_attribute(out: &mut Vec<u8>, key: &str, value: &Value) {
    match value {
        Value::Text(text) => push_text_attribute(out, key, text),
        Value::Int(number) => push_arguments(
            out,
            format_args!("{{\"key\":\"{key}\",\"value\":{{\"intValue\":\"{number}\"}}}}"),
        ),
        Value::Bool(truth) => push_arguments(
            out,
            format_args!("{{\"key\":\"{key}\",\"value\":{{\"boolValue\":{truth}}}}}"),
        ),
    }
}
