//! Everything about one span, long texts shortened, and those texts whole on request.
//!
//! Invariant: nothing of a span is left out; what is shortened says how long it is.
//! Absent: order by taste; attributes come as the producer wrote them.

use super::open_trace::OpenTrace;
use super::protocol::{
    AttributeSet, AttributeView, EventView, Kin, LinkView, SpanDetail, Text, TextField, ValueKind,
};
use super::span_context;
use crate::layout::RowKey;
use crate::trace::{Attribute, ColumnRange, Event, Link, Pool, SpanIdx, Value};

/// Bytes of a text that an inspector shows before one asks for the rest.
const SHOWN_BYTES: usize = 2_000;

pub(super) fn detail(open: &OpenTrace, key: RowKey, span: SpanIdx) -> SpanDetail {
    let trace = &open.trace;
    let pool = trace.pool();
    let scope = pool.scope(trace.scope_idx(span));
    let dropped = trace.dropped(span);
    let parent_id = trace.parent_id(span);
    let repairs = trace.repairs(span).iter().map(|repair| repair.explanation().to_owned());
    SpanDetail {
        key,
        span_id: pool.span_id_text(trace.span_id(span)),
        trace_id: pool.trace_id_text(trace.id()),
        parent_id: if parent_id.is_none() { String::new() } else { pool.span_id_text(parent_id) },
        parent: trace.parent(span).map(|parent| named(open, parent)),
        service: open.service_place(span),
        service_name: trace.service_text(span).to_owned(),
        name: text(trace.name_text(span)),
        kind: trace.kind(span),
        status: trace.status(span),
        status_message: text(pool.text(trace.status_message(span))),
        start_nanos: trace.start_nanos(span),
        offset_nanos: trace.start_nanos(span) - open.origin_nanos(),
        duration_nanos: trace.duration_nanos(span),
        self_nanos: open.self_nanos(span),
        children: trace.children(span).count() as u32,
        descendants: trace.descendant_count(span) as u32,
        trace_state: pool.text(trace.trace_state(span)).to_owned(),
        flags: trace.flags(span),
        attributes: attributes(pool, trace.attributes(span)),
        events: pool.events(trace.events(span)).iter().map(|it| event(open, span, it)).collect(),
        links: links(open, pool.links(trace.links(span))),
        resource: attributes(pool, trace.resource(span).attributes),
        scope_name: pool.text(scope.name).to_owned(),
        scope_version: pool.text(scope.version).to_owned(),
        scope: attributes(pool, scope.attributes),
        repairs: repairs.collect(),
        dropped: (dropped.attributes, dropped.events, dropped.links),
        critical_nanos: open.critical_nanos(span),
        // All open traces have a say in it, see `Engine::step`.
        kin: Kin::default(),
        parent_offset_nanos: trace
            .parent(span)
            .map(|parent| trace.start_nanos(parent) - open.origin_nanos()),
        ancestors: span_context::ancestors(open, span),
        children_summary: span_context::children(open, span),
        linked_from: span_context::incoming_links(open, key, span),
    }
}

/// The whole of a text that the detail shows shortened; `None` if there is no such text.
pub(super) fn full_text(open: &OpenTrace, span: SpanIdx, field: TextField) -> Option<String> {
    let trace = &open.trace;
    let pool = trace.pool();
    let nth = |range: ColumnRange, index: u32| {
        let attribute = pool.attributes(range).nth(index as usize)?;
        Some(pool.value_text(attribute.value))
    };
    match field {
        TextField::Name => Some(trace.name_text(span).to_owned()),
        TextField::StatusMessage => Some(pool.text(trace.status_message(span)).to_owned()),
        TextField::Attribute(index) => nth(trace.attributes(span), index),
        TextField::ResourceAttribute(index) => nth(trace.resource(span).attributes, index),
        TextField::ScopeAttribute(index) => {
            nth(pool.scope(trace.scope_idx(span)).attributes, index)
        }
        TextField::EventAttribute { event, attribute } => {
            nth(pool.events(trace.events(span)).get(event as usize)?.attributes, attribute)
        }
        TextField::LinkAttribute { link, attribute } => {
            nth(pool.links(trace.links(span)).get(link as usize)?.attributes, attribute)
        }
        TextField::Json(set) => attributes_json(open, span, set),
    }
}

/// A key that is there twice has its last value.
fn attributes_json(open: &OpenTrace, span: SpanIdx, set: AttributeSet) -> Option<String> {
    let trace = &open.trace;
    let pool = trace.pool();
    let range = match set {
        AttributeSet::Span => trace.attributes(span),
        AttributeSet::Resource => trace.resource(span).attributes,
        AttributeSet::Scope => pool.scope(trace.scope_idx(span)).attributes,
        AttributeSet::Event(place) => {
            pool.events(trace.events(span)).get(place as usize)?.attributes
        }
        AttributeSet::Link(place) => pool.links(trace.links(span)).get(place as usize)?.attributes,
    };
    let member = |it: Attribute| (pool.text(it.key).to_owned(), pool.value_json(it.value));
    let members: serde_json::Map<String, serde_json::Value> =
        pool.attributes(range).map(member).collect();
    serde_json::to_string_pretty(&members).ok()
}

fn named(open: &OpenTrace, span: SpanIdx) -> (RowKey, String, String) {
    let trace = &open.trace;
    let name = text(trace.name_text(span)).shown;
    (open.key_of(span), trace.service_text(span).to_owned(), name)
}

fn event(open: &OpenTrace, span: SpanIdx, event: &Event) -> EventView {
    let pool = open.trace.pool();
    let time_nanos = open.trace.event_nanos(span, event);
    EventView {
        name: text(pool.text(event.name)).shown,
        // Both lie within 2^64 ns of the epoch; the difference of real times fits.
        offset_nanos: time_nanos.wrapping_sub(open.origin_nanos()) as i64,
        time_nanos,
        attributes: attributes(pool, event.attributes),
    }
}

fn links(open: &OpenTrace, links: &[Link]) -> Vec<LinkView> {
    let keys: Vec<RowKey> =
        links.iter().map(|link| RowKey::Span { id: link.span_id, ordinal: 0 }).collect();
    let targets = if keys.is_empty() { Vec::new() } else { open.spans_of(&keys) };
    links.iter().zip(targets).map(|(one, target)| link(open, one, target)).collect()
}

/// `target`: the span of the link's id in this trace.
fn link(open: &OpenTrace, link: &Link, target: Option<SpanIdx>) -> LinkView {
    let pool = open.trace.pool();
    let is_here = link.trace_id == open.trace.id();
    let target = target.filter(|_| is_here);
    LinkView {
        trace_id: pool.trace_id_text(link.trace_id),
        span_id: pool.span_id_text(link.span_id),
        relation: span_context::relation(link.kind).to_owned(),
        target: target.map(|target| named(open, target)),
        trace_state: pool.text(link.trace_state).to_owned(),
        attributes: attributes(pool, link.attributes),
    }
}

fn attributes(pool: &Pool, range: ColumnRange) -> Vec<AttributeView> {
    let view = |attribute: Attribute| AttributeView {
        key: text(pool.text(attribute.key)).shown,
        value: value_text(pool, attribute.value),
        kind: value_kind(attribute.value),
    };
    pool.attributes(range).map(view).collect()
}

fn value_text(pool: &Pool, value: Value) -> Text {
    match value {
        Value::Str(whole) => text(pool.str_of(&whole)),
        Value::Number(id) => text(pool.text(id)),
        other => text(&pool.value_text(other)),
    }
}

fn value_kind(value: Value) -> ValueKind {
    match value {
        Value::Null => ValueKind::Null,
        Value::Bool(_) => ValueKind::Bool,
        Value::Int(_) => ValueKind::Int,
        Value::Double(_) | Value::Number(_) => ValueKind::Double,
        Value::Str(_) => ValueKind::Str,
        Value::Bytes(_) => ValueKind::Bytes,
        Value::Array(_) => ValueKind::Array,
        Value::Map(_) => ValueKind::Map,
    }
}

/// Cut at a character's border.
pub(super) fn text(whole: &str) -> Text {
    let mut end = whole.len().min(SHOWN_BYTES);
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    Text { shown: whole[..end].to_owned(), bytes: whole.len() as u32 }
}
