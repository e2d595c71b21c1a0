//! Jaeger's references become a parent and links.
//!
//! Invariant: the parent is the first `CHILD_OF` of the same trace, else the first
//! `FOLLOWS_FROM` of it; every other reference is a link. Absent: whether the spans meant
//! exist, which only the whole trace can tell.

use std::borrow::Cow;

use super::super::fields;
use super::super::ids;
use super::super::intake::Intake;
use super::super::json::{Cursor, Field, Shallow, Stop, fields};
use crate::trace::{ColumnRange, Link, LinkKind, SpanId, StringId, TraceId};

#[derive(Clone, Copy)]
pub(super) struct Reference {
    kind: LinkKind,
    /// [`TraceId::NONE`] means the span's own.
    trace_id: TraceId,
    span_id: SpanId,
}

fields! {
    pub(in crate::ingest) enum ReferenceField {
        RefType = "refType",
        TraceId = "traceID",
        SpanId = "spanID",
    }
}

/// All references of a span, in order.
pub(super) fn read_references(
    cursor: &mut Cursor<'_>,
    intake: &mut Intake,
    references: &mut Vec<Reference>,
) -> Result<(), Stop> {
    references.clear();
    if !fields::enter_list(cursor, intake)? {
        return Ok(());
    }
    if let Some(reference) = usual_reference(cursor) {
        references.push(reference);
        return Ok(());
    }
    let mut first = true;
    while fields::next_object(cursor, &mut first, intake)? {
        let reference = read_reference(cursor, intake)?;
        if reference.span_id.is_none() && reference.trace_id.is_none() {
            intake.field_ignored();
        } else {
            references.push(reference);
        }
    }
    Ok(())
}

/// The rest of a list of one reference to a parent as Jaeger itself writes it, consumed;
/// `None` for anything else, and then nothing is consumed.
#[inline]
fn usual_reference(cursor: &mut Cursor<'_>) -> Option<Reference> {
    let start = cursor.position;
    let reference = eat_usual_reference(cursor);
    if reference.is_none() {
        cursor.position = start;
    }
    reference
}

#[inline]
fn eat_usual_reference(cursor: &mut Cursor<'_>) -> Option<Reference> {
    let mut eat = |literal: &[u8]| cursor.eat(literal).then_some(());
    eat(b"{\"refType\":\"CHILD_OF\",\"traceID\":")?;
    let trace_id = ids::plain_trace_id(cursor)?;
    cursor.eat(b",\"spanID\":").then_some(())?;
    let span_id = ids::plain_span_id(cursor)?;
    // One to nothing is counted where it is read in full.
    let is_all = cursor.eat(b"}]") && !(trace_id.is_none() && span_id.is_none());
    is_all.then_some(Reference { kind: LinkKind::ChildOf, trace_id, span_id })
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
                reference.trace_id = ids::read_trace_id(cursor, intake)?;
            }
            Field::Known(ReferenceField::SpanId) => {
                reference.span_id = ids::read_span_id(cursor, intake)?;
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

/// The parent among `references`; the others are put into `links`.
pub(super) fn choose_parent(
    references: &[Reference],
    own_trace: TraceId,
    links: &mut Vec<Link>,
) -> Option<SpanId> {
    let first_of = |kind: LinkKind| {
        references.iter().position(|reference| {
            let is_same_trace = reference.trace_id.is_none() || reference.trace_id == own_trace;
            reference.kind == kind && is_same_trace && !reference.span_id.is_none()
        })
    };
    let parent = first_of(LinkKind::ChildOf).or_else(|| first_of(LinkKind::FollowsFrom));
    let others = references.iter().enumerate().filter(|&(index, _)| Some(index) != parent);
    links.clear();
    links.extend(others.map(|(_, reference)| link(*reference, own_trace)));
    parent.map(|index| references[index].span_id)
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
