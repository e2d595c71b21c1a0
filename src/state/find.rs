//! The filter of the trace on the screen: its matches, the next one, what could be typed.
//!
//! Invariant: the filter is in the link; while one is typed that is not understood, the rows
//! keep the last that was. Absent: the language (see `analysis`).

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{
    Answer, Ask, Candidate, Direction, FilterLanguage, FilterText, Filtered, Problem, has_term,
    with_term, without_term,
};

/// What the field shows beside the text.
#[derive(Clone, Copy)]
pub struct FindState {
    pub filtered: RwSignal<Filtered>,
    /// From 0: which match was gone to last.
    pub position: RwSignal<Option<u32>>,
    pub candidates: RwSignal<Vec<Candidate>>,
    /// A filter is with the engine; one that is typed meanwhile waits, so that fast typing
    /// never queues up there.
    is_asking: StoredValue<bool>,
    is_stale: StoredValue<bool>,
}

impl FindState {
    pub(super) fn new() -> FindState {
        FindState {
            filtered: RwSignal::new(Filtered::default()),
            position: RwSignal::new(None),
            candidates: RwSignal::new(Vec::new()),
            is_asking: StoredValue::new(false),
            is_stale: StoredValue::new(false),
        }
    }
}

impl TraceState {
    /// The filter as it is in the link. Tracks.
    pub fn filter_text(&self) -> FilterText {
        self.look.with(|look| FilterText {
            language: if look.is_jaeger_filter {
                FilterLanguage::Jaeger
            } else {
                FilterLanguage::Typed
            },
            text: look.filter.clone(),
            services: look.services.clone(),
        })
    }

    pub fn is_filtered(&self) -> bool {
        self.look.with(|look| !look.filter.trim().is_empty())
    }

    pub fn set_filter(&self, text: &str) {
        if self.look.with_untracked(|look| look.filter != text || look.is_jaeger_filter) {
            self.look.update(|look| {
                look.filter = text.to_owned();
                look.is_jaeger_filter = false;
            });
        }
    }

    /// Whether the filter has this term. Tracks.
    pub fn has_term(&self, term: &str) -> bool {
        self.look.with(|look| has_term(&look.filter, term))
    }

    /// Adds a term to the filter, or takes it out.
    pub fn toggle_term(&self, term: &str) {
        let text = self.look.with_untracked(|look| look.filter.clone());
        let text =
            if has_term(&text, term) { without_term(&text, term) } else { with_term(&text, term) };
        self.set_filter(&text);
    }

    pub fn set_matches_only(&self, is_matches_only: bool) {
        self.look.update(|look| look.is_matches_only = is_matches_only);
    }

    /// Shows what the link filters by, as soon as the trace is there. Tracks what that
    /// depends on.
    pub(super) fn follow_filter(&self) {
        let this = *self;
        let asked = Memo::new(move |_| {
            let is_matches_only = this.look.with(|look| look.is_matches_only);
            (this.summary.with(Option::is_some), this.filter_text(), is_matches_only)
        });
        effect(move || {
            let (is_there, filter, _) = asked.get();
            let is_usual = filter.text.is_empty()
                && filter.services.is_empty()
                && this.find.filtered.with_untracked(|it| *it == Filtered::default());
            if is_there && !is_usual {
                untrack(|| this.ensure_filter());
            }
        });
    }

    fn ensure_filter(&self) {
        let FindState { is_asking, is_stale, position, .. } = self.find;
        if is_asking.get_value() {
            is_stale.set_value(true);
            return;
        }
        is_asking.set_value(true);
        let filter = self.filter_text();
        let is_matches_only = self.look.with(|look| look.is_matches_only);
        let has_choice = !filter.services.is_empty();
        let this = *self;
        position.set(None);
        let ask = Ask::SetFilter { filter: filter.clone(), is_matches_only };
        self.ask(Slot::SetFilter, ask, move |answer| {
            if let Answer::RowsChanged { .. } = answer {
                this.refresh_rows();
            }
        });
        let ask = Ask::Filter { filter, from: None, direction: Direction::Next };
        self.ask(Slot::Filter, ask, move |answer| {
            if let Answer::Filtered(filtered) = answer {
                this.check_services(&filtered, has_choice);
                this.find.filtered.set(filtered);
            }
            is_asking.set_value(false);
            if is_stale.get_value() {
                is_stale.set_value(false);
                untrack(|| this.ensure_filter());
            }
        });
    }

    /// A choice of services that does not fit the trace is told and forgotten. Of a trace that is
    /// still being read not all are known.
    fn check_services(&self, filtered: &Filtered, has_choice: bool) {
        let is_whole = self
            .summary
            .with_untracked(|summary| summary.as_ref().is_some_and(|summary| !summary.is_partial));
        if has_choice && is_whole && filtered.services.is_none() && filtered.problem.is_none() {
            self.show_all_services();
            self.app.tell(
                Problem {
                    title: "The link chooses among services that this trace does not have"
                        .to_owned(),
                    detail: "It was made of the trace as it was before, or of another one. All \
                             services are shown."
                        .to_owned(),
                },
                false,
            );
        }
    }

    /// Whatever the link chose.
    pub fn show_all_services(&self) {
        self.look.update(|look| look.services.clear());
    }

    /// Selects the match after or before the selection.
    pub fn go_to_match(&self, direction: Direction) {
        if !untrack(|| self.is_filtered()) {
            return;
        }
        let filter = untrack(|| self.filter_text());
        let from = self.selected.get_untracked();
        let this = *self;
        self.ask(Slot::NextOf, Ask::Filter { filter, from, direction }, move |answer| {
            let Answer::Filtered(filtered) = answer else { return };
            if let Some(at) = filtered.at {
                this.find.position.set(Some(at.position));
                this.go_to(at.key);
            }
            this.find.filtered.set(filtered);
        });
    }

    /// Selects the span with the most time in which no child of it ran.
    pub fn go_to_slowest(&self) {
        let this = *self;
        self.ask(Slot::NextOf, Ask::SlowestSelf, move |answer| {
            if let Answer::SlowestSelf(key) = answer {
                this.go_to(key);
            }
        });
    }

    /// Asks what could be typed at the caret, a byte offset.
    pub fn complete(&self, text: String, caret: u32) {
        let this = *self;
        self.ask(Slot::Complete, Ask::Complete { text, caret }, move |answer| {
            if let Answer::Candidates(candidates) = answer {
                this.find.candidates.set(candidates);
            }
        });
    }
}
