//! A log record in protobuf becomes an event of its span.
//!
//! Invariant: fields in any order; of a field that comes twice the last one counts.
//! Absent: the resource and scope of the record (see `trace::logs`).

use super::super::ids;
use super::super::intake::{Intake, plain};
use super::super::otlp::{BODY as BODY_KEY, LogDraft, SEVERITY_TEXT as SEVERITY_KEY, UNIT};
use super::super::report::SetAsideReason;
use super::value::{read_attribute, read_value};
use super::wire::{Fields, Payload};
use crate::trace::{Attribute, SpanLog};

// The numbers of a record's fields.
const TIME: u32 = 1;
const SEVERITY_NUMBER: u32 = 2;
const SEVERITY_TEXT: u32 = 3;
const BODY: u32 = 5;
const ATTRIBUTES: u32 = 6;
const TRACE_ID: u32 = 9;
const SPAN_ID: u32 = 10;
const OBSERVED_TIME: u32 = 11;
const EVENT_NAME: u32 = 12;

/// `None` for a record of no span.
pub(super) fn read_log(
    message: &[u8],
    intake: &mut Intake,
) -> Result<Option<SpanLog>, SetAsideReason> {
    let mut draft = LogDraft::default();
    let attributes = intake.begin_list();
    for field in Fields::of(message) {
        match field? {
            (ATTRIBUTES, Payload::Bytes(entry)) => read_attribute(entry, intake, 0)?,
            (TIME, Payload::Fixed64(time)) => draft.time_nanos = nanos(time, intake),
            (OBSERVED_TIME, Payload::Fixed64(time)) => draft.observed_nanos = nanos(time, intake),
            (SEVERITY_NUMBER, Payload::Varint(number)) => draft.severity_number = number,
            (SEVERITY_TEXT, Payload::Bytes(text)) => {
                let key = intake.intern_key(plain(SEVERITY_KEY));
                let value = intake.text_value(plain(text));
                draft.severity_text = (!text.is_empty()).then_some(Attribute { key, value });
            }
            (BODY, Payload::Bytes(any)) => {
                let key = intake.intern_key(plain(BODY_KEY));
                draft.body = Some(Attribute { key, value: read_value(any, intake, 0)? });
            }
            (TRACE_ID, Payload::Bytes(id)) => {
                draft.trace_id = ids::trace_id_from_bytes(id, intake);
            }
            (SPAN_ID, Payload::Bytes(id)) => draft.span_id = ids::span_id_from_bytes(id, intake),
            (EVENT_NAME, Payload::Bytes(text)) => draft.event_name = intake.intern(plain(text)),
            (
                TIME | SEVERITY_NUMBER | SEVERITY_TEXT | BODY | ATTRIBUTES | TRACE_ID | SPAN_ID
                | OBSERVED_TIME | EVENT_NAME,
                _,
            ) => intake.field_ignored(),
            _ => {}
        }
    }
    Ok(draft.finish(attributes, intake))
}

fn nanos(time: u64, intake: &mut Intake) -> u64 {
    UNIT.repaired_whole(UNIT.judged_by_whole(time), time, intake)
}
