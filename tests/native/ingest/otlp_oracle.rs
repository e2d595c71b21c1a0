//! The slow and obvious reader of one OTLP object.

use serde_json::Value as Json;
use spanscope::trace::{
    Attribute, Builder, ColumnRange, Dropped, Event, Link, LinkKind, Repairs, Resource,
    ResourceIdx, Scope, ScopeIdx, SpanKind, SpanRecord, Status, StringId, Value,
};

use super::oracle::{
    base64_bytes, bytes_value, integer, list, misfit, span_id, store, text, trace_id,
};

pub fn read(document: &Json, builder: &mut Builder) {
    for resource_spans in list(either(document, "resourceSpans", "batches")) {
        let resource = read_resource(&resource_spans["resource"], builder);
        let scopes = either(resource_spans, "scopeSpans", "instrumentationLibrarySpans");
        for scope_spans in list(scopes) {
            let scope = either(scope_spans, "scope", "instrumentationLibrary");
            let scope = read_scope(scope, builder);
            for span in list(&scope_spans["spans"]) {
                read_span(span, resource, scope, builder);
            }
        }
    }
}

/// What stands under the newer name, else under the older one.
fn either<'a>(object: &'a Json, newer: &str, older: &str) -> &'a Json {
    object.get(newer).unwrap_or(&object[older])
}

fn read_resource(json: &Json, builder: &mut Builder) -> ResourceIdx {
    let attributes = read_attributes(&json["attributes"], builder, &mut Repairs::default());
    let service_key = builder.intern("service.name");
    let named = builder.pool().attributes(attributes).find(|entry| entry.key == service_key);
    let service = match named.map(|entry| entry.value) {
        Some(Value::Str(name)) => builder.pool_mut().interned(name),
        _ => StringId::EMPTY,
    };
    builder.pool_mut().push_resource(Resource { service, attributes })
}

fn read_scope(json: &Json, builder: &mut Builder) -> ScopeIdx {
    let scope = Scope {
        name: text(&json["name"], builder),
        version: text(&json["version"], builder),
        attributes: read_attributes(&json["attributes"], builder, &mut Repairs::default()),
    };
    builder.pool_mut().push_scope(scope)
}

fn read_span(span: &Json, resource: ResourceIdx, scope: ScopeIdx, builder: &mut Builder) {
    let mut repairs = Repairs::NONE;
    let id = trace_id(&span["traceId"], builder);
    let record = SpanRecord {
        trace: builder.trace(id),
        id: span_id(&span["spanId"], builder),
        parent_id: span_id(&span["parentSpanId"], builder),
        name: text(&span["name"], builder),
        kind: read_kind(&span["kind"]),
        status: read_status(&span["status"]["code"]),
        status_message: text(&span["status"]["message"], builder),
        start_nanos: integer(&span["startTimeUnixNano"]).unwrap_or(0),
        end_nanos: integer(&span["endTimeUnixNano"]).unwrap_or(0),
        resource,
        scope,
        trace_state: text(&span["traceState"], builder),
        flags: integer(&span["flags"]).unwrap_or(0) as u16,
        attributes: read_attributes(&span["attributes"], builder, &mut repairs),
        events: read_events(&span["events"], builder, &mut repairs),
        links: read_links(&span["links"], builder, &mut repairs),
        dropped: Dropped {
            attributes: integer(&span["droppedAttributesCount"]).unwrap_or(0) as u32,
            events: integer(&span["droppedEventsCount"]).unwrap_or(0) as u32,
            links: integer(&span["droppedLinksCount"]).unwrap_or(0) as u32,
        },
        repairs,
        ..SpanRecord::default()
    };
    builder.add(record);
}

fn read_kind(json: &Json) -> SpanKind {
    match json.as_str() {
        Some(name) => {
            SpanKind::from_name(&name.replace("SPAN_KIND_", "").to_lowercase()).unwrap_or_default()
        }
        None => SpanKind::from_number(json.as_u64().unwrap_or(0)),
    }
}

fn read_status(json: &Json) -> Status {
    match (json.as_u64(), json.as_str()) {
        (Some(1), _) | (_, Some("STATUS_CODE_OK")) => Status::Ok,
        (Some(2), _) | (_, Some("STATUS_CODE_ERROR")) => Status::Error,
        _ => Status::Unset,
    }
}

fn read_events(json: &Json, builder: &mut Builder, repairs: &mut Repairs) -> ColumnRange {
    let events: Vec<Event> = list(json)
        .iter()
        .map(|event| Event {
            time_nanos: integer(&event["timeUnixNano"]).unwrap_or(0),
            name: text(&event["name"], builder),
            attributes: read_attributes(&event["attributes"], builder, repairs),
        })
        .collect();
    builder.push_events(&events)
}

fn read_links(json: &Json, builder: &mut Builder, repairs: &mut Repairs) -> ColumnRange {
    let links: Vec<Link> = list(json)
        .iter()
        .map(|link| Link {
            trace_id: trace_id(&link["traceId"], builder),
            span_id: span_id(&link["spanId"], builder),
            kind: LinkKind::Link,
            trace_state: text(&link["traceState"], builder),
            attributes: read_attributes(&link["attributes"], builder, repairs),
        })
        .collect();
    builder.push_links(&links)
}

fn read_attributes(json: &Json, builder: &mut Builder, repairs: &mut Repairs) -> ColumnRange {
    let attributes = read_attribute_list(json, builder, repairs);
    store(&attributes, builder)
}

pub fn read_attribute_list(
    json: &Json,
    builder: &mut Builder,
    repairs: &mut Repairs,
) -> Vec<Attribute> {
    let one = |attribute: &Json| {
        let value = read_value(&attribute["value"], builder, repairs);
        Attribute { key: text(&attribute["key"], builder), value }
    };
    list(json).iter().map(one).collect()
}

pub fn read_value(json: &Json, builder: &mut Builder, repairs: &mut Repairs) -> Value {
    let Some((name, value)) = json.as_object().and_then(|any| any.iter().next()) else {
        return Value::Null;
    };
    let scalar_text = value.as_str().unwrap_or_default();
    match name.as_str() {
        "stringValue" if value.is_string() => builder.text_value(scalar_text),
        "boolValue" if value.is_boolean() => Value::Bool(value == true),
        "intValue" if value.is_i64() => Value::Int(value.as_i64().unwrap_or_default()),
        "intValue" if scalar_text.parse::<i64>().is_ok() => {
            Value::Int(scalar_text.parse().unwrap_or_default())
        }
        "intValue" if scalar_text.parse::<u64>().is_ok() => {
            Value::Number(builder.intern(scalar_text))
        }
        "doubleValue" if value.is_number() => Value::Double(value.as_f64().unwrap_or_default()),
        "doubleValue" if scalar_text == "Infinity" => Value::Double(f64::INFINITY),
        "bytesValue" if base64_bytes(scalar_text).is_some() => {
            bytes_value(&base64_bytes(scalar_text).unwrap_or_default(), builder)
        }
        "arrayValue" => {
            let elements: Vec<Attribute> = list(&value["values"])
                .iter()
                .map(|element| Attribute {
                    key: StringId::EMPTY,
                    value: read_value(element, builder, repairs),
                })
                .collect();
            Value::Array(store(&elements, builder))
        }
        "kvlistValue" => Value::Map(read_attributes(&value["values"], builder, repairs)),
        _ => misfit(value, builder, repairs),
    }
}
