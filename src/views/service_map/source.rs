//! What the map is made of: a server's counts, traces of a search, what is open; and when.
//!
//! Invariant: a choice asks at once, as a new step of the history. Absent: asking.

use leptos::prelude::*;

use crate::browser::timeline;
use crate::format;
use crate::jaeger::LOOKBACKS;
use crate::route::{MapLink, MapSource};
use crate::state::{AppState, lookback_of};

/// From the traces of a search, of the service searched for last if there is one.
pub(super) fn from_traces(app: AppState) {
    let service = untrack(|| app.search.form.with(|form| form.service.replace('*', "")));
    let first = untrack(|| app.search.services.get().items().into_iter().next());
    app.ask_for_map(|link| {
        link.source = MapSource::Search;
        if link.service.is_empty() {
            link.service = if service.is_empty() { first.unwrap_or_default() } else { service };
        }
    });
}

#[component]
pub(super) fn Source() -> impl IntoView {
    let app = AppState::get();
    let link = app.map.link;
    let source = Memo::new(move |_| link.with(|link| link.source));
    let choose = move |event| match MapSource::from_word(&event_target_value(&event)) {
        MapSource::Search => from_traces(app),
        other => app.ask_for_map(|link| link.source = other),
    };
    view! {
        <label class="map-choice">
            <span>"From"</span>
            <select class="field" id="map-source" on:change=choose>
                {MapSource::ALL
                    .map(|one| {
                        let is_chosen = move || source.get() == one;
                        view! { <option value=one.word() selected=is_chosen>{title_of(one)}</option> }
                    })
                    .collect_view()}
            </select>
        </label>
        <Show when=move || source.get() != MapSource::Open>
            <Endpoint/>
            <Time link/>
        </Show>
        <Show when=move || source.get() == MapSource::Search><Service/></Show>
    }
}

fn title_of(source: MapSource) -> &'static str {
    match source {
        MapSource::Server => "the server’s counts",
        MapSource::Search => "traces of a search",
        MapSource::Open => "traces that are open",
    }
}

/// Where there are several.
#[component]
fn Endpoint() -> impl IntoView {
    let app = AppState::get();
    let base = app.search.base;
    let all = Memo::new(move |_| app.endpoints.choices(&base.get()));
    view! {
        <Show when=move || all.with(|all| all.len() > 1)>
            <select
                class="field"
                id="map-endpoint"
                aria-label="Jaeger"
                on:change=move |event| app.choose_map_base(&event_target_value(&event))
            >
                {move || {
                    all.get()
                        .into_iter()
                        .map(|(one, title)| {
                            let is_chosen = one == base.get();
                            view! { <option value=one selected=is_chosen>{format::visible_text(&title)}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </Show>
    }
}

#[component]
fn Time(link: RwSignal<MapLink>) -> impl IntoView {
    let app = AppState::get();
    let millis = Memo::new(move |_| link.with(|link| link.lookback_millis));
    let end = Memo::new(move |_| link.with(|link| link.end_millis));
    // Links may have others.
    let unlisted = move || {
        let millis = millis.get();
        let is_listed = [7, 30].iter().any(|days| days * 86_400_000 == millis);
        (lookback_of(millis).is_none() && !is_listed).then(|| {
            let words = format!("Last {}", format::duration(millis.saturating_mul(1_000_000)));
            view! { <option value=millis.to_string() selected=true>{words}</option> }
        })
    };
    let listed = LOOKBACKS
        .iter()
        .map(|lookback| (lookback.micros() / 1_000, format!("Last {}", lookback.title())))
        .chain([(30 * 86_400_000, "Last 30 days".to_owned())]);
    let mut listed: Vec<(u64, String)> = listed.collect();
    listed.sort_by_key(|one| one.0);
    let until = move || {
        end.get().map(|millis| {
            let nanos = millis.saturating_mul(1_000_000);
            let text = format::date_time(nanos, app.offset_minutes(nanos), None);
            let text = text.split('.').next().unwrap_or_default().to_owned();
            view! {
                <span class="map-until">
                    {format!("up to {text}")}
                    <button type="button" aria-label="Up to now" on:click=move |_| app.ask_for_map(|link| link.end_millis = None)>"✕"</button>
                </span>
            }
        })
    };
    view! {
        <select
            class="field"
            id="map-time"
            aria-label="Time"
            on:change=move |event| {
                if let Ok(millis) = event_target_value(&event).parse() {
                    app.ask_for_map(|link| link.lookback_millis = millis);
                }
            }
        >
            {listed
                .into_iter()
                .map(|(own, title)| {
                    view! { <option value=own.to_string() selected=move || millis.get() == own>{title}</option> }
                })
                .collect_view()}
            {unlisted}
        </select>
        {until}
        <button
            type="button"
            class="button"
            title="Ask for the same stretch of time before this one"
            on:click=move |_| app.ask_for_map(|link| {
                let millis = link.lookback_millis;
                let end = link.end_millis.unwrap_or_else(now_millis);
                link.end_millis = Some(end.saturating_sub(millis));
            })
        >
            "Earlier"
        </button>
    }
}

#[component]
fn Service() -> impl IntoView {
    let app = AppState::get();
    let link = app.map.link;
    let names = move || app.search.services.get().items();
    view! {
        <input
            class="field map-service"
            id="map-service"
            list="map-services"
            placeholder="service"
            aria-label="Service whose traces are searched for"
            autocomplete="off"
            spellcheck="false"
            prop:value=move || link.with(|link| link.service.clone())
            on:change=move |event| {
                let service = event_target_value(&event).trim().to_owned();
                app.ask_for_map(|link| link.service = service);
            }
        />
        <datalist id="map-services">
            {move || names().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
        </datalist>
    }
}

fn now_millis() -> u64 {
    timeline::epoch_ms() as u64
}
