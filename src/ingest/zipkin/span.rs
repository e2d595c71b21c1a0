//! A Zipkin span becomes a record.
//!
//! Invariant: its fields may come in any order; attributes are the tags in their order,
//! then what the remote endpoint says. Absent: the span's resource, which `super` reads
//! when the span is known to stay.

use super::super::fields::{self, SeenFields};
use super::super::ids;
use super::super::intake::{Intake, plain};
use super::super::jaeger::TagMeanings;
use super::super::json::{Cursor, Field, FieldOrder, Shallow, Stop, Text, fields};
use super::super::known_keys as keys;
use super::super::report::SetAsideReason;
use super::super::times::{Time, TimeUnit};
use super::super::values::json_value;
use super::endpoint::{Endpoint, LocalEndpoint, read_endpoint, read_local_endpoint};
use crate::trace::{
    Attribute, CallHalf, ColumnRange, Event, SpanKind, SpanRecord, Status, StringId, TraceId, Value,
};

/// The unit of Zipkin's times.
const UNIT: TimeUnit = TimeUnit::Micros;

/// Lists of the span in hand, emptied for each, and the order of its producer's keys.
#[derive(Default)]
pub(super) struct ZipkinScratch {
    order: FieldOrder<SpanField>,
    attributes: Vec<Attribute>,
    events: Vec<Event>,
}

/// A span as its object tells it; times still in the file's unit.
#[derive(Default)]
pub(super) struct SpanDraft<'a> {
    pub local_endpoint: LocalEndpoint,
    trace_id: TraceId,
    record: SpanRecord,
    start: Option<Time<'a>>,
    duration: Option<Time<'a>>,
    remote: Option<Endpoint<'a>>,
    meanings: TagMeanings,
    is_debug: bool,
    is_shared: bool,
    seen: SeenFields,
}

fields! {
    pub(in crate::ingest) enum SpanField {
        TraceId = "traceId",
        ParentId = "parentId",
        Id = "id",
        Kind = "kind",
        Name = "name",
        Timestamp = "timestamp",
        Duration = "duration",
        LocalEndpoint = "localEndpoint",
        RemoteEndpoint = "remoteEndpoint",
        Annotations = "annotations",
        Tags = "tags",
        Debug = "debug",
        Shared = "shared",
    }
}

pub(super) fn read_span<'a>(
    cursor: &mut Cursor<'a>,
    intake: &mut Intake,
    scratch: &mut ZipkinScratch,
) -> Result<SpanDraft<'a>, Stop> {
    scratch.attributes.clear();
    scratch.events.clear();
    let mut draft = SpanDraft::default();
    // No kind is Zipkin's word for work inside a service.
    draft.record.kind = SpanKind::Internal;
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut scratch.order, &mut position)? {
            Field::Known(field) => {
                draft.seen.notice(field as u32, intake);
                draft.read_field(field, cursor, intake, scratch)?;
            }
            Field::Other => drop(cursor.skip_value()?),
            Field::End => return Ok(draft),
        }
    }
}

impl<'a> SpanDraft<'a> {
    #[inline]
    fn read_field(
        &mut self,
        field: SpanField,
        cursor: &mut Cursor<'a>,
        intake: &mut Intake,
        scratch: &mut ZipkinScratch,
    ) -> Result<(), Stop> {
        let record = &mut self.record;
        match field {
            SpanField::TraceId => self.trace_id = ids::read_trace_id(cursor, intake)?,
            SpanField::ParentId => record.parent_id = ids::read_span_id(cursor, intake)?,
            SpanField::Id => record.id = ids::read_span_id(cursor, intake)?,
            SpanField::Kind => record.kind = read_kind(cursor, intake)?,
            SpanField::Name => record.name = fields::text(cursor, intake)?,
            SpanField::Timestamp => self.start = fields::time(cursor, intake)?,
            SpanField::Duration => self.duration = fields::time(cursor, intake)?,
            SpanField::LocalEndpoint => self.local_endpoint = read_local_endpoint(cursor, intake)?,
            SpanField::RemoteEndpoint => self.remote = read_endpoint(cursor, intake)?,
            SpanField::Annotations => read_annotations(cursor, intake, &mut scratch.events)?,
            SpanField::Tags => {
                intake.key_memory.begin_attributes(record.name);
                self.meanings = read_tags(cursor, intake, &mut scratch.attributes)?;
            }
            SpanField::Debug => self.is_debug = read_flag(cursor, intake)?,
            SpanField::Shared => self.is_shared = read_flag(cursor, intake)?,
        }
        Ok(())
    }
}

fn read_flag(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<bool, Stop> {
    Ok(match fields::scalar(cursor)? {
        Shallow::Bool(value) => value,
        Shallow::Null => false,
        _ => {
            intake.field_ignored();
            false
        }
    })
}

fn read_kind(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<SpanKind, Stop> {
    let kind = match fields::scalar(cursor)? {
        Shallow::Null => return Ok(SpanKind::Internal),
        Shallow::Text(text) => {
            std::str::from_utf8(&text.name()).ok().and_then(SpanKind::from_any_case)
        }
        _ => None,
    };
    if kind.is_none() {
        intake.field_ignored();
    }
    Ok(kind.unwrap_or_default())
}

fn read_annotations(
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
        let mut event =
            Event { time_nanos: 0, name: StringId::EMPTY, attributes: ColumnRange::default() };
        let mut first = true;
        cursor.begin_object()?;
        while let Some(key) = cursor.next_key(&mut first)? {
            match &*key.name() {
                b"timestamp" => {
                    if let Some(time) = fields::time(cursor, intake)? {
                        event.time_nanos = UNIT.repaired(UNIT.judged_by(time), time, intake);
                    }
                }
                b"value" => event.name = fields::text(cursor, intake)?,
                _ => drop(cursor.skip_value()?),
            }
        }
        events.push(event);
    }
    Ok(())
}

/// Reads an object of tags; those that are not understood are put into `attributes`.
fn read_tags(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    attributes: &mut Vec<Attribute>,
) -> Result<TagMeanings, Stop> {
    attributes.clear();
    let mut meanings = TagMeanings::default();
    if cursor.peek()? != b'{' {
        if !matches!(fields::scalar(cursor)?, Shallow::Null) {
            intake.field_ignored();
        }
        return Ok(meanings);
    }
    let mut first = true;
    cursor.begin_object()?;
    while let Some(key) = next_tag(cursor, &mut first, intake)? {
        if key == keys::ERROR && take_error(cursor, intake, &mut meanings)? {
            continue;
        }
        let value = match cursor.plain_text_before(0) {
            Some(raw) => intake.text_value(plain(raw)),
            None => json_value(cursor, intake, 0)?,
        };
        let tag = Attribute { key, value };
        // `span.kind` and `error` mean nothing here: Zipkin has its own.
        let may_mean = (keys::STATUS_CODE..=keys::LAST_SPAN_KEY).contains(&key);
        if !may_mean || !meanings.take(tag, intake) {
            attributes.push(tag);
        }
    }
    Ok(meanings)
}

/// The next tag's key, consumed with its colon; `None` past the closing bracket.
#[inline]
fn next_tag(
    cursor: &mut Cursor<'_>,
    first: &mut bool,
    intake: &mut Intake,
) -> Result<Option<StringId>, Stop> {
    let rest = cursor.rest();
    let ahead = if *first { Some(rest) } else { rest.strip_prefix(b",") };
    if let Some(ahead) = ahead
        && let Some((key, opening)) = intake.key_memory.expected_opening(ahead)
    {
        cursor.position += rest.len() - ahead.len() + opening.length;
        *first = false;
        return Ok(Some(key));
    }
    let Some(name) = cursor.next_key(first)? else {
        return Ok(None);
    };
    let key = intake.intern_key(name);
    intake.learn_bare_opening(name);
    Ok(Some(key))
}

/// Whether the value of the tag `error` was an error, and so is understood and consumed.
fn take_error(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    meanings: &mut TagMeanings,
) -> Result<bool, Stop> {
    let start = cursor.position;
    let message = match cursor.shallow()? {
        Shallow::Text(text) => Some(text).filter(|text| !is_word(*text, b"false")),
        Shallow::Bool(true) => Some(Text { raw: b"", is_escaped: false }),
        _ => None,
    };
    let Some(message) = message else {
        cursor.position = start;
        return Ok(false);
    };
    meanings.is_error = true;
    // "true" is all that some producers say.
    meanings.status_message =
        if is_word(message, b"true") { StringId::EMPTY } else { intake.intern(message) };
    Ok(true)
}

fn is_word(text: Text<'_>, word: &[u8]) -> bool {
    text.name().eq_ignore_ascii_case(word)
}

impl SpanDraft<'_> {
    /// The record without its resource, its lists stored.
    pub fn finish(
        mut self,
        scratch: &mut ZipkinScratch,
        intake: &mut Intake,
    ) -> Result<SpanRecord, SetAsideReason> {
        if self.trace_id.is_none() {
            return Err(SetAsideReason::NoTraceId);
        }
        if self.is_blank(scratch) {
            return Err(SetAsideReason::NothingToShow);
        }
        if self.record.id.is_none() {
            intake.field_ignored();
        }
        self.set_times(intake);
        self.push_own_attributes(scratch, intake);
        let meanings = self.meanings;
        let (kind, is_shared) = (self.record.kind, self.is_shared);
        let builder = &mut intake.builder;
        Ok(SpanRecord {
            trace: builder.trace(self.trace_id),
            status: if meanings.is_error { Status::Error } else { meanings.status },
            status_message: meanings.status_message,
            trace_state: meanings.trace_state,
            half: call_half(kind, is_shared),
            attributes: builder.push_attributes(&scratch.attributes),
            events: builder.push_events(&scratch.events),
            scope: intake.named_scope(meanings.scope_name, meanings.scope_version),
            ..self.record
        })
    }

    fn is_blank(&self, scratch: &ZipkinScratch) -> bool {
        self.record.id.is_none()
            && self.record.name.is_empty()
            && self.start.is_none()
            && scratch.attributes.is_empty()
            && scratch.events.is_empty()
    }

    fn set_times(&mut self, intake: &mut Intake) {
        let unit = self.start.map_or(UNIT, |start| UNIT.judged_by(start));
        let start = self.start.map_or(0, |start| UNIT.repaired(unit, start, intake));
        let duration = self.duration.map_or(0, |duration| UNIT.repaired(unit, duration, intake));
        self.record.start_nanos = start;
        self.record.end_nanos = start.saturating_add(duration);
    }

    fn push_own_attributes(&self, scratch: &mut ZipkinScratch, intake: &mut Intake) {
        if let Some(remote) = &self.remote {
            remote.push_peer(intake, &mut scratch.attributes);
        }
        if self.is_debug {
            let key = intake.builder.intern("zipkin.debug");
            scratch.attributes.push(Attribute { key, value: Value::Bool(true) });
        }
    }
}

/// `shared` says that the caller chose the id; older producers do not say so.
fn call_half(kind: SpanKind, is_shared: bool) -> CallHalf {
    match kind {
        SpanKind::Client => CallHalf::Client,
        SpanKind::Server => CallHalf::Server,
        _ if is_shared => CallHalf::Server,
        _ => CallHalf::None,
    }
}
