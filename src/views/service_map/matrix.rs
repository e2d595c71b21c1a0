//! The map as a matrix: callers down, callees across.
//!
//! Invariant: a real table, whose cells are buttons that select; strength says how many calls, a cross
//! that some fail. Absent: more nodes than a page carries well; the rest is told.

use leptos::prelude::*;

use super::words::{self, name_of};
use crate::format;
use crate::layout::service_map::MapItem;
use crate::state::{MapPicture, ShownMap};

/// In each direction.
const MOST_NODES: usize = 60;

#[component]
pub(super) fn Matrix(picture: MapPicture) -> impl IntoView {
    view! { <div class="map-matrix">{move || matrix(picture, &picture.shown.get())}</div> }
}

fn matrix(picture: MapPicture, shown: &ShownMap) -> AnyView {
    let graph = &shown.graph;
    let mut nodes: Vec<u32> = (0..graph.nodes.len() as u32).collect();
    let left_out = nodes.len().saturating_sub(MOST_NODES);
    if left_out > 0 {
        let calls = |node: u32| graph.nodes[node as usize].figures.calls;
        crate::order::sort_by_key(&mut nodes, |&node| std::cmp::Reverse(calls(node)));
        nodes.truncate(MOST_NODES);
        crate::order::sort(&mut nodes);
    }
    let has_edge = |node: u32, is_caller: bool| {
        graph.edges.iter().any(|edge| if is_caller { edge.from == node } else { edge.to == node })
    };
    let callers: Vec<u32> = nodes.iter().copied().filter(|&node| has_edge(node, true)).collect();
    let callees: Vec<u32> = nodes.iter().copied().filter(|&node| has_edge(node, false)).collect();
    let most = graph.edges.iter().map(|edge| edge.figures.calls).max().unwrap_or(1).max(1);
    let head = callees.iter().map(|&node| {
        let name = name_of(&graph.nodes[node as usize]);
        view! {
            <th scope="col">
                <button type="button" class="untrusted" title=name.clone() on:click=move |_| picture.go_to(node)>{name.clone()}</button>
            </th>
        }
    });
    let rows = callers.iter().map(|&from| {
        let name = name_of(&graph.nodes[from as usize]);
        let cells = callees.iter().map(|&to| cell(picture, shown, from, to, most));
        view! {
            <tr>
                <th scope="row">
                    <button type="button" class="untrusted" title=name.clone() on:click=move |_| picture.go_to(from)>{name.clone()}</button>
                </th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rest = (left_out > 0).then(|| {
        format!(
            "The {MOST_NODES} most called of {} nodes are shown. Filter or focus to see others.",
            format::count(graph.nodes.len() as u64)
        )
    });
    view! {
        {rest.map(|rest| view! { <p>{rest}</p> })}
        <table>
            <caption class="visually-hidden">"Calls by caller and callee"</caption>
            <thead><tr><td>"from ↓ to →"</td>{head.collect_view()}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn cell(picture: MapPicture, shown: &ShownMap, from: u32, to: u32, most: u64) -> AnyView {
    let Some(place) = shown.graph.edge_place(from, to) else {
        return view! { <td></td> }.into_any();
    };
    let edge = &shown.graph.edges[place];
    let failed = words::has_failed(&edge.figures);
    let share = (edge.figures.calls as f64 / most as f64).sqrt();
    let style = format!("--share:{:.0}%", 12.0 + share * 60.0);
    let item = MapItem::Edge(place as u32);
    let label = format!(
        "{}: {}{}",
        words::ends_of(&shown.graph, edge),
        words::calls(edge.figures.calls),
        if failed { format!(", {} failed", words::errors(&edge.figures)) } else { String::new() }
    );
    let is_selected = move || picture.selected.get() == Some(item);
    view! {
        <td class:failing=failed style=style>
            <button
                type="button"
                title=label.clone()
                aria-label=label
                aria-pressed=move || is_selected().to_string()
                on:click=move |_| picture.select(Some(item))
            >
                {if failed { "✕" } else { "" }}
                {short_count(edge.figures.calls)}
            </button>
        </td>
    }
    .into_any()
}

/// `950`, `14k`, `2M`: a cell is small, and its title says all.
fn short_count(calls: u64) -> String {
    match calls {
        0..1_000 => calls.to_string(),
        1_000..1_000_000 => format!("{}k", calls / 1_000),
        _ => format!("{}M", calls / 1_000_000),
    }
}
