//! Asks before a link makes this browser fetch something from another server.
//!
//! Invariant: the whole address is on the screen before anything is sent. Absent: memory of
//! the answer (see `state`).

use leptos::prelude::*;

use crate::format;

#[component]
pub fn Confirm(
    /// What would be fetched.
    url: String,
    /// Whether the answer holds for later links, too.
    #[prop(optional)]
    is_remembered: bool,
    agree: impl Fn() + 'static,
    refuse: impl Fn() + 'static,
) -> impl IntoView {
    let title = match is_remembered {
        true => "Search traces of another server?",
        false => "Fetch a trace from another server?",
    };
    let memory = is_remembered.then_some(
        " Links to it are followed without a question from then on, until you forget it on the search page.",
    );
    view! {
        <main class="page">
            <div class="ask">
                <h1>{title}</h1>
                <p>
                    "The link you followed asks this browser to read "
                    <code class="untrusted">{format::visible_text(&url)}</code>
                    ". No login and no token is sent along."
                    {memory}
                </p>
                <div class="ask-actions">
                    <button type="button" class="button primary" on:click=move |_| agree()>{if is_remembered { "Ask it" } else { "Fetch it" }}</button>
                    <button type="button" class="button" on:click=move |_| refuse()>"No"</button>
                </div>
            </div>
        </main>
    }
}
