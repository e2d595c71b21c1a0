//! The slow and obvious reader of one Zipkin span.

use serde_json::Value as Json;
use spanscope::trace::{
    Attribute, Builder, CallHalf, ColumnRange, Event, Repair, Repairs, Resource, ResourceIdx,
    Scope, SpanKind, SpanRecord, Status, StringId, Value,
};

use super::oracle::{integer, list, plain_value, span_id, store, text, trace_id};

pub fn read(span: &Json, builder: &mut Builder) {
    let mut repairs = Repairs::NONE;
    let id = trace_id(&span["traceId"], builder);
    let start_nanos = integer(&span["timestamp"]).unwrap_or(0) * 1000;
    let mut record = SpanRecord {
        trace: builder.trace(id),
        id: span_id(&span["id"], builder),
        parent_id: span_id(&span["parentId"], builder),
        name: text(&span["name"], builder),
        kind: read_kind(&span["kind"], &mut repairs),
        start_nanos,
        end_nanos: start_nanos + integer(&span["duration"]).unwrap_or(0) * 1000,
        ..SpanRecord::default()
    };
    record.half = match (record.kind, span["shared"] == true) {
        (SpanKind::Client, _) => CallHalf::Client,
        (SpanKind::Server, _) | (_, true) => CallHalf::Server,
        _ => CallHalf::None,
    };
    let mut attributes = read_tags(&span["tags"], &mut record, builder);
    attributes.extend(read_remote(&span["remoteEndpoint"], builder));
    if span["debug"] == true {
        attributes
            .push(Attribute { key: builder.intern("zipkin.debug"), value: Value::Bool(true) });
    }
    record.attributes = store(&attributes, builder);
    record.events = read_annotations(&span["annotations"], builder);
    record.resource = read_local(&span["localEndpoint"], builder);
    record.repairs = repairs;
    builder.add(record);
}

fn read_kind(json: &Json, repairs: &mut Repairs) -> SpanKind {
    let Some(name) = json.as_str() else {
        return SpanKind::Internal;
    };
    let kind = SpanKind::from_name(&name.to_lowercase());
    if kind.is_none() {
        repairs.add(Repair::FieldIgnored);
    }
    kind.unwrap_or_default()
}

/// Tags that OpenTelemetry has no field for; the others are put into the record.
fn read_tags(tags: &Json, record: &mut SpanRecord, builder: &mut Builder) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut scope = Scope::default();
    let mut is_error = false;
    for (key, value) in tags.as_object().into_iter().flatten() {
        let word = value.as_str().unwrap_or_default();
        let said = if value.is_string() { text(value, builder) } else { StringId::EMPTY };
        match (key.as_str(), value.is_string()) {
            ("error", true) if word.eq_ignore_ascii_case("false") => {}
            ("error", _) if value.is_string() || *value == true => {
                is_error = true;
                let is_mere = word.eq_ignore_ascii_case("true");
                record.status_message = if is_mere { StringId::EMPTY } else { said };
                continue;
            }
            ("otel.status_code", true) => match word.to_uppercase().as_str() {
                "ERROR" => record.status = Status::Error,
                "OK" => record.status = Status::Ok,
                "UNSET" => record.status = Status::Unset,
                _ => attributes.push(tag(key, value, builder)),
            },
            ("otel.status_description", true) => record.status_message = said,
            ("otel.scope.name" | "otel.library.name", true) => scope.name = said,
            ("otel.scope.version" | "otel.library.version", true) => scope.version = said,
            ("w3c.tracestate", true) => record.trace_state = said,
            _ => {}
        }
        let is_field = ["otel.status_code", "w3c.tracestate", "otel.status_description"];
        let is_field = is_field.contains(&key.as_str())
            || key.starts_with("otel.scope.")
            || key.starts_with("otel.library.");
        if !is_field || !value.is_string() {
            attributes.push(tag(key, value, builder));
        }
    }
    if is_error {
        record.status = Status::Error;
    }
    record.scope = builder.pool_mut().push_scope(scope);
    attributes
}

fn tag(key: &str, value: &Json, builder: &mut Builder) -> Attribute {
    Attribute { key: builder.intern(key), value: plain_value(value, builder) }
}

fn read_annotations(json: &Json, builder: &mut Builder) -> ColumnRange {
    let events: Vec<Event> = list(json)
        .iter()
        .map(|annotation| Event {
            time_nanos: integer(&annotation["timestamp"]).unwrap_or(0) * 1000,
            name: text(&annotation["value"], builder),
            attributes: ColumnRange::default(),
        })
        .collect();
    builder.push_events(&events)
}

fn is_said(value: &Json) -> bool {
    !value.is_null() && *value != "" && *value != 0
}

fn read_remote(endpoint: &Json, builder: &mut Builder) -> Vec<Attribute> {
    [
        ("peer.service", "serviceName"),
        ("network.peer.address", "ipv4"),
        ("network.peer.address", "ipv6"),
        ("network.peer.port", "port"),
    ]
    .into_iter()
    .filter(|(_, field)| is_said(&endpoint[field]))
    .map(|(key, field)| tag(key, &endpoint[field], builder))
    .collect()
}

fn read_local(endpoint: &Json, builder: &mut Builder) -> ResourceIdx {
    let addresses: Vec<Attribute> = ["ipv4", "ipv6"]
        .into_iter()
        .filter(|field| is_said(&endpoint[field]))
        .map(|field| Attribute {
            key: StringId::EMPTY,
            value: plain_value(&endpoint[field], builder),
        })
        .collect();
    let mut attributes = Vec::new();
    if is_said(&endpoint["serviceName"]) {
        attributes.push(tag("service.name", &endpoint["serviceName"], builder));
    }
    if !addresses.is_empty() {
        let value = Value::Array(store(&addresses, builder));
        attributes.push(Attribute { key: builder.intern("host.ip"), value });
    }
    if is_said(&endpoint["port"]) {
        attributes.push(tag("network.local.port", &endpoint["port"], builder));
    }
    let service = text(&endpoint["serviceName"], builder);
    let attributes = store(&attributes, builder);
    builder.pool_mut().push_resource(Resource { service, attributes })
}
