//! The answers about the trace on the screen, and what leads from them to spans.
//!
//! Invariant: nothing is answered of a trace that is still being read. Absent: words.

use std::sync::Arc;

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, OperationRow, PathTable};
use crate::layout::RowKey;

/// Calls that are asked for at once.
pub const CALLS_AT_ONCE: u32 = 100;

impl TraceState {
    /// Whether only the beginning of the trace is there. Tracks.
    pub fn is_partial(&self) -> bool {
        self.summary.with(|summary| summary.as_ref().is_some_and(|summary| summary.is_partial))
    }

    /// Whether rows show the critical path. Tracks.
    pub fn shows_path(&self) -> bool {
        !self.look.with(|look| look.hides_path) && !self.is_partial()
    }

    /// Asks once the whole trace is there, and again when its times have changed.
    pub(super) fn ensure_answers(&self) {
        let is_whole =
            self.summary.with(|summary| summary.as_ref().is_some_and(|all| !all.is_partial));
        if !is_whole {
            return;
        }
        let this = *self;
        self.ask(Slot::Answers, Ask::Answers, move |answer| {
            let Answer::Answers(answers) = answer else { return };
            this.answers.set(Some(Arc::new(*answers)));
            // Rows of a large trace know their part of the path from now on.
            if this.is_path_missing() {
                this.refresh_rows();
            }
        });
    }

    fn is_path_missing(&self) -> bool {
        self.rows.with_untracked(|rows| {
            rows.rows.iter().all(|row| row.critical.is_empty() && row.gaps.is_empty())
        })
    }

    pub fn ask_path_table(&self, then: impl FnOnce(PathTable) + 'static) {
        self.ask(Slot::PathTable, Ask::PathTable, move |answer| {
            if let Answer::PathTable(table) = answer {
                then(*table);
            }
        });
    }

    /// Some calls of a row of the table, from `first` on, and how many there are.
    pub fn ask_path_calls(
        &self,
        row: u32,
        first: u32,
        then: impl FnOnce(u32, Vec<RowKey>) + 'static,
    ) {
        let ask = Ask::PathCalls { row, first, count: CALLS_AT_ONCE };
        self.ask(Slot::PathCalls, ask, move |answer| {
            if let Answer::PathCalls { total, calls } = answer {
                then(total, calls);
            }
        });
    }

    /// Picks the spans of an operation, and goes to its first call on the path; or, if one of
    /// its calls is selected, to the next.
    pub fn pick_operation(&self, operation: &OperationRow) {
        let filter = operation.filter();
        if self.look.with_untracked(|look| look.filter != filter) {
            self.look.update(|look| look.filter = filter);
        }
        let calls = &operation.first_calls;
        let selected = self.selected.get_untracked();
        let place = calls.iter().position(|&call| Some(call) == selected);
        let next = place.map_or(0, |place| (place + 1) % calls.len());
        if let Some(&call) = calls.get(next) {
            self.go_to(call);
        }
    }

    /// Goes to a span and shows what it says.
    pub fn inspect(&self, key: RowKey) {
        self.inspector_open.set(true);
        self.go_to(key);
    }
}
