//! A Jaeger span becomes a record.
//!
//! Invariant: its fields may come in any order; what one says about another is worked out
//! when all are read. Absent: the span's resource, which its trace object
//! knows (`super`).

use super::super::fields::{self, SeenFields};
use super::super::ids;
use super::super::intake::Intake;
use super::super::json::{Cursor, Field, Shallow, Stop, fields};
use super::super::known_keys as keys;
use super::super::report::SetAsideReason;
use super::super::times::{Time, TimeUnit};
use super::log::read_logs;
use super::meaning::{TagMeanings, read_tags};
use super::reference::{Reference, choose_parent, read_references};
use crate::trace::{
    Attribute, ColumnRange, Event, Link, SpanId, SpanRecord, Status, StringId, TraceId, Value,
};

/// The unit of Jaeger's times.
pub(super) const UNIT: TimeUnit = TimeUnit::Micros;

/// Lists of the span in hand, emptied for each.
#[derive(Default)]
pub(super) struct SpanScratch {
    attributes: Vec<Attribute>,
    events: Vec<Event>,
    references: Vec<Reference>,
    links: Vec<Link>,
}

/// A span as far as its own object tells it; times still in the file's unit.
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
    start: Option<Time<'a>>,
    duration: Option<Time<'a>>,
    tags: TagMeanings,
    seen: SeenFields,
    warnings: Option<ColumnRange>,
}

/// A record that still lacks its resource.
pub(super) struct Unplaced {
    pub record: SpanRecord,
    /// The key of its process; empty if it has none.
    pub process: StringId,
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
        scratch: &mut SpanScratch,
    ) -> Result<(), Stop> {
        match field {
            SpanField::TraceId => {
                self.trace_id = ids::read_trace_id(cursor, intake)?;
            }
            SpanField::SpanId => self.id = ids::read_span_id(cursor, intake)?,
            SpanField::ParentSpanId => {
                self.parent_id = ids::read_span_id(cursor, intake)?;
            }
            // Only the low bits have a meaning.
            SpanField::Flags => self.flags = fields::count(cursor, intake)? as u16,
            SpanField::OperationName => self.name = fields::text(cursor, intake)?,
            SpanField::References => read_references(cursor, intake, &mut scratch.references)?,
            SpanField::StartTime => self.start = fields::time(cursor, intake)?,
            SpanField::Duration => self.duration = fields::time(cursor, intake)?,
            SpanField::Tags => {
                intake.key_memory.begin_attributes(self.name);
                self.tags = read_tags(cursor, intake, &mut scratch.attributes)?;
            }
            SpanField::Logs => read_logs(cursor, intake, &mut scratch.events)?,
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
            let value = intake.text_value(text);
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
        let parent = choose_parent(&scratch.references, trace_id, &mut scratch.links);
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
            parent_id: parent.unwrap_or(self.parent_id),
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
