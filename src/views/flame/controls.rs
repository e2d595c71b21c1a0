//! Which flame graph, and buttons for what wheel and keys do as well.
//!
//! Invariant: the choice is in the link. Absent: gestures.

use leptos::prelude::*;

use crate::state::TraceState;
use crate::widgets::{IconButton, IconName};

#[component]
pub(super) fn Controls(state: TraceState, is_summed: Memo<bool>) -> impl IntoView {
    view! {
        <div class="flame-bar">
            <div class="flame-kinds" role="group" aria-label="Kind of flame graph">
                <Kind label="Time axis" state is_summed means_summed=false/>
                <Kind label="Added up" state is_summed means_summed=true/>
            </div>
            <Show
                when=move || is_summed.get()
                fallback=move || view! { <ZoomTools state/> }
            >
                <p class="flame-note">
                    "Calls of the same path are added up. Width is their own time, summed: work, not time on a clock. What ran at once counts each time."
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Kind(
    label: &'static str,
    state: TraceState,
    is_summed: Memo<bool>,
    means_summed: bool,
) -> impl IntoView {
    view! {
        <button
            type="button"
            aria-pressed=move || (is_summed.get() == means_summed).to_string()
            on:click=move |_| state.sum_flame(means_summed)
        >
            {label}
        </button>
    }
}

#[component]
fn ZoomTools(state: TraceState) -> impl IntoView {
    view! {
        <div class="flame-tools" role="toolbar" aria-label="Zoom">
            <IconButton name="Zoom in (+)" icon=IconName::ZoomIn run=move || state.zoom(0.5)/>
            <IconButton name="Zoom out (-)" icon=IconName::ZoomOut run=move || state.zoom(2.0)/>
            <IconButton name="Show the whole trace (0)" icon=IconName::Fit run=move || state.fit()/>
        </div>
    }
}
