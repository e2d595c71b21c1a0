//! A span, or the beginning of the trace, as it is written.
//!
//! Invariant: what is shown is bounded, however long a span is. Absent: whole files (see
//! `export`).

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, ExportCursor, ExportFormat};
use crate::export;
use crate::layout::RowKey;

/// Bytes of a text that the page shows.
pub const MOST_SHOWN_BYTES: usize = 200_000;

/// The beginning of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct RawBeginning {
    pub text: String,
    pub is_whole: bool,
}

impl RawBeginning {
    /// As much of a text as is shown, whole lines of it where it has lines.
    pub fn of(text: &str, is_all: bool) -> RawBeginning {
        if text.len() <= MOST_SHOWN_BYTES {
            return RawBeginning { text: text.to_owned(), is_whole: is_all };
        }
        let cut = &text[..text.floor_char_boundary(MOST_SHOWN_BYTES)];
        let end = cut.rfind('\n').map_or(cut.len(), |end| end + 1);
        RawBeginning { text: cut[..end].to_owned(), is_whole: false }
    }
}

impl TraceState {
    pub fn ask_raw_span(
        &self,
        key: RowKey,
        format: ExportFormat,
        then: impl FnOnce(String) + 'static,
    ) {
        self.ask(Slot::RawSpan, Ask::RawSpan { key, format }, move |answer| {
            if let Answer::RawSpan(text) = answer {
                then(text);
            }
        });
    }

    /// The beginning of the trace's file, with a line for each entry.
    pub fn ask_raw_trace(&self, format: ExportFormat, then: impl FnOnce(RawBeginning) + 'static) {
        let ask = Ask::ExportChunk { format, cursor: ExportCursor::default() };
        self.ask(Slot::RawTrace, ask, move |answer| {
            if let Answer::ExportChunk { bytes, next } = answer {
                // Never shorter when it has lines.
                let beginning = &bytes[..bytes.len().min(MOST_SHOWN_BYTES)];
                let is_all = next.is_none() && beginning.len() == bytes.len();
                then(RawBeginning::of(&export::readable_beginning(beginning), is_all));
            }
        });
    }
}
