//! Keys that work wherever the focus is on the trace page.
//!
//! Invariant: never while something is typed, never with a modifier that the browser uses,
//! except for the three combinations that are named here. Absent: the keys of the grid itself.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;

use crate::browser::events::{self, is_typing};
use crate::state::{Command, SOME_ATTRIBUTE, TraceState, command_of};
use crate::views::find::FIELD_ID;
use crate::views::waterfall::COLOR_FIELD_ID;

/// Which of the page's dialogs are open.
#[derive(Clone, Copy)]
pub struct Dialogs {
    pub help: RwSignal<bool>,
    pub palette: RwSignal<bool>,
}

impl Dialogs {
    pub fn closed() -> Dialogs {
        Dialogs { help: RwSignal::new(false), palette: RwSignal::new(false) }
    }
}

/// Listens as long as the trace is on the page.
pub fn listen(state: TraceState, dialogs: Dialogs) {
    let handle = window_event_listener(keydown, move |event: KeyboardEvent| {
        let is_dialog_open = dialogs.help.get_untracked() || dialogs.palette.get_untracked();
        let Some(key) = key_text(&event) else { return };
        if key == "Ctrl+k" {
            event.prevent_default();
            dialogs.palette.update(|is_open| *is_open = !*is_open);
            return;
        }
        if is_dialog_open || (is_typing(&event) && !key.starts_with("Ctrl+")) {
            return;
        }
        if key == "?" {
            dialogs.help.set(true);
        } else if let Some(command) = wanted(state, &event, &key) {
            run(state, command);
        } else {
            return;
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

pub fn run(state: TraceState, command: Command) {
    match command {
        Command::Find => events::focus(FIELD_ID),
        Command::ColorBy(SOME_ATTRIBUTE) => {
            state.run(command);
            // Once it is drawn.
            request_animation_frame(|| events::focus(COLOR_FIELD_ID));
        }
        other => state.run(other),
    }
}

/// Keys of controls stay theirs: Enter presses a button, arrows move in a list of tabs. Letters
/// can be switched off, for those whose speech would type them.
fn wanted(state: TraceState, event: &KeyboardEvent, key: &str) -> Option<Command> {
    let is_pressed = key == "Enter" && events::comes_from(event, "button, a, summary, select");
    let is_moved = key.contains("Arrow")
        && events::comes_from(event, "select, [role=tab], [role=separator], [role=menu]");
    let is_letter = key.chars().count() == 1 && key.chars().all(char::is_alphabetic);
    let are_letters_on = state.app.letter_keys.get_untracked();
    command_of(key).filter(|_| !is_pressed && !is_moved && (!is_letter || are_letters_on))
}

/// A key as commands name it; `None` for combinations that are nobody's here.
fn key_text(event: &KeyboardEvent) -> Option<String> {
    let key = event.key();
    if event.alt_key() {
        return None;
    }
    if event.ctrl_key() || event.meta_key() {
        let key = key.to_lowercase();
        return matches!(key.as_str(), "k" | "b").then(|| format!("Ctrl+{key}"));
    }
    let is_named = key.chars().count() > 1;
    Some(if event.shift_key() && is_named { format!("Shift+{key}") } else { key })
}
