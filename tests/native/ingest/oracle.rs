//! The slow and obvious reader: a tree of JSON values, walked once, into the same model.
//!
//! It knows what the documents of `documents` can hold, and nothing of slices, windows or
//! caches. The fast reader must agree with it.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value as Json;
use spanscope::trace::{
    Attribute, Builder, ColumnRange, Recording, Repair, Repairs, SpanId, StringId, TraceId, Value,
};

use super::{jaeger_oracle, logs_oracle, otlp_oracle, zipkin_oracle};

/// Reads a sequence of JSON values.
pub fn read_slowly(text: &str) -> Recording {
    let mut builder = Builder::default();
    let mut logs = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<Json>() {
        let document = document.expect("generated documents are JSON");
        for document in document.as_array().unwrap_or(&vec![document.clone()]) {
            for document in document.as_array().unwrap_or(&vec![document.clone()]) {
                read_document(document, &mut builder);
                logs.extend(logs_oracle::read(document, &mut builder));
            }
        }
    }
    logs_oracle::attach(logs, &mut builder);
    builder.build()
}

fn read_document(document: &Json, builder: &mut Builder) {
    match document {
        _ if document.get("resourceSpans").is_some() => otlp_oracle::read(document, builder),
        _ if document.get("traceId").is_some() => zipkin_oracle::read(document, builder),
        _ if document.get("batches").is_some() => otlp_oracle::read(document, builder),
        _ if document.get("trace").is_some() => otlp_oracle::read(&document["trace"], builder),
        _ if document.get("result").is_some() => otlp_oracle::read(&document["result"], builder),
        _ if document["data"].is_array() => {
            for trace in list(&document["data"]) {
                jaeger_oracle::read(trace, builder);
            }
        }
        _ if document["data"].is_object() => jaeger_oracle::read(&document["data"], builder),
        _ if document.get("spans").is_some() => jaeger_oracle::read(document, builder),
        _ => {}
    }
}

pub fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

pub fn text(json: &Json, builder: &mut Builder) -> StringId {
    builder.intern(json.as_str().unwrap_or_default())
}

/// A number, also one in quotes.
pub fn integer(json: &Json) -> Option<u64> {
    json.as_u64().or_else(|| json.as_str()?.parse().ok())
}

pub fn trace_id(json: &Json, builder: &mut Builder) -> TraceId {
    let text = json.as_str().unwrap_or_default();
    let is_hex = text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match (text, base64_bytes(text)) {
        ("", _) => TraceId::NONE,
        (hex, _) if is_hex => TraceId(u128::from_str_radix(hex, 16).unwrap_or_default()),
        (_, Some(bytes)) if bytes.len() == 16 || text.ends_with('=') => {
            TraceId(bytes.iter().fold(0, |value, &byte| value << 8 | u128::from(byte)))
        }
        (foreign, _) => builder.pool_mut().foreign_trace_id(foreign),
    }
}

pub fn span_id(json: &Json, builder: &mut Builder) -> SpanId {
    let text = json.as_str().unwrap_or_default();
    let is_hex = text.len() <= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match (text, base64_bytes(text)) {
        ("", _) => SpanId::NONE,
        (hex, _) if is_hex => SpanId(u64::from_str_radix(hex, 16).unwrap_or_default()),
        (_, Some(bytes)) if bytes.len() == 8 => {
            SpanId(bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte)))
        }
        (foreign, _) => builder.pool_mut().foreign_span_id(foreign),
    }
}

pub fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabets = [base64::alphabet::STANDARD, base64::alphabet::URL_SAFE];
    alphabets.iter().find_map(|alphabet| GeneralPurpose::new(alphabet, lenient).decode(text).ok())
}

/// A JSON value as it is.
pub fn plain_value(json: &Json, builder: &mut Builder) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::String(text) => builder.text_value(text),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => Value::Int(value),
            (None, Some(large)) => Value::Number(builder.intern(&large.to_string())),
            (None, None) => Value::Double(number.as_f64().unwrap_or_default()),
        },
        Json::Array(elements) => {
            let elements: Vec<Attribute> = elements
                .iter()
                .map(|element| Attribute {
                    key: StringId::EMPTY,
                    value: plain_value(element, builder),
                })
                .collect();
            Value::Array(builder.push_attributes(&elements))
        }
        Json::Object(entries) => {
            let entries: Vec<Attribute> = entries
                .iter()
                .map(|(key, value)| Attribute {
                    key: builder.intern(key),
                    value: plain_value(value, builder),
                })
                .collect();
            Value::Map(builder.push_attributes(&entries))
        }
    }
}

/// A value that does not fit the type it was given.
pub fn misfit(json: &Json, builder: &mut Builder, repairs: &mut Repairs) -> Value {
    repairs.add(Repair::FieldIgnored);
    match json {
        Json::String(text) => builder.text_value(text),
        Json::Null | Json::Array(_) | Json::Object(_) => Value::Null,
        scalar => builder.text_value(&scalar.to_string()),
    }
}

pub fn bytes_value(bytes: &[u8], builder: &mut Builder) -> Value {
    Value::Bytes(builder.pool_mut().push_bytes(bytes))
}

pub fn store(attributes: &[Attribute], builder: &mut Builder) -> ColumnRange {
    builder.push_attributes(attributes)
}
