//! The servers that are known: their names, and what is sent along to each.
//!
//! Invariant: headers are kept in this browser, sent to their server alone, and never in a link.
//! Absent: passwords of proxies, which browsers ask for themselves.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::format;
use crate::jaeger::{endpoint_from_text, headers_from_text, headers_text};
use crate::state::{AppState, Endpoint};
use crate::widgets::Dialog;

#[component]
pub(super) fn EndpointsDialog(is_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog is_open label="Jaeger servers" class="endpoints">
            <Endpoints is_open/>
        </Dialog>
    }
}

#[component]
fn Endpoints(is_open: RwSignal<bool>) -> impl IntoView {
    let app = AppState::get();
    let search = app.search;
    let shown = RwSignal::new(untrack(|| app.endpoints.endpoint(&search.base.get())));
    let list = move || {
        let known = app.endpoints.known.get();
        let known = known.into_iter().map(|one| line(app, shown, one)).collect_view();
        view! { <ul class="endpoints-list">{known}</ul> }
    };
    view! {
        <h2>"Jaeger servers"</h2>
        <p class="search-note">
            "What you enter stays in this browser. Headers are sent to their server and nowhere else, and are in no link."
        </p>
        {list}
        {move || view! { <Editor endpoint=shown.get() is_open/> }}
    }
}

fn line(app: AppState, shown: RwSignal<Endpoint>, endpoint: Endpoint) -> impl IntoView {
    let (title, base) = (endpoint.title(), endpoint.base.clone());
    let edit = {
        let endpoint = endpoint.clone();
        move |_| shown.set(endpoint.clone())
    };
    let delete_label = format!("Forget {}", format::visible_text(&title));
    view! {
        <li>
            <button type="button" class="link-button untrusted" on:click=edit>{format::visible_text(&title)}</button>
            <small>{match endpoint.headers.len() { 0 => String::new(), 1 => "1 header".to_owned(), many => format!("{many} headers") }}</small>
            <button
                type="button"
                class="button"
                aria-label=delete_label
                on:click=move |_| {
                    // The page cannot go on with a server that it is to forget.
                    if app.search.base.get_untracked() == base {
                        app.use_endpoint("");
                    }
                    app.endpoints.forget(&base);
                }
            >
                "Forget"
            </button>
        </li>
    }
}

/// One server, to be changed and used.
#[component]
fn Editor(endpoint: Endpoint, is_open: RwSignal<bool>) -> impl IntoView {
    let app = AppState::get();
    let base = RwSignal::new(endpoint.base.clone());
    let name = RwSignal::new(endpoint.name.clone());
    let headers = RwSignal::new(headers_text(&endpoint.headers));
    let complaint = RwSignal::new(String::new());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let headers = match headers.with_untracked(|text| headers_from_text(text)) {
            Ok(headers) => headers,
            Err(words) => return complaint.set(words),
        };
        let base = endpoint_from_text(&base.get_untracked());
        let known = untrack(|| app.endpoints.endpoint(&base));
        app.endpoints.keep(Endpoint {
            name: name.get_untracked().trim().to_owned(),
            headers,
            ..known
        });
        is_open.set(false);
        app.use_endpoint(&base);
    };
    view! {
        <form class="endpoints-editor" on:submit=save>
            <Line label="Address; empty: the server of this page" hint="https://jaeger.example/jaeger" text=base/>
            <Line label="Name" hint="shop, production" text=name/>
            <label class="search-field">
                <span>"Headers, one a line"</span>
                <textarea
                    class="field mono"
                    rows="3"
                    placeholder="x-tenant: shop"
                    spellcheck="false"
                    prop:value=move || headers.get()
                    on:input=move |event| headers.set(event_target_value(&event))
                ></textarea>
            </label>
            <p class="error-text" role="alert">{move || complaint.get()}</p>
            <div class="ask-actions">
                <button type="submit" class="button primary">"Save and use"</button>
                <button type="button" class="button" on:click=move |_| is_open.set(false)>"Cancel"</button>
            </div>
        </form>
    }
}

#[component]
fn Line(label: &'static str, hint: &'static str, text: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="search-field">
            <span>{label}</span>
            <input
                class="field"
                placeholder=hint
                autocomplete="off"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
    }
}
