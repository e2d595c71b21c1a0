//! Spans become OTLP JSON: `{"resourceSpans": […]}`.
//!
//! Invariant: ids are hexadecimal, times and integers texts of digits, kinds and codes numbers,
//! as OTLP's JSON encoding asks; what is empty or zero is left out. Absent: schema addresses,
//! which the model does not have.

use super::SERVICE_NAME;
use super::batch::{Batch, Place};
use super::ids::{push_span_id, push_trace_id, written_id, written_parent_id};
use super::is_warnings;
use super::json::{Commas, push, push_text};
use super::otlp_values::{push_attribute, push_attributes, push_keyed};
use crate::trace::{
    Event, Link, LinkKind, Pool, Resource, Scope, SpanIdx, SpanKind, Status, StringId, Trace,
};

/// What Jaeger's newer API calls its warnings.
const JAEGER_WARNINGS: &str = "@jaeger@warnings";
/// The attribute of a link in OpenTelemetry's mapping of OpenTracing's references.
const REFERENCE_KIND: &str = "opentracing.ref_type";

pub(super) fn write_head(out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"resourceSpans\":[");
}

pub(super) fn write_tail(trace: &Trace, out: &mut Vec<u8>) {
    out.extend_from_slice(if trace.is_empty() { b"]}" } else { b"]}]}]}" });
}

/// The `index`-th span, with what closes the objects before it and opens those around it.
pub(super) fn write_span(trace: &Trace, batch: &mut Batch, index: usize, out: &mut Vec<u8>) {
    let Place { span, opens_resource, opens_scope } = batch.place(trace, index);
    if opens_resource {
        out.extend_from_slice(if index > 0 { b"]}]}," } else { b"" });
        push_resource(out, trace.pool(), trace.resource(span));
    } else if opens_scope {
        out.extend_from_slice(b"]},");
    } else {
        out.push(b',');
    }
    if opens_scope {
        push_scope(out, trace.pool(), trace.pool().scope(trace.scope_idx(span)));
    }
    push_span(out, trace, span);
}

pub(super) fn write_alone(trace: &Trace, span: SpanIdx, out: &mut Vec<u8>) {
    write_head(out);
    push_resource(out, trace.pool(), trace.resource(span));
    push_scope(out, trace.pool(), trace.pool().scope(trace.scope_idx(span)));
    push_span(out, trace, span);
    write_tail(trace, out);
}

fn push_resource(out: &mut Vec<u8>, pool: &Pool, resource: &Resource) {
    out.extend_from_slice(b"{\"resource\":{\"attributes\":[");
    let mut commas = Commas::default();
    let is_name = |key: StringId| pool.text(key) == SERVICE_NAME;
    let is_named = pool.attributes(resource.attributes).any(|entry| is_name(entry.key));
    if !is_named && !resource.service.is_empty() {
        commas.next(out);
        push_keyed(out, pool, SERVICE_NAME, pool.value_of(resource.service));
    }
    for attribute in pool.attributes(resource.attributes) {
        commas.next(out);
        push_attribute(out, pool, attribute);
    }
    out.extend_from_slice(b"]},\"scopeSpans\":[");
}

fn push_scope(out: &mut Vec<u8>, pool: &Pool, scope: &Scope) {
    out.push(b'{');
    if *scope != Scope::default() {
        out.extend_from_slice(b"\"scope\":{\"name\":");
        push_text(out, pool.text(scope.name));
        push_named_text(out, pool, "version", scope.version);
        if !scope.attributes.is_empty() {
            out.extend_from_slice(b",\"attributes\":");
            push_attributes(out, pool, scope.attributes);
        }
        out.extend_from_slice(b"},");
    }
    out.extend_from_slice(b"\"spans\":[");
}

fn push_span(out: &mut Vec<u8>, trace: &Trace, span: SpanIdx) {
    let pool = trace.pool();
    out.extend_from_slice(b"{\"traceId\":");
    push_trace_id(out, pool, trace.id(), true);
    out.extend_from_slice(b",\"spanId\":");
    push_span_id(out, pool, written_id(trace, span));
    push_named_text(out, pool, "traceState", trace.trace_state(span));
    let parent = written_parent_id(trace, span);
    if !parent.is_none() {
        out.extend_from_slice(b",\"parentSpanId\":");
        push_span_id(out, pool, parent);
    }
    push_count(out, "flags", trace.flags(span).into());
    out.extend_from_slice(b",\"name\":");
    push_text(out, trace.name_text(span));
    push_count(out, "kind", kind_number(trace.kind(span)));
    let (start, end) = (trace.start_nanos(span), trace.end_nanos(span));
    push(out, format_args!(",\"startTimeUnixNano\":\"{start}\",\"endTimeUnixNano\":\"{end}\""));
    push_lists(out, trace, span);
    push_status(out, trace, span);
    out.push(b'}');
}

/// Attributes, events and links, and how many the producer left out.
fn push_lists(out: &mut Vec<u8>, trace: &Trace, span: SpanIdx) {
    let pool = trace.pool();
    let dropped = trace.dropped(span);
    push_list(out, "attributes", pool.attributes(trace.attributes(span)), |out, attribute| {
        if is_warnings(trace, span, attribute) {
            push_keyed(out, pool, JAEGER_WARNINGS, attribute.value);
        } else {
            push_attribute(out, pool, attribute);
        }
    });
    push_count(out, "droppedAttributesCount", dropped.attributes);
    push_list(out, "events", pool.events(trace.events(span)).iter(), |out, event| {
        push_event(out, pool, event);
    });
    push_count(out, "droppedEventsCount", dropped.events);
    push_list(out, "links", pool.links(trace.links(span)).iter(), |out, link| {
        push_link(out, pool, link);
    });
    push_count(out, "droppedLinksCount", dropped.links);
}

/// A list with its name, unless it is empty.
fn push_list<T>(
    out: &mut Vec<u8>,
    name: &str,
    elements: impl ExactSizeIterator<Item = T>,
    mut push_element: impl FnMut(&mut Vec<u8>, T),
) {
    if elements.len() == 0 {
        return;
    }
    push(out, format_args!(",\"{name}\":["));
    let mut commas = Commas::default();
    for element in elements {
        commas.next(out);
        push_element(out, element);
    }
    out.push(b']');
}

fn push_event(out: &mut Vec<u8>, pool: &Pool, event: &Event) {
    push(out, format_args!("{{\"timeUnixNano\":\"{}\",\"name\":", event.time_nanos));
    push_text(out, pool.text(event.name));
    push_list(out, "attributes", pool.attributes(event.attributes), |out, attribute| {
        push_attribute(out, pool, attribute);
    });
    out.push(b'}');
}

fn push_link(out: &mut Vec<u8>, pool: &Pool, link: &Link) {
    out.extend_from_slice(b"{\"traceId\":");
    push_trace_id(out, pool, link.trace_id, true);
    out.extend_from_slice(b",\"spanId\":");
    push_span_id(out, pool, link.span_id);
    push_named_text(out, pool, "traceState", link.trace_state);
    let kind = match link.kind {
        LinkKind::Link => None,
        LinkKind::FollowsFrom => Some("follows_from"),
        LinkKind::ChildOf => Some("child_of"),
    };
    if kind.is_some() || !link.attributes.is_empty() {
        out.extend_from_slice(b",\"attributes\":[");
        let mut commas = Commas::default();
        for attribute in pool.attributes(link.attributes) {
            commas.next(out);
            push_attribute(out, pool, attribute);
        }
        if let Some(kind) = kind {
            commas.next(out);
            push(
                out,
                format_args!(
                    "{{\"key\":\"{REFERENCE_KIND}\",\"value\":{{\"stringValue\":\"{kind}\"}}}}"
                ),
            );
        }
        out.push(b']');
    }
    out.push(b'}');
}

fn push_status(out: &mut Vec<u8>, trace: &Trace, span: SpanIdx) {
    let message = trace.status_message(span);
    let code = match trace.status(span) {
        Status::Unset => 0,
        Status::Ok => 1,
        Status::Error => 2,
    };
    if code == 0 && message.is_empty() {
        return;
    }
    push(out, format_args!(",\"status\":{{\"code\":{code}"));
    push_named_text(out, trace.pool(), "message", message);
    out.push(b'}');
}

/// A text with its name after a comma, unless it is empty.
fn push_named_text(out: &mut Vec<u8>, pool: &Pool, name: &str, text: StringId) {
    if !text.is_empty() {
        push(out, format_args!(",\"{name}\":"));
        push_text(out, pool.text(text));
    }
}

/// A number with its name after a comma, unless it is zero.
fn push_count(out: &mut Vec<u8>, name: &str, count: u32) {
    if count > 0 {
        push(out, format_args!(",\"{name}\":{count}"));
    }
}

fn kind_number(kind: SpanKind) -> u32 {
    match kind {
        SpanKind::Unspecified => 0,
        SpanKind::Internal => 1,
        SpanKind::Server => 2,
        SpanKind::Client => 3,
        SpanKind::Producer => 4,
        SpanKind::Consumer => 5,
    }
}
