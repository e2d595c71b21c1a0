//! A trace's file, asked for chunk by chunk and handed to the browser.
//!
//! Invariant: one file at a time; what was cancelled is not saved. Absent: formats.

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::browser::download::Download;
use crate::engine::{Answer, Ask, ExportCursor, ExportFormat};
use crate::trace::TraceId;

/// A file on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Saving {
    pub format: ExportFormat,
    pub bytes: u64,
    /// Of the whole, between 0 and 1.
    pub share: f64,
    pub stage: SavingStage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavingStage {
    Writing,
    Done,
    Cancelled,
    Failed,
}

impl TraceState {
    /// Writes the trace as a file, unless one is being written.
    pub fn save_as(&self, format: ExportFormat) {
        if self.is_saving() {
            return;
        }
        let stage = SavingStage::Writing;
        self.saving.set(Some(Saving { format, bytes: 0, share: 0.0, stage }));
        self.ask_chunk(Download::default(), format, ExportCursor::default());
    }

    pub fn cancel_saving(&self) {
        if self.is_saving() {
            self.end_saving(SavingStage::Cancelled);
        }
    }

    fn is_saving(&self) -> bool {
        self.saving.with_untracked(|saving| {
            saving.is_some_and(|saving| saving.stage == SavingStage::Writing)
        })
    }

    fn ask_chunk(&self, download: Download, format: ExportFormat, cursor: ExportCursor) {
        let this = *self;
        self.ask(Slot::Export, Ask::ExportChunk { format, cursor }, move |answer| {
            if this.is_saving() {
                this.receive_chunk(download, format, answer);
            }
        });
    }

    fn receive_chunk(&self, mut download: Download, format: ExportFormat, answer: Answer) {
        let Answer::ExportChunk { bytes, next } = answer else {
            self.end_saving(SavingStage::Failed);
            return;
        };
        let is_kept = download.add(&bytes);
        let spans = self.summary.with_untracked(|summary| {
            summary.as_ref().map_or(1, |summary| summary.listing.spans.max(1))
        });
        self.saving.update(|saving| {
            if let Some(saving) = saving {
                saving.bytes += bytes.len() as u64;
                let items = next.map_or(u64::from(spans), ExportCursor::items_written);
                saving.share = (items as f64 / f64::from(spans)).min(1.0);
            }
        });
        match next {
            _ if !is_kept => self.end_saving(SavingStage::Failed),
            Some(next) => self.ask_chunk(download, format, next),
            None => {
                let is_saved = download.save(&self.file_name(format), format.media_type());
                self.end_saving(if is_saved { SavingStage::Done } else { SavingStage::Failed });
            }
        }
    }

    fn end_saving(&self, stage: SavingStage) {
        self.saving.update(|saving| {
            if let Some(saving) = saving {
                saving.stage = stage;
            }
        });
    }

    /// The trace's id, which needs no escaping, and what is in the file.
    fn file_name(&self, format: ExportFormat) -> String {
        let id: TraceId = self.trace.trace_id;
        format!("trace-{id}.{}", format.extension())
    }
}
