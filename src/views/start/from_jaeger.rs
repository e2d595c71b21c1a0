//! A trace id, or whatever names one, and an endpoint become a route.
//!
//! Invariant: nothing is fetched from another server before the user pressed the button.
//! Absent: search.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::browser::storage;
use crate::jaeger::endpoint_from_text;
use crate::state::{AppState, NoWay};

const LAST_ENDPOINT: &str = "endpoint";

#[component]
pub fn FromJaeger() -> impl IntoView {
    let app = AppState::get();
    let base = RwSignal::new(storage::read(LAST_ENDPOINT).unwrap_or_default());
    let id = RwSignal::new(String::new());
    let complaint = RwSignal::new(None::<&'static str>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = base.get_untracked();
        match app.look_up(&id.get_untracked(), &endpoint_from_text(&typed)) {
            Ok(()) => {
                complaint.set(None);
                storage::write(LAST_ENDPOINT, &typed);
            }
            Err(NoWay) => {
                complaint.set(Some("A trace id has 1 to 32 digits from 0 to 9 and a to f."));
            }
        }
    };
    view! {
        <section>
            <h2>"From a Jaeger"</h2>
            <form class="from-jaeger" on:submit=submit>
                <label for="jaeger-base">"Endpoint; empty: the server of this page"</label>
                <input
                    id="jaeger-base"
                    class="field wide mono"
                    placeholder="https://jaeger.example"
                    autocomplete="off"
                    prop:value=move || base.get()
                    on:input=move |event| base.set(event_target_value(&event))
                />
                <label for="jaeger-trace-id">"Trace id"</label>
                <input
                    id="jaeger-trace-id"
                    class="field mono"
                    placeholder="4bf92f3577b34da6a3ce929d0e0e4736"
                    autocomplete="off"
                    spellcheck="false"
                    aria-invalid=move || complaint.get().map(|_| "true")
                    prop:value=move || id.get()
                    on:input=move |event| id.set(event_target_value(&event))
                />
                <button type="submit" class="button">"Open"</button>
            </form>
            <p role="status">
                {move || match complaint.get() {
                    Some(text) => view! { <span class="error-text">{text}</span> }.into_any(),
                    None => "The trace is fetched by this browser and goes nowhere else.".into_any(),
                }}
            </p>
        </section>
    }
}
