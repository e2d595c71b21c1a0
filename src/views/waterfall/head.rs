//! The head above names and columns, with a line before each column that makes it wider.
//!
//! Invariant: a column is as wide here as in the rows: both are laid out by `--cells`. Absent:
//! sorting; rows are in the order of the tree.

use leptos::prelude::*;

use crate::engine::SpanColumn;
use crate::state::TraceState;
use crate::views::span_columns::{explanation, is_figure, title};
use crate::widgets::Splitter;

/// As `grid-template-columns`: names take what columns leave, and keep a little of it.
pub(super) fn cells_template(state: TraceState) -> String {
    let columns = state.row_columns.chosen.get();
    let widths =
        columns.iter().map(|column| format!(" minmax(0,{}px)", state.row_columns.width_px(column)));
    format!("minmax(90px,1fr){}", widths.collect::<String>())
}

#[component]
pub(super) fn Head(state: TraceState) -> impl IntoView {
    let columns = move || {
        let chosen = state.row_columns.chosen.get();
        chosen.into_iter().map(|column| head_cell(state, column)).collect_view()
    };
    view! {
        <div class="wf-head">
            <span>"Span"</span>
            {columns}
        </div>
    }
}

fn head_cell(state: TraceState, column: SpanColumn) -> impl IntoView {
    let name = title(&column);
    let about = explanation(&column);
    let label = format!("Width of {name}");
    let own = column.clone();
    let width_px = Signal::derive(move || state.row_columns.width_px(&own));
    let is_figure = is_figure(&column);
    let set_width = Callback::new(move |px: f64| state.set_column_width(&column, px));
    view! {
        <div class:figure=is_figure title=about>
            <Splitter class="wf-handle" label width_px set_width is_of_right=true/>
            <span class="untrusted">{name}</span>
        </div>
    }
}
