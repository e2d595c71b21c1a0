//! The columns: their widths, their heads that sort.
//!
//! Invariant: figures stand at the right. Absent: what rows say in them.

use leptos::prelude::*;

use crate::engine::SpanColumn;
use crate::state::SpansTableState;
use crate::views::span_columns::{explanation, is_figure, title};

/// As `grid-template-columns`.
pub(super) fn template(columns: &[SpanColumn]) -> String {
    let width = |column: &SpanColumn| match column {
        SpanColumn::Service => "minmax(110px, 1.1fr)",
        SpanColumn::Name => "minmax(170px, 2.4fr)",
        SpanColumn::Attribute(_) => "minmax(130px, 1.2fr)",
        SpanColumn::Kind => "86px",
        SpanColumn::Status => "70px",
        _ => "96px",
    };
    columns.iter().map(width).collect::<Vec<_>>().join(" ")
}

pub(super) fn head(table: SpansTableState) -> AnyView {
    let columns = table.columns.get();
    columns.into_iter().map(|column| head_cell(table, column)).collect_view().into_any()
}

fn head_cell(table: SpansTableState, column: SpanColumn) -> impl IntoView {
    let own = column.clone();
    let sorted = Memo::new(move |_| {
        table.sort.with(|(column, is_descending)| (*column == own).then_some(*is_descending))
    });
    let word = move || sorted.get().map(|down| if down { "descending" } else { "ascending" });
    let sign = move || sorted.get().map(|down| if down { "▾" } else { "▴" });
    let (title, explanation) = (title(&column), explanation(&column));
    let is_figure = is_figure(&column);
    view! {
        <div role="columnheader" aria-sort=word class:figure=is_figure title=explanation>
            <button type="button" on:click=move |_| table.sort_by(&column)>
                <span class="untrusted">{title}</span>
                <i aria-hidden="true">{sign}</i>
            </button>
        </div>
    }
}
