//! Asks before a link makes this browser fetch something from another server.
//!
//! Invariant: the whole address is on the screen before anything is sent. Absent: memory of
//! the answer; every link asks.

use leptos::prelude::*;

use crate::format;

#[component]
pub fn Confirm(
    /// What would be fetched.
    url: String,
    agree: impl Fn() + 'static,
    refuse: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <main class="page">
            <div class="ask">
                <h1>"Fetch a trace from another server?"</h1>
                <p>
                    "The link you followed asks this browser to read "
                    <code class="untrusted">{format::visible_text(&url)}</code>
                    ". No login and no token is sent along."
                </p>
                <div class="ask-actions">
                    <button type="button" class="button primary" on:click=move |_| agree()>"Fetch it"</button>
                    <button type="button" class="button" on:click=move |_| refuse()>"No"</button>
                </div>
            </div>
        </main>
    }
}
