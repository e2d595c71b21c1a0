//! The columns between a waterfall's names and its bars: which there are, how wide.
//!
//! Invariant: which there are is in the link, and kept in the browser for traces whose link
//! says nothing; widths are in the browser only. Absent: what cells say (see `engine`).

use leptos::prelude::*;

use super::trace::{LEAST_NAMES_PX, TraceState};
use crate::browser::effect::effect;
use crate::browser::storage;
use crate::engine::SpanColumn;
use crate::route::Look;

const STORED_COLUMNS: &str = "waterfall-columns";
/// Lines of pixels, a space, and the words of a column.
const STORED_WIDTHS: &str = "waterfall-widths";
const WIDTHS_PX: (f64, f64) = (44.0, 480.0);

/// Signals of the columns; a copy is the same.
#[derive(Clone, Copy)]
pub struct RowColumns {
    pub chosen: Memo<Vec<SpanColumn>>,
    /// Those that are not usual.
    widths: RwSignal<Vec<(SpanColumn, f64)>>,
}

impl RowColumns {
    pub(super) fn new(look: RwSignal<Look>) -> RowColumns {
        let chosen = Memo::new(move |_| look.with(|look| columns_of(&look.row_columns)));
        RowColumns { chosen, widths: RwSignal::new(stored_widths()) }
    }

    /// Tracks.
    pub fn width_px(&self, column: &SpanColumn) -> f64 {
        let known = self.widths.with(|widths| {
            widths.iter().find(|(other, _)| other == column).map(|(_, width_px)| *width_px)
        });
        known.unwrap_or_else(|| usual_width_px(column))
    }

    fn set_width(&self, column: &SpanColumn, width_px: f64) {
        self.widths.update(|widths| {
            widths.retain(|(other, _)| other != column);
            widths.push((column.clone(), width_px));
        });
        let line =
            |(column, width_px): &(SpanColumn, f64)| format!("{width_px} {}", column.words());
        let lines =
            self.widths.with_untracked(|widths| widths.iter().map(line).collect::<Vec<_>>());
        storage::write(STORED_WIDTHS, &lines.join("\n"));
    }
}

impl TraceState {
    /// Of names and columns, unless the style sheet allows less. Tracks.
    pub fn pane_width_px(&self) -> f64 {
        let columns = self.row_columns.chosen.get();
        let columns_px: f64 = columns.iter().map(|own| self.row_columns.width_px(own)).sum();
        self.name_width_px.get() + columns_px
    }

    /// What the column gains, names lose: bars stay where they are.
    pub fn set_column_width(&self, column: &SpanColumn, width_px: f64) {
        let before_px = untrack(|| self.row_columns.width_px(column));
        let names_px = self.name_width_px.get_untracked();
        let most_px = (before_px + names_px - LEAST_NAMES_PX).clamp(WIDTHS_PX.0, WIDTHS_PX.1);
        let width_px = width_px.clamp(WIDTHS_PX.0, most_px).round();
        self.row_columns.set_width(column, width_px);
        self.set_name_width(names_px + before_px - width_px);
    }

    /// Adds a column at the end, or takes it out.
    pub fn toggle_row_column(&self, column: &SpanColumn) {
        let columns = column.toggled(self.row_columns.chosen.get_untracked());
        let words = words_of(&columns);
        storage::write(STORED_COLUMNS, &words);
        self.look.update(|look| look.row_columns = words);
    }

    /// Asks for rows with these columns where those that are there have others.
    pub(super) fn follow_row_columns(self) {
        effect(move || {
            let wanted = self.row_columns.chosen.get();
            let is_other = |columns: &Vec<SpanColumn>| *columns != wanted;
            let is_late =
                self.rows.with_untracked(|rows| rows.total_rows > 0 && is_other(&rows.columns));
            if is_late {
                untrack(|| self.refresh_rows());
            }
        });
    }
}

/// The columns that this browser had last, in words of a link.
pub(super) fn stored_columns() -> String {
    let stored = storage::read(STORED_COLUMNS).unwrap_or_default();
    if stored.is_empty() { stored } else { words_of(&columns_of(&stored)) }
}

fn usual_columns() -> Vec<SpanColumn> {
    vec![SpanColumn::SelfTime]
}

/// Service and name are in the row already.
fn columns_of(words: &str) -> Vec<SpanColumn> {
    if words.is_empty() {
        return usual_columns();
    }
    let mut columns = SpanColumn::list_from_words(words);
    columns.retain(|column| !matches!(column, SpanColumn::Service | SpanColumn::Name));
    columns
}

/// Empty for the usual ones.
fn words_of(columns: &[SpanColumn]) -> String {
    if columns == usual_columns() { String::new() } else { SpanColumn::list_words(columns) }
}

fn usual_width_px(column: &SpanColumn) -> f64 {
    match column {
        SpanColumn::Attribute(_) => 130.0,
        SpanColumn::Depth | SpanColumn::Children => 70.0,
        SpanColumn::Kind => 84.0,
        _ => 78.0,
    }
}

fn stored_widths() -> Vec<(SpanColumn, f64)> {
    let stored = storage::read(STORED_WIDTHS).unwrap_or_default();
    let width = |line: &str| {
        let (width_px, words) = line.split_once(' ')?;
        let width_px: f64 = width_px.parse().ok().filter(|px: &f64| px.is_finite())?;
        Some((SpanColumn::from_words(words)?, width_px.clamp(WIDTHS_PX.0, WIDTHS_PX.1)))
    };
    stored.lines().filter_map(width).collect()
}
