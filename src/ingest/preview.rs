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
    (outcome.recording.traces.len() == 1).then_some(outcome)
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
    let last = trace_id(memmem::rfind(&tail[..processes_at], TRACE_ID)?, tail)?;
    if first != last {
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
