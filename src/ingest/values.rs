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
            return intake.text_value(text);
        }
        (_, Shallow::Null) => return Value::Null,
        (_, Shallow::Object | Shallow::Array) => None,
        (_, Shallow::Text(text)) => value_in_words(declared, &text.name(), intake),
        (Declared::Int, Shallow::Number(number)) => whole_value(number, intake),
        (Declared::Double, Shallow::Number(number)) => Some(double_value(number, intake)),
        (Declared::Nothing, Shallow::Number(number)) => Some(number_value(number, intake)),
        (Declared::Bool | Declared::Nothing, Shallow::Bool(value)) => Some(Value::Bool(value)),
        _ => None,
    };
    fitting.unwrap_or_else(|| misfit(scalar, intake))
}

/// A value of another type than text that is written as one.
fn value_in_words(declared: Declared, text: &[u8], intake: &mut Intake) -> Option<Value> {
    let number = || Some(Number(text)).filter(|_| is_number(text));
    match declared {
        Declared::Int => number().and_then(|number| whole_value(number, intake)),
        Declared::Double => match text {
            b"NaN" => Some(Value::Double(f64::NAN)),
            b"Infinity" | b"+Infinity" | b"+Inf" | b"Inf" => Some(Value::Double(f64::INFINITY)),
            b"-Infinity" | b"-Inf" => Some(Value::Double(f64::NEG_INFINITY)),
            _ => number().map(|number| double_value(number, intake)),
        },
        Declared::Bytes => base64_bytes(text)
            .map(|bytes| Value::Bytes(intake.builder.pool_mut().push_bytes(&bytes))),
        Declared::Bool if text == b"true" => Some(Value::Bool(true)),
        Declared::Bool if text == b"false" => Some(Value::Bool(false)),
        Declared::Bool | Declared::Text | Declared::Nothing => None,
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

/// The value's text, where the type promised something else.
#[cold]
fn misfit(scalar: Shallow<'_>, intake: &mut Intake) -> Value {
    intake.field_ignored();
    match scalar {
        Shallow::Text(text) => intake.text_value(text),
        Shallow::Number(number) => intake.builder.text_value(number.as_str()),
        Shallow::Bool(value) => intake.builder.text_value(if value { "true" } else { "false" }),
        Shallow::Null | Shallow::Object | Shallow::Array => Value::Null,
    }
}
