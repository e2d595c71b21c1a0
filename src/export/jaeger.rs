//! Spans become Jaeger JSON: `{"data": [{traceID, spans, processes}]}`.
//!
//! Invariant: the parent is the first reference; processes stand behind the spans and are
//! numbered in the order of the rows. Absent: what Jaeger has no place for (see `super`).

use super::ids::{push_span_id, push_trace_id, written_id, written_parent_id};
use super::jaeger_tags::{push_meanings, push_tag, push_text_tag};
use super::json::{Commas, push, push_text};
use super::{SERVICE_NAME, is_warnings};
use crate::trace::{
    Attribute, Event, LinkKind, Pool, Resource, ResourceIdx, SpanId, SpanIdx, Trace, TraceId,
};

/// What stands around the traces of a file.
pub(super) const FILE_HEAD: &[u8] = b"{\"data\":[";
pub(super) const FILE_TAIL: &[u8] = b"],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}";

/// The resources of a trace, which Jaeger calls its processes.
pub(super) struct Processes {
    /// By number.
    resources: Vec<ResourceIdx>,
    /// The number of each of the pool's resources; meaningless for those of other traces.
    numbers: Vec<u32>,
}

impl Processes {
    /// O(n).
    pub fn of(trace: &Trace) -> Processes {
        const NONE: u32 = u32::MAX;
        let mut numbers = vec![NONE; trace.pool().resources().len()];
        let mut resources = Vec::new();
        for span in trace.spans() {
            let resource = trace.resource_idx(span);
            let number = &mut numbers[resource.0 as usize];
            if *number == NONE {
                *number = resources.len() as u32;
                resources.push(resource);
            }
        }
        Processes { resources, numbers }
    }

    pub fn count(&self) -> usize {
        self.resources.len()
    }

    fn number(&self, trace: &Trace, span: SpanIdx) -> u32 {
        self.numbers[trace.resource_idx(span).0 as usize]
    }
}

pub(super) fn write_head(trace: &Trace, out: &mut Vec<u8>) {
    out.extend_from_slice(FILE_HEAD);
    out.extend_from_slice(b"{\"traceID\":");
    push_trace_id(out, trace.pool(), trace.id(), false);
    out.extend_from_slice(b",\"spans\":[");
}

/// The `index`-th span.
pub(super) fn write_span(trace: &Trace, processes: &Processes, index: usize, out: &mut Vec<u8>) {
    if index > 0 {
        out.push(b',');
    }
    let span = SpanIdx(index as u32);
    push_span(out, trace, span, processes.number(trace, span));
}

/// The `number`-th process.
pub(super) fn write_process(
    trace: &Trace,
    processes: &Processes,
    number: usize,
    out: &mut Vec<u8>,
) {
    let resource = trace.pool().resource(processes.resources[number]);
    push_process(out, trace.pool(), resource, number);
}

pub(super) fn write_tail(trace: &Trace, out: &mut Vec<u8>) {
    if trace.is_empty() {
        out.extend_from_slice(b"],\"processes\":{");
    }
    out.extend_from_slice(b"},\"warnings\":null}");
    out.extend_from_slice(FILE_TAIL);
}

pub(super) fn write_alone(trace: &Trace, span: SpanIdx, out: &mut Vec<u8>) {
    write_head(trace, out);
    push_span(out, trace, span, 0);
    push_process(out, trace.pool(), trace.resource(span), 0);
    write_tail(trace, out);
}

fn push_process(out: &mut Vec<u8>, pool: &Pool, resource: &Resource, number: usize) {
    out.extend_from_slice(if number == 0 { b"],\"processes\":{" } else { b"," });
    let service = pool.text(resource.service);
    push(out, format_args!("\"p{}\":{{\"serviceName\":", number + 1));
    push_text(out, service);
    out.extend_from_slice(b",\"tags\":[");
    let mut commas = Commas::default();
    for attribute in pool.attributes(resource.attributes) {
        let is_service = pool.text(attribute.key) == SERVICE_NAME
            && pool.value_text(attribute.value) == service
            && !service.is_empty();
        if !is_service {
            commas.next(out);
            push_tag(out, pool, attribute);
        }
    }
    out.extend_from_slice(b"]}");
}

fn push_span(out: &mut Vec<u8>, trace: &Trace, span: SpanIdx, process: u32) {
    let pool = trace.pool();
    out.extend_from_slice(b"{\"traceID\":");
    push_trace_id(out, pool, trace.id(), false);
    out.extend_from_slice(b",\"spanID\":");
    push_span_id(out, pool, written_id(trace, span));
    let flags = trace.flags(span);
    if flags > 0 {
        push(out, format_args!(",\"flags\":{flags}"));
    }
    out.extend_from_slice(b",\"operationName\":");
    push_text(out, trace.name_text(span));
    push_references(out, trace, span);
    let (start, end) = (micros(trace.start_nanos(span)), micros(trace.end_nanos(span)));
    push(out, format_args!(",\"startTime\":{start},\"duration\":{},\"tags\":[", end - start));
    let mut commas = Commas::default();
    let attributes = pool.attributes(trace.attributes(span));
    for attribute in attributes.filter(|&one| !is_warnings(trace, span, one)) {
        commas.next(out);
        push_tag(out, pool, attribute);
    }
    push_meanings(out, trace, span, &mut commas);
    out.extend_from_slice(b"],\"logs\":[");
    let mut commas = Commas::default();
    for event in pool.events(trace.events(span)) {
        commas.next(out);
        push_log(out, pool, event);
    }
    push(out, format_args!("],\"processID\":\"p{}\",\"warnings\":", process + 1));
    push_warnings(out, trace, span);
    out.push(b'}');
}

fn micros(nanos: u64) -> u64 {
    nanos / 1000
}

fn push_references(out: &mut Vec<u8>, trace: &Trace, span: SpanIdx) {
    let pool = trace.pool();
    let mut commas = Commas::default();
    let mut push_reference = |out: &mut Vec<u8>, kind: &str, trace_id: TraceId, id: SpanId| {
        commas.next(out);
        push(out, format_args!("{{\"refType\":\"{kind}\",\"traceID\":"));
        push_trace_id(out, pool, trace_id, false);
        out.extend_from_slice(b",\"spanID\":");
        push_span_id(out, pool, id);
        out.push(b'}');
    };
    out.extend_from_slice(b",\"references\":[");
    let parent = written_parent_id(trace, span);
    if !parent.is_none() {
        push_reference(out, "CHILD_OF", trace.id(), parent);
    }
    for link in pool.links(trace.links(span)) {
        let kind = match link.kind {
            LinkKind::ChildOf => "CHILD_OF",
            LinkKind::FollowsFrom | LinkKind::Link => "FOLLOWS_FROM",
        };
        push_reference(out, kind, link.trace_id, link.span_id);
    }
    out.push(b']');
}

/// The name is the first field, so that a field of its key among the attributes stays one.
fn push_log(out: &mut Vec<u8>, pool: &Pool, event: &Event) {
    push(out, format_args!("{{\"timestamp\":{},\"fields\":[", micros(event.time_nanos)));
    push_text_tag(out, "event", pool.text(event.name));
    for attribute in pool.attributes(event.attributes) {
        out.push(b',');
        push_tag(out, pool, attribute);
    }
    out.extend_from_slice(b"]}");
}

fn push_warnings(out: &mut Vec<u8>, trace: &Trace, span: SpanIdx) {
    let pool = trace.pool();
    let attributes = pool.attributes(trace.attributes(span));
    let mut warnings = attributes.filter(|&one| is_warnings(trace, span, one)).peekable();
    if warnings.peek().is_none() {
        return out.extend_from_slice(b"null");
    }
    out.push(b'[');
    let mut commas = Commas::default();
    for text in warnings.flat_map(|warning: Attribute| texts_of(pool, warning)) {
        commas.next(out);
        push_text(out, &text);
    }
    out.push(b']');
}

fn texts_of(pool: &Pool, warning: Attribute) -> Vec<String> {
    match warning.value {
        crate::trace::Value::Array(range) => {
            pool.attributes(range).map(|text| pool.value_text(text.value)).collect()
        }
        _ => Vec::new(),
    }
}
