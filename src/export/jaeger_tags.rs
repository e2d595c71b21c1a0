//! Attributes, and fields that Jaeger has tags for, become typed tags.
//!
//! Invariant: kind, status, scope and trace state come after the attributes, so that they win
//! over attributes of the same names. Absent: a type for lists and maps; they are one text of
//! JSON, as in Jaeger.

use super::json::{Commas, push, push_base64, push_double, push_text};
use super::plain_values::push_plain;
use crate::trace::{Attribute, Pool, SpanIdx, SpanKind, Status, StringId, Trace, Value};

/// The largest integer, and the smallest negated, that a double tells from its neighbours:
/// Jaeger writes what lies beyond as text.
const MOST_EXACT: i64 = (1 << 53) - 1;

pub(super) fn push_tag(out: &mut Vec<u8>, pool: &Pool, attribute: Attribute) {
    push_typed(out, pool, pool.text(attribute.key), attribute.value);
}

/// A tag with a text as its value.
pub(super) fn push_text_tag(out: &mut Vec<u8>, key: &str, value: &str) {
    open_tag(out, key, "string");
    push_text(out, value);
    out.push(b'}');
}

fn open_tag(out: &mut Vec<u8>, key: &str, type_name: &str) {
    out.extend_from_slice(b"{\"key\":");
    push_text(out, key);
    push(out, format_args!(",\"type\":\"{type_name}\",\"value\":"));
}

fn push_typed(out: &mut Vec<u8>, pool: &Pool, key: &str, value: Value) {
    open_tag(out, key, type_name(pool, value));
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(value) => push(out, value),
        Value::Int(value) if value.unsigned_abs() <= MOST_EXACT.unsigned_abs() => push(out, value),
        Value::Int(value) => push(out, format_args!("\"{value}\"")),
        Value::Double(value) => push_double(out, value),
        Value::Str(text) => push_text(out, pool.str_of(&text)),
        Value::Number(text) => push_text(out, pool.text(text)),
        Value::Bytes(range) => push_base64(out, pool.bytes(range)),
        Value::Array(_) | Value::Map(_) => {
            let mut json = Vec::new();
            push_plain(&mut json, pool, value);
            push_text(out, std::str::from_utf8(&json).unwrap_or_default());
        }
    }
    out.push(b'}');
}

fn type_name(pool: &Pool, value: Value) -> &'static str {
    match value {
        Value::Bool(_) => "bool",
        Value::Int(_) => "int64",
        Value::Double(_) => "float64",
        Value::Number(text) if is_whole(pool.text(text)) => "int64",
        Value::Number(_) => "float64",
        Value::Bytes(_) => "binary",
        Value::Null | Value::Str(_) | Value::Array(_) | Value::Map(_) => "string",
    }
}

fn is_whole(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The tags that say what OpenTelemetry has fields for.
pub(super) fn push_meanings(out: &mut Vec<u8>, trace: &Trace, span: SpanIdx, commas: &mut Commas) {
    let pool = trace.pool();
    let scope = pool.scope(trace.scope_idx(span));
    let mut push_known = |out: &mut Vec<u8>, key: &str, text: &str| {
        if !text.is_empty() {
            commas.next(out);
            push_text_tag(out, key, text);
        }
    };
    let text = |id: StringId| pool.text(id);
    push_known(out, "otel.scope.name", text(scope.name));
    push_known(out, "otel.scope.version", text(scope.version));
    let kind = trace.kind(span);
    push_known(out, "span.kind", if kind == SpanKind::Unspecified { "" } else { kind.name() });
    push_known(out, "w3c.tracestate", text(trace.trace_state(span)));
    let status = match trace.status(span) {
        Status::Unset => "",
        Status::Ok => "OK",
        Status::Error => "ERROR",
    };
    push_known(out, "otel.status_code", status);
    push_known(out, "otel.status_description", text(trace.status_message(span)));
    if trace.is_error(span) {
        commas.next(out);
        open_tag(out, "error", "bool");
        out.extend_from_slice(b"true}");
    }
}
