//! Files dropped or pasted anywhere on the page.
//!
//! Invariant: a drop never makes the browser leave the page. Absent: folders.

use leptos::ev::{ClipboardEvent, DragEvent};
use leptos::prelude::*;

use crate::browser::events::on_window;
use crate::browser::files::{self, Pasted};
use crate::state::AppState;

/// Listens on the window; the signal says whether files hover over it.
pub fn listen_for_files(app: AppState) -> ReadSignal<bool> {
    let (hovers, set_hovers) = signal(false);
    on_window("dragover", move |event: DragEvent| {
        event.prevent_default();
        if files::is_file_drag(event.data_transfer()) && !hovers.get_untracked() {
            set_hovers.set(true);
        }
    });
    on_window("dragleave", move |event: DragEvent| {
        // Leaving the window itself, not one element for another.
        if event.related_target().is_none() {
            set_hovers.set(false);
        }
    });
    on_window("drop", move |event: DragEvent| {
        event.prevent_default();
        set_hovers.set(false);
        app.open_files(files::dropped(event.data_transfer()));
    });
    on_window("paste", move |event: ClipboardEvent| match files::pasted(&event) {
        Pasted::Files(files) => app.open_files(files),
        Pasted::Text(text) => app.open_text(text),
        Pasted::Nothing => {}
    });
    hovers
}

/// Covers the page while files hover over it.
#[component]
pub fn DropVeil(hovers: ReadSignal<bool>) -> impl IntoView {
    view! {
        <div class="drop-veil" hidden=move || !hovers.get()>
            <div><b>"Drop to open"</b></div>
        </div>
    }
}
