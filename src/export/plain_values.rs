//! A value becomes plain JSON, for formats that have no type for lists and maps.
//!
//! Invariant: integers have all their digits, maps the order of their entries. Nesting is
//! bounded by the decoders' depth limit. Absent: types; bytes are base64 like any text.

use super::json::{Commas, push, push_base64, push_double, push_text};
use crate::trace::{ColumnRange, Pool, Value};

pub(super) fn push_plain(out: &mut Vec<u8>, pool: &Pool, value: Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(value) => push(out, value),
        Value::Int(value) => push(out, value),
        Value::Double(value) => push_double(out, value),
        Value::Str(text) => push_text(out, pool.str_of(&text)),
        // It may be `NaN`, or whatever else some producer takes for a number.
        Value::Number(text) => push_text(out, pool.text(text)),
        Value::Bytes(range) => push_base64(out, pool.bytes(range)),
        Value::Array(range) => push_array(out, pool, range),
        Value::Map(range) => push_map(out, pool, range),
    }
}

fn push_array(out: &mut Vec<u8>, pool: &Pool, range: ColumnRange) {
    out.push(b'[');
    let mut commas = Commas::default();
    for element in pool.attributes(range) {
        commas.next(out);
        push_plain(out, pool, element.value);
    }
    out.push(b']');
}

fn push_map(out: &mut Vec<u8>, pool: &Pool, range: ColumnRange) {
    out.push(b'{');
    let mut commas = Commas::default();
    for entry in pool.attributes(range) {
        commas.next(out);
        push_text(out, pool.text(entry.key));
        out.push(b':');
        push_plain(out, pool, entry.value);
    }
    out.push(b'}');
}
