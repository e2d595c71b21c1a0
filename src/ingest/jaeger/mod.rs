//! Jaeger's words for a trace become OpenTelemetry's: tags, logs, references, processes.
//!
//! Invariant: a span belongs to the trace it names, else to the trace object around it,
//! wherever in that object its id stands. Absent: the envelope around the traces
//! (`document`), and Jaeger's own adjusters.

mod log;
mod meaning;
mod process;
mod reference;
mod span;
mod tag;

use rustc_hash::{FxHashMap, FxHashSet};

pub(super) use self::meaning::TagMeanings;
use self::span::{SpanDraft, SpanScratch, Unplaced, read_span};
use super::fields;
use super::ids;
use super::intake::{Intake, ResourceWords};
use super::json::{Cursor, FieldOrder, Shallow, Stop};
use super::report::{Place, SetAsideReason, WarningKind};
use crate::trace::{Builder, Repair, Resource, ResourceIdx, StringId, TraceId};

/// The order of keys that the producer in hand writes.
#[derive(Default)]
pub(super) struct JaegerOrders {
    span: FieldOrder<span::SpanField>,
    tag: FieldOrder<tag::TagField>,
    reference: FieldOrder<reference::ReferenceField>,
}

/// The trace object in hand.
#[derive(Default)]
pub(super) struct JaegerTrace {
    /// [`TraceId::NONE`] until it is read.
    id: TraceId,
    /// The builder's first record of this object.
    first_record: usize,
    processes: FxHashMap<StringId, Process>,
    /// Spans that name no trace, before the object has named its own.
    homeless: Vec<(Place, Vec<u8>)>,
    scratch: SpanScratch,
}

/// An entry of the process table, as far as it is known.
#[derive(Clone, Copy)]
struct Process {
    resource: ResourceIdx,
    /// `false` while only spans have named it; the resource is this trace's own then.
    is_defined: bool,
}

impl JaegerTrace {
    /// Begins another trace object, after ending the one in hand.
    pub fn begin(&mut self, intake: &mut Intake) {
        self.finish(intake);
        self.id = TraceId::NONE;
        self.first_record = intake.builder.span_count();
        self.processes.clear();
        self.homeless.clear();
    }

    pub fn read_id(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        let value = fields::scalar(cursor)?;
        self.id = intake.unit(|intake| Ok(ids::trace_id(value, intake)))?;
        Ok(())
    }

    /// Reads one span and places it, now or when the trace object ends.
    pub fn read_span(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        cursor.peek()?;
        let start = cursor.position;
        let scratch = &mut self.scratch;
        let draft = intake.unit(|intake| read_span(cursor, intake, scratch))?;
        let entry = cursor.slice(start, cursor.position);
        if draft.trace_id.is_none() && self.id.is_none() {
            intake.discard_unit();
            self.homeless.push((intake.place(start), entry.to_vec()));
            return Ok(());
        }
        self.place(draft, cursor, start, intake)
    }

    fn place(
        &mut self,
        draft: SpanDraft,
        cursor: &mut Cursor<'_>,
        start: usize,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        let entry = cursor.slice(start, cursor.position);
        let inline_process = draft.inline_process;
        let unplaced = match draft.finish(self.id, start, &mut self.scratch, intake) {
            Ok(unplaced) => unplaced,
            Err(reason) => {
                intake.discard_unit();
                intake.set_aside(intake.place(start), reason, entry);
                return Ok(());
            }
        };
        let Unplaced { mut record, process } = unplaced;
        record.repairs = intake.commit_unit(start);
        record.resource = match inline_process {
            Some(position) if process.is_empty() => {
                let end = std::mem::replace(&mut cursor.position, position);
                let resource = read_shared_process(cursor, intake)?;
                cursor.position = end;
                resource
            }
            _ if process.is_empty() => {
                record.repairs.add(Repair::UnknownResource);
                Builder::NO_RESOURCE
            }
            _ => self.resource_of(process, intake),
        };
        intake.builder.add(record);
        Ok(())
    }

    #[inline]
    fn resource_of(&mut self, process: StringId, intake: &mut Intake) -> ResourceIdx {
        let undefined = || Process {
            resource: intake.builder.pool_mut().push_resource(Resource::default()),
            is_defined: false,
        };
        self.processes.entry(process).or_insert_with(undefined).resource
    }

    /// Reads one entry of the process table.
    pub fn read_process(
        &mut self,
        name: StringId,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        if cursor.peek()? != b'{' {
            cursor.skip_value()?;
            return Ok(());
        }
        let resource = read_shared_process(cursor, intake)?;
        let process = self.processes.entry(name).or_insert(Process { resource, is_defined: true });
        if process.resource != resource && !process.is_defined {
            let contents = *intake.builder.pool().resource(resource);
            intake.builder.pool_mut().define_resource(process.resource, contents);
        } else {
            process.resource = resource;
        }
        process.is_defined = true;
        Ok(())
    }

    /// What the tracing system says about the whole trace.
    pub fn read_warnings(
        &mut self,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        if cursor.peek()? != b'[' {
            cursor.skip_value()?;
            return Ok(());
        }
        let start = cursor.position;
        let mut texts = Vec::new();
        let mut first = true;
        cursor.begin_array()?;
        while cursor.next_element(&mut first)? {
            if let Shallow::Text(text) = fields::scalar(cursor)? {
                texts.push(text);
            }
        }
        for text in texts {
            let detail = text.for_message(200);
            intake.notices.add(WarningKind::ProducerWarning, 1, intake.place(start), &detail);
        }
        Ok(())
    }

    /// Places what waited for the end of the object, and marks what stayed unknown.
    pub fn finish(&mut self, intake: &mut Intake) {
        for (place, entry) in std::mem::take(&mut self.homeless) {
            self.place_homeless(place, &entry, intake);
        }
        let unknown: FxHashSet<ResourceIdx> = self
            .processes
            .values()
            .filter(|process| !process.is_defined)
            .map(|process| process.resource)
            .collect();
        if unknown.is_empty() {
            return;
        }
        let is_unknown = |resource| unknown.contains(&resource);
        intake.builder.repair_from(self.first_record, Repair::UnknownResource, is_unknown);
    }

    fn place_homeless(&mut self, place: Place, entry: &[u8], intake: &mut Intake) {
        if self.id.is_none() {
            return intake.set_aside(place, SetAsideReason::NoTraceId, entry);
        }
        let window_start = std::mem::replace(&mut intake.window_start, place);
        // It was whole before, so it is whole now.
        let _ = self.read_span(&mut Cursor::new(entry), intake);
        intake.window_start = window_start;
    }
}

fn read_shared_process(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<ResourceIdx, Stop> {
    intake.shared_resource(cursor, ResourceWords::Jaeger, process::read_process)
}
