//! What a page shows while, or instead of, a trace.
//!
//! Invariant: says what happened and how to go on. Absent: details of how it came about,
//! which stand in the notice.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::format;
use crate::route::{Route, TraceSource};
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
    let from_server = matches!(opening.source, TraceSource::Endpoint { .. });
    let again = opening.clone();
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
                {from_server.then(|| view! { <UntilItIsThere opening=again/> })}
            </div>
        </main>
    }
}

/// Seconds between attempts.
const WAIT_SECONDS: u32 = 5;

/// A trace of a server may not be there yet: asks again and again, if the reader wants that.
#[component]
fn UntilItIsThere(opening: Arc<Opening>) -> impl IntoView {
    let app = AppState::get();
    let source = StoredValue::new(opening.source.clone());
    let is_waiting = Memo::new(move |_| app.awaited.get() == Some(source.get_value()));
    let left = RwSignal::new(WAIT_SECONDS);
    let tick = move || {
        if !is_waiting.try_get_untracked().unwrap_or(false) {
            return;
        }
        match left.get_untracked() {
            0 | 1 => app.retry(&opening),
            seconds => left.set(seconds - 1),
        }
    };
    let clock = set_interval_with_handle(tick, Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(clock) = clock {
            clock.clear();
        }
        // Whoever leaves waits no longer.
        let is_here = matches!(app.route.get_untracked(), Route::Trace { source: shown, .. }
            if shown == source.get_value());
        if !is_here {
            app.awaited.set(None);
        }
    });
    let words = move || match is_waiting.get() {
        true => format!("Asking again in {} s …", left.get()),
        false => String::new(),
    };
    let switch = move |_| {
        left.set(WAIT_SECONDS);
        app.awaited.set((!is_waiting.get_untracked()).then(|| source.get_value()));
    };
    view! {
        <p>
            "Spans arrive some seconds after they ended, are kept for as long as the storage is told to, and \
             not every trace is sampled. "
            <button type="button" class="link-button" on:click=switch>
                {move || if is_waiting.get() { "Stop asking" } else { "Ask again until it is there" }}
            </button>
            " "
            <span role="status">{words}</span>
        </p>
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
