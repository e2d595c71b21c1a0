//! What a page shows while, or instead of, a trace.
//!
//! Invariant: says what happened and how to go on. Absent: details of how it came about,
//! which stand in the notice.

use std::sync::Arc;

use leptos::prelude::*;

use crate::format;
use crate::state::{AppState, Opening, OpeningStatus};

/// Shown until the first rows are there; the progress stands above.
#[component]
pub fn Waiting() -> impl IntoView {
    view! { <main class="page"><p class="waiting" role="status">"Loading the trace…"</p></main> }
}

/// Said above the first spans of a trace while the others are read.
#[component]
pub fn StillReading() -> impl IntoView {
    view! {
        <p class="still-reading" role="status">
            "These are the first spans of the trace. The others are being read; counts and times are not final."
        </p>
    }
}

/// The opening failed, and why.
#[component]
pub fn Trouble(opening: Arc<Opening>) -> impl IntoView {
    let app = AppState::get();
    let reason = match &opening.status {
        OpeningStatus::Failed(problem) => format!("{}. {}", problem.title, problem.detail),
        OpeningStatus::Loading(_) | OpeningStatus::Open(_) => String::new(),
    };
    view! {
        <main class="page">
            <div class="ask">
                <h1>"This trace could not be opened"</h1>
                <p class="untrusted">{format::visible_text(&opening.name)}</p>
                <p class="untrusted reason">{format::visible_text(&reason)}</p>
                <div class="ask-actions">
                    <button type="button" class="button primary" on:click=move |_| app.retry(&opening)>
                        "Try again"
                    </button>
                    <a class="button" href="#">"Open another trace"</a>
                </div>
            </div>
        </main>
    }
}

/// Nothing is on its way: the load was cancelled.
#[component]
pub fn NotLoaded(load: impl Fn() + 'static) -> impl IntoView {
    view! {
        <main class="page">
            <div class="ask">
                <h1>"The trace is not loaded"</h1>
                <p>"Loading it was cancelled, or it made room for others."</p>
                <div class="ask-actions">
                    <button type="button" class="button primary" on:click=move |_| load()>"Load it"</button>
                    <a class="button" href="#">"Open another trace"</a>
                </div>
            </div>
        </main>
    }
}

/// A link to files that were only ever on somebody's machine.
#[component]
pub fn FileNotHere() -> impl IntoView {
    view! {
        <main class="page">
            <div class="ask">
                <h1>"This link needs its file"</h1>
                <p>
                    "The trace was opened from a file, and a file is not in the link. It is not among the \
                    recent files of this browser either. Ask whoever sent the link for the file, then drop it \
                    on this page."
                </p>
                <div class="ask-actions"><a class="button" href="#">"Open a trace"</a></div>
            </div>
        </main>
    }
}
