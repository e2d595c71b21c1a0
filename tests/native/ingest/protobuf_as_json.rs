//! Messages of OTLP as the JSON that means the same, for the slow and obvious reader.

use base64::Engine as _;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, LogsData};
use opentelemetry_proto::tonic::trace::v1::span::{Event, Link};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, Span, TracesData};
use serde_json::{Value as Json, json};

pub fn traces(traces: &TracesData) -> Json {
    json!({ "resourceSpans": each(&traces.resource_spans, resource_spans) })
}

pub fn logs(logs: &LogsData) -> Json {
    let resources = each(&logs.resource_logs, |resource| {
        let scopes = each(
            &resource.scope_logs,
            |scope| json!({ "logRecords": each(&scope.log_records, log_record) }),
        );
        json!({ "scopeLogs": scopes })
    });
    json!({ "resourceLogs": resources })
}

fn log_record(record: &LogRecord) -> Json {
    json!({
        "timeUnixNano": record.time_unix_nano.to_string(),
        "observedTimeUnixNano": record.observed_time_unix_nano.to_string(),
        "severityNumber": record.severity_number,
        "severityText": record.severity_text,
        "body": record.body.as_ref().map(value),
        "attributes": each(&record.attributes, attribute),
        "traceId": hex(&record.trace_id),
        "spanId": hex(&record.span_id),
        "eventName": record.event_name,
    })
}

fn each<T>(all: &[T], one: impl Fn(&T) -> Json) -> Json {
    all.iter().map(one).collect()
}

fn resource_spans(spans: &ResourceSpans) -> Json {
    let scopes = each(&spans.scope_spans, |spans| {
        json!({
            "scope": spans.scope.as_ref().map(scope),
            "spans": each(&spans.spans, span),
        })
    });
    let resource = spans.resource.as_ref();
    let attributes = resource.map(|resource| each(&resource.attributes, attribute));
    json!({ "resource": { "attributes": attributes }, "scopeSpans": scopes })
}

fn scope(scope: &InstrumentationScope) -> Json {
    json!({
        "name": scope.name,
        "version": scope.version,
        "attributes": each(&scope.attributes, attribute),
    })
}

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn span(span: &Span) -> Json {
    json!({
        "traceId": hex(&span.trace_id),
        "spanId": hex(&span.span_id),
        "parentSpanId": hex(&span.parent_span_id),
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": span.start_time_unix_nano.to_string(),
        "endTimeUnixNano": span.end_time_unix_nano.to_string(),
        "attributes": each(&span.attributes, attribute),
        "events": each(&span.events, event),
        "links": each(&span.links, link),
        "status": span.status.as_ref().map_or(json!({}), |status| {
            json!({ "code": status.code, "message": status.message })
        }),
        "traceState": span.trace_state,
        "flags": span.flags,
        "droppedAttributesCount": span.dropped_attributes_count,
        "droppedEventsCount": span.dropped_events_count,
        "droppedLinksCount": span.dropped_links_count,
    })
}

fn event(event: &Event) -> Json {
    json!({
        "timeUnixNano": event.time_unix_nano.to_string(),
        "name": event.name,
        "attributes": each(&event.attributes, attribute),
    })
}

fn link(link: &Link) -> Json {
    json!({
        "traceId": hex(&link.trace_id),
        "spanId": hex(&link.span_id),
        "traceState": link.trace_state,
        "attributes": each(&link.attributes, attribute),
    })
}

fn attribute(attribute: &KeyValue) -> Json {
    json!({ "key": attribute.key, "value": attribute.value.as_ref().map(value) })
}

fn value(value: &AnyValue) -> Json {
    match &value.value {
        None | Some(Any::StringValueStrindex(_)) => json!({}),
        Some(Any::StringValue(text)) => json!({ "stringValue": text }),
        Some(Any::BoolValue(truth)) => json!({ "boolValue": truth }),
        Some(Any::IntValue(number)) => json!({ "intValue": number.to_string() }),
        Some(Any::DoubleValue(number)) => json!({ "doubleValue": number }),
        Some(Any::BytesValue(bytes)) => {
            json!({ "bytesValue": base64::engine::general_purpose::STANDARD.encode(bytes) })
        }
        Some(Any::ArrayValue(list)) => {
            json!({ "arrayValue": { "values": each(&list.values, self::value) } })
        }
        Some(Any::KvlistValue(map)) => {
            json!({ "kvlistValue": { "values": each(&map.values, attribute) } })
        }
    }
}
