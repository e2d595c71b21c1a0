//! The service map: a drawing of who calls whom, its twins, and a panel about what is selected.
//!
//! Invariant: every twin shows the same part of the graph and the same selection. Absent: computing
//! and places.

mod bar;
mod calls_table;
mod drawing;
mod gestures;
mod keyboard;
mod layers;
mod legend;
mod matrix;
mod panel;
mod rest;
mod save;
mod source;
mod words;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::events;
use crate::route::MapShape;
use crate::state::{AppState, MapPicture, MapStatus, TraceState};
use crate::views::asking::Asking;
use crate::views::fault_box::FaultBox;

/// The page.
#[component]
pub fn ServiceMap() -> impl IntoView {
    let app = AppState::get();
    let picture = app.map.picture;
    let openings = Memo::new(move |_| app.open_openings());
    effect(move || {
        let openings = openings.get();
        untrack(|| app.refresh_open_map(openings));
    });
    effect(move || app.remember_map_look());
    let status = move || match app.map.status.get() {
        MapStatus::Idle => ().into_any(),
        MapStatus::Cancelled => view! { <Cancelled/> }.into_any(),
        MapStatus::Asking(words) => {
            let cancel = Callback::new(move |()| {
                app.cancel_map();
                // Its own button is gone.
                request_animation_frame(|| events::focus(AGAIN));
            });
            view! { <Asking words cancel/> }.into_any()
        }
        MapStatus::Failed(fault) => view! {
            <FaultBox fault>
                <button type="button" class="button" on:click=move |_| app.retry_map()>
                    "Try again"
                </button>
                <button type="button" class="button" on:click=move |_| source::from_traces(app)>
                    "Make the map from traces"
                </button>
            </FaultBox>
        }
        .into_any(),
    };
    let has_map = move || {
        let is_there =
            picture.graph.with(|graph| graph.as_ref().is_some_and(|it| !it.graph.nodes.is_empty()));
        is_there && !matches!(app.map.status.get(), MapStatus::Failed(_))
    };
    view! {
        <main class="page service-map" aria-label="Service map">
            <h1 class="visually-hidden">"Service map"</h1>
            <bar::Bar picture>
                <source::Source/>
            </bar::Bar>
            {status}
            <Show when=has_map fallback=move || view! { <rest::Nothing/> }>
                <Body picture/>
            </Show>
        </main>
    }
}

const AGAIN: &str = "map-again";

/// That nobody waited for an answer, and the way to ask again.
#[component]
fn Cancelled() -> impl IntoView {
    let app = AppState::get();
    let words = move || match app.map.picture.graph.with(Option::is_some) {
        true => "Cancelled: this is still the map from before.",
        false => "Cancelled before there was an answer.",
    };
    view! {
        <div class="search-status">
            <span role="status">{words}</span>
            <button type="button" class="button" id=AGAIN on:click=move |_| app.retry_map()>
                "Ask again"
            </button>
        </div>
    }
}

/// One trace's own.
#[component]
pub fn TraceMap(state: TraceState) -> impl IntoView {
    let app = AppState::get();
    let picture = MapPicture::new();
    let trace = state.trace;
    follow_trace_look(state, picture);
    effect(move || {
        app.worker.get();
        app.map_trace(trace, picture);
    });
    let has_map = move || {
        picture.graph.with(|graph| graph.as_ref().is_some_and(|it| !it.graph.nodes.is_empty()))
    };
    let words = move || match picture.graph.with(Option::is_some) {
        true => "No service of this trace calls another.",
        false => "Drawing the map…",
    };
    view! {
        <div class="service-map">
            <bar::Bar picture><span></span></bar::Bar>
            <Show when=has_map fallback=move || view! { <p class="waiting" role="status">{words}</p> }>
                <Body picture/>
            </Show>
        </div>
    }
}

/// How the map is drawn is part of the trace's link, either changing the other.
fn follow_trace_look(state: TraceState, picture: MapPicture) {
    let in_link =
        Memo::new(move |_| state.look.with(|look| (look.map_shape, look.map_pins.clone())));
    effect(move || {
        let (shape, pins) = in_link.get();
        picture.change(|look| (look.shape, look.pins) = (shape, pins));
    });
    let drawn = Memo::new(move |_| picture.look.with(|look| (look.shape, look.pins.clone())));
    Effect::new(move |is_first: Option<()>| {
        let drawn = drawn.get();
        if is_first.is_some() && in_link.get_untracked() != drawn {
            state.look.update(|look| (look.map_shape, look.map_pins) = drawn);
        }
    });
}

#[component]
fn Body(picture: MapPicture) -> impl IntoView {
    let app = AppState::get();
    picture.keep_laid_out(app);
    let shape = Memo::new(move |_| picture.look.with(|look| look.shape));
    let is_empty = move || picture.shown.with(|shown| shown.graph.nodes.is_empty());
    view! {
        <div class="map-body" class:with-panel=move || picture.selected.with(Option::is_some)>
            <div class="map-view">
                {move || match shape.get() {
                    MapShape::Force | MapShape::Layered => view! { <drawing::Drawing picture/> }.into_any(),
                    MapShape::Matrix => view! { <matrix::Matrix picture/> }.into_any(),
                    MapShape::Table => view! { <calls_table::CallsTable picture/> }.into_any(),
                }}
                <Show when=is_empty>
                    <div class="map-empty">
                        <p>"Nothing is let through by the filters."</p>
                        <button
                            type="button"
                            class="button"
                            on:click=move |_| picture.change(|look| {
                                look.filter = Default::default();
                                look.focus = String::new();
                            })
                        >
                            "Show everything"
                        </button>
                    </div>
                </Show>
            </div>
            <panel::Panel picture/>
        </div>
    }
}
