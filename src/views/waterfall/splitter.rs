//! The line between names and bars, to be dragged or moved by keys.
//!
//! Invariant: the width is remembered in this browser. Absent: hiding the names.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use crate::browser::events::capture_pointer;
use crate::state::TraceState;

const KEY_STEP_PX: f64 = 24.0;

#[component]
pub(super) fn Splitter(state: TraceState) -> impl IntoView {
    let drag = RwSignal::new(None::<(f64, f64)>);
    let down = move |event: PointerEvent| {
        capture_pointer(&event);
        drag.set(Some((f64::from(event.client_x()), state.name_width_px.get_untracked())));
    };
    let moved = move |event: PointerEvent| {
        if let Some((from_px, width_px)) = drag.get_untracked() {
            state.set_name_width(width_px + f64::from(event.client_x()) - from_px);
        }
    };
    let up = move |_: PointerEvent| drag.set(None);
    let key = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowLeft" => -KEY_STEP_PX,
            "ArrowRight" => KEY_STEP_PX,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        state.set_name_width(state.name_width_px.get_untracked() + step);
    };
    view! {
        <div
            class="wf-splitter"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label="Width of the names"
            aria-valuenow=move || state.name_width_px.get().to_string()
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:keydown=key
        ></div>
    }
}
