//! Zoom keys that work wherever the focus is on the trace page.
//!
//! Invariant: never while something is typed, never with a modifier that the browser uses.
//! Absent: the keys of the grid itself.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;

use crate::browser::events::is_typing;
use crate::state::TraceState;

const CLOSER: f64 = 0.5;
const WIDER: f64 = 2.0;

/// Listens as long as the trace is on the page.
pub fn listen(state: TraceState) {
    let handle = window_event_listener(keydown, move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "+" | "=" => state.zoom(CLOSER),
            "-" => state.zoom(WIDER),
            "0" => state.fit(),
            "f" => state.focus_on_selected(),
            "Escape" if state.leave_focus() => {}
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}
