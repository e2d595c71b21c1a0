//! The groups as a table.
//!
//! Invariant: a real table with heads that sort, so that a screen reader can walk it. Absent:
//! more rows than a page carries well; the rest is told.

use leptos::prelude::*;

use super::StatisticsState;
use super::columns::{Column, Order, name_texts};
use crate::engine::{Figures, GroupName, GroupRow, StatisticsTable};
use crate::format;
use crate::scene::ServiceColor;
use crate::views::service_mark::ServiceMark;

/// Rows that the page draws.
const MOST_ROWS: usize = 300;

#[component]
pub(super) fn GroupTable(local: StatisticsState) -> impl IntoView {
    view! {
        <table>
            <thead>
                <tr>
                    <Head local column=None/>
                    {Column::ALL.map(|column| view! { <Head local column=Some(column)/> }).collect_view()}
                </tr>
            </thead>
            {move || {
                let table = local.table.get()?;
                Some(body(local, &table, local.order.get()))
            }}
        </table>
    }
}

#[component]
fn Head(local: StatisticsState, column: Option<Column>) -> impl IntoView {
    let title = column.map_or("Group", Column::title);
    let sign = move || match local.order.get().sort_word(column) {
        Some("descending") => "▾",
        Some(_) => "▴",
        None => "",
    };
    view! {
        <th scope="col" aria-sort=move || local.order.get().sort_word(column) title=column.map(Column::explanation)>
            <button type="button" on:click=move |_| local.order.update(|order| *order = order.after_click(column))>
                {title}<i aria-hidden="true">{sign}</i>
            </button>
        </th>
    }
}

fn body(local: StatisticsState, table: &StatisticsTable, order: Order) -> impl IntoView + use<> {
    let mut rows = Vec::new();
    for group in order.sorted(&table.groups).into_iter().take(MOST_ROWS) {
        rows.push(row(local, group, &table.whole, false));
        rows.extend(
            order.sorted(&group.parts).into_iter().map(|part| row(local, part, &table.whole, true)),
        );
    }
    let left_out = table.total_groups as usize - table.groups.len().min(MOST_ROWS);
    let rest = (left_out > 0).then(|| {
        let text =
            format!("and {} more groups, each with less self time", format::count(left_out as u64));
        view! { <tr class="rest"><td colspan="12">{text}</td></tr> }
    });
    view! { <tbody>{rows}{rest}</tbody> }
}

fn row(local: StatisticsState, group: &GroupRow, whole: &Figures, is_part: bool) -> AnyView {
    let (service, text) = name_texts(&group.name);
    let mark = service_of(&group.name).map(|name| {
        view! { <ServiceMark color=color_of(local, name)/> }
    });
    let cells = Column::ALL.map(|column| {
        let is_error = column == Column::Errors && group.figures.errors > 0;
        view! { <td class:error-text=is_error>{column.text(&group.figures, whole)}</td> }
    });
    let places = group.places;
    let is_chosen = move || {
        local.chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.places == places))
    };
    let chosen = group.clone();
    let choose = move |_| {
        let chosen = (!is_chosen()).then(|| chosen.clone());
        local.chosen.set(chosen);
    };
    view! {
        <tr class:part=is_part class:selected=is_chosen on:click=choose.clone()>
            <th scope="row">
                <button type="button" aria-pressed=move || is_chosen().to_string()>
                    {mark}
                    {service.map(|service| view! { <b class="untrusted">{service}</b> })}
                    <span class="untrusted">{text}</span>
                </button>
            </th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

fn service_of(name: &GroupName) -> Option<&str> {
    match name {
        GroupName::Service(service) | GroupName::Operation { service, .. } => Some(service),
        _ => None,
    }
}

fn color_of(local: StatisticsState, service: &str) -> Option<ServiceColor> {
    let place = local.state.summary.with_untracked(|summary| {
        summary.as_ref()?.services.iter().position(|one| one.name == service)
    })?;
    local.state.colors.with_untracked(|colors| colors.get(place).copied())
}
