//! OTLP's typed values (`{"stringValue": …}`) become attribute values.
//!
//! Invariant: exact integers, doubles with their bits; what does not fit its type is kept
//! as text. Recursion is at most `json::MAX_DEPTH` deep. Absent: plain JSON values, except
//! where a producer wrote one by mistake.

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, MAX_DEPTH, Shallow, Stop};
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
    while fields::next_object(cursor, &mut first, intake)? {
        let attribute = read_attribute(cursor, intake, depth)?;
        intake.push(attribute);
    }
    Ok(())
}

fn read_attribute(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    depth: usize,
) -> Result<Attribute, Stop> {
    let mut attribute = Attribute { key: StringId::EMPTY, value: Value::Null };
    let mut has_key = false;
    let mut first = true;
    cursor.begin_object()?;
    while let Some(name) = cursor.next_key(&mut first)? {
        match &*name.name() {
            b"key" => {
                attribute.key = fields::text(cursor, intake)?;
                has_key = true;
            }
            b"value" => attribute.value = read_value(cursor, intake, depth)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    if !has_key {
        intake.field_ignored();
    }
    Ok(attribute)
}

fn read_value(cursor: &mut Cursor<'_>, intake: &mut Intake, depth: usize) -> Result<Value, Stop> {
    match cursor.peek()? {
        b'{' => {}
        b'n' => return cursor.shallow().map(|_| Value::Null),
        _ => {
            intake.field_ignored();
            return json_value(cursor, intake, depth);
        }
    }
    if depth >= MAX_DEPTH {
        return Err(cursor.too_deep());
    }
    let mut value = Value::Null;
    let mut first = true;
    cursor.begin_object()?;
    while let Some(name) = cursor.next_key(&mut first)? {
        value = match &*name.name() {
            b"arrayValue" | b"array_value" => read_array(cursor, intake, depth + 1)?,
            b"kvlistValue" | b"kvlist_value" => read_map(cursor, intake, depth + 1)?,
            name => {
                let declared = declared(name);
                let scalar = fields::scalar(cursor)?;
                if declared == Declared::Nothing || is_container(scalar) {
                    intake.field_ignored();
                }
                typed_value(declared, scalar, intake)
            }
        };
    }
    Ok(value)
}

fn is_container(value: Shallow<'_>) -> bool {
    matches!(value, Shallow::Object | Shallow::Array)
}

/// The type that a key of OTLP's `AnyValue` stands for.
#[inline]
fn declared(name: &[u8]) -> Declared {
    match name {
        b"stringValue" | b"string_value" => Declared::Text,
        b"intValue" | b"int_value" => Declared::Int,
        b"boolValue" | b"bool_value" => Declared::Bool,
        b"doubleValue" | b"double_value" => Declared::Double,
        b"bytesValue" | b"bytes_value" => Declared::Bytes,
        _ => Declared::Nothing,
    }
}

/// `{"values": [AnyValue…]}`.
fn read_array(cursor: &mut Cursor<'_>, intake: &mut Intake, depth: usize) -> Result<Value, Stop> {
    let begin = intake.begin_list();
    read_values(cursor, intake, begin, |cursor, intake| {
        if fields::enter_list(cursor, intake)? {
            let mut first = true;
            while cursor.next_element(&mut first)? {
                let value = read_value(cursor, intake, depth)?;
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
