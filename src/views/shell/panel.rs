//! What the panels below buttons of the bar have in common.
//!
//! Invariant: Escape closes and leads back to the button; so does leaving, without leading back. A
//! click beside a control goes nowhere. Absent: what is in a panel.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;

use crate::browser::events;

pub(super) fn close_by_key(event: &KeyboardEvent, is_open: RwSignal<bool>, button_id: &str) {
    if event.key() == "Escape" && is_open.get_untracked() {
        event.stop_propagation();
        is_open.set(false);
        events::focus(button_id);
    }
}

pub(super) fn close_when_left(event: &FocusEvent, is_open: RwSignal<bool>) {
    let next = event.related_target();
    if next.is_some() && !events::is_within_listener(event, next) {
        is_open.set(false);
    }
}
