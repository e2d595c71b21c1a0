//! A field for JSON, for those who cannot paste onto the page.
//!
//! Invariant: what is in the field is opened as it is. Absent: checks; the reader does that.

use leptos::prelude::*;

use crate::state::AppState;

#[component]
pub fn Paste() -> impl IntoView {
    let app = AppState::get();
    let text = RwSignal::new(String::new());
    let open = move |_| app.open_text(text.get_untracked());
    view! {
        <details class="paste">
            <summary>"Paste JSON into a field"</summary>
            <textarea
                id="paste-json"
                aria-label="Trace as JSON"
                spellcheck="false"
                placeholder="{\"resourceSpans\": …} or {\"data\": …}"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <button
                type="button"
                class="button"
                disabled=move || text.with(|text| text.trim().is_empty())
                on:click=open
            >
                "Open"
            </button>
        </details>
    }
}
