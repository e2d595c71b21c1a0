//! A trace's file, chunk by chunk, and single spans as they are written.
//!
//! Invariant: what is written has the times that were recorded, whatever is shown; a chunk
//! costs what its bytes cost while nobody else exports the same trace. Absent: names of files.

use super::open_trace::OpenTrace;
use super::protocol::Answer;
use crate::export::{Export, ExportCursor, ExportFormat, raw_span};
use crate::trace::SpanIdx;

/// Written in a few milliseconds, so that rows need not wait.
const CHUNK_BYTES: usize = 512 * 1024;

pub(super) fn chunk(open: &mut OpenTrace, format: ExportFormat, cursor: ExportCursor) -> Answer {
    let kept = open.export.take().filter(|export| export.format() == format);
    let trace = open.recorded();
    let mut export = kept.unwrap_or_else(|| Export::new(trace, format));
    export.seek(trace, cursor);
    let bytes = export.next_chunk(trace, CHUNK_BYTES);
    let next = (!export.is_complete(trace)).then(|| export.cursor());
    open.export = next.map(|_| export);
    Answer::ExportChunk { bytes, next }
}

pub(super) fn raw(open: &OpenTrace, span: SpanIdx, format: ExportFormat) -> Answer {
    Answer::RawSpan(raw_span(open.recorded(), span, format))
}
