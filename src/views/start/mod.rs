//! The start page: files, those of before, a Jaeger, samples, text.
//!
//! Invariant: one click or drop from here to a picture. Absent: marketing.

mod from_jaeger;
mod paste;
mod recent;
mod samples;

use leptos::html::Input;
use leptos::prelude::*;

use crate::browser::files;
use crate::state::AppState;

#[component]
pub fn Start() -> impl IntoView {
    view! {
        <main class="page scrolls">
            <div class="start">
                <h1>"Open a trace"</h1>
                <p class="lead">
                    "Where did the time go, where did it fail, what changed. Everything stays in this browser."
                </p>
                <DropPlace/>
                <recent::Recent/>
                <div class="start-columns">
                    <from_jaeger::FromJaeger/>
                    <samples::Samples/>
                </div>
                <paste::Paste/>
            </div>
        </main>
    }
}

#[component]
fn DropPlace() -> impl IntoView {
    let app = AppState::get();
    let input = NodeRef::<Input>::new();
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            app.open_files(files::chosen(&input));
        }
    };
    view! {
        <section class="drop-place" aria-label="Files">
            <div>
                <h2>"Drop trace files anywhere on this page"</h2>
                <p>
                    "JSON of Jaeger, OpenTelemetry, Tempo or Zipkin, OpenTelemetry's protobuf; also as \
                     lines, also compressed. Several at once. Or paste with "
                    <kbd>"Ctrl V"</kbd>
                </p>
            </div>
            <input id="file-input" type="file" multiple hidden node_ref=input on:change=chosen/>
            <button type="button" class="button primary" on:click=pick>"Choose files"</button>
        </section>
    }
}
