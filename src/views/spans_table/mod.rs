//! All spans, or those that the filter lets through, as a table.
//!
//! Invariant: the selection is the waterfall's; a row is chosen by its span, so that another
//! order keeps it. Absent: sorting (see `analysis`) and scrolling (see `widgets`).

mod cells;
mod columns;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::engine::SpanColumn;
use crate::format;
use crate::layout::Align;
use crate::state::{SpansTableState, TraceState};
use crate::views::span_columns::{ColumnMenu, Columns};
use crate::widgets::{ListScroll, VirtualList};

#[component]
pub fn SpansTable(state: TraceState) -> impl IntoView {
    let scroll = ListScroll::new();
    let table = SpansTableState::new(state, Signal::derive(move || scroll.visible()));
    follow(table, scroll);
    let columns = Columns {
        chosen: Memo::new(move |_| table.columns.get()),
        fixed: &[SpanColumn::Name],
        hidden: &[],
        toggle: Callback::new(move |column| table.toggle_column(&column)),
    };
    let count = move || count_text(table);
    let template = move || table.columns.with(|all| columns::template(all));
    let key_of = move |number: u32| table.rows.with_row(number, |row| row.key);
    let is_selected = move |number: u32| {
        let selected = state.selected.get();
        selected.is_some() && key_of(number) == selected
    };
    // A row far away is chosen as soon as it has come.
    let awaited = RwSignal::new(None::<u32>);
    effect(move || {
        let Some(number) = awaited.get() else { return };
        if let Some(key) = key_of(number) {
            awaited.set(None);
            state.go_to(key);
        }
    });
    let choose = move |number: u32| {
        scroll.cursor.set(Some(number));
        awaited.set(Some(number));
    };
    view! {
        <section class="spans-table" aria-label="Spans">
            <div class="list-tools">
                <span class="list-count" role="status">{count}</span>
                <ColumnMenu state columns/>
            </div>
            <VirtualList
                scroll
                label="Spans"
                name="span"
                columns=Signal::derive(move || table.columns.with(Vec::len))
                template=Signal::derive(template)
                head=move || columns::head(table)
                row=move |number| cells::cells(table, number)
                is_selected=is_selected
                choose=choose
                open=move |()| state.inspector_open.set(true)
            />
        </section>
    }
}

/// The list has as many rows as the engine says, and shows the selection in a new order.
fn follow(table: SpansTableState, scroll: ListScroll) {
    effect(move || {
        let total = table.rows.total().unwrap_or(0);
        if scroll.total.get_untracked() != total {
            scroll.total.set(total);
        }
    });
    effect(move || {
        let found = table.found.get();
        scroll.cursor.set(found);
        match found {
            Some(row) => scroll.show(row, Align::Nearest),
            None => scroll.to_top(),
        }
    });
}

fn count_text(table: SpansTableState) -> String {
    let Some(total) = table.rows.total() else { return "Sorting…".to_owned() };
    let shown = format::count(u64::from(total));
    if !table.trace.is_filtered() {
        return format!("{shown} spans");
    }
    let all = table.trace.summary.with(|it| it.as_ref().map_or(0, |it| it.listing.spans));
    let all = format::count(u64::from(all));
    match total {
        0 => format!("None of {all} spans is let through by the filter; change or empty it."),
        _ => format!("{shown} of {all} spans, those that the filter lets through"),
    }
}
