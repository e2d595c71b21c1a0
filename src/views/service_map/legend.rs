//! What signs mean, and how much is shown.
//!
//! Invariant: a sign is explained where it occurs only. Absent: colours of services, which their
//! names explain.

use leptos::prelude::*;

use super::save::Save;
use super::words;
use crate::engine::{CallFigures, EdgeChange};
use crate::format;
use crate::layout::service_map::WidthBy;
use crate::route::MapSource;
use crate::state::{AppState, MapPicture};

#[component]
pub(super) fn Legend(picture: MapPicture) -> impl IntoView {
    let has_failing = move || {
        picture
            .shown
            .with(|shown| shown.graph.edges.iter().any(|it| words::has_failed(&it.figures)))
    };
    let has_cycle =
        move || picture.shown.with(|shown| shown.graph.edges.iter().any(|edge| edge.is_in_cycle));
    let is_compared = move || picture.before.with(Option::is_some);
    let is_unknown = move || {
        picture
            .shown
            .with(|shown| shown.changes.iter().any(|(change, _)| *change == EdgeChange::Unknown))
    };
    let counts = move || {
        picture.shown.with(|shown| {
            let (services, peers) = shown.graph.counts();
            let words = |count: usize, one: &str| {
                let plural = if count == 1 { "" } else { "s" };
                format!("{} {one}{plural}", format::count(count as u64))
            };
            let peers = (peers > 0).then(|| format!(", {}", words(peers, "peer")));
            let links = words(shown.graph.edges.len(), "link");
            format!("{}{} · {links}", words(services, "service"), peers.unwrap_or_default())
        })
    };
    let wide = move || match picture.look.with(|look| look.width_by) {
        WidthBy::Calls => "many calls",
        WidthBy::Errors => "many errors",
        WidthBy::P95 => "long p95",
    };
    view! {
        <div class="map-legend">
            <span><i class="map-line" aria-hidden="true"></i>{wide}</span>
            <Show when=has_failing><span><i class="map-line failing" aria-hidden="true"></i>"calls that fail"</span></Show>
            <Show when=has_cycle><span>"↻ calls in a circle"</span></Show>
            <Show when=is_compared><span>"+ new, − gone, ▲ slower, ✕ failing more"</span></Show>
            <Show when=is_unknown><span>"only one map knows errors and durations: calls are compared"</span></Show>
            <Show when=move || thin_words(picture).is_some()><span>{move || thin_words(picture)}</span></Show>
            <span class="map-counts">{counts}</span>
            <From picture/>
            <Save picture/>
        </div>
    }
}

/// What a thin line says besides little: that what widths show is not known.
fn thin_words(picture: MapPicture) -> Option<&'static str> {
    let by = picture.look.with(|look| look.width_by);
    let is_unknown = |figures: &CallFigures| match by {
        WidthBy::Calls => false,
        WidthBy::Errors => figures.errors.is_none(),
        WidthBy::P95 => figures.p95_nanos.is_none(),
    };
    let is_any =
        picture.shown.with(|shown| shown.graph.edges.iter().any(|it| is_unknown(&it.figures)));
    is_any.then_some(match by {
        WidthBy::P95 => "thin where p95 is not known",
        _ => "thin where errors are not known",
    })
}

/// What the map is made of, and comparing it.
#[component]
fn From(picture: MapPicture) -> impl IntoView {
    let app = AppState::get();
    let said = move || {
        let made = app.map.made.get()?;
        // A trace's own map is of that trace.
        if picture.graph != app.map.picture.graph {
            return None;
        }
        let traces = format::count(made.traces as u64);
        let plural = if made.traces == 1 { "" } else { "s" };
        Some(match made.link.source {
            MapSource::Server => "counted by the server: calls only".to_owned(),
            MapSource::Search if made.is_limit_reached => {
                format!("of {traces} traces, a sample: the limit was reached")
            }
            MapSource::Search => format!("of {traces} trace{plural} found"),
            MapSource::Open => format!("of {traces} trace{plural} that are open"),
        })
    };
    let is_page = picture.graph == app.map.picture.graph;
    let keep = move |_| picture.before.set(picture.graph.get_untracked());
    let compare = move || {
        match picture.before.with(Option::is_some) {
        true => view! {
            <button type="button" class="map-link" on:click=move |_| picture.before.set(None)>
                "End comparing"
            </button>
        }
        .into_any(),
        false => view! {
            <button
                type="button"
                class="map-link"
                title="Keep this map, and see what differs in the next one: another time, or other traces"
                on:click=keep
            >
                "Compare the next with this"
            </button>
        }
        .into_any(),
    }
    };
    view! {
        <span>{said}</span>
        {is_page.then_some(compare)}
    }
}
