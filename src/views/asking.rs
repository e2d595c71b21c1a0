//! That a server is being asked, with a way to stop it.
//!
//! Invariant: told to screen readers. Absent: what is asked.

use leptos::prelude::*;

#[component]
pub fn Asking(#[prop(into)] words: String, cancel: Callback<()>) -> impl IntoView {
    view! {
        <div class="search-status" role="status">
            <i class="spinner" aria-hidden="true"></i>
            <span>{words}</span>
            <button type="button" class="button" on:click=move |_| cancel.run(())>"Cancel"</button>
        </div>
    }
}
