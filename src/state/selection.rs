//! The selected span: chosen by row, by key, or moved by keys.
//!
//! Invariant: the selection is a key; its row number follows the order of rows.
//! Absent: marking several.

use leptos::prelude::*;

use super::trace::{TraceState, is_narrow};
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, Text, TextField};
use crate::layout::{Align, RowKey};

impl TraceState {
    /// Selects a row that is on the screen or soon will be.
    pub fn select_row(&self, number: u32) {
        let total = self.rows.with_untracked(|rows| rows.total_rows);
        if total == 0 {
            return;
        }
        let number = number.min(total - 1);
        self.cursor.set(Some(number));
        self.show_row(number, Align::Nearest);
        self.select_awaited_row();
    }

    /// Selects the row under the cursor, if it has arrived.
    pub(super) fn select_awaited_row(&self) {
        let Some(number) = self.cursor.get_untracked() else { return };
        let key = self.rows.with_untracked(|rows| rows.row(number).map(|row| row.key));
        if let Some(key) = key
            && self.selected.get_untracked() != Some(key)
        {
            self.selected.set(Some(key));
        }
    }

    /// Selects a span wherever it is, opening what hides it.
    pub fn go_to(&self, key: RowKey) {
        self.selected.set(Some(key));
        self.cursor.set(None);
        let this = *self;
        let ask = Ask::Locate { key, reveal: true };
        self.ask(Slot::Locate, ask, move |answer| {
            let Answer::Located { row, opened, generation } = answer else {
                this.keep_only_if_partial();
                return;
            };
            if !opened.is_empty() {
                this.collapse.update(|collapse| {
                    for key in opened {
                        match collapse.exceptions.iter().position(|&other| other == key) {
                            Some(place) => {
                                collapse.exceptions.remove(place);
                            }
                            None => collapse.exceptions.push(key),
                        }
                    }
                });
                this.refresh_rows();
            }
            if let Some(row) = row {
                this.cursor.set(Some(row));
                this.row_to_show.set_value(Some((generation, row)));
                this.show_awaited_row();
            } else if this.look.with_untracked(|look| look.focus.is_some()) {
                // It lies outside of what is looked at.
                this.leave_focus();
            }
        });
    }

    /// Of a trace that is still being read the span may come yet: the link keeps its name, and
    /// the whole is asked for it again.
    fn keep_only_if_partial(&self) {
        let is_partial =
            self.summary.with_untracked(|known| known.as_ref().is_some_and(|it| it.is_partial));
        if !is_partial {
            self.clear_selection();
        }
    }

    /// Scrolls to the row that was gone to, once as many rows are there as its order has:
    /// before that the place it is to have does not exist.
    pub(super) fn show_awaited_row(&self) {
        let Some((generation, row)) = self.row_to_show.get_value() else { return };
        if self.rows.with_untracked(|rows| rows.generation >= generation) {
            self.row_to_show.set_value(None);
            let is_placed = self.top_before.with_value(Option::is_some);
            self.show_row(row, if is_placed { Align::Nearest } else { Align::Center });
        }
    }

    /// After a new order of rows: where is the selection now?
    pub(super) fn find_cursor_again(&self) {
        let Some(key) = self.selected.get_untracked() else { return };
        if let Some(number) = self.rows.with_untracked(|rows| rows.position_of(key)) {
            self.cursor.set(Some(number));
            return;
        }
        self.cursor.set(None);
        let this = *self;
        let ask = Ask::Locate { key, reveal: false };
        self.ask(Slot::Locate, ask, move |answer| {
            if let Answer::Located { row, .. } = answer {
                this.cursor.set(row);
            }
        });
    }

    pub fn clear_selection(&self) {
        self.cursor.set(None);
        self.selected.set(None);
    }

    pub fn show_row(&self, number: u32, align: Align) {
        let top = self.top_px.get_untracked();
        let moved = untrack(|| self.scroll_map().top_for_row(number, align, top));
        self.scroll_to(moved);
    }

    /// A click on a row: select it and show the inspector. On a phone that covers the lower
    /// part of the rows, so the row moves to the top.
    pub fn click_row(&self, number: u32) {
        self.select_row(number);
        self.inspector_open.set(true);
        if is_narrow() {
            self.show_row(number, Align::Top);
        }
    }
}

impl TraceState {
    /// The whole of a text that was sent shortened.
    pub fn whole_text(
        &self,
        key: RowKey,
        field: TextField,
        text: &Text,
        then: Box<dyn FnOnce(String)>,
    ) {
        if !text.is_cut() {
            then(text.shown.clone());
            return;
        }
        let ask = Ask::FullText { key, field };
        self.ask(Slot::FullText, ask, move |answer| {
            if let Answer::FullText(text) = answer {
                then(text);
            }
        });
    }
}
