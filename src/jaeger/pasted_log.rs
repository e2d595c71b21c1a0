//! Headers and log lines → the trace id that they name.
//!
//! ```text
//! traceparent     00-TRACE-SPAN-01             W3C Trace Context
//! b3              TRACE-SPAN-1-PARENT          Zipkin
//! uber-trace-id   TRACE:SPAN:PARENT:1          Jaeger
//! X-Amzn-Trace-Id Root=1-TIME-REST             AWS X-Ray
//! trace_id=ID   "traceId":"ID"   trace.id: ID   X-B3-TraceId: ID   dd.trace_id=DECIMAL
//! ```
//!
//! Invariant: an id is hexadecimal, but for Datadog's, which are decimal; a number that could be
//! either is neither. Absent: span ids, and 16 digits that nobody calls a trace id.

use crate::trace::TraceId;

/// The id in a header of a propagation format, anywhere in the text.
pub(super) fn read_header(text: &str) -> Option<TraceId> {
    // Some clients of Jaeger encode the colons of their header.
    words(&text.replace("%3A", ":")).find_map(|word| {
        None.or_else(|| dashed(word)).or_else(|| with_colons(word)).or_else(|| x_ray(word))
    })
}

/// Runs of letters, digits, dashes and colons.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':';
    text.split(move |c: char| !is_part(c)).map(|word| word.trim_matches([':', '-']))
}

/// `traceparent`, or B3 in one header.
fn dashed(word: &str) -> Option<TraceId> {
    // In JSON and in logs the name may come right before it: `traceparent:00-…`.
    let word = word.rsplit(':').next()?;
    let parts: Vec<&str> = word.split('-').collect();
    match parts[..] {
        [version, trace, span, flags] if version.len() == 2 && flags.len() == 2 => {
            let is_known = hex(version, 2).is_some_and(|version| version != 0xff);
            (is_known && hex(span, 16).is_some()).then(|| id(trace, 32))?
        }
        [trace, span] if trace.len() == 32 => b3(trace, span),
        [trace, span, sampled] | [trace, span, sampled, _]
            if ["0", "1", "d"].contains(&sampled) =>
        {
            b3(trace, span)
        }
        _ => None,
    }
}

fn b3(trace: &str, span: &str) -> Option<TraceId> {
    hex(span, 16)?;
    id(trace, 32).or_else(|| id(trace, 16))
}

/// `uber-trace-id`; leading zeros may be missing.
fn with_colons(word: &str) -> Option<TraceId> {
    let mut from_end = word.rsplit(':');
    let (flags, parent) = (from_end.next()?, from_end.next()?);
    let (span, trace) = (from_end.next()?, from_end.next()?);
    let is_header = flags.len() <= 2 && trace.len() >= 8 && span.len() >= 8;
    let numbers = [flags, parent, span].iter().all(|text| hex(text, text.len()).is_some());
    (is_header && numbers).then(|| id(trace, trace.len()))?
}

/// `1-5759e988-bd862e3fe1be46a994272793`.
fn x_ray(word: &str) -> Option<TraceId> {
    let (time, rest) = word.strip_prefix("1-")?.split_once('-')?;
    hex(time, 8)?;
    hex(rest, 24)?;
    id(&format!("{time}{rest}"), 32)
}

/// The number if the text is exactly so many hexadecimal digits.
fn hex(text: &str, digits: usize) -> Option<u128> {
    (text.len() == digits).then(|| TraceId::from_hex(text.as_bytes()))?.map(|id| id.0)
}

fn id(text: &str, digits: usize) -> Option<TraceId> {
    hex(text, digits).map(TraceId).filter(|id| !id.is_none())
}

/// The id that a log line names, or the only one that stands in it.
pub(super) fn read_log(text: &str) -> Option<TraceId> {
    named_id(text).or_else(|| only_id(text))
}

/// What stands behind a name of trace ids, which may be written in many ways.
fn named_id(text: &str) -> Option<TraceId> {
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower[at..].find("trace") {
        let name_at = at + found;
        at = name_at + "trace".len();
        // `.` and `/` for `trace.id` and `projects/p/traces/ID`.
        let rest = lower[at..].trim_start_matches(['_', '-', '.']);
        let rest = rest.strip_prefix("id").or(rest.strip_prefix("s/"));
        let value = rest.and_then(|rest| value_behind(&text[lower.len() - rest.len()..]));
        let is_datadogs =
            lower[..name_at].trim_end_matches(['.', '_', '"', ':', '{', ' ']).ends_with("dd");
        if let Some(id) = value.and_then(|value| id_of_value(value, is_datadogs)) {
            return Some(id);
        }
    }
    None
}

/// The run of letters and digits behind quotes, colons, equal signs and blanks.
fn value_behind(text: &str) -> Option<&str> {
    let is_between = |c: char| c.is_whitespace() || "\"'\\:=[{(<>".contains(c);
    let value = text.trim_start_matches(is_between);
    let value = value.strip_prefix("0x").unwrap_or(value);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(value.len());
    Some(value[..end].trim_matches('-')).filter(|value| !value.is_empty())
}

fn id_of_value(value: &str, is_datadogs: bool) -> Option<TraceId> {
    let is_decimal = value.bytes().all(|byte| byte.is_ascii_digit());
    match value.len() {
        // So many digits no hexadecimal id has, so it is Datadog's whatever it is called.
        17..=20 if is_decimal => value.parse().ok().map(|number: u64| TraceId(number.into())),
        16 if is_datadogs && is_decimal => None,
        1..=15 if is_datadogs && is_decimal => value.parse().ok().map(TraceId),
        32 | 16 => id(value, value.len()),
        36 => super::id_text::trace_id_from_text(value),
        // Shorter words may be hexadecimal by chance.
        8..=31 if !is_datadogs => id(value, value.len()),
        _ => None,
    }
    .filter(|id| !id.is_none())
}

/// The id of 32 digits, if the text has only one such.
fn only_id(text: &str) -> Option<TraceId> {
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    let mut ids = runs.filter_map(|run| id(run, 32));
    let first = ids.next()?;
    ids.all(|other| other == first).then_some(first)
}
