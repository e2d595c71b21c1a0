//! Keys of the tree grid, as the ARIA pattern for tree grids says.
//!
//! Invariant: every key moves the selection or the tree, never both. Absent: keys of the
//! whole page.

use leptos::prelude::*;

use super::trace::{ROW_HEIGHT_PX, TraceState};
use crate::layout::Expansion;

/// A movement that a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    /// Open the row, or go to its first child.
    In,
    /// Close the row, or go to its parent.
    Out,
}

impl Step {
    /// From a key's name in the browser.
    pub fn of_key(key: &str) -> Option<Step> {
        Some(match key {
            "ArrowDown" => Step::Down,
            "ArrowUp" => Step::Up,
            "PageDown" => Step::PageDown,
            "PageUp" => Step::PageUp,
            "Home" => Step::First,
            "End" => Step::Last,
            "ArrowRight" => Step::In,
            "ArrowLeft" => Step::Out,
            _ => return None,
        })
    }
}

impl TraceState {
    pub fn step(&self, step: Step) {
        let Some(cursor) = self.cursor.get_untracked() else {
            // Nothing selected yet: start with what is in view.
            let visible = untrack(|| self.scroll_map().visible_rows(self.top_px.get()));
            self.select_row(if step == Step::Last { u32::MAX } else { visible.start });
            return;
        };
        let page = ((self.lanes_px.get_untracked().1 / ROW_HEIGHT_PX) as u32).max(2) - 1;
        match step {
            Step::Down => self.select_row(cursor.saturating_add(1)),
            Step::Up => self.select_row(cursor.saturating_sub(1)),
            Step::PageDown => self.select_row(cursor.saturating_add(page)),
            Step::PageUp => self.select_row(cursor.saturating_sub(page)),
            Step::First => self.select_row(0),
            Step::Last => self.select_row(u32::MAX),
            Step::In => self.step_in(cursor),
            Step::Out => self.step_out(cursor),
        }
    }

    fn step_in(&self, cursor: u32) {
        let Some(row) = self.row(cursor) else { return };
        match row.expansion {
            Expansion::Collapsed => self.set_open(&row, true),
            Expansion::Expanded => self.select_row(cursor + 1),
            Expansion::Leaf => {}
        }
    }

    fn step_out(&self, cursor: u32) {
        let Some(row) = self.row(cursor) else { return };
        match (row.expansion, row.parent_row) {
            (Expansion::Expanded, _) => self.set_open(&row, false),
            (_, Some(parent)) => self.select_row(parent),
            (_, None) => {}
        }
    }
}
