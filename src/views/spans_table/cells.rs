//! The cells of one row.
//!
//! Invariant: as many as there are columns, in their order, whether or not the row has come.
//! Absent: the row itself.

use leptos::prelude::*;

use super::columns::is_figure;
use crate::engine::{Cell, SpanColumn, SpanTableRow};
use crate::format;
use crate::state::SpansTableState;
use crate::trace::{SpanKind, Status};
use crate::views::service_mark::ServiceMark;

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
    let text = text(column, cell);
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

fn text(column: &SpanColumn, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.is_empty() => match column {
            SpanColumn::Service => "unknown service".to_owned(),
            SpanColumn::Name => "(no name)".to_owned(),
            _ => "(empty)".to_owned(),
        },
        Cell::Text(text) | Cell::Number(text) => format::visible_text(text),
        Cell::Kind(SpanKind::Unspecified) | Cell::Status(Status::Unset) => String::new(),
        Cell::Kind(kind) => kind.name().to_owned(),
        Cell::Status(Status::Error) => "✕ error".to_owned(),
        Cell::Status(status) => status.name().to_owned(),
        Cell::Offset(nanos) => format::offset(*nanos as i64),
        // On most rows; nothing is easier to pass over.
        Cell::Nanos(0) if *column == SpanColumn::Critical => String::new(),
        Cell::Nanos(nanos) => format::duration(*nanos),
        Cell::Count(count) => format::count(u64::from(*count)),
        Cell::Percentile(thousandths) => percentile(*thousandths),
    }
}

/// `p99.5`, `p100`.
fn percentile(thousandths: u16) -> String {
    let (whole, tenths) = (thousandths / 10, thousandths % 10);
    if tenths == 0 { format!("p{whole}") } else { format!("p{whole}.{tenths}") }
}
