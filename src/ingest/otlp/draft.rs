//! A span as a decoder of OTLP tells it becomes a record, or is set aside.
//!
//! Invariant: what a span lacks is judged here, the same for every encoding. Absent: the
//! encodings themselves (`otlp::span`, `protobuf::span`) and the span's resource and scope.

use super::super::fields::SeenFields;
use super::super::intake::Intake;
use super::super::known_keys::{JAEGER_WARNINGS, PRODUCER_WARNINGS, REFERENCE_KIND};
use super::super::report::SetAsideReason;
use super::super::times::TimeUnit;
use crate::trace::{ColumnRange, Event, Link, LinkKind, SpanRecord, TraceId, Value};

/// The unit of OTLP's times.
pub(in crate::ingest) const UNIT: TimeUnit = TimeUnit::Nanos;

/// Lists of the span in hand, emptied for each.
#[derive(Default)]
pub(in crate::ingest) struct SpanScratch {
    pub events: Vec<Event>,
    pub links: Vec<Link>,
}

impl SpanScratch {
    pub fn clear(&mut self) {
        self.events.clear();
        self.links.clear();
    }
}

#[derive(Default)]
pub(in crate::ingest) struct SpanDraft {
    pub trace_id: TraceId,
    /// Without trace, resource, scope, events, links and repairs.
    pub record: SpanRecord,
    pub has_start: bool,
    /// What Jaeger says about the span.
    pub warnings: Option<ColumnRange>,
    pub seen: SeenFields,
}

impl SpanDraft {
    /// The record, with its lists stored. `position` is where the span begins.
    pub fn finish(
        mut self,
        position: usize,
        scratch: &SpanScratch,
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
        if let Some(texts) = self.warnings {
            intake.note_producer_warnings(texts, position);
        }
        let record = &mut self.record;
        record.trace = intake.builder.trace(self.trace_id);
        record.events = intake.builder.push_events(&scratch.events);
        record.links = intake.builder.push_links(&scratch.links);
        Ok(self.record)
    }

    fn is_blank(&self, scratch: &SpanScratch) -> bool {
        self.record.id.is_none()
            && self.record.name.is_empty()
            && !self.has_start
            && self.record.attributes.is_empty()
            && scratch.events.is_empty()
    }
}

/// Stores a span's attributes, pushed since `begin`, and finds those of them that are
/// Jaeger's warnings.
pub(in crate::ingest) fn end_span_attributes(
    begin: usize,
    intake: &mut Intake,
) -> (ColumnRange, Option<ColumnRange>) {
    let mut warnings = None;
    for attribute in intake.open_list(begin) {
        if attribute.key == JAEGER_WARNINGS
            && let Value::Array(texts) = attribute.value
        {
            attribute.key = PRODUCER_WARNINGS;
            warnings = Some(texts);
        }
    }
    (intake.end_list(begin), warnings)
}

/// Stores a link's attributes, pushed since `begin`. A last one that says the kind of an
/// OpenTracing reference becomes the link's own.
pub(in crate::ingest) fn end_link_attributes(
    begin: usize,
    intake: &mut Intake,
) -> (LinkKind, ColumnRange) {
    let last = intake.open_list(begin).last().copied();
    let kind = last.filter(|last| last.key == REFERENCE_KIND).and_then(|last| match last.value {
        Value::Str(text) => match intake.builder.pool().str_of(&text) {
            "follows_from" => Some(LinkKind::FollowsFrom),
            "child_of" => Some(LinkKind::ChildOf),
            _ => None,
        },
        _ => None,
    });
    if kind.is_some() {
        intake.drop_list(intake.begin_list() - 1);
    }
    (kind.unwrap_or(LinkKind::Link), intake.end_list(begin))
}
