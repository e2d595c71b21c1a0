//! The service map: a drawing of who calls whom, its twins, and a panel about what is selected.
//!
//! Invariant: every twin shows the same part of the graph and the same selection. Absent: computing
//! and places.

mod bar;
mod calls_table;
mod drawing;
mod gestures;
mod keyboard;
mod legend;
mod matrix;
mod panel;
mod rest;
mod save;
mod source;
mod words;

use leptos::prelude::*;

use crate::browser::effect::effect;
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
        MapStatus::Asking(words) => {
            let cancel = Callback::new(move |()| app.cancel_map());
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

/// One trace's own.
#[component]
pub fn TraceMap(state: TraceState) -> impl IntoView {
    let app = AppState::get();
    let picture = MapPicture::new();
    let trace = state.trace;
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
