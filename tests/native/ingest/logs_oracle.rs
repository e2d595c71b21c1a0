//! The slow and obvious way from log records to events: each looks for its span among all.

use std::cmp::Reverse;

use serde_json::Value as Json;
use spanscope::trace::{Attribute, Builder, Event, Repairs, SpanId, StringId, TraceId, Value};

use super::oracle::{integer, list, span_id, store, text, trace_id};
use super::otlp_oracle::{read_attribute_list, read_value};

pub struct Log {
    trace_id: TraceId,
    span_id: SpanId,
    event: Event,
    repairs: Repairs,
}

/// The log records of one object, those of no span left out.
pub fn read(document: &Json, builder: &mut Builder) -> Vec<Log> {
    let resources = list(&document["resourceLogs"]).iter();
    let scopes = resources.flat_map(|resource| list(&resource["scopeLogs"]));
    let records = scopes.flat_map(|scope| list(&scope["logRecords"]));
    let logs = records.map(|record| read_log(record, builder));
    logs.filter(|log| !log.trace_id.is_none() && !log.span_id.is_none()).collect()
}

fn read_log(record: &Json, builder: &mut Builder) -> Log {
    let mut repairs = Repairs::NONE;
    let mut attributes = Vec::new();
    if let Some(severity) = severity(record) {
        let (key, value) = (builder.intern("severity_text"), builder.text_value(&severity));
        attributes.push(Attribute { key, value });
    }
    let key = builder.intern("body");
    let value = read_value(&record["body"], builder, &mut repairs);
    if value != Value::Null {
        attributes.push(Attribute { key, value });
    }
    let own = read_attribute_list(&record["attributes"], builder, &mut repairs);
    let name = name(record, &own, builder);
    attributes.extend(own);
    let known = |key: &str| integer(&record[key]).filter(|&time| time > 0);
    let time_nanos = known("timeUnixNano").or(known("observedTimeUnixNano")).unwrap_or(0);
    let event = Event { time_nanos, name, attributes: store(&attributes, builder) };
    Log {
        trace_id: trace_id(&record["traceId"], builder),
        span_id: span_id(&record["spanId"], builder),
        event,
        repairs,
    }
}

fn severity(record: &Json) -> Option<String> {
    let text = record["severityText"].as_str().unwrap_or_default();
    let number = record["severityNumber"].as_u64().unwrap_or(0);
    let named = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
    let named = number.checked_sub(1).and_then(|number| named.get(number as usize / 4));
    if text.is_empty() { named.map(|name| (*name).to_owned()) } else { Some(text.to_owned()) }
}

fn name(record: &Json, attributes: &[Attribute], builder: &mut Builder) -> StringId {
    let given = text(&record["eventName"], builder);
    let find = |key: &str| {
        let pool = builder.pool();
        attributes.iter().find(|attribute| pool.text(attribute.key) == key)
    };
    let named = find("event.name").map(|attribute| match attribute.value {
        Value::Null => String::new(),
        value => builder.pool().value_text(value),
    });
    let is_exception = find("exception.type").is_some();
    match (given.is_empty(), named) {
        (false, _) => given,
        (true, Some(name)) => builder.intern(&name),
        (true, None) => builder.intern(if is_exception { "exception" } else { "log" }),
    }
}

pub fn attach(logs: Vec<Log>, builder: &mut Builder) {
    for log in logs {
        let trace = builder.trace(log.trace_id);
        let spans = 0..builder.span_count();
        let of_span = |&span: &usize| {
            let record = builder.record(span);
            record.trace == trace && record.id == log.span_id
        };
        let order = |&span: &usize| {
            let record = builder.record(span);
            (record.start_nanos, Reverse(record.end_nanos))
        };
        let Some(span) = spans.filter(of_span).min_by_key(order) else {
            continue;
        };
        let record = builder.record(span);
        let mut events = builder.pool().events(record.events).to_vec();
        let is_unknown = log.event.time_nanos == 0;
        let time_nanos = if is_unknown { record.start_nanos } else { log.event.time_nanos };
        events.push(Event { time_nanos, ..log.event });
        events.sort_by_key(|event| event.time_nanos);
        let events = builder.push_events(&events);
        builder.mend_events(span, events, log.repairs);
    }
}
