//! The rows of a long list that the page holds, kept around what is in view.
//!
//! Invariant: one question about them is under way at most, or one about another list that
//! replaces it. Absent: which list that is; its owner asks.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::ListWindow;
use crate::layout::Lookahead;

/// The fewest rows that are asked for.
const FEWEST_ROWS: u32 = 60;

/// See the module. A copy is the same rows.
pub struct ListRows<T: Send + Sync + 'static> {
    /// `None` until the first answer.
    pub window: RwSignal<Option<Arc<ListWindow<T>>>>,
    asked: RwSignal<Option<(u32, u32)>>,
}

impl<T: Send + Sync> Clone for ListRows<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for ListRows<T> {}

impl<T: Send + Sync> ListRows<T> {
    pub(super) fn new() -> ListRows<T> {
        ListRows { window: RwSignal::new(None), asked: RwSignal::new(None) }
    }

    /// How many rows the list has. Tracks.
    pub fn total(&self) -> Option<u32> {
        self.window.with(|window| window.as_ref().map(|window| window.total_rows))
    }

    /// Reads a row, if it is there. Tracks.
    pub fn with_row<R>(&self, number: u32, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.window.with(|window| window.as_ref()?.row(number).map(read))
    }

    /// What is to be asked for so that these rows are at hand; `None` where they are or are
    /// asked for. Tracks.
    pub(super) fn missing(&self, visible: &Range<u32>) -> Option<Range<u32>> {
        let wanted = Lookahead::of(visible.clone(), 0);
        let is_there = self.window.with(|window| {
            window.as_ref().is_some_and(|it| it.covers(wanted.near.start, wanted.near.end))
        });
        let is_asked = self
            .asked
            .get()
            .is_some_and(|(first, end)| first <= visible.start && end >= visible.end);
        (!is_there && !is_asked).then_some(wanted.ask)
    }

    /// Says that these rows are asked for: the first, and how many.
    pub(super) fn asking(&self, wanted: &Range<u32>) -> (u32, u32) {
        let count = (wanted.end - wanted.start).max(FEWEST_ROWS);
        self.asked.set(Some((wanted.start, wanted.start + count)));
        (wanted.start, count)
    }

    pub(super) fn receive(&self, window: ListWindow<T>) {
        self.asked.set(None);
        self.window.set(Some(Arc::new(window)));
    }
}
