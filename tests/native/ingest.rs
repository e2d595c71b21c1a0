//! Reading files: every format, every slicing, and bytes that are no trace at all.

mod bad_input;
mod compressed;
mod crafted_ids;
mod differential;
pub mod documents;
pub mod dump;
pub mod fixtures;
mod hostile;
mod jaeger;
mod jaeger_oracle;
mod json_lines;
mod logs;
mod logs_oracle;
mod mutated;
mod oracle;
mod otlp;
mod otlp_oracle;
mod preview;
pub mod projection;
mod protobuf;
mod protobuf_as_json;
mod protobuf_differential;
mod protobuf_messages;
mod slices;
mod sources;
mod tempo;
mod times;
mod zipkin;
mod zipkin_oracle;

use spanscope::ingest::{Outcome, ReadError, ReadErrorKind};
use spanscope::trace::{Pool, SpanIdx, Trace};

fn read(text: &str) -> Outcome {
    spanscope::ingest::read("test.json", text.as_bytes())
}

/// The outcome of a text that must be read without an error.
fn read_well(text: &str) -> Outcome {
    let outcome = read(text);
    assert_eq!(outcome.sources[0].error, None);
    outcome
}

fn error_of(bytes: &[u8]) -> ReadError {
    let outcome = spanscope::ingest::read("test.json", bytes);
    outcome.sources[0].error.clone().expect("an error was expected")
}

fn error_kind_of(text: &str) -> ReadErrorKind {
    error_of(text.as_bytes()).kind
}

/// The attributes of a span as `key=value` words, in order.
fn attributes_of(trace: &Trace, span: SpanIdx) -> Vec<String> {
    attribute_words(trace.pool(), trace.attributes(span))
}

fn attribute_words(pool: &Pool, range: spanscope::trace::ColumnRange) -> Vec<String> {
    let word = |attribute: spanscope::trace::Attribute| {
        format!("{}={}", pool.text(attribute.key), pool.value_text(attribute.value))
    };
    pool.attributes(range).map(word).collect()
}

/// The only trace of an outcome.
fn only_trace(outcome: &Outcome) -> &Trace {
    assert_eq!(outcome.recording.traces.len(), 1);
    &outcome.recording.traces[0]
}

fn span_total(outcome: &Outcome) -> usize {
    outcome.recording.traces.iter().map(Trace::span_count).sum()
}

/// A Jaeger answer with one span that has these members besides its ids.
fn jaeger_span(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(
        r#"{{"data":[{{"traceID":"a1","spans":[{{"traceID":"a1","spanID":"b1"{comma}{members}}}]}}]}}"#
    )
}

/// An OTLP object with one span that has these members besides its ids.
fn otlp_span(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    let ids = r#""traceId":"000000000000000000000000000000a1","spanId":"00000000000000b1""#;
    format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{{{ids}{comma}{members}}}]}}]}}]}}"#)
}
