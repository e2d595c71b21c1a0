//! OTLP's attributes in protobuf become the model's.
//!
//! Invariant: integers are exact, doubles keep their bits; a field of the wrong wire type
//! is passed over and noted. Recursion is at most `json::MAX_DEPTH` deep, as in JSON.
//! Absent: references into the string table of profiles, which traces do not have.

use super::super::intake::{Intake, plain};
use super::super::json::MAX_DEPTH;
use super::super::report::SetAsideReason;
use super::wire::{Fields, Payload};
use crate::trace::{Attribute, ColumnRange, StringId, Value};

/// Reads a `KeyValue` and pushes it onto the intake's open list.
#[inline]
pub(super) fn read_attribute(
    message: &[u8],
    intake: &mut Intake,
    depth: usize,
) -> Result<(), SetAsideReason> {
    let mut key = StringId::EMPTY;
    let mut value = Value::Null;
    for field in Fields::of(message) {
        match field? {
            (1, Payload::Bytes(text)) => key = intake.intern_key(plain(text)),
            (2, Payload::Bytes(any)) => value = read_value(any, intake, depth)?,
            (1 | 2, _) => intake.field_ignored(),
            _ => {}
        }
    }
    intake.push(Attribute { key, value });
    Ok(())
}

/// Reads an `AnyValue`; of several values in it the last one counts.
#[inline]
pub(super) fn read_value(
    message: &[u8],
    intake: &mut Intake,
    depth: usize,
) -> Result<Value, SetAsideReason> {
    let mut value = Value::Null;
    for field in Fields::of(message) {
        value = match field? {
            (1, Payload::Bytes(text)) => intake.text_value(plain(text)),
            (2, Payload::Varint(truth)) => Value::Bool(truth != 0),
            (3, Payload::Varint(number)) => Value::Int(number as i64),
            (4, Payload::Fixed64(bits)) => Value::Double(f64::from_bits(bits)),
            (5, Payload::Bytes(list)) => Value::Array(read_list(list, intake, depth, false)?),
            (6, Payload::Bytes(list)) => Value::Map(read_list(list, intake, depth, true)?),
            (7, Payload::Bytes(bytes)) => Value::Bytes(intake.builder.pool_mut().push_bytes(bytes)),
            _ => {
                // A type of value that is not known is noted, as it is in JSON.
                intake.field_ignored();
                value
            }
        };
    }
    Ok(value)
}

/// An `ArrayValue`, or a `KeyValueList` if it has keys: field 1 repeats.
fn read_list(
    message: &[u8],
    intake: &mut Intake,
    depth: usize,
    has_keys: bool,
) -> Result<ColumnRange, SetAsideReason> {
    if depth >= MAX_DEPTH {
        return Err(SetAsideReason::TooDeep);
    }
    let begin = intake.begin_list();
    for field in Fields::of(message) {
        match field? {
            (1, Payload::Bytes(entry)) if has_keys => read_attribute(entry, intake, depth + 1)?,
            (1, Payload::Bytes(element)) => {
                let value = read_value(element, intake, depth + 1)?;
                intake.push(Attribute { key: StringId::EMPTY, value });
            }
            (1, _) => intake.field_ignored(),
            _ => {}
        }
    }
    Ok(intake.end_list(begin))
}
