//! The search page: a form, and what was found.
//!
//! Invariant: a fault stands beside the form, which stays as it was. Absent: asking (see
//! `state`).

mod endpoints;
mod facets;
mod form;
mod heading;
mod list;
mod row;

use leptos::prelude::*;

use crate::jaeger::Fault;
use crate::state::{AppState, SearchStatus};

#[component]
pub fn Search() -> impl IntoView {
    let search = AppState::get().search;
    let servers_open = RwSignal::new(false);
    let has_results = Memo::new(move |_| search.results.all.with(Option::is_some));
    view! {
        <main class="page search" aria-label="Search">
            <form::Form servers_open/>
            <endpoints::EndpointsDialog is_open=servers_open/>
            <div class="search-found">
                <Complaints/>
                <Named/>
                {move || match search.status.get() {
                    SearchStatus::Failed(fault) => view! { <Trouble fault/> }.into_any(),
                    SearchStatus::Asking(words) => view! { <Asking words/> }.into_any(),
                    SearchStatus::Idle => ().into_any(),
                }}
                <Show when=move || has_results.get() fallback=Nothing>
                    <heading::Heading/>
                    <div class="search-body">
                        <list::ResultList/>
                        <facets::FacetPane/>
                    </div>
                </Show>
            </div>
        </main>
    }
}

/// Before the first search.
#[component]
fn Nothing() -> impl IntoView {
    let search = AppState::get().search;
    let is_idle = move || search.status.get() == SearchStatus::Idle;
    view! {
        <h1 class="visually-hidden">"Search"</h1>
        <div class="search-nothing" hidden=move || !is_idle()>
            <p>"Choose a service and a time, then find its traces."</p>
        </div>
    }
}

#[component]
fn Asking(words: String) -> impl IntoView {
    let app = AppState::get();
    view! {
        <div class="search-status" role="status">
            <i class="spinner" aria-hidden="true"></i>
            <span>{words}</span>
            <button type="button" class="button" on:click=move |_| app.cancel_search()>"Cancel"</button>
        </div>
    }
}

#[component]
fn Trouble(fault: Fault) -> impl IntoView {
    let app = AppState::get();
    let said = (!fault.said.is_empty()).then(|| {
        view! { <p class="untrusted">{format!("It says: “{}”", crate::format::visible_text(&fault.said))}</p> }
    });
    view! {
        <div class="search-trouble" role="alert">
            <h2 class="untrusted">{crate::format::visible_text(&fault.what())}</h2>
            {said}
            <p>{fault.advice()}</p>
            <button type="button" class="button" on:click=move |_| app.retry_search()>"Try again"</button>
        </div>
    }
}

/// What of a link could not be read.
#[component]
fn Complaints() -> impl IntoView {
    let search = AppState::get().search;
    move || {
        let complaints = search.complaints.get();
        (!complaints.is_empty()).then(|| {
            let lines = complaints.into_iter().map(|line| {
                view! { <p class="untrusted">{crate::format::visible_text(&line)}</p> }
            });
            view! {
                <div class="search-trouble" role="alert">
                    <h2>"This link could not be read whole; nothing was searched"</h2>
                    {lines.collect_view()}
                    <p>"Correct the form, then find the traces."</p>
                </div>
            }
        })
    }
}

/// Traces that the link names, beside what it searches.
#[component]
fn Named() -> impl IntoView {
    let app = AppState::get();
    move || {
        let named = app.search.named.get();
        (!named.is_empty()).then(|| {
            let line = |(id, route): (String, String)| {
                view! { <li><a class="mono" href=route>{id}</a></li> }
            };
            view! {
                <div class="search-named">
                    <h2>"The link names these traces"</h2>
                    <ul>{named.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    }
}
