//! A trace's file becomes chunks of bytes, on request.
//!
//! A file is a list of items: a head, the spans, the processes where the format has them, a
//! tail. Each is written when a chunk reaches it. Invariant: no chunk is longer than asked, and
//! beyond a chunk at most one item's text is in memory; a cursor leads on from any chunk, also
//! without the [`Export`] that gave it. Absent: files and downloads.

use serde::{Deserialize, Serialize};

use super::batch::Batch;
use super::jaeger::{self, Processes};
use super::{ExportFormat, csv, otlp};
use crate::trace::{SpanIdx, Trace};

/// Where an export goes on; the default is its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExportCursor {
    /// Items that were written whole.
    item: u64,
    /// Bytes of the next item that were given.
    taken: u64,
}

impl ExportCursor {
    /// Items that were written whole: about as many as spans, for showing progress.
    pub fn items_written(self) -> u64 {
        self.item
    }
}

/// An export on its way.
pub struct Export {
    writer: Writer,
    item: usize,
    /// The text of the item in hand, if it is not given whole yet.
    text: Vec<u8>,
    taken: usize,
}

/// What a format needs to know beforehand.
enum Writer {
    Jaeger(Processes),
    Otlp(Batch),
    Csv,
}

impl Export {
    /// O(n) for Jaeger, whose processes are counted first.
    pub fn new(trace: &Trace, format: ExportFormat) -> Export {
        let writer = match format {
            ExportFormat::JaegerJson => Writer::Jaeger(Processes::of(trace)),
            ExportFormat::OtlpJson => Writer::Otlp(Batch::default()),
            ExportFormat::Csv => Writer::Csv,
        };
        Export { writer, item: 0, text: Vec::new(), taken: 0 }
    }

    /// Moves to where a cursor of the same trace and format stands.
    pub fn seek(&mut self, trace: &Trace, cursor: ExportCursor) {
        if self.cursor() == cursor {
            return;
        }
        // A cursor of something else leads to the end at worst.
        self.item = usize::try_from(cursor.item).unwrap_or(usize::MAX);
        self.text.clear();
        self.taken = 0;
        if cursor.taken > 0 && self.item < self.item_count(trace) {
            self.write_item(trace);
            self.taken = usize::try_from(cursor.taken).unwrap_or(usize::MAX).min(self.text.len());
        }
    }

    pub fn format(&self) -> ExportFormat {
        match self.writer {
            Writer::Jaeger(_) => ExportFormat::JaegerJson,
            Writer::Otlp(_) => ExportFormat::OtlpJson,
            Writer::Csv => ExportFormat::Csv,
        }
    }

    pub fn cursor(&self) -> ExportCursor {
        ExportCursor { item: self.item as u64, taken: self.taken as u64 }
    }

    pub fn is_complete(&self, trace: &Trace) -> bool {
        self.item >= self.item_count(trace)
    }

    /// The next bytes, at most so many, and as many unless the file ends. `trace` must be the
    /// one that the export began with.
    pub fn next_chunk(&mut self, trace: &Trace, most_bytes: usize) -> Vec<u8> {
        let most_bytes = most_bytes.max(1);
        let mut chunk = Vec::new();
        while chunk.len() < most_bytes && !self.is_complete(trace) {
            if self.text.is_empty() {
                self.write_item(trace);
            }
            let end = self.text.len().min(self.taken + most_bytes - chunk.len());
            chunk.extend_from_slice(&self.text[self.taken..end]);
            self.taken = end;
            if end == self.text.len() {
                self.text.clear();
                self.taken = 0;
                self.item += 1;
            }
        }
        chunk
    }

    fn item_count(&self, trace: &Trace) -> usize {
        let spans = trace.span_count();
        match &self.writer {
            Writer::Jaeger(processes) => spans + processes.count() + 2,
            Writer::Otlp(_) => spans + 2,
            Writer::Csv => spans + 1,
        }
    }

    fn write_item(&mut self, trace: &Trace) {
        let out = &mut self.text;
        let spans = trace.span_count();
        // The head is item 0.
        let index = self.item.wrapping_sub(1);
        match &mut self.writer {
            Writer::Jaeger(processes) => match self.item {
                0 => jaeger::write_head(trace, out),
                _ if index < spans => jaeger::write_span(trace, processes, index, out),
                _ if index < spans + processes.count() => {
                    jaeger::write_process(trace, processes, index - spans, out);
                }
                _ => jaeger::write_tail(trace, out),
            },
            Writer::Otlp(batch) => match self.item {
                0 => otlp::write_head(out),
                _ if index < spans => otlp::write_span(trace, batch, index, out),
                _ => otlp::write_tail(trace, out),
            },
            Writer::Csv => match self.item {
                0 => csv::write_head(out),
                _ => csv::write_span(trace, SpanIdx(index as u32), out),
            },
        }
    }
}

/// A whole file, chunk by chunk.
pub struct Chunks<'a> {
    trace: &'a Trace,
    export: Export,
    most_bytes: usize,
}

impl<'a> Chunks<'a> {
    pub fn new(trace: &'a Trace, format: ExportFormat, most_bytes: usize) -> Chunks<'a> {
        Chunks { trace, export: Export::new(trace, format), most_bytes }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let chunk = self.export.next_chunk(self.trace, self.most_bytes);
        (!chunk.is_empty()).then_some(chunk)
    }
}
