//! A box that takes whatever names a trace or a search: an id, a link, a line of a log.
//!
//! Invariant: what it cannot follow stays in it, with the reason below. Absent: reading texts
//! (see `jaeger`), and files, which may be dropped or pasted anywhere else.

use leptos::ev::{ClipboardEvent, KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use crate::browser::text_fields;
use crate::state::{AppState, NoWay};

const HINT: &str = "Trace ID, link, log line…";
const ANSWER_ID: &str = "lookup-answer";

#[component]
pub(super) fn Lookup() -> impl IntoView {
    let app = AppState::get();
    let text = RwSignal::new(String::new());
    let no_way = RwSignal::new(None::<NoWay>);
    let clear = move || {
        text.set(String::new());
        no_way.set(None);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let wanted = text.get_untracked();
        if wanted.trim().is_empty() {
            return;
        }
        match app.look_up(&wanted, &app.search.base.get_untracked()) {
            Ok(()) => clear(),
            Err(reason) => no_way.set(Some(reason)),
        }
    };
    // A field of one line would join lines without a blank between them.
    let paste = move |event: ClipboardEvent| {
        if let Some(lines) = text_fields::pasted_lines(&event) {
            event.prevent_default();
            text.update(|text| text.push_str(&lines));
            no_way.set(None);
        }
    };
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            clear();
        }
    };
    view! {
        <form class="bar-lookup" role="search" aria-label="Look up" on:submit=submit on:keydown=keydown>
            <input
                id="lookup"
                class="field"
                aria-label="Trace ID, link or log line"
                placeholder=HINT
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="go"
                aria-invalid=move || no_way.with(Option::is_some).then_some("true")
                aria-describedby=move || no_way.with(Option::is_some).then_some(ANSWER_ID)
                prop:value=move || text.get()
                on:paste=paste
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    no_way.set(None);
                }
            />
            <div id=ANSWER_ID role="status">
                <Show when=move || no_way.with(Option::is_some)><Answer/></Show>
            </div>
        </form>
    }
}

#[component]
fn Answer() -> impl IntoView {
    view! {
        <div class="lookup-answer">
            <p>
                "Nothing in this names a trace or a search. A trace ID, a link to a Jaeger, a
                traceparent or a log line with a trace ID would."
            </p>
        </div>
    }
}
