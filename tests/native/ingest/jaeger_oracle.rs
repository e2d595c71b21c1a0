//! The slow and obvious reader of one Jaeger trace object.

use serde_json::Value as Json;
use spanscope::trace::{
    Attribute, Builder, ColumnRange, Event, Link, LinkKind, Repair, Repairs, Resource, ResourceIdx,
    Scope, SpanKind, SpanRecord, Status, StringId, TraceId, Value,
};

use super::oracle::{
    base64_bytes, bytes_value, integer, list, misfit, plain_value, span_id, store, text, trace_id,
};

pub fn read(trace: &Json, builder: &mut Builder) {
    let object_id = trace_id(&trace["traceID"], builder);
    for span in list(&trace["spans"]) {
        read_span(span, trace, object_id, builder);
    }
}

fn read_span(span: &Json, trace: &Json, object_id: TraceId, builder: &mut Builder) {
    let mut repairs = Repairs::NONE;
    let own_id = trace_id(&span["traceID"], builder);
    let id = if own_id.is_none() { object_id } else { own_id };
    let mut record = SpanRecord {
        trace: builder.trace(id),
        id: span_id(&span["spanID"], builder),
        name: text(&span["operationName"], builder),
        flags: integer(&span["flags"]).unwrap_or(0) as u16,
        start_nanos: integer(&span["startTime"]).unwrap_or(0) * 1000,
        ..SpanRecord::default()
    };
    record.end_nanos = record.start_nanos + integer(&span["duration"]).unwrap_or(0) * 1000;
    let mut attributes = read_tags(&span["tags"], builder, &mut repairs);
    interpret(&mut attributes, &mut record, builder);
    let warnings: Vec<Attribute> = list(&span["warnings"])
        .iter()
        .map(|warning| Attribute { key: StringId::EMPTY, value: plain_value(warning, builder) })
        .collect();
    if !warnings.is_empty() {
        repairs.add(Repair::ProducerWarning);
        let key = builder.intern("spanscope.producer_warnings");
        attributes.push(Attribute { key, value: Value::Array(store(&warnings, builder)) });
    }
    record.attributes = store(&attributes, builder);
    read_references(span, id, &mut record, builder);
    read_logs(span, &mut record, builder, &mut repairs);
    record.resource = read_process(span, trace, builder, &mut repairs);
    record.repairs = repairs;
    builder.add(record);
}

fn read_process(
    span: &Json,
    trace: &Json,
    builder: &mut Builder,
    repairs: &mut Repairs,
) -> ResourceIdx {
    let named = span["processID"].as_str().map(|name| &trace["processes"][name]);
    let Some(process) = named.or(span.get("process")).filter(|process| process.is_object()) else {
        repairs.add(Repair::UnknownResource);
        return Builder::NO_RESOURCE;
    };
    let service = text(&process["serviceName"], builder);
    let key = builder.intern("service.name");
    let name = builder.pool().text(service).to_owned();
    let mut attributes = vec![Attribute { key, value: builder.text_value(&name) }];
    attributes.extend(read_tags(&process["tags"], builder, &mut Repairs::default()));
    let attributes = store(&attributes, builder);
    builder.pool_mut().push_resource(Resource { service, attributes })
}

fn read_tags(tags: &Json, builder: &mut Builder, repairs: &mut Repairs) -> Vec<Attribute> {
    list(tags)
        .iter()
        .map(|tag| {
            let key = text(&tag["key"], builder);
            Attribute { key, value: read_value(tag, builder, repairs) }
        })
        .collect()
}

fn read_value(tag: &Json, builder: &mut Builder, repairs: &mut Repairs) -> Value {
    let value = &tag["value"];
    let scalar_text = value.as_str().unwrap_or_default();
    match (tag["type"].as_str().unwrap_or_default(), value) {
        (_, Json::Null | Json::Array(_) | Json::Object(_)) => plain_value(value, builder),
        ("string", Json::String(_)) => plain_value(value, builder),
        ("bool" | "boolean", Json::Bool(flag)) => Value::Bool(*flag),
        ("bool" | "boolean", _) if scalar_text == "true" => Value::Bool(true),
        ("bool" | "boolean", _) if scalar_text == "false" => Value::Bool(false),
        ("int64", _) if value.is_i64() => plain_value(value, builder),
        ("int64", _) if scalar_text.parse::<i64>().is_ok() => {
            Value::Int(scalar_text.parse().unwrap_or_default())
        }
        ("int64", _) if value.as_u64().or(scalar_text.parse().ok()).is_some() => {
            Value::Number(builder.intern(&value.to_string().replace('"', "")))
        }
        ("int64", Json::Number(number)) if is_whole(number.as_f64()) => {
            Value::Int(number.as_f64().unwrap_or_default() as i64)
        }
        ("float64", Json::Number(number)) => Value::Double(number.as_f64().unwrap_or_default()),
        ("float64", _) if scalar_text.parse::<f64>().is_ok() => {
            Value::Double(scalar_text.parse().unwrap_or_default())
        }
        ("binary", Json::String(_)) if base64_bytes(scalar_text).is_some() => {
            bytes_value(&base64_bytes(scalar_text).unwrap_or_default(), builder)
        }
        ("string" | "bool" | "boolean" | "int64" | "float64" | "binary", _) => {
            misfit(value, builder, repairs)
        }
        _ => plain_value(value, builder),
    }
}

fn is_whole(number: Option<f64>) -> bool {
    number.is_some_and(|number| number.fract() == 0.0 && number.abs() < 1e15)
}

/// Takes out the tags that OpenTelemetry has fields for.
fn interpret(attributes: &mut Vec<Attribute>, record: &mut SpanRecord, builder: &mut Builder) {
    let mut scope = Scope::default();
    let mut is_error = false;
    attributes.retain(|attribute| {
        let id = match attribute.value {
            Value::Str(text) => builder.pool_mut().interned(text),
            Value::Bool(true) => StringId::EMPTY,
            _ => return true,
        };
        let pool = builder.pool();
        match (pool.text(attribute.key), pool.text(id)) {
            ("error", "true" | "") if attribute.value == Value::Bool(true) || !id.is_empty() => {
                is_error = true;
            }
            _ if id.is_empty() && attribute.value == Value::Bool(true) => return true,
            ("span.kind", kind) => match SpanKind::from_name(&kind.to_lowercase()) {
                Some(kind) => record.kind = kind,
                None => return true,
            },
            ("otel.status_code", code) => match code.to_uppercase().as_str() {
                "ERROR" => record.status = Status::Error,
                "OK" => record.status = Status::Ok,
                "UNSET" => record.status = Status::Unset,
                _ => return true,
            },
            ("otel.status_description", _) => record.status_message = id,
            ("otel.scope.name" | "otel.library.name", _) => scope.name = id,
            ("otel.scope.version" | "otel.library.version", _) => scope.version = id,
            ("w3c.tracestate", _) => record.trace_state = id,
            _ => return true,
        }
        false
    });
    if is_error {
        record.status = Status::Error;
    }
    if scope != Scope::default() {
        record.scope = builder.pool_mut().push_scope(scope);
    }
}

fn read_references(span: &Json, own_id: TraceId, record: &mut SpanRecord, builder: &mut Builder) {
    let mut links = Vec::new();
    for reference in list(&span["references"]) {
        let target = trace_id(&reference["traceID"], builder);
        links.push(Link {
            trace_id: if target.is_none() { own_id } else { target },
            span_id: span_id(&reference["spanID"], builder),
            kind: match reference["refType"].as_str() {
                Some("CHILD_OF") => LinkKind::ChildOf,
                _ => LinkKind::FollowsFrom,
            },
            trace_state: StringId::EMPTY,
            attributes: ColumnRange::default(),
        });
    }
    let of_kind =
        |kind: LinkKind| links.iter().position(|link| link.kind == kind && link.trace_id == own_id);
    let parent = of_kind(LinkKind::ChildOf).or_else(|| of_kind(LinkKind::FollowsFrom));
    record.parent_id = match parent {
        Some(index) => links.remove(index).span_id,
        None => span_id(&span["parentSpanID"], builder),
    };
    record.links = builder.push_links(&links);
}

fn read_logs(span: &Json, record: &mut SpanRecord, builder: &mut Builder, repairs: &mut Repairs) {
    let mut events = Vec::new();
    for log in list(&span["logs"]) {
        let mut fields = read_tags(&log["fields"], builder, repairs);
        let key = builder.intern("event");
        let named = fields
            .iter()
            .position(|field| field.key == key && matches!(field.value, Value::Str(_)));
        let exception = builder.intern("exception.type");
        let is_exception = fields.iter().any(|field| field.key == exception);
        let name = match named.map(|index| fields.remove(index).value) {
            Some(Value::Str(name)) => builder.pool_mut().interned(name),
            _ if is_exception => builder.intern("exception"),
            _ => builder.intern("log"),
        };
        let time_nanos = integer(&log["timestamp"]).unwrap_or(0) * 1000;
        events.push(Event { time_nanos, name, attributes: store(&fields, builder) });
    }
    record.events = builder.push_events(&events);
}
