//! Groups, missing parents and the subtree that is looked at: asked of the engine whenever
//! the link's words about them change; and the ways to failures and along the critical path.
//!
//! Invariant: the arrangement is asked before what is closed, which may name heads. Absent:
//! the order of rows, which the engine keeps.

use std::sync::Arc;

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::engine::{Answer, Arrangement, Ask, Direction};
use crate::layout::RowKey;

impl TraceState {
    /// Tracks.
    fn arrangement(&self) -> Arrangement {
        self.look.with(|look| Arrangement {
            is_grouped: !look.is_ungrouped,
            has_missing_parents: true,
            focus: look.focus,
        })
    }

    pub(super) fn arrange(&self) {
        let arrangement = untrack(|| self.arrangement());
        self.ask(Slot::Arrange, Ask::Arrange(arrangement), |_| {});
    }

    /// The first arrangement was asked for before the first rows.
    pub(super) fn follow_arrangement(self) {
        Effect::new(move |before: Option<Arrangement>| {
            let wanted = self.arrangement();
            if before.is_some_and(|before| before != wanted) {
                self.arrange();
                self.set_collapse(self.collapse.get_untracked());
                if let Some(key) = self.shown_next.get_value() {
                    self.shown_next.set_value(None);
                    self.go_to(key);
                }
            }
            if before.and_then(|before| before.focus) != wanted.focus {
                self.ask_ancestors(wanted.focus);
            }
            wanted
        });
    }

    fn ask_ancestors(&self, focus: Option<RowKey>) {
        self.ancestors.set(Arc::default());
        let Some(key) = focus else { return };
        let this = *self;
        self.ask(Slot::Ancestors, Ask::Ancestors { key }, move |answer| match answer {
            Answer::Ancestors(line) => this.ancestors.set(Arc::new(line)),
            // A link to a span that is not there shows the whole trace.
            _ => this.look.update(|look| look.focus = None),
        });
    }

    pub fn switch_grouping(&self) {
        self.look.update(|look| look.is_ungrouped = !look.is_ungrouped);
    }

    /// Shows a span's subtree alone, and its time.
    pub fn focus_on(&self, key: RowKey) {
        if !matches!(key, RowKey::Span { .. }) {
            return;
        }
        let this = *self;
        self.ask(Slot::Focus, Ask::Detail { key }, move |answer| {
            if let Answer::Detail(detail) = answer {
                this.look.update(|look| look.focus = Some(key));
                this.frame(detail.offset_nanos, detail.duration_nanos);
                this.scroll_to(0.0);
            }
        });
    }

    pub fn focus_on_selected(&self) {
        if let Some(key) = self.selected.get_untracked() {
            self.focus_on(key);
        }
    }

    /// Whether there was something to leave.
    pub fn leave_focus(&self) -> bool {
        let had_focus = self.look.with_untracked(|look| look.focus.is_some());
        if had_focus {
            // The engine must have the new arrangement before it is asked for the row.
            self.shown_next.set_value(self.selected.get_untracked());
            self.look.update(|look| look.focus = None);
            self.fit();
        }
        had_focus
    }

    /// Selects the next failed span.
    pub fn go_to_error(&self, direction: Direction) {
        let from = self.selected.get_untracked();
        self.go_to_answer(Ask::NextError { from, direction, within: None });
    }

    /// Selects the next span on the critical path.
    pub fn go_to_critical(&self, direction: Direction) {
        let from = self.selected.get_untracked();
        self.go_to_answer(Ask::NextCritical { from, direction });
    }

    /// Selects the first failed span below a row.
    pub fn reveal_error(&self, key: RowKey) {
        let (direction, within) = (Direction::Next, Some(key));
        self.go_to_answer(Ask::NextError { from: None, direction, within });
    }

    fn go_to_answer(&self, ask: Ask) {
        let this = *self;
        self.ask(Slot::Next, ask, move |answer| {
            if let Answer::Next(Some(key)) = answer {
                this.go_to(key);
            }
        });
    }
}
