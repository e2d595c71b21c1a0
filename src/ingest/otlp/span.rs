//! An OTLP span becomes a record.
//!
//! Invariant: names, numbers and both spellings of keys (`traceId`, `trace_id`) mean the
//! same. Absent: the span's resource and scope, which the objects around it tell (`super`).

use std::borrow::Cow;

use super::super::fields;
use super::super::ids;
use super::super::intake::Intake;
use super::super::json::{Cursor, Field, Number, Shallow, Stop, fields};
use super::super::times::Time;
use super::draft::{SpanDraft, SpanScratch, UNIT, end_link_attributes, end_span_attributes};
use super::value::read_attributes;
use crate::trace::{
    ColumnRange, Event, Link, LinkKind, SpanId, SpanKind, Status, StringId, TraceId,
};

/// The times of the span in hand, still in the file's unit.
#[derive(Default)]
struct Times<'a> {
    start: Option<Time<'a>>,
    end: Option<Time<'a>>,
}

fields! {
    pub(in crate::ingest) enum SpanField {
        TraceId = "traceId" | "trace_id",
        SpanId = "spanId" | "span_id",
        ParentSpanId = "parentSpanId" | "parent_span_id",
        Name = "name",
        Kind = "kind",
        Start = "startTimeUnixNano" | "start_time_unix_nano",
        End = "endTimeUnixNano" | "end_time_unix_nano",
        Attributes = "attributes",
        Events = "events",
        Links = "links",
        Status = "status",
        TraceState = "traceState" | "trace_state",
        Flags = "flags",
        DroppedAttributes = "droppedAttributesCount" | "dropped_attributes_count",
        DroppedEvents = "droppedEventsCount" | "dropped_events_count",
        DroppedLinks = "droppedLinksCount" | "dropped_links_count",
    }
}

pub(super) fn read_span(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    scratch: &mut SpanScratch,
) -> Result<SpanDraft, Stop> {
    scratch.clear();
    let mut draft = SpanDraft::default();
    let mut times = Times::default();
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut intake.otlp_orders.span, &mut position)? {
            Field::Known(field) => {
                draft.seen.notice(field as u32, intake);
                read_field(field, cursor, intake, &mut draft, &mut times, scratch)?;
            }
            Field::Other => drop(cursor.skip_value()?),
            Field::End => break,
        }
    }
    times.tell(&mut draft, intake);
    Ok(draft)
}

#[inline]
fn read_field<'a>(
    field: SpanField,
    cursor: &mut Cursor<'a>,
    intake: &mut Intake,
    draft: &mut SpanDraft,
    times: &mut Times<'a>,
    scratch: &mut SpanScratch,
) -> Result<(), Stop> {
    let record = &mut draft.record;
    match field {
        SpanField::TraceId => {
            draft.trace_id = ids::read_trace_id(cursor, intake)?;
        }
        SpanField::SpanId => record.id = ids::read_span_id(cursor, intake)?,
        SpanField::ParentSpanId => {
            record.parent_id = ids::read_span_id(cursor, intake)?;
        }
        SpanField::Name => record.name = fields::text(cursor, intake)?,
        SpanField::Kind => record.kind = read_kind(cursor, intake)?,
        SpanField::Start => times.start = fields::time(cursor, intake)?,
        SpanField::End => times.end = fields::time(cursor, intake)?,
        SpanField::Attributes => {
            let begin = intake.begin_list();
            intake.key_memory.begin_attributes(record.name);
            read_attributes(cursor, intake, 0)?;
            (record.attributes, draft.warnings) = end_span_attributes(begin, intake);
        }
        SpanField::Events => read_events(cursor, intake, scratch)?,
        SpanField::Links => read_links(cursor, intake, scratch)?,
        SpanField::Status => {
            (record.status, record.status_message) = read_status(cursor, intake)?;
        }
        SpanField::TraceState => record.trace_state = fields::text(cursor, intake)?,
        // Only the low ten bits have a meaning.
        SpanField::Flags => record.flags = fields::count(cursor, intake)? as u16,
        SpanField::DroppedAttributes => {
            record.dropped.attributes = dropped_count(cursor, intake)?;
        }
        SpanField::DroppedEvents => record.dropped.events = dropped_count(cursor, intake)?,
        SpanField::DroppedLinks => record.dropped.links = dropped_count(cursor, intake)?,
    }
    Ok(())
}

impl Times<'_> {
    fn tell(self, draft: &mut SpanDraft, intake: &mut Intake) {
        let known = |time: &Time<'_>| !time.is_zero();
        let telling = self.start.filter(known).or(self.end);
        let unit = telling.map_or(UNIT, |time| UNIT.judged_by(time));
        let mut nanos =
            |time: Option<Time<'_>>| time.map_or(0, |time| UNIT.repaired(unit, time, intake));
        draft.record.start_nanos = nanos(self.start);
        draft.record.end_nanos = nanos(self.end);
        draft.has_start = self.start.is_some();
    }
}

fn stored_attributes(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<ColumnRange, Stop> {
    let begin = intake.begin_list();
    read_attributes(cursor, intake, 0)?;
    Ok(intake.end_list(begin))
}

fn dropped_count(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<u32, Stop> {
    Ok(u32::try_from(fields::count(cursor, intake)?).unwrap_or(u32::MAX))
}

/// A number, or a name such as `SPAN_KIND_SERVER`.
fn read_kind(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<SpanKind, Stop> {
    let (known, number) = match fields::scalar(cursor)? {
        Shallow::Null => return Ok(SpanKind::Unspecified),
        Shallow::Number(number) => (None, number.to_u64()),
        Shallow::Text(text) => {
            let name = text.name();
            let (prefix, rest) = name.split_at(name.len().min(KIND_PREFIX.len()));
            let word = if prefix.eq_ignore_ascii_case(KIND_PREFIX) { rest } else { &name };
            (kind_from_word(word), Number(&name).to_u64())
        }
        _ => (None, None),
    };
    let kind = known.or_else(|| number.filter(|&number| number <= 5).map(SpanKind::from_number));
    if kind.is_none() {
        intake.field_ignored();
    }
    Ok(kind.unwrap_or_default())
}

const KIND_PREFIX: &[u8] = b"SPAN_KIND_";

fn kind_from_word(word: &[u8]) -> Option<SpanKind> {
    std::str::from_utf8(word).ok().and_then(SpanKind::from_any_case)
}

fn read_status(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(Status, StringId), Stop> {
    let mut status = Status::Unset;
    let mut message = StringId::EMPTY;
    if cursor.peek()? != b'{' {
        if !matches!(fields::scalar(cursor)?, Shallow::Null) {
            intake.field_ignored();
        }
        return Ok((status, message));
    }
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        match &*key.name() {
            b"code" => status = status_code(fields::scalar(cursor)?, intake),
            b"message" => message = fields::text(cursor, intake)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    Ok((status, message))
}

/// A number, or a name such as `STATUS_CODE_ERROR`.
fn status_code(value: Shallow<'_>, intake: &mut Intake) -> Status {
    let name = match value {
        Shallow::Number(number) => Cow::Borrowed(number.0),
        Shallow::Text(text) => text.name(),
        Shallow::Null => return Status::Unset,
        _ => Cow::default(),
    };
    match name.strip_prefix(b"STATUS_CODE_").unwrap_or(&name) {
        b"0" | b"UNSET" => Status::Unset,
        b"1" | b"OK" => Status::Ok,
        b"2" | b"ERROR" => Status::Error,
        _ => {
            intake.field_ignored();
            Status::Unset
        }
    }
}

fn read_events(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    scratch: &mut SpanScratch,
) -> Result<(), Stop> {
    scratch.events.clear();
    if !fields::enter_list(cursor, intake)? {
        return Ok(());
    }
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        scratch.events.push(read_event(cursor, intake)?);
    }
    Ok(())
}

fn read_event(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Event, Stop> {
    let mut event =
        Event { time_nanos: 0, name: StringId::EMPTY, attributes: ColumnRange::default() };
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        match &*key.name() {
            b"timeUnixNano" | b"time_unix_nano" => {
                if let Some(time) = fields::time(cursor, intake)? {
                    event.time_nanos = UNIT.repaired(UNIT.judged_by(time), time, intake);
                }
            }
            b"name" => event.name = fields::text(cursor, intake)?,
            b"attributes" => event.attributes = stored_attributes(cursor, intake)?,
            _ => drop(cursor.skip_value()?),
        }
    }
    Ok(event)
}

fn read_links(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    scratch: &mut SpanScratch,
) -> Result<(), Stop> {
    scratch.links.clear();
    if !fields::enter_list(cursor, intake)? {
        return Ok(());
    }
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        scratch.links.push(read_link(cursor, intake)?);
    }
    Ok(())
}

fn read_link(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Link, Stop> {
    let mut link = Link {
        trace_id: TraceId::NONE,
        span_id: SpanId::NONE,
        kind: LinkKind::Link,
        trace_state: StringId::EMPTY,
        attributes: ColumnRange::default(),
    };
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = cursor.next_key(&mut first)? {
        match &*key.name() {
            b"traceId" | b"trace_id" => {
                link.trace_id = ids::read_trace_id(cursor, intake)?;
            }
            b"spanId" | b"span_id" => {
                link.span_id = ids::read_span_id(cursor, intake)?;
            }
            b"traceState" | b"trace_state" => link.trace_state = fields::text(cursor, intake)?,
            b"attributes" => {
                let begin = intake.begin_list();
                read_attributes(cursor, intake, 0)?;
                (link.kind, link.attributes) = end_link_attributes(begin, intake);
            }
            _ => drop(cursor.skip_value()?),
        }
    }
    Ok(link)
}
