//! A line between two parts, to be dragged or moved by keys.
//!
//! Invariant: a separator with a value as the ARIA pattern says. Absent: what the width is of.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use crate::browser::events::capture_pointer;

const KEY_STEP_PX: f64 = 24.0;

#[component]
pub fn Splitter(
    class: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] width_px: Signal<f64>,
    set_width: Callback<f64>,
    /// Whether the part at its right is the one that has the width.
    #[prop(optional)]
    is_of_right: bool,
) -> impl IntoView {
    let direction = if is_of_right { -1.0 } else { 1.0 };
    let drag = RwSignal::new(None::<(f64, f64)>);
    let down = move |event: PointerEvent| {
        capture_pointer(&event);
        drag.set(Some((f64::from(event.client_x()), width_px.get_untracked())));
    };
    let moved = move |event: PointerEvent| {
        if let Some((from_px, width_px)) = drag.get_untracked() {
            set_width.run(width_px + direction * (f64::from(event.client_x()) - from_px));
        }
    };
    let up = move |_: PointerEvent| drag.set(None);
    let key = move |event: KeyboardEvent| {
        let step_px = match event.key().as_str() {
            "ArrowLeft" => -KEY_STEP_PX,
            "ArrowRight" => KEY_STEP_PX,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        set_width.run(width_px.get_untracked() + direction * step_px);
    };
    view! {
        <div
            class=class
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label=label
            aria-valuenow=move || width_px.get().to_string()
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:keydown=key
        ></div>
    }
}
