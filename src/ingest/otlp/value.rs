//! OTLP's typed values (`{"stringValue": …}`) become attribute values.
//!
//! Invariant: exact integers, doubles with their bits; what does not fit its type is kept
//! as text. Recursion is at most `json::MAX_DEPTH` deep. Absent: plain JSON values, except
//! where a producer wrote one by mistake.

use std::ops::Range;

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, Field, MAX_DEPTH, Shallow, Stop, fields};
use super::super::values::{Declared, json_value, typed_value};
use crate::trace::{Attribute, StringId, Value};

/// Pushes the entries of a list of `{key, value}` onto the intake's open list.
pub(super) fn read_attributes(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    depth: usize,
) -> Result<(), Stop> {
    if !fields::enter_list(cursor, intake)? {
        return Ok(());
    }
    let mut first = true;
    loop {
        // What lies too deep is told where it is read in full.
        let expected =
            if depth < MAX_DEPTH { intake.expected_element(cursor, &mut first)? } else { None };
        let attribute = match expected {
            Some(attribute) => attribute,
            None if fields::next_object(cursor, &mut first, intake)? => {
                read_attribute(cursor, intake, depth)?
            }
            None => return Ok(()),
        };
        intake.push(attribute);
    }
}

fields! {
    pub(in crate::ingest) enum AttributeField {
        Key = "key",
        Value = "value",
    }
}

fields! {
    /// The keys of OTLP's `AnyValue`.
    pub(in crate::ingest) enum ValueField {
        Text = "stringValue" | "string_value",
        Int = "intValue" | "int_value",
        Bool = "boolValue" | "bool_value",
        Double = "doubleValue" | "double_value",
        Bytes = "bytesValue" | "bytes_value",
        Array = "arrayValue" | "array_value",
        Map = "kvlistValue" | "kvlist_value",
    }
}

/// What stands between an attribute's key and its value, around the name of the type.
const ATTRIBUTE_TAIL: [&str; 2] = ["\",\"value\":{\"", "\":"];

#[inline]
fn read_attribute(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    depth: usize,
) -> Result<Attribute, Stop> {
    // What lies too deep is told where it is read in full.
    if depth < MAX_DEPTH
        && let Some(attribute) = intake.expected_attribute(cursor)?
    {
        return Ok(attribute);
    }
    read_unexpected_attribute(cursor, intake, depth)
}

fn read_unexpected_attribute(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    depth: usize,
) -> Result<Attribute, Stop> {
    let start = cursor.position;
    let mut last_scalar = None;
    let mut key = None;
    let mut value = Value::Null;
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut intake.otlp_orders.attribute, &mut position)? {
            Field::Known(AttributeField::Key) => key = Some(fields::key(cursor, intake)?),
            Field::Known(AttributeField::Value) => {
                (value, last_scalar) = read_value(cursor, intake, depth)?;
            }
            Field::Other => drop(cursor.skip_value()?),
            Field::End => break,
        }
    }
    if key.is_none() {
        intake.field_ignored();
    } else if let Some(ScalarPlace { at, declared }) = last_scalar
        && cursor.slice(at.end, cursor.position) == b"}}"
    {
        intake.learn_opening(cursor.slice(start, at.start), &ATTRIBUTE_TAIL, declared, 2);
    }
    Ok(Attribute { key: key.unwrap_or_default(), value })
}

/// Where the scalar of a value stands in the window, and its type.
pub(super) struct ScalarPlace {
    at: Range<usize>,
    declared: Declared,
}

/// A value, and the place of its scalar if it has one of a known type.
pub(super) fn read_value(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    depth: usize,
) -> Result<(Value, Option<ScalarPlace>), Stop> {
    match cursor.peek()? {
        b'{' => {}
        b'n' => return cursor.shallow().map(|_| (Value::Null, None)),
        _ => {
            intake.field_ignored();
            return json_value(cursor, intake, depth).map(|value| (value, None));
        }
    }
    if depth >= MAX_DEPTH {
        return Err(cursor.too_deep());
    }
    let mut value = Value::Null;
    let mut place = None;
    let mut fields = 0;
    let mut position = cursor.begin_fields()?;
    loop {
        fields += 1;
        let declared = match cursor.next_field(&mut intake.otlp_orders.value, &mut position)? {
            Field::Known(ValueField::Array) => {
                value = read_array(cursor, intake, depth + 1)?;
                continue;
            }
            Field::Known(ValueField::Map) => {
                value = read_map(cursor, intake, depth + 1)?;
                continue;
            }
            Field::Known(ValueField::Text) => Declared::Text,
            Field::Known(ValueField::Int) => Declared::Int,
            Field::Known(ValueField::Bool) => Declared::Bool,
            Field::Known(ValueField::Double) => Declared::Double,
            Field::Known(ValueField::Bytes) => Declared::Bytes,
            Field::Other => {
                intake.field_ignored();
                Declared::Nothing
            }
            Field::End => return Ok((value, place)),
        };
        let start = cursor.position;
        let scalar = fields::scalar(cursor)?;
        let is_only = fields == 1 && declared != Declared::Nothing;
        place = is_only.then_some(ScalarPlace { at: start..cursor.position, declared });
        value = typed_value(declared, scalar, intake);
    }
}

/// `{"values": [AnyValue…]}`.
fn read_array(cursor: &mut Cursor<'_>, intake: &mut Intake, depth: usize) -> Result<Value, Stop> {
    let begin = intake.begin_list();
    read_values(cursor, intake, begin, |cursor, intake| {
        if fields::enter_list(cursor, intake)? {
            let mut first = true;
            while cursor.next_element(&mut first)? {
                let (value, _) = read_value(cursor, intake, depth)?;
                intake.push(Attribute { key: StringId::EMPTY, value });
            }
        }
        Ok(())
    })?;
    Ok(Value::Array(intake.end_list(begin)))
}

/// `{"values": [{key, value}…]}`.
fn read_map(cursor: &mut Cursor<'_>, intake: &mut Intake, depth: usize) -> Result<Value, Stop> {
    let begin = intake.begin_list();
    read_values(cursor, intake, begin, |cursor, intake| read_attributes(cursor, intake, depth))?;
    Ok(Value::Map(intake.end_list(begin)))
}

/// The list under the key `values`, whose elements `read` pushes; the last such key counts.
fn read_values(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    begin: usize,
    mut read: impl FnMut(&mut Cursor<'_>, &mut Intake) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if cursor.peek()? != b'{' {
        if !matches!(fields::scalar(cursor)?, Shallow::Null) {
            intake.field_ignored();
        }
        return Ok(());
    }
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        if &*key.name() == b"values" {
            intake.drop_list(begin);
            read(cursor, intake)?;
        } else {
            cursor.skip_value()?;
        }
    }
    Ok(())
}
