//! The window of rows that the page holds, kept around what is in view.
//!
//! Invariant: at most one question about rows is under way; rows of an older generation
//! never replace newer ones. Absent: the order of rows, which the engine keeps.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, Collapse};
use crate::layout::{Expansion, Lookahead, Row, RowKey, RowWindow};

/// The fewest rows that are asked for.
const FEWEST_ROWS: u32 = 60;

impl TraceState {
    /// Asks for rows when those in view, or soon in view, are not there.
    pub(super) fn ensure_rows(&self) {
        if self.summary.with(Option::is_none) {
            return;
        }
        let visible = self.scroll_map().visible_rows(self.top_px.get());
        let wanted = Lookahead::of(visible.clone(), self.moved_rows(visible.start));
        let is_covered = self.rows.with(|rows| rows.covers(wanted.near.start, wanted.near.end));
        let is_asked = self
            .rows_asked
            .get()
            .is_some_and(|(first, end)| first <= visible.start && end >= visible.end);
        if !is_covered && !is_asked {
            self.ask_rows(wanted.ask);
        }
    }

    /// By how many rows the view moved when it last did.
    fn moved_rows(&self, first_row: u32) -> i64 {
        let (before, moved) = self.last_move.get_value();
        if before == first_row {
            return moved;
        }
        let moved = i64::from(first_row) - i64::from(before);
        self.last_move.set_value((first_row, moved));
        moved
    }

    fn ask_rows(&self, wanted: Range<u32>) {
        let first = wanted.start;
        let count = (wanted.end - first).max(FEWEST_ROWS);
        self.rows_asked.set(Some((first, first + count)));
        let this = *self;
        let columns = self.row_columns.chosen.get_untracked();
        self.ask(Slot::Rows, Ask::Rows { first, count, columns }, move |answer| {
            this.rows_asked.set(None);
            if let Answer::Rows(rows) = answer {
                this.receive_rows(rows);
            }
        });
    }

    fn receive_rows(&self, rows: RowWindow) {
        if rows.generation < self.rows.with_untracked(|old| old.generation) {
            return;
        }
        let is_new_order = rows.generation != self.rows.with_untracked(|old| old.generation);
        let is_of_other_columns =
            self.row_columns.chosen.with_untracked(|chosen| rows.columns != *chosen);
        self.rows.set(Arc::new(rows));
        if is_of_other_columns {
            self.refresh_rows();
        }
        let has_rows = self.rows.with_untracked(|rows| rows.total_rows > 0);
        let before = self.top_before.get_value().filter(|_| has_rows);
        self.scroll_to(before.unwrap_or_else(|| self.top_px.get_untracked()));
        if is_new_order {
            self.find_cursor_again();
        }
        self.show_awaited_row();
        self.select_awaited_row();
        if has_rows {
            self.top_before.set_value(None);
        }
    }

    /// Notes how far down it is, for what takes its place. Tracks.
    pub fn keep_scroll(&self) {
        let top_px = self.top_px.get();
        if self.rows.with(|rows| rows.total_rows > 0) {
            self.app.note_scroll(top_px);
        }
    }

    pub(super) fn set_collapse(&self, collapse: Collapse) {
        self.collapse.set(collapse.clone());
        self.ask(Slot::Collapse, Ask::Collapse(collapse), |_| {});
        self.refresh_rows();
    }

    /// Asks for the rows in view once more, in the order as it is now.
    pub(super) fn refresh_rows(&self) {
        let visible = untrack(|| self.scroll_map().visible_rows(self.top_px.get()));
        let visible = visible.start..visible.end.max(visible.start + FEWEST_ROWS);
        self.ask_rows(Lookahead::of(visible, 0).ask);
    }

    /// Opens a closed row, closes an open one.
    pub fn toggle(&self, key: RowKey) {
        let mut collapse = self.collapse.get_untracked();
        match collapse.exceptions.iter().position(|&other| other == key) {
            Some(place) => {
                collapse.exceptions.remove(place);
            }
            None => collapse.exceptions.push(key),
        }
        self.set_collapse(collapse);
    }

    /// Closes all rows of this depth and deeper; `None` opens all.
    pub fn collapse_from(&self, closed_from_depth: Option<u32>) {
        self.set_collapse(Collapse { closed_from_depth, exceptions: Vec::new() });
        self.scroll_to(self.top_px.get_untracked());
    }

    pub fn row(&self, number: u32) -> Option<Row> {
        self.rows.with_untracked(|rows| rows.row(number).cloned())
    }

    /// Opens or closes the row, if there is something to open or close.
    pub fn set_open(&self, row: &Row, open: bool) {
        let wanted = if open { Expansion::Collapsed } else { Expansion::Expanded };
        if row.expansion == wanted {
            self.toggle(row.key);
        }
    }
}
