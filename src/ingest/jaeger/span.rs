//! A Jaeger span becomes a record, its tags and references sorted into what they mean.
//!
//! Invariant: a tag or reference is either understood or kept as an attribute or link,
//! never both and never neither. Absent: the span's resource, which its trace object
//! knows (`super`).

use std::borrow::Cow;

use super::super::fields;
use super::super::ids;
use super::super::intake::Intake;
use super::super::json::{Cursor, Field, Number, Shallow, Stop, fields};
use super::super::known_keys as keys;
use super::super::report::SetAsideReason;
use super::super::times::TimeUnit;
use super::tag::read_tag;
use crate::trace::{
    Attribute, ColumnRange, Event, Link, LinkKind, SpanId, SpanKind, SpanRecord, Status, StringId,
    TraceId, Value,
};

/// The unit of Jaeger's times.
const UNIT: TimeUnit = TimeUnit::Micros;

/// Lists of the span in hand, emptied for each.
#[derive(Default)]
pub(super) struct SpanScratch {
    attributes: Vec<Attribute>,
    events: Vec<Event>,
    references: Vec<Reference>,
    links: Vec<Link>,
}

/// A span as far as its own object tells it; times still in the file's digits.
#[derive(Default)]
pub(super) struct SpanDraft<'a> {
    pub trace_id: TraceId,
    /// Where an object `process` lies, if the span brings its own.
    pub inline_process: Option<usize>,
    process: StringId,
    id: SpanId,
    parent_id: SpanId,
    name: StringId,
    flags: u16,
    start: Option<Number<'a>>,
    duration: Option<Number<'a>>,
    tags: TagMeanings,
    /// [`SpanField`]s seen, to notice one that comes twice.
    seen: u16,
    warnings: Option<ColumnRange>,
}

/// A record that still lacks its resource.
pub(super) struct Unplaced {
    pub record: SpanRecord,
    /// The key of its process; empty if it has none.
    pub process: StringId,
}

#[derive(Clone, Copy)]
struct Reference {
    kind: LinkKind,
    /// [`TraceId::NONE`] means the span's own.
    trace_id: TraceId,
    span_id: SpanId,
}

/// What the tags that are not kept as attributes said.
#[derive(Clone, Copy, Default)]
struct TagMeanings {
    kind: SpanKind,
    is_error: bool,
    status: Status,
    status_message: StringId,
    scope_name: StringId,
    scope_version: StringId,
    trace_state: StringId,
}

fields! {
    pub(in crate::ingest) enum SpanField {
        TraceId = "traceID",
        SpanId = "spanID",
        ParentSpanId = "parentSpanID",
        Flags = "flags",
        OperationName = "operationName",
        References = "references",
        StartTime = "startTime",
        Duration = "duration",
        Tags = "tags",
        Logs = "logs",
        ProcessId = "processID",
        Process = "process",
        Warnings = "warnings",
    }
}

fields! {
    pub(in crate::ingest) enum ReferenceField {
        RefType = "refType",
        TraceId = "traceID",
        SpanId = "spanID",
    }
}

pub(super) fn read_span<'a>(
    cursor: &mut Cursor<'a>,
    intake: &mut Intake,
    scratch: &mut SpanScratch,
) -> Result<SpanDraft<'a>, Stop> {
    scratch.attributes.clear();
    scratch.events.clear();
    scratch.references.clear();
    let mut draft = SpanDraft::default();
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut intake.jaeger_orders.span, &mut position)? {
            Field::Known(field) => {
                draft.notice(field, intake);
                draft.read_field(field, cursor, intake, scratch)?;
            }
            Field::Other => drop(cursor.skip_value()?),
            Field::End => return Ok(draft),
        }
    }
}

impl<'a> SpanDraft<'a> {
    #[inline]
    fn notice(&mut self, field: SpanField, intake: &mut Intake) {
        let bit = 1 << field as u16;
        if self.seen & bit != 0 {
            intake.duplicate_key();
        }
        self.seen |= bit;
    }

    #[inline]
    fn read_field(
        &mut self,
        field: SpanField,
        cursor: &mut Cursor<'a>,
        intake: &mut Intake,
        scratch: &mut SpanScratch,
    ) -> Result<(), Stop> {
        match field {
            SpanField::TraceId => {
                self.trace_id = ids::trace_id(fields::scalar(cursor)?, intake);
            }
            SpanField::SpanId => self.id = ids::span_id(fields::scalar(cursor)?, intake),
            SpanField::ParentSpanId => {
                self.parent_id = ids::span_id(fields::scalar(cursor)?, intake);
            }
            // Only the low bits have a meaning.
            SpanField::Flags => self.flags = fields::count(cursor, intake)? as u16,
            SpanField::OperationName => self.name = fields::text(cursor, intake)?,
            SpanField::References => read_references(cursor, intake, scratch)?,
            SpanField::StartTime => self.start = fields::number(cursor, intake)?,
            SpanField::Duration => self.duration = fields::number(cursor, intake)?,
            SpanField::Tags => self.tags = read_tags(cursor, intake, scratch)?,
            SpanField::Logs => read_logs(cursor, intake, scratch)?,
            SpanField::ProcessId => self.process = fields::text(cursor, intake)?,
            SpanField::Process => self.inline_process = inline_process(cursor)?,
            SpanField::Warnings => self.warnings = read_warnings(cursor, intake)?,
        }
        Ok(())
    }
}

fn inline_process(cursor: &mut Cursor<'_>) -> Result<Option<usize>, Stop> {
    let is_object = cursor.peek()? == b'{';
    let position = cursor.position;
    cursor.skip_value()?;
    Ok(is_object.then_some(position))
}

fn read_references(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    scratch: &mut SpanScratch,
) -> Result<(), Stop> {
    scratch.references.clear();
    if !fields::enter_list(cursor, intake)? {
        return Ok(());
    }
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        let reference = read_reference(cursor, intake)?;
        if reference.span_id.is_none() && reference.trace_id.is_none() {
            intake.field_ignored();
        } else {
            scratch.references.push(reference);
        }
    }
    Ok(())
}

fn read_reference(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<Reference, Stop> {
    let mut reference =
        Reference { kind: LinkKind::ChildOf, trace_id: TraceId::NONE, span_id: SpanId::NONE };
    let mut position = cursor.begin_fields()?;
    loop {
        match cursor.next_field(&mut intake.jaeger_orders.reference, &mut position)? {
            Field::Known(ReferenceField::RefType) => {
                reference.kind = reference_kind(fields::scalar(cursor)?, intake);
            }
            Field::Known(ReferenceField::TraceId) => {
                reference.trace_id = ids::trace_id(fields::scalar(cursor)?, intake);
            }
            Field::Known(ReferenceField::SpanId) => {
                reference.span_id = ids::span_id(fields::scalar(cursor)?, intake);
            }
            Field::Other => drop(cursor.skip_value()?),
            Field::End => return Ok(reference),
        }
    }
}

fn reference_kind(value: Shallow<'_>, intake: &mut Intake) -> LinkKind {
    let name = match value {
        Shallow::Text(text) => text.name(),
        _ => Cow::default(),
    };
    match &*name {
        b"CHILD_OF" => LinkKind::ChildOf,
        b"FOLLOWS_FROM" => LinkKind::FollowsFrom,
        _ => {
            intake.field_ignored();
            LinkKind::Link
        }
    }
}

fn read_tags(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    scratch: &mut SpanScratch,
) -> Result<TagMeanings, Stop> {
    scratch.attributes.clear();
    let mut meanings = TagMeanings::default();
    if !fields::enter_list(cursor, intake)? {
        return Ok(meanings);
    }
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        let tag = read_tag(cursor, intake)?;
        if tag.key > keys::LAST_SPAN_KEY || !meanings.take(tag, intake) {
            scratch.attributes.push(tag);
        }
    }
    Ok(meanings)
}

impl TagMeanings {
    /// Whether the tag was understood, and so is not kept as an attribute.
    fn take(&mut self, tag: Attribute, intake: &Intake) -> bool {
        if let Value::Bool(value) = tag.value {
            self.is_error |= value && tag.key == keys::ERROR;
            return value && tag.key == keys::ERROR;
        }
        let Value::Str(text) = tag.value else {
            return false;
        };
        match tag.key {
            keys::STATUS_DESCRIPTION => self.status_message = text,
            keys::SCOPE_NAME | keys::LIBRARY_NAME => self.scope_name = text,
            keys::SCOPE_VERSION | keys::LIBRARY_VERSION => self.scope_version = text,
            keys::TRACE_STATE => self.trace_state = text,
            _ => return self.take_word(tag.key, intake.builder.pool().text(text)),
        }
        true
    }

    fn take_word(&mut self, key: StringId, word: &str) -> bool {
        match key {
            keys::SPAN_KIND => match SpanKind::from_name(&word.to_ascii_lowercase()) {
                Some(kind) => self.kind = kind,
                None => return false,
            },
            keys::ERROR if word == "true" => self.is_error = true,
            keys::STATUS_CODE => match word.to_ascii_uppercase().as_str() {
                "ERROR" => self.status = Status::Error,
                "OK" => self.status = Status::Ok,
                "UNSET" => self.status = Status::Unset,
                _ => return false,
            },
            _ => return false,
        }
        true
    }
}

fn read_logs(
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
        scratch.events.push(read_log(cursor, intake)?);
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
            b"timestamp" => time = fields::number(cursor, intake)?,
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
    if !fields::enter_list(cursor, intake)? {
        return Ok((name, ColumnRange::default()));
    }
    let begin = intake.begin_list();
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        match read_tag(cursor, intake)? {
            Attribute { key: keys::EVENT, value: Value::Str(text) } if name.is_none() => {
                name = Some(text);
            }
            field => intake.push(field),
        }
    }
    Ok((name, intake.end_list(begin)))
}

/// What the tracing system said about the span, as the elements of an array.
fn read_warnings(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
) -> Result<Option<ColumnRange>, Stop> {
    if !fields::enter_list(cursor, intake)? {
        return Ok(None);
    }
    let begin = intake.begin_list();
    let mut first = true;
    while cursor.next_element(&mut first)? {
        if let Shallow::Text(text) = fields::scalar(cursor)? {
            let value = Value::Str(intake.intern(text));
            intake.push(Attribute { key: StringId::EMPTY, value });
        }
    }
    let texts = intake.end_list(begin);
    Ok((!texts.is_empty()).then_some(texts))
}

impl SpanDraft<'_> {
    /// The record, with its lists stored. `trace_id` is that of the object around it,
    /// `position` where the span begins.
    pub fn finish(
        self,
        trace_id: TraceId,
        position: usize,
        scratch: &mut SpanScratch,
        intake: &mut Intake,
    ) -> Result<Unplaced, SetAsideReason> {
        if self.is_blank(scratch) {
            return Err(SetAsideReason::NothingToShow);
        }
        let trace_id = if self.trace_id.is_none() { trace_id } else { self.trace_id };
        let (start_nanos, end_nanos) = self.times(intake);
        let parent_id = self.choose_parent(trace_id, scratch);
        self.store_warnings(position, scratch, intake);
        if self.id.is_none() {
            intake.field_ignored();
        }
        let meanings = self.tags;
        let status = if meanings.is_error { Status::Error } else { meanings.status };
        let builder = &mut intake.builder;
        let record = SpanRecord {
            trace: builder.trace(trace_id),
            id: self.id,
            parent_id,
            name: self.name,
            kind: meanings.kind,
            status,
            status_message: meanings.status_message,
            start_nanos,
            end_nanos,
            trace_state: meanings.trace_state,
            flags: self.flags,
            attributes: builder.push_attributes(&scratch.attributes),
            events: builder.push_events(&scratch.events),
            links: builder.push_links(&scratch.links),
            scope: intake.named_scope(meanings.scope_name, meanings.scope_version),
            ..SpanRecord::default()
        };
        Ok(Unplaced { record, process: self.process })
    }

    fn is_blank(&self, scratch: &SpanScratch) -> bool {
        self.id.is_none()
            && self.name.is_empty()
            && self.start.is_none()
            && scratch.attributes.is_empty()
            && scratch.events.is_empty()
    }

    fn times(&self, intake: &mut Intake) -> (u64, u64) {
        let unit = self.start.map_or(UNIT, |start| UNIT.judged_by(start));
        let start = self.start.map_or(0, |start| UNIT.repaired(unit, start, intake));
        let duration = self.duration.map_or(0, |duration| UNIT.repaired(unit, duration, intake));
        (start, start.saturating_add(duration))
    }

    /// The parent; every reference that is not it becomes a link.
    fn choose_parent(&self, trace_id: TraceId, scratch: &mut SpanScratch) -> SpanId {
        let SpanScratch { references, links, .. } = scratch;
        let first_of = |kind: LinkKind| {
            references.iter().position(|reference| {
                let is_same_trace = reference.trace_id.is_none() || reference.trace_id == trace_id;
                reference.kind == kind && is_same_trace && !reference.span_id.is_none()
            })
        };
        let parent = first_of(LinkKind::ChildOf).or_else(|| first_of(LinkKind::FollowsFrom));
        links.clear();
        links.extend(
            references
                .iter()
                .enumerate()
                .filter(|&(index, _)| Some(index) != parent)
                .map(|(_, reference)| link(*reference, trace_id)),
        );
        parent.map_or(self.parent_id, |index| references[index].span_id)
    }

    fn store_warnings(&self, position: usize, scratch: &mut SpanScratch, intake: &mut Intake) {
        let Some(texts) = self.warnings else {
            return;
        };
        scratch
            .attributes
            .push(Attribute { key: keys::PRODUCER_WARNINGS, value: Value::Array(texts) });
        intake.note_producer_warnings(texts, position);
    }
}

fn link(reference: Reference, own_trace: TraceId) -> Link {
    let is_own = reference.trace_id.is_none();
    Link {
        trace_id: if is_own { own_trace } else { reference.trace_id },
        span_id: reference.span_id,
        kind: reference.kind,
        trace_state: StringId::EMPTY,
        attributes: ColumnRange::default(),
    }
}
