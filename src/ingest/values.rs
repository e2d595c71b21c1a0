//! JSON values, plain or with a declared type, become attribute values.
//!
//! Invariant: integers are exact; a number that no 64-bit form holds keeps its text, and
//! so does a value that does not fit its type. Recursion goes as deep as the brackets, at
//! most `json::MAX_DEPTH`. Absent: how a format declares types (`jaeger::tag`,
//! `otlp::value`).

use super::ids::base64_bytes;
use super::intake::Intake;
use super::json::{Cursor, MAX_DEPTH, Number, Shallow, Stop, is_number};
use crate::trace::{Attribute, StringId, Value};

/// The type that a producer gives a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    Text,
    Bool,
    Int,
    Double,
    /// In base64.
    Bytes,
    /// None, or one of the producer's own: the value speaks for itself.
    Nothing,
}

/// The next value, whatever it is. `depth` counts the containers around it.
pub(super) fn json_value(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    depth: usize,
) -> Result<Value, Stop> {
    let value = cursor.shallow()?;
    let is_array = match value {
        Shallow::Array => true,
        Shallow::Object => false,
        scalar => return Ok(typed_value(Declared::Nothing, scalar, intake)),
    };
    if depth >= MAX_DEPTH {
        return Err(cursor.too_deep());
    }
    let begin = intake.begin_list();
    let mut first = true;
    if is_array {
        cursor.begin_array()?;
        while cursor.next_element(&mut first)? {
            let value = json_value(cursor, intake, depth + 1)?;
            intake.push(Attribute { key: StringId::EMPTY, value });
        }
        return Ok(Value::Array(intake.end_list(begin)));
    }
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        let key = intake.intern(key);
        let value = json_value(cursor, intake, depth + 1)?;
        intake.push(Attribute { key, value });
    }
    Ok(Value::Map(intake.end_list(begin)))
}

/// The value of a scalar of this type; of a container [`Value::Null`].
#[inline]
pub(super) fn typed_value(declared: Declared, scalar: Shallow<'_>, intake: &mut Intake) -> Value {
    let fitting = match (declared, scalar) {
        (Declared::Text | Declared::Nothing, Shallow::Text(text)) => {
            Some(Value::Str(intake.intern(text)))
        }
        (_, Shallow::Null) => Some(Value::Null),
        (Declared::Text, _) => None,
        (Declared::Bool, _) => bool_value(scalar),
        (Declared::Int, _) => number_in(scalar).and_then(|number| whole_value(number, intake)),
        (Declared::Double, Shallow::Text(text)) => double_in_words(text.raw)
            .map(Value::Double)
            .or_else(|| number_in(scalar).map(|number| double_value(number, intake))),
        (Declared::Double, _) => number_in(scalar).map(|number| double_value(number, intake)),
        (Declared::Bytes, Shallow::Text(text)) => base64_bytes(text.raw)
            .map(|bytes| Value::Bytes(intake.builder.pool_mut().push_bytes(&bytes))),
        (Declared::Bytes, _) => None,
        (Declared::Nothing, Shallow::Number(number)) => Some(number_value(number, intake)),
        (Declared::Nothing, _) => bool_value(scalar),
    };
    fitting.unwrap_or_else(|| misfit(scalar, intake))
}

fn number_in(scalar: Shallow<'_>) -> Option<Number<'_>> {
    match scalar {
        Shallow::Number(number) => Some(number),
        Shallow::Text(text) if is_number(text.raw) => Some(Number(text.raw)),
        _ => None,
    }
}

fn bool_value(scalar: Shallow<'_>) -> Option<Value> {
    match scalar {
        Shallow::Bool(value) => Some(Value::Bool(value)),
        Shallow::Text(text) => match text.raw {
            b"true" => Some(Value::Bool(true)),
            b"false" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    }
}

/// An integer if it is written as one, else a double, else its text.
fn number_value(number: Number<'_>, intake: &mut Intake) -> Value {
    let whole =
        if number.is_whole() && number.0 != b"-0" { whole_value(number, intake) } else { None };
    whole.unwrap_or_else(|| double_value(number, intake))
}

/// An integer; beyond 64 bits its text; `None` for anything that is not whole.
fn whole_value(number: Number<'_>, intake: &mut Intake) -> Option<Value> {
    match number.to_i64() {
        Some(value) => Some(Value::Int(value)),
        None => number.is_whole().then(|| number_text(number, intake)),
    }
}

/// A double; beyond its range, and for `NaN` without quotes, the text.
fn double_value(number: Number<'_>, intake: &mut Intake) -> Value {
    let double = number.to_f64().filter(|_| !number.is_not_finite());
    double.map_or_else(|| number_text(number, intake), Value::Double)
}

fn number_text(number: Number<'_>, intake: &mut Intake) -> Value {
    Value::Number(intake.builder.intern(number.as_str()))
}

/// A double that JSON has no number for.
fn double_in_words(text: &[u8]) -> Option<f64> {
    match text {
        b"NaN" => Some(f64::NAN),
        b"Infinity" | b"+Infinity" | b"+Inf" | b"Inf" => Some(f64::INFINITY),
        b"-Infinity" | b"-Inf" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// The value's text, where the type promised something else.
#[cold]
fn misfit(scalar: Shallow<'_>, intake: &mut Intake) -> Value {
    intake.field_ignored();
    Value::Str(match scalar {
        Shallow::Text(text) => intake.intern(text),
        Shallow::Number(number) => intake.builder.intern(number.as_str()),
        Shallow::Bool(value) => intake.builder.intern(if value { "true" } else { "false" }),
        Shallow::Null | Shallow::Object | Shallow::Array => return Value::Null,
    })
}
