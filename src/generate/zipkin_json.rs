//! Spans become Zipkin's JSON, version 2: one list of spans.
//!
//! Invariant: every value of a tag is text, as Zipkin wants it. Absent: what Zipkin has no
//! field for: attributes of processes and of events.

use super::catalog_services::SERVICES;
use super::json_text::{push_arguments, push_raw, push_string};
use super::request::INSTANCES;
use super::span::{Kind, Span, Value};

pub(super) struct ZipkinWriter {
    /// Thirty-two hex digits.
    trace_id: String,
    has_spans: bool,
}

impl ZipkinWriter {
    pub(super) fn new(trace_id: String) -> ZipkinWriter {
        ZipkinWriter { trace_id, has_spans: false }
    }

    pub(super) fn begin(&self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    pub(super) fn write(&mut self, out: &mut Vec<u8>, span: &Span) {
        if std::mem::replace(&mut self.has_spans, true) {
            out.push(b',');
        }
        push_arguments(out, format_args!("{{\"traceId\":\"{}\",", self.trace_id));
        if span.parent_id != 0 {
            push_arguments(out, format_args!("\"parentId\":\"{:016x}\",", span.parent_id));
        }
        push_arguments(out, format_args!("\"id\":\"{:016x}\",", span.id));
        if span.kind != Kind::Internal {
            let kind = span.kind.name().to_ascii_uppercase();
            push_arguments(out, format_args!("\"kind\":\"{kind}\","));
        }
        push_raw(out, "\"name\":");
        push_string(out, &span.name);
        push_arguments(
            out,
            format_args!(
                ",\"timestamp\":{},\"duration\":{},\"localEndpoint\":{{\"serviceName\":\"{}\",\
                 \"ipv4\":\"10.42.0.{}\"}}",
                span.start_micros,
                span.end_micros - span.start_micros,
                SERVICES[span.process / INSTANCES].name,
                span.process + 1
            ),
        );
        push_annotation(out, span);
        push_raw(out, ",\"tags\":{");
        push_tags(out, span);
        push_raw(out, "}}");
    }

    pub(super) fn end(&self, out: &mut Vec<u8>) {
        out.push(b']');
    }
}

fn push_annotation(out: &mut Vec<u8>, span: &Span) {
    if let Some(exception) = span.failure.as_ref().and_then(|failure| failure.exception.as_ref()) {
        push_arguments(
            out,
            format_args!(
                ",\"annotations\":[{{\"timestamp\":{},\"value\":\"exception\"}}]",
                exception.at_micros
            ),
        );
    }
}

/// The span's own attributes, then what Zipkin has no field for.
fn push_tags(out: &mut Vec<u8>, span: &Span) {
    for (key, value) in &span.attributes {
        match value {
            Value::Text(text) => push_tag(out, key, text),
            Value::Int(number) => push_tag(out, key, &number.to_string()),
            Value::Bool(truth) => push_tag(out, key, if *truth { "true" } else { "false" }),
        }
        out.push(b',');
    }
    push_tag(out, "otel.scope.name", span.scope.name);
    if let Some(failure) = &span.failure {
        out.push(b',');
        push_tag(out, "otel.status_code", "ERROR");
        out.push(b',');
        push_tag(out, "error", &failure.message);
    }
}

fn push_tag(out: &mut Vec<u8>, key: &str, value: &str) {
    push_arguments(out, format_args!("\"{key}\":"));
    push_string(out, value);
}
