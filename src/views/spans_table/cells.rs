//! The cells of one row.
//!
//! Invariant: as many as there are columns, in their order, whether or not the row has come.
//! Absent: the row itself.

use leptos::prelude::*;

use crate::engine::{SpanColumn, SpanTableRow};
use crate::layout::Cell;
use crate::state::SpansTableState;
use crate::trace::Status;
use crate::views::service_mark::ServiceMark;
use crate::views::span_columns::{cell_text, is_figure};

pub(super) fn cells(table: SpansTableState, number: u32) -> AnyView {
    let columns = table.columns.get();
    let row = table.rows.with_row(number, Clone::clone);
    // An answer to a question about other columns tells nothing about these.
    let row = row.filter(|row| row.cells.len() == columns.len());
    let cells = columns.iter().enumerate().map(|(place, column)| match &row {
        Some(row) => cell(table, column, row, &row.cells[place]),
        None => view! { <div role="gridcell"></div> }.into_any(),
    });
    cells.collect_view().into_any()
}

fn cell(table: SpansTableState, column: &SpanColumn, row: &SpanTableRow, cell: &Cell) -> AnyView {
    let text = cell_text(column, cell);
    let is_figure = is_figure(column) || matches!(cell, Cell::Number(_));
    let is_failure = *cell == Cell::Status(Status::Error);
    let is_main = matches!(column, SpanColumn::Name | SpanColumn::Duration);
    let mark = (*column == SpanColumn::Service).then(|| {
        let service = row.service as usize;
        let color = table.trace.colors.with_untracked(|all| all.get(service).copied());
        view! { <ServiceMark color/> }
    });
    let title = (!is_figure && text.len() > 12).then(|| text.clone());
    view! {
        <div role="gridcell" class:figure=is_figure class:error-text=is_failure class:main=is_main title=title>
            {mark}
            <span class="untrusted">{text}</span>
        </div>
    }
    .into_any()
}
