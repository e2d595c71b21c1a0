//! Jaeger's logs become events.
//!
//! Invariant: the first text field `event` is the name, and every other field an
//! attribute; without one, what tells an exception's type is an exception. Absent: levels and
//! messages of logging, which are fields like any other.

use super::super::fields;
use super::super::intake::Intake;
use super::super::json::{Cursor, Stop};
use super::super::known_keys as keys;
use super::span::UNIT;
use super::tag::read_tag;
use crate::trace::{Attribute, ColumnRange, Event, StringId, Value};

/// All logs of a span, in order.
pub(super) fn read_logs(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    events: &mut Vec<Event>,
) -> Result<(), Stop> {
    events.clear();
    if !fields::enter_list(cursor, intake)? {
        return Ok(());
    }
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        events.push(read_log(cursor, intake)?);
    }
    Ok(())
}

fn read_log(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Event, Stop> {
    let mut time = None;
    let mut name = None;
    let mut attributes = ColumnRange::default();
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        match &*key.name() {
            b"timestamp" => time = fields::time(cursor, intake)?,
            b"fields" => (name, attributes) = read_fields(cursor, intake)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    let time_nanos = time.map_or(0, |time| {
        let unit = UNIT.judged_by(time);
        UNIT.repaired(unit, time, intake)
    });
    let name = name.unwrap_or_else(|| intake.builder.intern("log"));
    Ok(Event { time_nanos, name, attributes })
}

/// The event's name, if a field gives one, and the other fields.
fn read_fields(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
) -> Result<(Option<StringId>, ColumnRange), Stop> {
    let mut name = None;
    let mut is_exception = false;
    if !fields::enter_list(cursor, intake)? {
        return Ok((name, ColumnRange::default()));
    }
    let begin = intake.begin_list();
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        match read_tag(cursor, intake)? {
            Attribute { key: keys::EVENT, value: Value::Str(text) } if name.is_none() => {
                name = Some(intake.builder.pool_mut().interned(text));
            }
            field => {
                is_exception |= field.key == keys::EXCEPTION_TYPE;
                intake.push(field);
            }
        }
    }
    // Exporters of Jaeger's own format put the name into `message`, where any text may stand.
    if is_exception && name.is_none() {
        name = Some(intake.builder.intern("exception"));
    }
    Ok((name, intake.end_list(begin)))
}
