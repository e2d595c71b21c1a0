//! The operations as a table whose rows open to their calls.
//!
//! Invariant: a real table with heads that sort; a row's own button says whether it is open.
//! Absent: more rows than the engine tells, which is said.

use leptos::prelude::*;

use super::PathState;
use super::calls::Calls;
use super::columns::{Column, Order};
use crate::engine::{OperationRow, PathTable};
use crate::format;
use crate::views::operation_name::OperationName;

/// Rows that the page draws.
const MOST_ROWS: usize = 300;

#[component]
pub(super) fn OperationTable(local: PathState) -> impl IntoView {
    view! {
        <table>
            <thead>
                <tr>{Column::ALL.map(|column| view! { <Head local column/> }).collect_view()}</tr>
            </thead>
            {move || {
                let table = local.table.get()?;
                Some(body(local, &table, local.order.get()))
            }}
        </table>
    }
}

#[component]
fn Head(local: PathState, column: Column) -> impl IntoView {
    let sign = move || match local.order.get().sort_word(column) {
        Some("descending") => "▾",
        Some(_) => "▴",
        None => "",
    };
    view! {
        <th
            scope="col"
            aria-sort=move || local.order.get().sort_word(column)
            title=column.explanation()
        >
            <button
                type="button"
                on:click=move |_| local.order.update(|order| *order = order.after_click(column))
            >
                {column.title()}<i aria-hidden="true">{sign}</i>
            </button>
        </th>
    }
}

fn body(local: PathState, table: &PathTable, order: Order) -> impl IntoView + use<> {
    let places = order.sorted(&table.rows);
    let shown = places.len().min(MOST_ROWS);
    let rows =
        places.into_iter().take(MOST_ROWS).map(|place| row(local, place, &table.rows[place]));
    let left_out = table.total_rows as usize - shown;
    let rest = (left_out > 0).then(|| {
        let text = format!("and {} more operations", format::count(left_out as u64));
        view! { <tr class="rest"><td colspan="6">{text}</td></tr> }
    });
    view! { <tbody>{rows.collect_view()}{rest}</tbody> }
}

fn row(local: PathState, place: usize, row: &OperationRow) -> AnyView {
    let is_open = Memo::new(move |_| local.opened.get() == Some(place));
    let toggle = move |_| local.opened.set((!is_open.get_untracked()).then_some(place));
    let cells = Column::ALL.into_iter().skip(1).map(|column| {
        let share = (column == Column::Share && row.nanos > 0).then(|| {
            let style = format!("width:{:.2}%", row.share * 100.0);
            view! { <i class="share-bar" style=style aria-hidden="true"></i> }
        });
        view! { <td>{share}{column.text(row)}</td> }
    });
    // The number of calls has a column.
    let operation = OperationRow { calls: 0, ..row.clone() };
    view! {
        <tr class:selected=move || is_open.get() class:passed-by=row.calls == 0 on:click=toggle>
            <th scope="row">
                <button type="button" aria-expanded=move || is_open.get().to_string()>
                    <i class="open-sign" aria-hidden="true">
                        {move || if is_open.get() { "▾" } else { "▸" }}
                    </i>
                    <OperationName state=local.state operation/>
                </button>
            </th>
            {cells.collect_view()}
        </tr>
        {move || is_open.get().then(|| view! { <Calls state=local.state row=place/> })}
    }
    .into_any()
}
