//! Attributes become OTLP's `{key, value: {stringValue: …}}`.
//!
//! Invariant: integers are texts of all their digits and doubles read as the same bits.
//! Nesting is bounded by the decoders' depth limit. Absent: numbers beyond 64 bits, for which
//! OTLP has no type: they are texts.

use super::json::{Commas, push, push_base64, push_double, push_text};
use crate::trace::{Attribute, ColumnRange, Pool, Value};

/// `[{key, value}…]`.
pub(super) fn push_attributes(out: &mut Vec<u8>, pool: &Pool, range: ColumnRange) {
    out.push(b'[');
    let mut commas = Commas::default();
    for attribute in pool.attributes(range) {
        commas.next(out);
        push_attribute(out, pool, attribute);
    }
    out.push(b']');
}

pub(super) fn push_attribute(out: &mut Vec<u8>, pool: &Pool, attribute: Attribute) {
    push_keyed(out, pool, pool.text(attribute.key), attribute.value);
}

pub(super) fn push_keyed(out: &mut Vec<u8>, pool: &Pool, key: &str, value: Value) {
    out.extend_from_slice(b"{\"key\":");
    push_text(out, key);
    out.extend_from_slice(b",\"value\":");
    push_value(out, pool, value);
    out.push(b'}');
}

fn push_value(out: &mut Vec<u8>, pool: &Pool, value: Value) {
    match value {
        Value::Null => out.push(b'{'),
        Value::Bool(value) => push(out, format_args!("{{\"boolValue\":{value}")),
        Value::Int(value) => push(out, format_args!("{{\"intValue\":\"{value}\"")),
        Value::Double(value) => {
            out.extend_from_slice(b"{\"doubleValue\":");
            push_double(out, value);
        }
        Value::Str(text) => push_string(out, pool.str_of(&text)),
        Value::Number(text) => push_string(out, pool.text(text)),
        Value::Bytes(range) => {
            out.extend_from_slice(b"{\"bytesValue\":");
            push_base64(out, pool.bytes(range));
        }
        Value::Array(range) => push_array(out, pool, range),
        Value::Map(range) => {
            out.extend_from_slice(b"{\"kvlistValue\":{\"values\":");
            push_attributes(out, pool, range);
            out.push(b'}');
        }
    }
    out.push(b'}');
}

fn push_string(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(b"{\"stringValue\":");
    push_text(out, text);
}

fn push_array(out: &mut Vec<u8>, pool: &Pool, range: ColumnRange) {
    out.extend_from_slice(b"{\"arrayValue\":{\"values\":[");
    let mut commas = Commas::default();
    for element in pool.attributes(range) {
        commas.next(out);
        push_value(out, pool, element.value);
    }
    out.extend_from_slice(b"]}");
}
