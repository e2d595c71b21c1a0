//! What is selected in figures: a node with its operations, callers and callees, or the calls
//! between two.
//!
//! Invariant: every row leads somewhere: to a node, to calls, to traces; the focus never falls out of
//! it: it goes on to the next heading, or back to the drawing. Absent: computing.

use leptos::prelude::*;

use super::words::{self, name_of};
use crate::browser::events;
use crate::engine::{CallFigures, GraphNode, NodeKind, ServiceGraph, TraceListing};
use crate::format;
use crate::layout::service_map::MapItem;
use crate::route::{self, Route, TraceSource, ViewState};
use crate::scene::ServiceColor;
use crate::state::{AppState, MapKeys, MapPicture, MapSearch, ShownMap, traces_of_service};
use crate::views::service_mark::ServiceMark;

/// Rows of a list that are on the page.
const MOST_ROWS: usize = 50;

const PANEL: &str = "map-panel";
pub(super) const PANEL_TITLE: &str = "map-panel-title";
/// Where one is outside of the panel: the drawing, or what is selected in a table.
const OUTSIDE: &str = "#map-drawing, .map-view [aria-pressed=true]";

#[component]
pub(super) fn Panel(picture: MapPicture) -> impl IntoView {
    let before = StoredValue::new(None::<MapKeys>);
    let content = move || {
        let shown = picture.shown.get();
        let selected = picture.selected.get();
        keep_focus(before, selected.and_then(|item| shown.keys(item)));
        match selected? {
            MapItem::Node(node) => Some(node_panel(picture, &shown, node)),
            MapItem::Edge(edge) => Some(edge_panel(picture, &shown, edge as usize)),
        }
    };
    let keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close(picture);
        }
    };
    view! {
        <aside
            class="map-panel"
            id=PANEL
            aria-label="Selection"
            hidden=move || picture.selected.with(Option::is_none)
            on:keydown=keydown
        >
            {content}
        </aside>
    }
}

/// What had the focus may be gone once something else is in the panel, or nothing.
fn keep_focus(before: StoredValue<Option<MapKeys>>, keys: Option<MapKeys>) {
    if events::is_focus_within(PANEL) {
        let is_other = before.with_value(|before| *before != keys);
        let is_open = keys.is_some();
        request_animation_frame(move || match is_open {
            true if is_other || !events::is_focus_within(PANEL) => events::focus(PANEL_TITLE),
            true => {}
            false => events::focus_first("#map-drawing, .map-view button"),
        });
    }
    before.set_value(keys);
}

fn close(picture: MapPicture) {
    // While it still is selected.
    events::focus_first(OUTSIDE);
    picture.select(None);
}

#[component]
fn Close(picture: MapPicture) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" aria-label="Close" on:click=move |_| close(picture)>"✕"</button>
    }
}

fn mark_of(node: &GraphNode) -> Option<ServiceColor> {
    (node.kind == NodeKind::Service).then(|| ServiceColor::of(&node.name))
}

fn node_panel(picture: MapPicture, shown: &ShownMap, place: u32) -> AnyView {
    let graph = &shown.graph;
    let Some(node) = graph.nodes.get(place as usize) else { return ().into_any() };
    let callers = rows(graph, |edge| (edge.1 == place).then_some(edge.0));
    let callees = rows(graph, |edge| (edge.0 == place).then_some(edge.1));
    let mut facts = words::kind_of(node);
    if node.versions > 1 {
        facts += &format!(" · {} versions", node.versions);
    }
    facts += &format!(" · called by {}, calls {}", callers.len(), callees.len());
    if node.is_in_cycle {
        facts += " · in a circle of calls";
    }
    view! {
        <header>
            <h2 id=PANEL_TITLE tabindex="-1"><ServiceMark color=mark_of(node)/><span class="untrusted">{name_of(node)}</span></h2>
            <Close picture/>
            <p class="untrusted">{facts}</p>
            {change(shown, MapItem::Node(place))}
        </header>
        {figures(&node.figures)}
        <div class="map-actions">
            {actions(picture, node, place)}
        </div>
        {operations(node)}
        {others(picture, shown, "Called by", callers)}
        {others(picture, shown, "Calls", callees)}
    }
    .into_any()
}

/// Since the other map, if there is one.
fn change(shown: &ShownMap, item: MapItem) -> Option<AnyView> {
    let words = shown.change(item).and_then(words::change_words)?;
    Some(view! { <p class="map-change">{words}</p> }.into_any())
}

fn figures(figures: &CallFigures) -> impl IntoView + use<> {
    let failed = words::has_failed(figures);
    let merged = words::is_merged(figures).then(|| {
        view! {
            <p class="map-note">"Several are drawn as one: how long all of their calls took together is not known."</p>
        }
    });
    view! {
        <dl class="map-figures">
            <div><dt>"Calls"</dt><dd>{format::count(figures.calls)}</dd></div>
            <div><dt>"Errors"</dt><dd class:error-text=failed>{words::errors(figures)}</dd></div>
            <div><dt>"p50"</dt><dd>{words::duration(figures.p50_nanos)}</dd></div>
            <div><dt>"p95"</dt><dd>{words::duration(figures.p95_nanos)}</dd></div>
        </dl>
        {merged}
    }
}

/// The search for traces through services, or why there is none.
fn searches(picture: MapPicture, nodes: &[&GraphNode], class: &'static str) -> AnyView {
    let search = picture.graph.with_untracked(|graph| Some(graph.as_ref()?.search.clone()));
    let mut named = nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Service && !node.name.is_empty())
        .peekable();
    if named.peek().is_none() {
        return ().into_any();
    }
    let Some(MapSearch::At { base, window_millis }) = search else {
        return view! {
            <p class="map-note">"This trace was not fetched from a server, so there is none to search for more like it."</p>
        }
        .into_any();
    };
    let link = |node: &&GraphNode| {
        let href = route::print(&traces_of_service(&base, &node.name, window_millis));
        view! { <a class=class href=href>{format!("Traces through {}", name_of(node))}</a> }
    };
    named.map(link).collect_view().into_any()
}

fn actions(picture: MapPicture, node: &GraphNode, place: u32) -> impl IntoView + use<> {
    let key = node.key();
    let search = searches(picture, &[node], "button primary untrusted");
    let is_focus = {
        let key = key.clone();
        move || picture.look.with(|look| look.focus == key)
    };
    let toggle_focus = {
        let key = key.clone();
        move |_| {
            picture.change(|look| {
                look.focus = if look.focus == key { String::new() } else { key.clone() };
            })
        }
    };
    let expand = (node.kind == NodeKind::Group).then(|| {
        let name = node.name.clone();
        let open = move |_| picture.change(|look| look.open_groups.push(name.clone()));
        view! { <button type="button" class="button" on:click=open>"Show its services"</button> }
    });
    view! {
        {search}
        {expand}
        <button type="button" class="button" aria-pressed=move || is_focus().to_string() on:click=toggle_focus>"Focus"</button>
        <button type="button" class="button" aria-pressed=move || picture.is_pinned(place).to_string() on:click=move |_| picture.toggle_pin(place)>"Pin"</button>
    }
}

fn operations(node: &GraphNode) -> Option<AnyView> {
    let count = node.operations.len();
    (count > 0).then(|| {
        let rows = node.operations.iter().take(MOST_ROWS).map(|one| {
            let name = match one.name.as_str() {
                "" => "(no name)".to_owned(),
                name => format::visible_text(name),
            };
            view! { <tr><th scope="row" class="untrusted">{name}</th>{cells(&one.figures)}</tr> }
        });
        view! {
            <section>
                <h3>"Operations "<i>{format::count(count as u64)}</i></h3>
                <table>
                    <thead>
                        <tr><th scope="col">"operation"</th><th scope="col">"calls"</th><th scope="col">"errors"</th><th scope="col">"p95"</th></tr>
                    </thead>
                    <tbody>{rows.collect_view()}{rest(count)}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

fn cells(figures: &CallFigures) -> impl IntoView + use<> {
    let failed = words::has_failed(figures);
    view! {
        <td>{format::count(figures.calls)}</td>
        <td class:error-text=failed>{words::errors(figures)}</td>
        <td>{words::duration(figures.p95_nanos)}</td>
    }
}

fn rest(count: usize) -> Option<AnyView> {
    let left_out = count.checked_sub(MOST_ROWS).filter(|&left_out| left_out > 0)?;
    let text = format!("and {} more", format::count(left_out as u64));
    Some(view! { <tr><td colspan="4">{text}</td></tr> }.into_any())
}

/// A node's neighbours one way, with the edge to each: the most calls first.
fn rows(graph: &ServiceGraph, other: impl Fn((u32, u32)) -> Option<u32>) -> Vec<(u32, u32)> {
    let edges = graph.edges.iter().zip(0..);
    let mut rows: Vec<(u32, u32)> =
        edges.filter_map(|(edge, place)| Some((other((edge.from, edge.to))?, place))).collect();
    let calls = |row: &(u32, u32)| graph.edges[row.1 as usize].figures.calls;
    crate::order::sort_by_key(&mut rows, |row| std::cmp::Reverse(calls(row)));
    rows
}

fn others(
    picture: MapPicture,
    shown: &ShownMap,
    title: &'static str,
    all: Vec<(u32, u32)>,
) -> Option<AnyView> {
    let count = all.len();
    (count > 0).then(|| {
        let row = |&(node, edge): &(u32, u32)| {
            let (other, figures) =
                (&shown.graph.nodes[node as usize], &shown.graph.edges[edge as usize].figures);
            let tag = words::tag_of(other).map(|tag| view! { <i>{tag}</i> });
            view! {
                <tr>
                    <th scope="row">
                        <button type="button" class="map-link untrusted" on:click=move |_| picture.go_to(node)>
                            {name_of(other)}
                        </button>
                        {tag}
                        <button
                            type="button"
                            class="map-link"
                            aria-label=format!("The calls, {} {}", title.to_lowercase(), name_of(other))
                            title="Look at these calls"
                            on:click=move |_| picture.select(Some(MapItem::Edge(edge)))
                        >
                            "↗"
                        </button>
                    </th>
                    {cells(figures)}
                </tr>
            }
        };
        view! {
            <section>
                <h3>{title}" "<i>{format::count(count as u64)}</i></h3>
                <table><tbody>{all.iter().take(MOST_ROWS).map(row).collect_view()}{rest(count)}</tbody></table>
            </section>
        }
        .into_any()
    })
}

fn edge_panel(picture: MapPicture, shown: &ShownMap, place: usize) -> AnyView {
    let graph = &shown.graph;
    let Some(edge) = graph.edges.get(place) else { return ().into_any() };
    let (from, to) = (edge.from, edge.to);
    let node = |at: u32| &graph.nodes[at as usize];
    let end = |at: u32| {
        view! {
            <button type="button" class="map-link untrusted" on:click=move |_| picture.go_to(at)>{name_of(node(at))}</button>
        }
    };
    let traces: Vec<TraceListing> = picture.graph.with_untracked(|whole| {
        let all = whole.as_ref().map(|whole| &whole.traces);
        let of_edge = edge.traces.iter().filter_map(|&at| all?.get(at as usize));
        of_edge.cloned().collect()
    });
    view! {
        <header>
            <h2 id=PANEL_TITLE tabindex="-1">{end(from)}<span aria-label="to">" → "</span>{end(to)}</h2>
            <Close picture/>
            <p>{if edge.is_in_cycle { "calls · part of a circle of calls" } else { "calls" }}</p>
            {change(shown, MapItem::Edge(place as u32))}
        </header>
        {figures(&edge.figures)}
        {through(picture, traces, [node(from), node(to)])}
    }
    .into_any()
}

/// The traces with these calls, or else a search for some.
fn through(picture: MapPicture, traces: Vec<TraceListing>, ends: [&GraphNode; 2]) -> AnyView {
    let app = AppState::get();
    if traces.is_empty() {
        let links = searches(picture, &ends, "button untrusted");
        return view! { <div class="map-actions">{links}</div> }.into_any();
    }
    let search = picture.graph.with_untracked(|graph| Some(graph.as_ref()?.search.clone()));
    let base = match search {
        Some(MapSearch::At { base, .. }) => base,
        _ => String::new(),
    };
    let count = traces.len();
    let rows = traces.into_iter().map(|listing| {
        let opened = app.openings.with_untracked(|all| {
            let own = all.iter().find(|one| one.id == listing.trace.opening);
            own.map(|one| one.source.clone())
        });
        let trace_id = listing.trace.trace_id;
        let of_server =
            || TraceSource::Endpoint { base: base.clone(), trace_id, is_raw: false };
        let view = ViewState { trace_id: Some(trace_id), ..ViewState::default() };
        let route = Route::Trace { source: opened.unwrap_or_else(of_server), view };
        let title = format!("{} {}", listing.root_service, listing.root_name);
        view! {
            <tr>
                <th scope="row"><a class="untrusted" href=route::print(&route)>{format::visible_text(&title)}</a></th>
                <td>{format::duration(listing.duration_nanos)}</td>
            </tr>
        }
    });
    view! {
        <section>
            <h3>"Traces with these calls "<i>{format::count(count as u64)}</i></h3>
            <table><tbody>{rows.collect_view()}</tbody></table>
        </section>
    }
    .into_any()
}
