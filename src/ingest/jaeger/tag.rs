//! A Jaeger tag becomes an attribute with a value of its declared type.
//!
//! Invariant: the type may stand before or after the value; both orders give the same.
//! Absent: what single keys mean for a span (`span`).

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, Field, Shallow, Stop, fields};
use super::super::values::{Declared, json_value, typed_value};
use crate::trace::{Attribute, Value};

fields! {
    pub(in crate::ingest) enum TagField {
        Key = "key",
        Type = "type",
        Value = "value",
    }
}

/// What stands between a tag's key and its value, around the name of the type.
const TAG_TAIL: [&str; 2] = ["\",\"type\":\"", "\",\"value\":"];

/// One `{key, type, value}`; the cursor stands on its bracket.
#[inline]
pub(super) fn read_tag(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Attribute, Stop> {
    match intake.expected_attribute(cursor)? {
        Some(attribute) => Ok(attribute),
        None => read_unexpected_tag(cursor, intake),
    }
}

fn read_unexpected_tag(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Attribute, Stop> {
    let start = cursor.position;
    let mut value_at = start..start;
    let mut key = None;
    let mut tag_type = Declared::Nothing;
    let mut value = TagValue::Scalar(Shallow::Null);
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut intake.jaeger_orders.tag, &mut position)? {
            Field::Known(TagField::Key) => key = Some(fields::key(cursor, intake)?),
            Field::Known(TagField::Type) => {
                if let Shallow::Text(text) = fields::scalar(cursor)? {
                    tag_type = declared(&text.name());
                }
            }
            Field::Known(TagField::Value) => {
                value_at.start = cursor.position;
                value = read_value(cursor, intake)?;
                value_at.end = cursor.position;
            }
            Field::Other => drop(cursor.skip_value()?),
            Field::End => break,
        }
    }
    if key.is_none() {
        intake.field_ignored();
    }
    let value = match value {
        TagValue::Scalar(scalar) => {
            if key.is_some() && cursor.slice(value_at.end, cursor.position) == b"}" {
                let opening = cursor.slice(start, value_at.start);
                intake.learn_opening(opening, &TAG_TAIL, tag_type, 1);
            }
            typed_value(tag_type, scalar, intake)
        }
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
