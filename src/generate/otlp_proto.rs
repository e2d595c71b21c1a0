//! Spans become OTLP in protobuf: one message that grows by a piece a batch.
//!
//! Messages of protobuf that follow each other are one message, so every batch is written
//! as soon as it is full. Invariant: the same spans in the same order as in OTLP JSON.
//! Absent: lengths between the batches, which a file of one message does not need.

use super::attributes;
use super::catalog_services::SERVICES;
use super::request::INSTANCES;
use super::span::{Exception, Span, Value};
use crate::order;

const BATCH_SPANS: usize = 512;

pub(super) struct OtlpProtoWriter {
    trace_id: [u8; 16],
    waiting: Vec<Span>,
}

impl OtlpProtoWriter {
    /// The trace's id in thirty-two hex digits.
    pub(super) fn new(trace_id: &str) -> OtlpProtoWriter {
        let trace_id = u128::from_str_radix(trace_id, 16).unwrap_or_default().to_be_bytes();
        OtlpProtoWriter { trace_id, waiting: Vec::with_capacity(BATCH_SPANS) }
    }

    pub(super) fn write(&mut self, out: &mut Vec<u8>, span: Span) {
        self.waiting.push(span);
        if self.waiting.len() == BATCH_SPANS {
            self.end(out);
        }
    }

    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        let mut spans = std::mem::take(&mut self.waiting);
        order::sort_by_key(&mut spans, |span| (span.process, span.scope.name));
        for spans in spans.chunk_by(|a, b| a.process == b.process) {
            push_message(out, 1, |out| push_resource_spans(out, &self.trace_id, spans));
        }
        spans.clear();
        self.waiting = spans;
    }
}

/// `spans` are of one process.
fn push_resource_spans(out: &mut Vec<u8>, trace_id: &[u8], spans: &[Span]) {
    let process = spans[0].process;
    let service = &SERVICES[process / INSTANCES];
    push_message(out, 1, |out| {
        push_text_attribute(out, 1, "service.name", service.name);
        for (key, value) in &attributes::process(service, process % INSTANCES) {
            push_attribute(out, 1, key, value);
        }
    });
    for spans in spans.chunk_by(|a, b| a.scope == b.scope) {
        push_message(out, 2, |out| {
            push_message(out, 1, |out| push_bytes(out, 1, spans[0].scope.name.as_bytes()));
            for span in spans {
                push_message(out, 2, |out| push_span(out, trace_id, span));
            }
        });
    }
}

fn push_span(out: &mut Vec<u8>, trace_id: &[u8], span: &Span) {
    push_bytes(out, 1, trace_id);
    push_bytes(out, 2, &span.id.to_be_bytes());
    if span.parent_id != 0 {
        push_bytes(out, 4, &span.parent_id.to_be_bytes());
    }
    push_bytes(out, 5, span.name.as_bytes());
    push_number(out, 6, span.kind.number());
    push_fixed(out, 7, span.start_micros * 1000);
    push_fixed(out, 8, span.end_micros * 1000);
    for (key, value) in &span.attributes {
        push_attribute(out, 9, key, value);
    }
    if let Some(failure) = &span.failure {
        if let Some(exception) = &failure.exception {
            push_message(out, 11, |out| push_event(out, exception, &failure.message));
        }
        push_message(out, 15, |out| {
            push_bytes(out, 2, failure.message.as_bytes());
            push_number(out, 3, 2);
        });
    }
}

fn push_event(out: &mut Vec<u8>, exception: &Exception, message: &str) {
    push_fixed(out, 1, exception.at_micros * 1000);
    push_bytes(out, 2, b"exception");
    push_text_attribute(out, 3, "exception.message", message);
    push_text_attribute(out, 3, "exception.stacktrace", &exception.stack);
    push_text_attribute(out, 3, "exception.type", exception.type_name);
}

fn push_text_attribute(out: &mut Vec<u8>, field: u64, key: &str, text: &str) {
    push_message(out, field, |out| {
        push_bytes(out, 1, key.as_bytes());
        push_message(out, 2, |out| push_bytes(out, 1, text.as_bytes()));
    });
}

fn push_attribute(out: &mut Vec<u8>, field: u64, key: &str, value: &Value) {
    push_message(out, field, |out| {
        push_bytes(out, 1, key.as_bytes());
        push_message(out, 2, |out| match value {
            Value::Text(text) => push_bytes(out, 1, text.as_bytes()),
            Value::Int(number) => push_number(out, 3, *number as u64),
            Value::Bool(truth) => push_number(out, 2, u64::from(*truth)),
        });
    });
}

fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn push_number(out: &mut Vec<u8>, field: u64, value: u64) {
    push_varint(out, field << 3);
    push_varint(out, value);
}

fn push_fixed(out: &mut Vec<u8>, field: u64, value: u64) {
    push_varint(out, field << 3 | 1);
    out.extend_from_slice(&value.to_le_bytes());
}

fn push_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    push_varint(out, field << 3 | 2);
    push_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A message that `write` writes; its length is put before it afterwards.
fn push_message(out: &mut Vec<u8>, field: u64, write: impl FnOnce(&mut Vec<u8>)) {
    push_varint(out, field << 3 | 2);
    let start = out.len();
    write(out);
    let mut length = Vec::with_capacity(5);
    push_varint(&mut length, (out.len() - start) as u64);
    out.splice(start..start, length);
}
