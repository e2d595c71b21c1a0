//! Spans become lines of OTLP JSON, one export each.
//!
//! Invariant: within a line each process and each of its scopes is named once; at most
//! [`BATCH_SPANS`] spans wait for their line. Absent: white space inside a line.

use super::attributes;
use super::catalog::Scope;
use super::catalog_services::SERVICES;
use super::json_text::{push_arguments, push_list, push_raw, push_string};
use super::request::INSTANCES;
use super::span::{Exception, Span, Value};

const BATCH_SPANS: usize = 512;

pub(super) struct OtlpWriter {
    /// Thirty-two hex digits.
    trace_id: String,
    waiting: Vec<Span>,
}

impl OtlpWriter {
    pub(super) fn new(trace_id: String) -> OtlpWriter {
        OtlpWriter { trace_id, waiting: Vec::with_capacity(BATCH_SPANS) }
    }

    pub(super) fn write(&mut self, out: &mut Vec<u8>, span: Span) {
        self.waiting.push(span);
        if self.waiting.len() == BATCH_SPANS {
            self.write_line(out);
        }
    }

    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        if !self.waiting.is_empty() {
            self.write_line(out);
        }
    }

    fn write_line(&mut self, out: &mut Vec<u8>) {
        let mut spans = std::mem::take(&mut self.waiting);
        spans.sort_by_key(|span| (span.process, span.scope.name));
        push_raw(out, "{\"resourceSpans\":");
        let same_process = |a: &Span, b: &Span| a.process == b.process;
        push_list(out, spans.chunk_by(same_process), |out, spans| {
            push_resource_spans(out, &self.trace_id, spans);
        });
        push_raw(out, "}\n");
        spans.clear();
        self.waiting = spans;
    }
}

/// `spans` are of one process.
fn push_resource_spans(out: &mut Vec<u8>, trace_id: &str, spans: &[Span]) {
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
        push_scope_spans(out, trace_id, spans[0].scope, spans);
    });
    out.push(b'}');
}

fn push_scope_spans(out: &mut Vec<u8>, trace_id: &str, scope: &Scope, spans: &[Span]) {
    push_arguments(out, format_args!("{{\"scope\":{{\"name\":\"{}\"}},\"spans\":", scope.name));
    push_list(out, spans, |out, span| push_span(out, trace_id, span));
    out.push(b'}');
}

fn push_span(out: &mut Vec<u8>, trace_id: &str, span: &Span) {
    push_arguments(
        out,
        format_args!("{{\"traceId\":\"{trace_id}\",\"spanId\":\"{:016x}\",", span.id),
    );
    if span.parent_id != 0 {
        push_arguments(out, format_args!("\"parentSpanId\":\"{:016x}\",", span.parent_id));
    }
    push_raw(out, "\"name\":");
    push_string(out, &span.name);
    push_arguments(
        out,
        format_args!(
            ",\"kind\":{},\"startTimeUnixNano\":\"{}000\",\"endTimeUnixNano\":\"{}000\",\
             \"attributes\":",
            span.kind.number(),
            span.start_micros,
            span.end_micros
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
            push_raw(out, ",\"code\":2}}");
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
