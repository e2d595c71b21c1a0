//! Traces that a search brought whole, written to one file.
//!
//! Invariant: one file at a time; what was stopped is not saved; a trace that is left out is
//! told. Absent: traces of which the engine has a summary alone.

use leptos::prelude::*;

use super::app::AppState;
use crate::browser::client::Slot;
use crate::browser::download::Download;
use crate::browser::timeline;
use crate::engine::{Answer, Ask, ExportCursor, ExportFormat, Problem, TraceRef};
use crate::export::JoinedJaeger;
use crate::trace::TraceId;

const FORMAT: ExportFormat = ExportFormat::JaegerJson;

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SavingFound {
    number: u32,
    pub written: usize,
    pub total: usize,
}

/// A file in the making.
struct Work {
    number: u32,
    /// Those not written yet, the next one last.
    left: Vec<TraceRef>,
    joined: JoinedJaeger,
    download: Download,
}

impl AppState {
    /// Whether a file would hold any trace. Tracks.
    pub fn can_save_found(&self) -> bool {
        let results = self.search.results;
        self.traces_wanted().into_iter().any(|trace_id| results.whole_trace(trace_id).is_some())
    }

    /// The ticked traces, or all that are shown where none is. Tracks.
    fn traces_wanted(&self) -> Vec<TraceId> {
        let results = self.search.results;
        let ticked = results.ticked.get();
        if ticked.is_empty() {
            return results.rows.with(|rows| rows.iter().map(|row| row.trace_id).collect());
        }
        ticked
    }

    /// Writes the file, unless one is being written.
    pub fn save_found(&self) {
        let saving = self.search.results.saving;
        let wanted = untrack(|| self.traces_wanted());
        let results = self.search.results;
        let held = wanted.iter().filter_map(|&id| untrack(|| results.whole_trace(id)));
        let mut left: Vec<TraceRef> = held.collect();
        let missing = wanted.len() - left.len();
        if left.is_empty() || saving.with_untracked(Option::is_some) {
            return;
        }
        if missing > 0 {
            let detail = "The engine does not have them whole: they come from an earlier search, \
                          or from a server that lists summaries.";
            let title = format!("{missing} of the traces will not be in the file");
            self.tell(Problem { title, detail: detail.to_owned() }, false);
        }
        let number = self.number();
        saving.set(Some(SavingFound { number, written: 0, total: left.len() }));
        left.reverse();
        let (joined, download) = (JoinedJaeger::default(), Download::default());
        self.save_next(Work { number, left, joined, download });
    }

    pub fn stop_saving_found(&self) {
        self.search.results.saving.set(None);
    }

    fn save_next(&self, mut work: Work) {
        if let Some(trace) = work.left.pop() {
            return self.ask_part(work, trace, ExportCursor::default());
        }
        let Work { joined, mut download, .. } = work;
        let name = format!("traces-{}.json", timeline::epoch_ms() as u64);
        if download.add(&joined.finish()) && download.save(&name, FORMAT.media_type()) {
            self.stop_saving_found();
        } else {
            self.fail_to_save("The browser did not take the file.");
        }
    }

    fn ask_part(&self, work: Work, trace: TraceRef, cursor: ExportCursor) {
        let this = *self;
        let ask = Ask::ExportChunk { format: FORMAT, cursor };
        self.ask(Slot::ExportFound, trace, ask, move |answer| {
            let saving = this.search.results.saving.get_untracked();
            if saving.is_some_and(|saving| saving.number == work.number) {
                this.receive_part(work, trace, answer);
            }
        });
    }

    fn receive_part(&self, mut work: Work, trace: TraceRef, answer: Answer) {
        let Answer::ExportChunk { bytes, next } = answer else {
            return self.fail_to_save("The engine does not have its traces any more.");
        };
        let part = work.joined.add(&bytes, next.is_none());
        if !work.download.add(&part) {
            return self.fail_to_save("The browser has no room for it.");
        }
        if let Some(next) = next {
            return self.ask_part(work, trace, next);
        }
        self.search.results.saving.update(|saving| {
            if let Some(saving) = saving {
                saving.written += 1;
            }
        });
        self.save_next(work);
    }

    fn fail_to_save(&self, detail: &str) {
        self.stop_saving_found();
        let title = "The traces could not be saved".to_owned();
        self.tell(Problem { title, detail: detail.to_owned() }, true);
    }
}
