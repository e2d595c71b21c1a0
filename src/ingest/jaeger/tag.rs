//! A Jaeger tag becomes an attribute with a value of its declared type.
//!
//! Invariant: the type may stand before or after the value; both orders give the same.
//! Absent: what single keys mean for a span (`span`).

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, Shallow, Stop};
use super::super::values::{Declared, json_value, typed_value};
use crate::trace::{Attribute, StringId, Value};

/// Keys that mean something to this reader; their ids are their places, from 1.
pub(in crate::ingest) const KNOWN_KEYS: [&str; 12] = [
    "span.kind",
    "error",
    "otel.status_code",
    "otel.status_description",
    "otel.scope.name",
    "otel.scope.version",
    "otel.library.name",
    "otel.library.version",
    "w3c.tracestate",
    "event",
    "service.name",
    "spanscope.producer_warnings",
];
pub(super) const SPAN_KIND: StringId = StringId(1);
pub(super) const ERROR: StringId = StringId(2);
pub(super) const STATUS_CODE: StringId = StringId(3);
pub(super) const STATUS_DESCRIPTION: StringId = StringId(4);
pub(super) const SCOPE_NAME: StringId = StringId(5);
pub(super) const SCOPE_VERSION: StringId = StringId(6);
pub(super) const LIBRARY_NAME: StringId = StringId(7);
pub(super) const LIBRARY_VERSION: StringId = StringId(8);
pub(super) const TRACE_STATE: StringId = StringId(9);
pub(super) const EVENT: StringId = StringId(10);
pub(in crate::ingest) const SERVICE_NAME: StringId = StringId(11);
pub(super) const PRODUCER_WARNINGS: StringId = StringId(12);
/// The last of the keys that mean something on a span.
pub(super) const LAST_SPAN_KEY: StringId = TRACE_STATE;

/// One `{key, type, value}`; the cursor stands on its bracket.
pub(super) fn read_tag(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Attribute, Stop> {
    let mut key = None;
    let mut tag_type = Declared::Nothing;
    let mut value = TagValue::Scalar(Shallow::Null);
    let mut first = true;
    cursor.begin_object()?;
    while let Some(name) = cursor.next_key(&mut first)? {
        match &*name.name() {
            b"key" => key = Some(fields::text(cursor, intake)?),
            b"type" => {
                if let Shallow::Text(text) = fields::scalar(cursor)? {
                    tag_type = declared(&text.name());
                }
            }
            b"value" => value = read_value(cursor, intake)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    if key.is_none() {
        intake.field_ignored();
    }
    let value = match value {
        TagValue::Scalar(scalar) => typed_value(tag_type, scalar, intake),
        TagValue::Container(value) => value,
    };
    Ok(Attribute { key: key.unwrap_or_default(), value })
}

/// A value whose type may still follow.
enum TagValue<'a> {
    Scalar(Shallow<'a>),
    Container(Value),
}

#[inline]
fn read_value<'a>(cursor: &mut Cursor<'a>, intake: &mut Intake) -> Result<TagValue<'a>, Stop> {
    match cursor.shallow()? {
        Shallow::Object | Shallow::Array => json_value(cursor, intake, 0).map(TagValue::Container),
        scalar => Ok(TagValue::Scalar(scalar)),
    }
}

/// The type named by a tag's `type`.
fn declared(name: &[u8]) -> Declared {
    match name {
        b"string" => Declared::Text,
        b"bool" | b"boolean" => Declared::Bool,
        b"int64" => Declared::Int,
        b"float64" => Declared::Double,
        b"binary" => Declared::Bytes,
        _ => Declared::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_are_the_places_of_their_names() {
        let intake = Intake::new(&KNOWN_KEYS);
        for (id, name) in [
            (SPAN_KIND, "span.kind"),
            (ERROR, "error"),
            (STATUS_CODE, "otel.status_code"),
            (STATUS_DESCRIPTION, "otel.status_description"),
            (SCOPE_NAME, "otel.scope.name"),
            (SCOPE_VERSION, "otel.scope.version"),
            (LIBRARY_NAME, "otel.library.name"),
            (LIBRARY_VERSION, "otel.library.version"),
            (TRACE_STATE, "w3c.tracestate"),
            (EVENT, "event"),
            (SERVICE_NAME, "service.name"),
            (PRODUCER_WARNINGS, "spanscope.producer_warnings"),
        ] {
            assert_eq!(intake.builder.pool().text(id), name);
        }
    }
}
