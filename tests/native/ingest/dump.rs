//! A recording as text, every column of it, so that two can be compared.

use std::fmt::Write as _;

use spanscope::trace::{ColumnRange, Pool, Recording, SpanIdx, Trace, Value};

pub fn dump(recording: &Recording) -> String {
    let mut traces: Vec<&Trace> = recording.traces.iter().collect();
    traces.sort_by_key(|trace| trace.id());
    let mut text = String::new();
    for trace in traces {
        let _ = writeln!(text, "trace {}", recording.pool.trace_id_text(trace.id()));
        for span in trace.spans() {
            text.push_str(&span_text(trace, span));
        }
    }
    text
}

/// One span without the names of its repairs.
fn span_text(trace: &Trace, span: SpanIdx) -> String {
    let pool = trace.pool();
    let resource = trace.resource(span);
    let scope = pool.scope(trace.scope_idx(span));
    let repairs: Vec<&str> = trace.repairs(span).iter().map(|repair| repair.name()).collect();
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{:depth$}{} parent {} {:?} {} {} {:?}",
        "",
        pool.span_id_text(trace.span_id(span)),
        pool.span_id_text(trace.parent_id(span)),
        trace.name_text(span),
        trace.kind(span).name(),
        trace.status(span).name(),
        pool.text(trace.status_message(span)),
        depth = trace.depth(span) as usize,
    );
    let _ = writeln!(
        text,
        "  at {} for {} state {:?} flags {} dropped {:?} repairs {repairs:?}",
        trace.start_nanos(span),
        trace.duration_nanos(span),
        pool.text(trace.trace_state(span)),
        trace.flags(span),
        trace.dropped(span),
    );
    let _ = writeln!(
        text,
        "  resource {:?} {}",
        pool.text(resource.service),
        attributes_text(pool, resource.attributes)
    );
    let _ = writeln!(
        text,
        "  scope {:?} {:?} {}",
        pool.text(scope.name),
        pool.text(scope.version),
        attributes_text(pool, scope.attributes)
    );
    let _ = writeln!(text, "  {}", attributes_text(pool, trace.attributes(span)));
    for event in pool.events(trace.events(span)) {
        let attributes = attributes_text(pool, event.attributes);
        let _ =
            writeln!(text, "  event {} {:?} {attributes}", event.time_nanos, pool.text(event.name));
    }
    for link in pool.links(trace.links(span)) {
        let _ = writeln!(
            text,
            "  {:?} {} {} {:?} {}",
            link.kind,
            pool.trace_id_text(link.trace_id),
            pool.span_id_text(link.span_id),
            pool.text(link.trace_state),
            attributes_text(pool, link.attributes)
        );
    }
    text
}

fn attributes_text(pool: &Pool, range: ColumnRange) -> String {
    let words: Vec<String> = pool
        .attributes(range)
        .map(|entry| format!("{:?}: {}", pool.text(entry.key), value_text(pool, entry.value)))
        .collect();
    format!("{{{}}}", words.join(", "))
}

/// The value with its type, so that `1`, `1.0` and `"1"` differ.
pub fn value_text(pool: &Pool, value: Value) -> String {
    match value {
        Value::Str(text) => format!("{:?}", pool.str_of(&text)),
        Value::Number(id) => format!("number {}", pool.text(id)),
        Value::Bytes(range) => format!("bytes {:?}", pool.bytes(range)),
        Value::Array(range) => format!("array {}", attributes_text(pool, range)),
        Value::Map(range) => format!("map {}", attributes_text(pool, range)),
        other => format!("{other:?}"),
    }
}
