//! Spans become lines of a table (RFC 4180).
//!
//! Invariant: no cell begins like a formula. A program that opens tables would run
//! `=HYPERLINK(…)` out of a span's name; such a text gets an apostrophe in front, as OWASP's
//! "CSV Injection" asks, and every text is in quotes, so that none can begin a cell of its own.
//! Absent: attributes, events and links, which are no columns.

use std::borrow::Cow;

use super::json::push;
use crate::format::iso_8601;
use crate::trace::{SpanIdx, Trace};

const COLUMNS: &str = "trace_id,span_id,parent_span_id,depth,service,name,kind,status,\
    status_message,start,start_unix_nanos,duration_nanos,attributes,events,links\r\n";

pub(super) fn write_head(out: &mut Vec<u8>) {
    out.extend_from_slice(COLUMNS.as_bytes());
}

pub(super) fn write_alone(trace: &Trace, span: SpanIdx, out: &mut Vec<u8>) {
    write_head(out);
    write_span(trace, span, out);
}

pub(super) fn write_span(trace: &Trace, span: SpanIdx, out: &mut Vec<u8>) {
    let pool = trace.pool();
    push_cell(out, &pool.trace_id_text(trace.id()));
    out.push(b',');
    push_cell(out, &pool.span_id_text(trace.span_id(span)));
    out.push(b',');
    let parent = trace.parent_id(span);
    push_cell(out, &if parent.is_none() { String::new() } else { pool.span_id_text(parent) });
    push(out, format_args!(",{},", trace.depth(span)));
    push_cell(out, trace.service_text(span));
    out.push(b',');
    push_cell(out, trace.name_text(span));
    push(out, format_args!(",{},{},", trace.kind(span).name(), trace.status(span).name()));
    push_cell(out, pool.text(trace.status_message(span)));
    let (start, duration) = (trace.start_nanos(span), trace.duration_nanos(span));
    push(out, format_args!(",{},{start},{duration}", iso_8601(start, 0)));
    let counts = [trace.attributes(span), trace.events(span), trace.links(span)];
    for count in counts {
        push(out, format_args!(",{}", count.len()));
    }
    out.extend_from_slice(b"\r\n");
}

/// A text in quotes that no program takes for a formula.
fn push_cell(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    if begins_like_a_formula(text) {
        out.push(b'\'');
    }
    let quoted =
        if text.contains('"') { text.replace('"', "\"\"").into() } else { Cow::from(text) };
    out.extend_from_slice(quoted.as_bytes());
    out.push(b'"');
}

/// Blanks in front are passed over, as by programs that trim cells; in East Asian settings the
/// wide forms of the signs count, too.
fn begins_like_a_formula(text: &str) -> bool {
    let first = text.trim_start_matches(' ').chars().next();
    first.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first))
}
