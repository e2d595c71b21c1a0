//! OTLP: spans, resources and scopes become the model's own. JSON is read here, protobuf in
//! a folder of its own (`protobuf`), and what does not depend on the encoding is shared.
//!
//! Invariant: a span gets the resource and scope of the objects around it, whether they
//! stand before or after the list of spans; a log record of a span becomes its event.
//! Absent: metrics and profiles (`document` counts and passes them over) and the envelopes
//! around `resourceSpans`.

mod draft;
mod log;
mod log_draft;
mod resource;
mod span;
mod value;

pub(super) use self::draft::{
    SpanDraft, SpanScratch, UNIT, end_link_attributes, end_span_attributes,
};
use self::log::read_log;
pub(super) use self::log_draft::{BODY, LogDraft, SEVERITY_TEXT};
pub(super) use self::resource::service_of;
use self::resource::{read_resource, read_scope};
use self::span::read_span;
use super::intake::{Intake, ResourceWords};
use super::json::{Cursor, FieldOrder, Stop};
use super::notices::OtherSignal;
use super::report::SetAsideReason;
use crate::trace::{Builder, ResourceIdx, ScopeIdx, SpanLog, SpanRecord};

/// The order of keys that the producer in hand writes.
#[derive(Default)]
pub(super) struct OtlpOrders {
    span: FieldOrder<span::SpanField>,
    log: FieldOrder<log::LogField>,
    attribute: FieldOrder<value::AttributeField>,
    value: FieldOrder<value::ValueField>,
}

/// The resource and scope in hand.
#[derive(Default)]
pub(super) struct OtlpPlace {
    resource: ResourceIdx,
    scope: ScopeIdx,
    /// The builder's first record of this resource's object, and of this scope's.
    first_of_resource: usize,
    first_of_scope: usize,
    /// Whether spans came before what describes them.
    is_resource_late: bool,
    is_scope_late: bool,
    scratch: SpanScratch,
}

impl OtlpPlace {
    pub fn begin_resource(&mut self, intake: &Intake) {
        self.resource = Builder::NO_RESOURCE;
        self.first_of_resource = intake.builder.span_count();
        self.is_resource_late = false;
    }

    /// Ends the object of a resource: spans that came before it learn of it.
    pub fn end_resource(&mut self, intake: &mut Intake) {
        if std::mem::take(&mut self.is_resource_late) {
            intake.builder.set_resource_from(self.first_of_resource, self.resource);
        }
    }

    pub fn begin_scope(&mut self, intake: &Intake) {
        self.scope = Builder::NO_SCOPE;
        self.first_of_scope = intake.builder.span_count();
        self.is_scope_late = false;
    }

    /// The same for the object of a scope.
    pub fn end_scope(&mut self, intake: &mut Intake) {
        if std::mem::take(&mut self.is_scope_late) {
            intake.builder.set_scope_from(self.first_of_scope, self.scope);
        }
    }

    /// The next value describes the resource of the object in hand.
    pub fn read_resource(
        &mut self,
        cursor: &mut Cursor<'_>,
        intake: &mut Intake,
    ) -> Result<(), Stop> {
        if cursor.peek()? != b'{' {
            return cursor.skip_value().map(drop);
        }
        let resource = intake.shared_resource(cursor, ResourceWords::Otlp, read_resource)?;
        self.set_resource(resource, intake);
        Ok(())
    }

    /// This describes the spans of the object in hand.
    pub fn set_resource(&mut self, resource: ResourceIdx, intake: &Intake) {
        self.resource = resource;
        self.is_resource_late = intake.builder.span_count() > self.first_of_resource;
    }

    /// The next value describes the scope of the object in hand.
    pub fn read_scope(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        if cursor.peek()? != b'{' {
            return cursor.skip_value().map(drop);
        }
        let scope = intake.shared_scope(cursor, read_scope)?;
        self.set_scope(scope, intake);
        Ok(())
    }

    /// This describes the spans of the object in hand.
    pub fn set_scope(&mut self, scope: ScopeIdx, intake: &Intake) {
        self.scope = scope;
        self.is_scope_late = intake.builder.span_count() > self.first_of_scope;
    }

    pub fn read_span(&mut self, cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
        cursor.peek()?;
        let start = cursor.position;
        let scratch = &mut self.scratch;
        let draft = intake.unit(|intake| read_span(cursor, intake, scratch))?;
        let record = draft.finish(start, scratch, intake);
        self.settle(record, start, cursor.slice(start, cursor.position), intake);
        Ok(())
    }

    /// Ends the unit of a span, which begins at `position` and is written as `entry`.
    pub fn settle(
        &self,
        record: Result<SpanRecord, SetAsideReason>,
        position: usize,
        entry: &[u8],
        intake: &mut Intake,
    ) {
        match record {
            Ok(mut record) => {
                record.repairs = intake.commit_unit(position);
                record.resource = self.resource;
                record.scope = self.scope;
                intake.builder.add(record);
            }
            Err(reason) => {
                intake.discard_unit();
                intake.set_aside(intake.place(position), reason, entry);
            }
        }
    }
}

/// Reads a log record, for the span that it names.
pub(super) fn take_log(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<(), Stop> {
    cursor.peek()?;
    let start = cursor.position;
    let log = intake.unit(|intake| read_log(cursor, intake))?;
    settle_log(log, start, intake);
    Ok(())
}

/// Ends the unit of a log record, which begins at `position`: without a span it is counted.
pub(super) fn settle_log(log: Option<SpanLog>, position: usize, intake: &mut Intake) {
    match log {
        Some(log) => {
            let repairs = intake.commit_unit(position);
            intake.builder.add_log(SpanLog { repairs, ..log });
        }
        None => {
            intake.discard_unit();
            intake.notices.add_signal(OtherSignal::Logs, intake.place(position));
        }
    }
}
