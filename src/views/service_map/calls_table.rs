//! The map as a table: a row for the calls of one by another.
//!
//! Invariant: a real table with heads that sort; names and rows select as in the drawing. Absent: more
//! rows than a page carries well; the rest is told.

use std::cmp::Ordering;

use leptos::prelude::*;

use super::words::{self, name_of};
use crate::engine::{GraphEdge, ServiceGraph};
use crate::format;
use crate::layout::service_map::MapItem;
use crate::order;
use crate::state::{MapPicture, ShownMap};

const MOST_ROWS: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    From,
    To,
    Calls,
    Errors,
    P50,
    P95,
}

impl Column {
    const ALL: [(Column, &'static str); 6] = [
        (Column::From, "From"),
        (Column::To, "To"),
        (Column::Calls, "Calls"),
        (Column::Errors, "Errors"),
        (Column::P50, "p50"),
        (Column::P95, "p95"),
    ];

    fn is_text(self) -> bool {
        matches!(self, Column::From | Column::To)
    }

    fn compare(self, graph: &ServiceGraph, a: &GraphEdge, b: &GraphEdge) -> Ordering {
        let name = |node: u32| &graph.nodes[node as usize].name;
        match self {
            Column::From => name(a.from).cmp(name(b.from)),
            Column::To => name(a.to).cmp(name(b.to)),
            Column::Calls => a.figures.calls.cmp(&b.figures.calls),
            Column::Errors => a.figures.error_ratio().total_cmp(&b.figures.error_ratio()),
            Column::P50 => a.figures.p50_nanos.cmp(&b.figures.p50_nanos),
            Column::P95 => a.figures.p95_nanos.cmp(&b.figures.p95_nanos),
        }
    }
}

#[component]
pub(super) fn CallsTable(picture: MapPicture) -> impl IntoView {
    let sort = RwSignal::new((Column::Calls, true));
    let head = |(column, title): (Column, &'static str)| {
        let word = move || {
            let (sorted, is_descending) = sort.get();
            (sorted == column).then_some(if is_descending { "descending" } else { "ascending" })
        };
        let sign = move || match word() {
            Some("descending") => "▾",
            Some(_) => "▴",
            None => "",
        };
        let click = move |_| {
            sort.update(|(sorted, is_descending)| {
                *is_descending =
                    if *sorted == column { !*is_descending } else { !column.is_text() };
                *sorted = column;
            });
        };
        view! {
            <th scope="col" aria-sort=word>
                <button type="button" on:click=click>{title}<i aria-hidden="true">{sign}</i></button>
            </th>
        }
    };
    view! {
        <div class="map-table">
            <table>
                <caption class="visually-hidden">"Who calls whom"</caption>
                <thead><tr>{Column::ALL.map(head).collect_view()}</tr></thead>
                <tbody>{move || rows(picture, &picture.shown.get(), sort.get())}</tbody>
            </table>
        </div>
    }
}

fn rows(picture: MapPicture, shown: &ShownMap, sort: (Column, bool)) -> AnyView {
    let (column, is_descending) = sort;
    let graph = &shown.graph;
    let mut order: Vec<u32> = (0..graph.edges.len() as u32).collect();
    order::sort_places(&mut order, |a, b| {
        let compared = column.compare(graph, &graph.edges[a as usize], &graph.edges[b as usize]);
        if is_descending { compared.reverse() } else { compared }
    });
    let count = order.len();
    let rest = (count > MOST_ROWS).then(|| {
        let text = format!("and {} more", format::count((count - MOST_ROWS) as u64));
        view! { <tr><td colspan="6">{text}</td></tr> }
    });
    let all = order.into_iter().take(MOST_ROWS).map(|place| row(picture, shown, place));
    view! { {all.collect_view()}{rest} }.into_any()
}

fn row(picture: MapPicture, shown: &ShownMap, place: u32) -> impl IntoView + use<> {
    let edge = &shown.graph.edges[place as usize];
    let item = MapItem::Edge(place);
    let figures = edge.figures;
    let failed = words::has_failed(&figures);
    let end = |node: u32| {
        let own = &shown.graph.nodes[node as usize];
        let is_selected = move || picture.selected.get() == Some(MapItem::Node(node));
        let tag = words::tag_of(own).map(|tag| view! { <i>{tag}</i> });
        view! {
            <button
                type="button"
                class="map-link untrusted"
                aria-pressed=move || is_selected().to_string()
                on:click=move |_| picture.go_to(node)
            >
                {name_of(own)}
            </button>
            {tag}
        }
    };
    let change = shown.change(item).and_then(words::short_change);
    let label = format!("Calls from {}", words::ends_of(&shown.graph, edge));
    let is_selected = move || picture.selected.get() == Some(item);
    view! {
        <tr class:selected=is_selected>
            <th scope="row">{end(edge.from)}</th>
            <td class="text">{end(edge.to)}{change.map(|change| view! { <i>{change}</i> })}</td>
            <td>
                <button
                    type="button"
                    class="map-link"
                    aria-label=format!("{label}: {}", words::calls(figures.calls))
                    aria-pressed=move || is_selected().to_string()
                    on:click=move |_| picture.select(Some(item))
                >
                    {format::count(figures.calls)}
                </button>
            </td>
            <td class:error-text=failed>{words::errors(&figures)}</td>
            <td>{words::duration(figures.p50_nanos)}</td>
            <td>{words::duration(figures.p95_nanos)}</td>
        </tr>
    }
}
