//! A span in protobuf becomes a draft of a record.
//!
//! Invariant: fields in any order; of a field that comes twice the last one counts, and
//! lists go on. Absent: the span's resource and scope, which the messages around it tell.

use super::super::ids;
use super::super::intake::{Intake, plain};
use super::super::otlp::{SpanDraft, SpanScratch, UNIT, end_link_attributes, end_span_attributes};
use super::super::report::SetAsideReason;
use super::value::read_attribute;
use super::wire::{Fields, Payload};
use crate::trace::{
    ColumnRange, Event, Link, LinkKind, SpanId, SpanKind, SpanRecord, Status, StringId, TraceId,
};

// The numbers of a span's fields.
const TRACE_ID: u32 = 1;
const SPAN_ID: u32 = 2;
const TRACE_STATE: u32 = 3;
const PARENT_SPAN_ID: u32 = 4;
const NAME: u32 = 5;
const KIND: u32 = 6;
const START: u32 = 7;
const END: u32 = 8;
const ATTRIBUTES: u32 = 9;
const DROPPED_ATTRIBUTES: u32 = 10;
const EVENTS: u32 = 11;
const DROPPED_EVENTS: u32 = 12;
const LINKS: u32 = 13;
const DROPPED_LINKS: u32 = 14;
const STATUS: u32 = 15;
const FLAGS: u32 = 16;

pub(super) fn read_span(
    message: &[u8],
    intake: &mut Intake,
    scratch: &mut SpanScratch,
) -> Result<SpanDraft, SetAsideReason> {
    scratch.clear();
    let mut draft = SpanDraft::default();
    let attributes = intake.begin_list();
    for field in Fields::of(message) {
        match field? {
            (ATTRIBUTES, Payload::Bytes(entry)) => read_attribute(entry, intake, 0)?,
            (EVENTS, Payload::Bytes(entry)) => scratch.events.push(read_event(entry, intake)?),
            (LINKS, Payload::Bytes(entry)) => scratch.links.push(read_link(entry, intake)?),
            (number @ TRACE_ID..=FLAGS, payload) => {
                draft.seen.notice(number, intake);
                read_field(number, payload, &mut draft, intake)?;
            }
            _ => {}
        }
    }
    (draft.record.attributes, draft.warnings) = end_span_attributes(attributes, intake);
    repair_times(&mut draft, intake);
    Ok(draft)
}

/// A field that comes once.
#[inline]
fn read_field(
    number: u32,
    payload: Payload<'_>,
    draft: &mut SpanDraft,
    intake: &mut Intake,
) -> Result<(), SetAsideReason> {
    let record = &mut draft.record;
    match (number, payload) {
        (TRACE_ID, Payload::Bytes(id)) => draft.trace_id = ids::trace_id_from_bytes(id, intake),
        (SPAN_ID, Payload::Bytes(id)) => record.id = ids::span_id_from_bytes(id, intake),
        (PARENT_SPAN_ID, Payload::Bytes(id)) => {
            record.parent_id = ids::span_id_from_bytes(id, intake);
        }
        (TRACE_STATE, Payload::Bytes(text)) => record.trace_state = intake.intern(plain(text)),
        (NAME, Payload::Bytes(text)) => record.name = intake.intern(plain(text)),
        (KIND, Payload::Varint(number)) => record.kind = kind_from(number, intake),
        (START, Payload::Fixed64(nanos)) => record.start_nanos = nanos,
        (END, Payload::Fixed64(nanos)) => record.end_nanos = nanos,
        (STATUS, Payload::Bytes(status)) => read_status(status, record, intake)?,
        // Only the low ten bits have a meaning.
        (FLAGS, Payload::Fixed32(flags)) => record.flags = flags as u16,
        (DROPPED_ATTRIBUTES, Payload::Varint(count)) => record.dropped.attributes = narrow(count),
        (DROPPED_EVENTS, Payload::Varint(count)) => record.dropped.events = narrow(count),
        (DROPPED_LINKS, Payload::Varint(count)) => record.dropped.links = narrow(count),
        _ => intake.field_ignored(),
    }
    Ok(())
}

fn repair_times(draft: &mut SpanDraft, intake: &mut Intake) {
    let record = &mut draft.record;
    draft.has_start = record.start_nanos != 0;
    let telling = if draft.has_start { record.start_nanos } else { record.end_nanos };
    let unit = UNIT.judged_by_whole(telling);
    record.start_nanos = UNIT.repaired_whole(unit, record.start_nanos, intake);
    record.end_nanos = UNIT.repaired_whole(unit, record.end_nanos, intake);
}

fn kind_from(number: u64, intake: &mut Intake) -> SpanKind {
    if number > 5 {
        intake.field_ignored();
    }
    SpanKind::from_number(number)
}

fn narrow(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn read_status(
    message: &[u8],
    record: &mut SpanRecord,
    intake: &mut Intake,
) -> Result<(), SetAsideReason> {
    for field in Fields::of(message) {
        match field? {
            (2, Payload::Bytes(text)) => record.status_message = intake.intern(plain(text)),
            (3, Payload::Varint(0)) => record.status = Status::Unset,
            (3, Payload::Varint(1)) => record.status = Status::Ok,
            (3, Payload::Varint(2)) => record.status = Status::Error,
            (2 | 3, _) => intake.field_ignored(),
            _ => {}
        }
    }
    Ok(())
}

fn read_event(message: &[u8], intake: &mut Intake) -> Result<Event, SetAsideReason> {
    let mut event =
        Event { time_nanos: 0, name: StringId::EMPTY, attributes: ColumnRange::default() };
    let attributes = intake.begin_list();
    for field in Fields::of(message) {
        match field? {
            (1, Payload::Fixed64(time)) => {
                event.time_nanos = UNIT.repaired_whole(UNIT.judged_by_whole(time), time, intake);
            }
            (2, Payload::Bytes(text)) => event.name = intake.intern(plain(text)),
            (3, Payload::Bytes(entry)) => read_attribute(entry, intake, 0)?,
            (1..=3, _) => intake.field_ignored(),
            _ => {}
        }
    }
    event.attributes = intake.end_list(attributes);
    Ok(event)
}

fn read_link(message: &[u8], intake: &mut Intake) -> Result<Link, SetAsideReason> {
    let mut link = Link {
        trace_id: TraceId::NONE,
        span_id: SpanId::NONE,
        kind: LinkKind::Link,
        trace_state: StringId::EMPTY,
        attributes: ColumnRange::default(),
    };
    let attributes = intake.begin_list();
    for field in Fields::of(message) {
        match field? {
            (1, Payload::Bytes(id)) => link.trace_id = ids::trace_id_from_bytes(id, intake),
            (2, Payload::Bytes(id)) => link.span_id = ids::span_id_from_bytes(id, intake),
            (3, Payload::Bytes(text)) => link.trace_state = intake.intern(plain(text)),
            (4, Payload::Bytes(entry)) => read_attribute(entry, intake, 0)?,
            (1..=4, _) => intake.field_ignored(),
            _ => {}
        }
    }
    (link.kind, link.attributes) = end_link_attributes(attributes, intake);
    Ok(link)
}
