//! What stands where there is no map: why, and what to do.
//!
//! Invariant: every empty state has a way on. Absent: faults.

use leptos::prelude::*;

use super::source::from_traces;
use crate::route::{self, MapSource, Route};
use crate::state::{AppState, MapStatus};

#[component]
pub(super) fn Nothing() -> impl IntoView {
    let app = AppState::get();
    let is_idle = move || app.map.status.get() == MapStatus::Idle;
    let source = Memo::new(move |_| app.map.link.with(|link| link.source));
    let has_service = move || app.map.link.with(|link| !link.service.is_empty());
    let traces = move || {
        view! {
            <button type="button" class="button primary" on:click=move |_| from_traces(app)>
                "Make the map from traces"
            </button>
        }
    };
    let words = move || {
        match source.get() {
        MapSource::Server => view! {
            <p>
                "This server has counted no calls between services in this time. Some storages count only when a job runs; the traces themselves may tell more."
            </p>
            {traces()}
        }
        .into_any(),
        MapSource::Search if !has_service() => view! {
            <p>"Choose a service above: the map is made of the traces that a search for it brings."</p>
        }
        .into_any(),
        MapSource::Search => view! {
            <p>"No traces of this service were found in this time. Try a longer time or another service."</p>
        }
        .into_any(),
        MapSource::Open => view! {
            <p>"No trace is open. Open files, or traces of a server, and the map of all of them is here."</p>
            <a class="button primary" href=route::print(&Route::Start)>"Open traces"</a>
        }
        .into_any(),
    }
    };
    view! { <Show when=is_idle><div class="map-nothing">{words()}</div></Show> }
}
