//! The search page: a form, and what was found.
//!
//! Invariant: a fault stands beside the form, which stays as it was. Absent: asking (see
//! `state`).

mod chart;
mod endpoints;
mod facets;
mod form;
mod heading;
mod list;
mod recent;
mod row;
mod scatter;
mod sets_menu;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::jaeger::Fault;
use crate::state::{AppState, SearchStatus};
use crate::views::asking::Asking;
use crate::views::fault_box::{FaultBox, Quarter};

const SIDE_ID: &str = "search-side";
/// Where there is no form.
const ELSEWHERE: &str = "This page has no search form; open it in Spanscope to search.";

#[component]
pub fn Search() -> impl IntoView {
    let app = AppState::get();
    let AppState { search, embed, .. } = app;
    // Where there is no room for the form above the results.
    let is_form_open = RwSignal::new(false);
    effect(move || {
        search.results.all.track();
        is_form_open.set(false);
    });
    // Where there is no room for facets beside the list.
    let is_narrowing = RwSignal::new(false);
    let servers_open = RwSignal::new(false);
    let has_results = Memo::new(move |_| search.results.all.with(Option::is_some));
    view! {
        <main class="page search" class:folded=move || has_results.get() && !is_form_open.get() aria-label="Search">
            {(!embed.is_embedded).then(|| view! {
                <Fold is_form_open/>
                <endpoints::EndpointsDialog is_open=servers_open/>
                <div class="search-side" id=SIDE_ID>
                    <form::Form servers_open/>
                    <recent::RecentSearches/>
                </div>
            })}
            <div class="search-found">
                <Complaints/>
                <Named/>
                {move || match search.status.get() {
                    SearchStatus::Failed(fault) => view! { <Trouble fault/> }.into_any(),
                    SearchStatus::Asking(words) => view! { <Asking words cancel=Callback::new(move |()| app.cancel_search())/> }.into_any(),
                    SearchStatus::Idle => ().into_any(),
                }}
                <Show when=move || has_results.get() fallback=Nothing>
                    <heading::Heading is_narrowing/>
                    {(!embed.hides_graph).then(|| view! { <scatter::ScatterPane/> })}
                    <div class="search-body" class:narrowing=move || is_narrowing.get()>
                        <list::ResultList/>
                        <facets::FacetPane/>
                    </div>
                </Show>
            </div>
        </main>
    }
}

/// On a narrow page, in place of the form once there are results: what was searched for.
#[component]
fn Fold(is_form_open: RwSignal<bool>) -> impl IntoView {
    let app = AppState::get();
    let words = move || {
        let query = app.search.results.all.with(|all| all.as_ref().map(|all| all.query.clone()))?;
        Some(crate::format::visible_text(&app.words_of_query(&query)))
    };
    move || {
        words().map(|words| {
            view! {
                <button
                    type="button"
                    class="search-fold"
                    aria-expanded=move || is_form_open.get().to_string()
                    aria-controls=SIDE_ID
                    on:click=move |_| is_form_open.update(|open| *open = !*open)
                >
                    <span class="untrusted">{words}</span>
                    <i>{move || if is_form_open.get() { "close" } else { "change" }}</i>
                </button>
            }
        })
    }
}

/// Before the first search.
#[component]
fn Nothing() -> impl IntoView {
    let AppState { search, embed, .. } = AppState::get();
    let words = match embed.is_embedded {
        true => ELSEWHERE,
        false => "Choose a service and a time, then find its traces.",
    };
    let is_idle = move || search.status.get() == SearchStatus::Idle;
    view! {
        <h1 class="visually-hidden">"Search"</h1>
        <div class="search-nothing" hidden=move || !is_idle()>
            <p>{words}</p>
        </div>
    }
}

#[component]
fn Trouble(fault: Fault) -> impl IntoView {
    let app = AppState::get();
    let limit = untrack(|| app.asked_limit());
    let ask = Callback::new(move |()| app.search_for_a_quarter());
    let is_too_much = fault.is_too_much();
    view! {
        <FaultBox fault>
            <button type="button" class="button" on:click=move |_| app.retry_search()>"Try again"</button>
            <Quarter is_too_much limit ask/>
        </FaultBox>
    }
}

/// What of a link could not be read.
#[component]
fn Complaints() -> impl IntoView {
    let AppState { search, embed, .. } = AppState::get();
    let is_embedded = embed.is_embedded;
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
                    <p>{if is_embedded { ELSEWHERE } else { "Correct the form, then find the traces." }}</p>
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
