//! An OTLP log record in JSON becomes an event of its span.
//!
//! Invariant: numbers, names and both spellings of keys mean the same. Absent: the
//! resource and scope of the record (see `trace::logs`).

use super::super::fields;
use super::super::ids;
use super::super::intake::{Intake, plain};
use super::super::json::{Cursor, Field, Number, Shallow, Stop, fields};
use super::super::values::{Declared, typed_value};
use super::draft::UNIT;
use super::log_draft::{BODY, LogDraft, SEVERITY_TEXT};
use super::value::{read_attributes, read_value};
use crate::trace::{Attribute, SpanLog};

fields! {
    pub(in crate::ingest) enum LogField {
        Time = "timeUnixNano" | "time_unix_nano",
        Observed = "observedTimeUnixNano" | "observed_time_unix_nano",
        TraceId = "traceId" | "trace_id",
        SpanId = "spanId" | "span_id",
        EventName = "eventName" | "event_name",
        SeverityText = "severityText" | "severity_text",
        SeverityNumber = "severityNumber" | "severity_number",
        Body = "body",
        Attributes = "attributes",
    }
}

/// `None` for a record of no span.
pub(super) fn read_log(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
) -> Result<Option<SpanLog>, Stop> {
    let mut draft = LogDraft::default();
    let attributes = intake.begin_list();
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut intake.otlp_orders.log, &mut position)? {
            Field::Known(LogField::Attributes) => {
                intake.drop_list(attributes);
                read_attributes(cursor, intake, 0)?;
            }
            Field::Known(field) => read_field(field, cursor, intake, &mut draft)?,
            Field::Other => drop(cursor.skip_value()?),
            Field::End => return Ok(draft.finish(attributes, intake)),
        }
    }
}

fn read_field(
    field: LogField,
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    draft: &mut LogDraft,
) -> Result<(), Stop> {
    match field {
        LogField::Time => draft.time_nanos = nanos(cursor, intake)?,
        LogField::Observed => draft.observed_nanos = nanos(cursor, intake)?,
        LogField::TraceId => draft.trace_id = ids::trace_id(fields::scalar(cursor)?, intake),
        LogField::SpanId => draft.span_id = ids::span_id(fields::scalar(cursor)?, intake),
        LogField::EventName => draft.event_name = fields::text(cursor, intake)?,
        LogField::SeverityText => draft.severity_text = severity_text(cursor, intake)?,
        LogField::SeverityNumber => draft.severity_number = severity_number(cursor, intake)?,
        LogField::Body => {
            let key = intake.intern_key(plain(BODY));
            draft.body = Some(Attribute { key, value: read_value(cursor, intake, 0)?.0 });
        }
        LogField::Attributes => {}
    }
    Ok(())
}

fn nanos(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<u64, Stop> {
    let time = fields::time(cursor, intake)?;
    Ok(time.map_or(0, |time| UNIT.repaired(UNIT.judged_by(time), time, intake)))
}

fn severity_text(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Option<Attribute>, Stop> {
    let text = fields::scalar(cursor)?;
    if matches!(text, Shallow::Text(text) if text.raw.is_empty()) {
        return Ok(None);
    }
    let key = intake.intern_key(plain(SEVERITY_TEXT));
    Ok(Some(Attribute { key, value: typed_value(Declared::Text, text, intake) }))
}

/// A number, or a name such as `SEVERITY_NUMBER_ERROR2`.
fn severity_number(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<u64, Stop> {
    const NAMES: [&[u8]; 6] = [b"TRACE", b"DEBUG", b"INFO", b"WARN", b"ERROR", b"FATAL"];
    let number = match fields::scalar(cursor)? {
        Shallow::Null => Some(0),
        Shallow::Number(number) => number.to_u64(),
        Shallow::Text(text) => {
            let name = text.name();
            let name = name.strip_prefix(b"SEVERITY_NUMBER_").unwrap_or(&name);
            let place = NAMES.iter().position(|known| name.starts_with(known));
            let number = place.map(|place| 4 * place as u64 + 1);
            number.or_else(|| Number(name).to_u64())
        }
        _ => None,
    };
    if number.is_none() {
        intake.field_ignored();
    }
    Ok(number.unwrap_or(0))
}
