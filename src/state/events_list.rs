//! The list of events: what is wanted of it, the rows in view.
//!
//! Invariant: rows that are not wanted any more never stay. Absent: where the list is
//! scrolled to, and links: what is typed here is gone with the view.

use std::ops::Range;

use leptos::prelude::*;

use super::list_rows::ListRows;
use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::engine::{Answer, Ask, EventRow, EventWish};

/// Signals of the list; a copy is the same.
#[derive(Clone, Copy)]
pub struct EventsState {
    pub trace: TraceState,
    pub wish: RwSignal<EventWish>,
    pub rows: ListRows<EventRow>,
}

impl EventsState {
    /// `visible`: the rows in view.
    pub fn new(trace: TraceState, visible: Signal<Range<u32>>) -> EventsState {
        let state =
            EventsState { trace, wish: RwSignal::new(EventWish::default()), rows: ListRows::new() };
        let clock = Memo::new(move |_| trace.rows.with(|rows| rows.generation));
        effect(move || {
            state.wish.track();
            // Read, not only tracked: a memo that nobody reads follows nothing.
            clock.with(|_| ());
            trace.summary.track();
            let visible = visible.get_untracked();
            untrack(|| state.ask(visible));
        });
        effect(move || {
            if let Some(missing) = state.rows.missing(&visible.get()) {
                untrack(|| state.ask(missing));
            }
        });
        state
    }

    fn ask(&self, wanted: Range<u32>) {
        let (first, count) = self.rows.asking(&wanted);
        let this = *self;
        let ask = Ask::Events { wish: self.wish.get_untracked(), first, count };
        self.trace.ask(Slot::Events, ask, move |answer| {
            if let Answer::Events(window) = answer
                && !this.wish.is_disposed()
            {
                this.rows.receive(*window);
            }
        });
    }
}
