//! The table of spans: its columns, its order, the rows in view.
//!
//! Invariant: the order is in the link, the choice of columns in the browser; rows of another
//! order or filter never stay. Absent: where the table is scrolled to.

use std::ops::Range;

use leptos::prelude::*;

use super::list_rows::ListRows;
use super::trace::TraceState;
use crate::browser::client::Slot;
use crate::browser::effect::effect;
use crate::browser::storage;
use crate::engine::{Answer, Ask, FilterText, SpanColumn, SpanTableAsk, SpanTableRow};

const STORED_COLUMNS: &str = "table-columns";
/// Before the words of a column that is sorted with the largest first.
const DESCENDING: char = '-';

/// Signals of the table; a copy is the same.
#[derive(Clone, Copy)]
pub struct SpansTableState {
    pub trace: TraceState,
    pub columns: RwSignal<Vec<SpanColumn>>,
    pub rows: ListRows<SpanTableRow>,
    /// The column, and whether the largest come first. From the link.
    pub sort: Memo<(SpanColumn, bool)>,
    /// The row of the selection whenever the order has changed.
    pub found: RwSignal<Option<u32>>,
}

impl SpansTableState {
    /// `visible`: the rows in view.
    pub fn new(trace: TraceState, visible: Signal<Range<u32>>) -> SpansTableState {
        let sort = Memo::new(move |_| trace.look.with(|look| sort_of(&look.table_sort)));
        let columns = RwSignal::new(stored_columns());
        let state = SpansTableState {
            trace,
            columns,
            rows: ListRows::new(),
            sort,
            found: RwSignal::new(None),
        };
        let contents = Memo::new(move |_| state.contents());
        effect(move || {
            // Read, not only tracked: a memo that nobody reads follows nothing.
            contents.with(|_| ());
            let visible = visible.get_untracked();
            untrack(|| state.ask(visible, true));
        });
        effect(move || {
            if let Some(missing) = state.rows.missing(&visible.get()) {
                untrack(|| state.ask(missing, false));
            }
        });
        state
    }

    /// What decides which rows there are. Tracks.
    fn contents(&self) -> (Vec<SpanColumn>, (SpanColumn, bool), FilterText, u32, usize) {
        let generation = self.trace.rows.with(|rows| rows.generation);
        let summary = self.trace.summary.with(|summary| {
            summary.as_ref().map_or(0, |summary| summary.listing.spans as usize + 1)
        });
        (self.columns.get(), self.sort.get(), self.trace.filter_text(), generation, summary)
    }

    fn ask(&self, wanted: Range<u32>, is_new_order: bool) {
        let (first, count) = self.rows.asking(&wanted);
        let (sort, is_descending) = self.sort.get_untracked();
        let ask = SpanTableAsk {
            sort,
            is_descending,
            columns: self.columns.get_untracked(),
            first,
            count,
            locate: self.trace.selected.get_untracked(),
        };
        let this = *self;
        self.trace.ask(Slot::SpanTable, Ask::SpanTable(ask), move |answer| {
            if let Answer::SpanTable(window) = answer
                && !this.found.is_disposed()
            {
                let position = window.position;
                this.rows.receive(*window);
                if is_new_order {
                    this.found.set(position);
                }
            }
        });
    }

    /// Sorts by this column, or the other way round if it is sorted by already.
    pub fn sort_by(&self, column: &SpanColumn) {
        let (sorted, was_descending) = self.sort.get_untracked();
        let is_text = matches!(
            column,
            SpanColumn::Service | SpanColumn::Name | SpanColumn::Kind | SpanColumn::Start
        );
        let is_descending = if sorted == *column { !was_descending } else { !is_text };
        let sign = if is_descending { String::from(DESCENDING) } else { String::new() };
        let words = format!("{sign}{}", column.words());
        let words = if words == SpanColumn::Start.words() { String::new() } else { words };
        self.trace.look.update(|look| look.table_sort = words);
    }

    /// Adds a column at the end, or takes it out. The name always stays.
    pub fn toggle_column(&self, column: &SpanColumn) {
        if *column == SpanColumn::Name {
            return;
        }
        self.columns.update(|columns| *columns = column.toggled(std::mem::take(columns)));
        let words = self.columns.with_untracked(|columns| SpanColumn::list_words(columns));
        storage::write(STORED_COLUMNS, &words);
    }
}

fn sort_of(words: &str) -> (SpanColumn, bool) {
    let (words, is_descending) = match words.strip_prefix(DESCENDING) {
        Some(words) => (words, true),
        None => (words, false),
    };
    match SpanColumn::from_words(words) {
        Some(column) => (column, is_descending),
        None => (SpanColumn::Start, false),
    }
}

fn stored_columns() -> Vec<SpanColumn> {
    let stored = storage::read(STORED_COLUMNS).unwrap_or_default();
    let columns = SpanColumn::list_from_words(&stored);
    if columns.contains(&SpanColumn::Name) { columns } else { usual_columns() }
}

fn usual_columns() -> Vec<SpanColumn> {
    vec![
        SpanColumn::Service,
        SpanColumn::Name,
        SpanColumn::Kind,
        SpanColumn::Status,
        SpanColumn::Start,
        SpanColumn::Duration,
        SpanColumn::SelfTime,
        SpanColumn::Critical,
        SpanColumn::Percentile,
    ]
}
