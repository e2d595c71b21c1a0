//! The beginning of a long file, and if need be its end, become a first picture.
//!
//! Jaeger names the processes after the spans, so the services of the first spans stand at
//! the end of the file. Where the end is known to describe the same trace, it is read right
//! after the beginning, as if nothing lay between.
//!
//! Invariant: a preview is a real recording of spans that are in the file, and says nothing
//! about those that are not read yet. Absent: patience; what does not come out at once is
//! left to the real reading.

use memchr::memmem;

use super::reader::Reader;
use super::report::Outcome;
use crate::trace::Repair;

/// Reads `head`, the first bytes of a source, and `tail`, its last ones (empty where they
/// are not at hand). `None` if they give no single trace whose services are known.
pub fn preview(name: &str, head: &[u8], tail: &[u8]) -> Option<Outcome> {
    let mut reader = Reader::new();
    reader.begin_source(name);
    // A fault is told when the source is really read.
    reader.push(head).ok()?;
    let resume_at = reader.open_jaeger_spans();
    reader.abandon_source();
    let outcome = match resume_at.and_then(|at| head.get(..at as usize)) {
        None => reader.finish(),
        Some(spans) => joined(name, spans, tail)?,
    };
    let [trace] = outcome.recording.traces.as_slice() else {
        return None;
    };
    let is_nameless = |span| trace.repairs(span).has(Repair::UnknownResource);
    let has_services = !trace.spans().any(is_nameless);
    has_services.then_some(outcome)
}

/// `spans` ends behind a span of a list; `tail` is the end of the same document.
fn joined(name: &str, spans: &[u8], tail: &[u8]) -> Option<Outcome> {
    let processes_at = memmem::rfind(tail, b"\"processes\"")?;
    let trace_id = |found: usize, text: &[u8]| -> Option<Vec<u8>> {
        let id = text.get(found + TRACE_ID.len()..)?.trim_ascii_start();
        let id = id.strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
        id.split(|&byte| byte == b'"').next().map(<[u8]>::to_owned)
    };
    let first = trace_id(memmem::find(spans, TRACE_ID)?, spans)?;
    // All of them, since the last one may be that of a reference to another trace.
    let mut ids = memmem::find_iter(&tail[..processes_at], TRACE_ID).peekable();
    ids.peek()?;
    if ids.any(|found| trace_id(found, tail).as_ref() != Some(&first)) {
        return None;
    }
    let mut reader = Reader::new();
    reader.begin_source(name);
    reader.push(spans).ok()?;
    reader.push(b"],").ok()?;
    reader.push(&tail[processes_at..]).ok()?;
    reader.end_source().ok()?;
    Some(reader.finish())
}

const TRACE_ID: &[u8] = b"\"traceID\"";
