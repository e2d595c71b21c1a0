//! Spans become the JSON of Jaeger's `/api/traces/{id}`.
//!
//! Invariant: processes come after the spans, as Jaeger writes them, so nothing but their
//! numbers has to be remembered. Absent: white space.

use super::attributes;
use super::catalog_services::SERVICES;
use super::json_text::{push_arguments, push_list, push_raw, push_string};
use super::request::INSTANCES;
use super::span::{Exception, Span, Text, Value};

pub(super) struct JaegerWriter {
    /// Thirty-two hex digits.
    trace_id: String,
    has_spans: bool,
    /// By process: whether a span named it.
    used: Vec<bool>,
}

impl JaegerWriter {
    pub(super) fn new(trace_id: String) -> JaegerWriter {
        JaegerWriter { trace_id, has_spans: false, used: vec![false; SERVICES.len() * INSTANCES] }
    }

    pub(super) fn begin(&self, out: &mut Vec<u8>) {
        push_arguments(
            out,
            format_args!("{{\"data\":[{{\"traceID\":\"{}\",\"spans\":[", self.trace_id),
        );
    }

    pub(super) fn write(&mut self, out: &mut Vec<u8>, span: &Span) {
        if self.has_spans {
            out.push(b',');
        }
        self.has_spans = true;
        self.used[span.process] = true;
        let trace_id = &self.trace_id;
        push_arguments(
            out,
            format_args!(
                "{{\"traceID\":\"{trace_id}\",\"spanID\":\"{:016x}\",\"operationName\":",
                span.id
            ),
        );
        push_string(out, &span.name);
        push_raw(out, ",\"references\":[");
        if span.parent_id != 0 {
            push_arguments(
                out,
                format_args!(
                    "{{\"refType\":\"CHILD_OF\",\"traceID\":\"{trace_id}\",\"spanID\":\"{:016x}\"}}",
                    span.parent_id
                ),
            );
        }
        let duration_micros = span.end_micros - span.start_micros;
        push_arguments(
            out,
            format_args!(
                "],\"startTime\":{},\"duration\":{duration_micros},\"tags\":[",
                span.start_micros
            ),
        );
        push_tags(out, span);
        push_raw(out, "],\"logs\":[");
        if let Some(exception) = span.failure.as_ref().and_then(|f| f.exception.as_ref()) {
            push_log(out, exception, span);
        }
        push_arguments(
            out,
            format_args!("],\"processID\":\"p{}\",\"warnings\":null}}", span.process + 1),
        );
    }

    pub(super) fn end(&self, out: &mut Vec<u8>) {
        push_raw(out, "],\"processes\":{");
        let used = (0..self.used.len()).filter(|&process| self.used[process]);
        for (place, process) in used.enumerate() {
            let service = &SERVICES[process / INSTANCES];
            if place > 0 {
                out.push(b',');
            }
            push_arguments(
                out,
                format_args!(
                    "\"p{}\":{{\"serviceName\":\"{}\",\"tags\":",
                    process + 1,
                    service.name
                ),
            );
            let tags = attributes::process(service, process % INSTANCES);
            push_list(out, &tags, |out, (key, value)| push_tag(out, key, value));
            out.push(b'}');
        }
        push_raw(
            out,
            "},\"warnings\":null}],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}",
        );
    }
}

/// The span's own attributes, then what Jaeger has no field for.
fn push_tags(out: &mut Vec<u8>, span: &Span) {
    for (key, value) in &span.attributes {
        push_tag(out, key, value);
        out.push(b',');
    }
    push_text_tag(out, "otel.scope.name", span.scope.name);
    out.push(b',');
    push_text_tag(out, "span.kind", span.kind.name());
    if let Some(failure) = &span.failure {
        push_raw(out, ",{\"key\":\"error\",\"type\":\"bool\",\"value\":true},");
        push_text_tag(out, "otel.status_code", "ERROR");
        if !failure.message.is_empty() {
            out.push(b',');
            push_text_tag(out, "otel.status_description", &failure.message);
        }
    }
}

fn push_log(out: &mut Vec<u8>, exception: &Exception, span: &Span) {
    push_arguments(out, format_args!("{{\"timestamp\":{},\"fields\":[", exception.at_micros));
    let message = span.failure.as_ref().map_or("", |failure| &failure.message);
    push_text_tag(out, "event", "exception");
    out.push(b',');
    push_text_tag(out, "exception.message", message);
    out.push(b',');
    push_text_tag(out, "exception.stacktrace", &exception.stack);
    out.push(b',');
    push_text_tag(out, "exception.type", exception.type_name);
    push_raw(out, "]}");
}

fn push_text_tag(out: &mut Vec<u8>, key: &str, value: &str) {
    push_raw(out, "{\"key\":");
    push_string(out, key);
    push_raw(out, ",\"type\":\"string\",\"value\":");
    push_string(out, value);
    out.push(b'}');
}

fn push_tag(out: &mut Vec<u8>, key: &str, value: &Value) {
    match value {
        Value::Text(Text::Borrowed(text)) => push_text_tag(out, key, text),
        Value::Text(Text::Owned(text)) => push_text_tag(out, key, text),
        Value::Int(number) => push_arguments(
            out,
            format_args!("{{\"key\":\"{key}\",\"type\":\"int64\",\"value\":{number}}}"),
        ),
        Value::Bool(truth) => push_arguments(
            out,
            format_args!("{{\"key\":\"{key}\",\"type\":\"bool\",\"value\":{truth}}}"),
        ),
    }
}
