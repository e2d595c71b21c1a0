//! A field's value becomes what the field should hold: text, number, flag, list.
//!
//! Invariant: a value of the wrong kind is passed over and noted, never an error; `null`
//! is the same as no field. Absent: what the fields are called (`jaeger`, `otlp`).

use super::intake::Intake;
use super::json::{Cursor, Number, Shallow, Stop, Text, is_number};
use super::times::Time;
use crate::trace::StringId;

/// The fields of a span that were there, to notice one that comes twice.
#[derive(Clone, Copy, Default)]
pub(super) struct SeenFields(u32);

impl SeenFields {
    /// The field with this number, below 32, which may come once, is there.
    #[inline]
    pub fn notice(&mut self, field: u32, intake: &mut Intake) {
        let bit = 1 << field;
        if self.0 & bit != 0 {
            intake.duplicate_key();
        }
        self.0 |= bit;
    }
}

/// The next value; a container is passed over, and still tells that it was one.
#[inline]
pub(super) fn scalar<'a>(cursor: &mut Cursor<'a>) -> Result<Shallow<'a>, Stop> {
    let value = cursor.shallow()?;
    if matches!(value, Shallow::Object | Shallow::Array) {
        cursor.skip_value()?;
    }
    Ok(value)
}

/// A text; a number in its place is taken as written.
#[inline]
pub(super) fn text(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<StringId, Stop> {
    if let Some(raw) = cursor.plain_text_before(0) {
        return Ok(intake.intern(Text { raw, is_escaped: false }));
    }
    Ok(match scalar(cursor)? {
        Shallow::Text(text) => intake.intern(text),
        Shallow::Null => StringId::EMPTY,
        Shallow::Number(number) => {
            intake.field_ignored();
            intake.builder.intern(number.as_str())
        }
        _ => {
            intake.field_ignored();
            StringId::EMPTY
        }
    })
}

/// The key of an attribute.
#[inline]
pub(super) fn key(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<StringId, Stop> {
    if cursor.peek()? == b'"' {
        return Ok(intake.intern_key(cursor.text()?));
    }
    text(cursor, intake)
}

/// A finite number, also if it is written as a text (of plain digits, not of escapes).
#[inline]
pub(super) fn number<'a>(
    cursor: &mut Cursor<'a>,
    intake: &mut Intake,
) -> Result<Option<Number<'a>>, Stop> {
    match scalar(cursor)? {
        Shallow::Number(number) if !number.is_not_finite() => return Ok(Some(number)),
        Shallow::Text(text) if is_number(text.raw) => return Ok(Some(Number(text.raw))),
        Shallow::Null => {}
        _ => intake.field_ignored(),
    }
    Ok(None)
}

/// A time or a duration: as [`number`], nearly always of plain digits.
#[inline]
pub(super) fn time<'a>(
    cursor: &mut Cursor<'a>,
    intake: &mut Intake,
) -> Result<Option<Time<'a>>, Stop> {
    if let Some(value) = cursor.plain_digits() {
        return Ok(Some(Time::Whole(value)));
    }
    let number = number(cursor, intake)?;
    Ok(number.map(|number| number.to_u64().map_or(Time::Other(number), Time::Whole)))
}

/// A whole number from 0; anything else counts as 0.
#[inline]
pub(super) fn count(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<u64, Stop> {
    let Some(number) = number(cursor, intake)? else {
        return Ok(0);
    };
    let whole = number.to_i64().and_then(|whole| u64::try_from(whole).ok());
    if whole.is_none() {
        intake.field_ignored();
    }
    Ok(whole.unwrap_or(0))
}

/// Enters an array; `false` past anything else.
#[inline]
pub(super) fn enter_list(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<bool, Stop> {
    if cursor.peek()? == b'[' {
        return cursor.begin_array().map(|()| true);
    }
    if !matches!(scalar(cursor)?, Shallow::Null) {
        intake.field_ignored();
    }
    Ok(false)
}

/// Moves to the next element that is an object; `false` past the end of the array.
#[inline]
pub(super) fn next_object(
    cursor: &mut Cursor<'_>,
    first: &mut bool,
    intake: &mut Intake,
) -> Result<bool, Stop> {
    while cursor.next_element(first)? {
        if cursor.peek()? == b'{' {
            return Ok(true);
        }
        cursor.skip_value()?;
        intake.field_ignored();
    }
    Ok(false)
}
