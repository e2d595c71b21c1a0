//! A trace as text, cut down to what a format of Jaeger's can carry.
//!
//! The losses are those of the table in `tests/fixtures/README.md`.

use std::fmt::Write as _;

use serde_json::Value as Json;
use spanscope::trace::{Attribute, ColumnRange, Event, Pool, Repair, SpanIdx, Trace, Value};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// Jaeger's newer API: all but the order of attributes and events.
    JaegerV3,
    /// Jaeger's own JSON.
    JaegerLegacy,
    /// The same as we write it: start and end are cut, not start and length.
    JaegerExport,
}

pub fn project(trace: &Trace, carries: Carries) -> String {
    let mut spans: Vec<SpanIdx> = trace.spans().collect();
    spans.sort_by_key(|&span| trace.span_id(span));
    spans.into_iter().map(|span| span_text(trace, span, carries)).collect()
}

fn span_text(trace: &Trace, span: SpanIdx, carries: Carries) -> String {
    let pool = trace.pool();
    let is_legacy = carries != Carries::JaegerV3;
    let scope = pool.scope(trace.scope_idx(span));
    let (start, length) = times(trace, span, carries);
    let mut text = format!(
        "{} of {:?} {:?} {} {} {:?}\n",
        trace.span_id(span),
        trace.parent_id(span),
        trace.name_text(span),
        trace.kind(span).name(),
        trace.status(span).name(),
        pool.text(trace.status_message(span)),
    );
    let repairs: Vec<&str> = trace
        .repairs(span)
        .iter()
        .filter(|&repair| repair != Repair::ProducerWarning)
        .map(Repair::name)
        .collect();
    let _ = writeln!(
        text,
        "  {start} +{length} {:?} {repairs:?} scope {:?} {:?}",
        pool.text(trace.trace_state(span)),
        pool.text(scope.name),
        pool.text(scope.version),
    );
    let resource = trace.resource(span).attributes;
    let _ = writeln!(text, "  resource {}", attributes_text(pool, resource, is_legacy));
    let _ = writeln!(text, "  {}", attributes_text(pool, trace.attributes(span), is_legacy));
    text.push_str(&events_text(pool, pool.events(trace.events(span)), is_legacy));
    text.push_str(&links_text(trace, span, is_legacy));
    if !is_legacy {
        let (flags, dropped) = (trace.flags(span), trace.dropped(span));
        let attributes = attributes_text(pool, scope.attributes, false);
        let _ = writeln!(text, "  flags {flags} {dropped:?} scope {attributes}");
    }
    text
}

fn times(trace: &Trace, span: SpanIdx, carries: Carries) -> (u64, u64) {
    let (start, length) = (trace.start_nanos(span), trace.duration_nanos(span));
    let cut = |nanos: u64| nanos / 1000 * 1000;
    match carries {
        Carries::JaegerLegacy => (cut(start), cut(length)),
        Carries::JaegerExport => (cut(start), cut(start + length) - cut(start)),
        // Jaeger makes 1 ns of none.
        Carries::JaegerV3 => (start, length.max(1)),
    }
}

fn attributes_text(pool: &Pool, range: ColumnRange, is_legacy: bool) -> String {
    let mut words: Vec<String> = pool
        .attributes(range)
        .filter(|attribute| pool.text(attribute.key) != "spanscope.producer_warnings")
        .map(|attribute| attribute_text(pool, attribute, is_legacy))
        .collect();
    words.sort();
    words.join(", ")
}

fn attribute_text(pool: &Pool, attribute: Attribute, is_legacy: bool) -> String {
    let key = pool.text(attribute.key);
    let value = match attribute.value {
        Value::Null | Value::Bytes(ColumnRange { .. }) if is_legacy => {
            // No value is an empty text, no bytes are no value.
            pool.value_text(attribute.value).replace("null", "")
        }
        Value::Array(_) | Value::Map(_) if is_legacy => {
            normal_json(&pool.value_json(attribute.value))
        }
        Value::Str(text) if is_legacy => match serde_json::from_str(pool.str_of(&text)) {
            Ok(json @ (Json::Array(_) | Json::Object(_))) => normal_json(&json),
            _ => pool.str_of(&text).to_owned(),
        },
        value => super::dump::value_text(pool, value),
    };
    format!("{key}: {value}")
}

/// Whole doubles as integers; text of bytes without their padding's differences.
fn normal_json(json: &Json) -> String {
    match json {
        Json::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        Json::Array(elements) => {
            format!("[{}]", elements.iter().map(normal_json).collect::<Vec<_>>().join(","))
        }
        Json::Object(entries) => {
            let entry = |(key, value): (&String, &Json)| format!("{key}:{}", normal_json(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

fn events_text(pool: &Pool, events: &[Event], is_legacy: bool) -> String {
    let mut lines: Vec<String> = events
        .iter()
        .map(|event| {
            let attributes = attributes_text(pool, event.attributes, is_legacy);
            let (name, unit) = match pool.text(event.name) {
                "" if is_legacy => ("log", 1000),
                name => (name, if is_legacy { 1000 } else { 1 }),
            };
            let time = event.time_nanos / unit * unit;
            format!("  event {name:?} {time} {attributes}\n")
        })
        .collect();
    lines.sort();
    lines.concat()
}

fn links_text(trace: &Trace, span: SpanIdx, is_legacy: bool) -> String {
    let pool = trace.pool();
    let mut lines = Vec::new();
    for link in pool.links(trace.links(span)) {
        let is_parent = link.trace_id == trace.id() && link.span_id == trace.parent_id(span);
        if is_legacy && is_parent {
            continue;
        }
        let mut line = format!("  link {} {}", link.trace_id, link.span_id);
        if !is_legacy {
            let attributes = attributes_text(pool, link.attributes, false);
            let _ = write!(line, " {:?} {attributes}", pool.text(link.trace_state));
        }
        lines.push(line + "\n");
    }
    lines.sort();
    if is_legacy {
        lines.dedup();
    }
    lines.concat()
}
