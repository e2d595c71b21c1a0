//! What was found, in a line; how to get more of it; what to do with it.
//!
//! Invariant: figures are of what came, and say so where there may be more. Absent: rows.

use leptos::prelude::*;

use crate::format;
use crate::jaeger::{FacetChoice, ServiceChoice, Sort, percentile_nanos};
use crate::route::{self, MapLink, MapSource, Route};
use crate::state::{AppState, Results, ResultsState};

#[component]
pub(super) fn Heading(is_narrowing: RwSignal<bool>) -> impl IntoView {
    let app = AppState::get();
    let results = app.search.results;
    let count = move || {
        let shown = results.rows.with(|rows| rows.len());
        let all = results.all.with(|all| all.as_ref().map_or(0, |all| all.found.len()));
        let traces = if all == 1 { "trace" } else { "traces" };
        if shown == all {
            format!("{} {traces}", format::count(all as u64))
        } else {
            format!("{} of {} {traces}", format::count(shown as u64), format::count(all as u64))
        }
    };
    view! {
        <header class="search-heading">
            <h1><span role="status">{count}</span></h1>
            <span class="search-facts">{move || facts(results)}</span>
            <Raised/>
            <Narrowed/>
            <Further/>
            <Warnings/>
            <button
                type="button"
                class="link-button search-narrow"
                aria-expanded=move || is_narrowing.get().to_string()
                on:click=move |_| is_narrowing.update(|it| *it = !*it)
            >
                "Narrow down"
            </button>
            <label class="search-sort">
                <span class="visually-hidden">"Order"</span>
                <select
                    class="field"
                    prop:value=move || results.sort.get().name()
                    on:change=move |event| {
                        if let Some(sort) = Sort::from_name(&event_target_value(&event)) {
                            results.sort.set(sort);
                        }
                    }
                >
                    {Sort::ALL
                        .map(|sort| view! { <option value=sort.name()>{sort.title()}</option> })
                        .collect_view()}
                </select>
            </label>
            <Compare/>
            <super::sets_menu::SetsMenu/>
            <MapOfThese/>
            <Download/>
        </header>
    }
}

/// `13 with errors · p50 402 ms · p95 1.31 s of these`.
fn facts(results: ResultsState) -> String {
    results.rows.with(|rows| {
        if rows.is_empty() {
            return String::new();
        }
        let failed = rows.iter().filter(|row| row.has_error() == Some(true)).count();
        let at = |hundredths: usize| format::duration(percentile_nanos(rows, hundredths));
        let errors = match failed {
            0 => "none with errors".to_owned(),
            _ => format!("{} with errors", format::count(failed as u64)),
        };
        format!("{errors} · p50 {} · p95 {} of these", at(50), at(95))
    })
}

/// The stretches that were chosen, and the way back where the facets are not beside the list.
#[component]
fn Narrowed() -> impl IntoView {
    let app = AppState::get();
    let choice = app.search.results.choice;
    let words = move || {
        let moment = |nanos: u64| format::time_of_day(nanos, app.offset_minutes(nanos));
        choice.with(|choice| {
            let starts = choice.start_nanos.as_ref().map(|it| [it.start, it.end].map(moment));
            let durations =
                choice.duration_nanos.as_ref().map(|it| [it.start, it.end].map(format::duration));
            let ranges = starts.into_iter().chain(durations);
            ranges.map(|[from, to]| format!("{from} to {to}")).collect::<Vec<_>>().join(", ")
        })
    };
    let is_narrowed = move || choice.with(|choice| *choice != FacetChoice::default());
    view! {
        <Show when=is_narrowed>
            <span class="search-facts">{words}</span>
            <button
                type="button"
                class="link-button search-narrow"
                on:click=move |_| choice.set(FacetChoice::default())
            >
                "Show all again"
            </button>
        </Show>
    }
}

/// Where the answer was full.
#[component]
fn Further() -> impl IntoView {
    let app = AppState::get();
    let results = app.search.results;
    let limit = Memo::new(move |_| {
        let full = |all: &Results| all.is_full.then_some(all.query.limit);
        results.all.with(|all| all.as_ref().and_then(|all| full(all)))
    });
    move || {
        limit.get().map(|limit| {
            let title = format!(
                "The server gave {limit} traces, as many as it may, and any that fit: not the latest or the slowest"
            );
            view! {
                <span class="search-limit" title=title>"limit reached"</span>
                <Show when=move || app.has_older()>
                    <button type="button" class="link-button" on:click=move |_| app.load_older()>
                        "load older"
                    </button>
                </Show>
                <button
                    type="button"
                    class="link-button"
                    title="Asks for longer and longer spans until none is left out"
                    on:click=move |_| app.load_slowest()
                >
                    "slowest in this window"
                </button>
            }
        })
    }
}

/// Which traces a hunt for the slowest has left out.
#[component]
fn Raised() -> impl IntoView {
    let results = AppState::get().search.results;
    let nanos = move || results.all.with(|all| all.as_ref().and_then(|all| all.raised_to_nanos));
    move || {
        nanos().map(|nanos| {
            let words = format!("only those with a span of {} or more", format::duration(nanos));
            view! { <span class="search-raised">{words}</span> }
        })
    }
}

#[component]
fn Warnings() -> impl IntoView {
    let results = AppState::get().search.results;
    let warnings = Memo::new(move |_| {
        results.all.with(|all| all.as_ref().map(|all| all.warnings.clone()).unwrap_or_default())
    });
    move || {
        let warnings = warnings.get();
        (!warnings.is_empty()).then(|| {
            let words = format::visible_text(&warnings.join(" "));
            view! { <span class="search-limit untrusted" title=words.clone()>{format!("⚠ {words}")}</span> }
        })
    }
}

/// Two ticked traces side by side.
#[component]
fn Compare() -> impl IntoView {
    let app = AppState::get();
    let results = app.search.results;
    let pair = Memo::new(move |_| match results.ticked.get()[..] {
        [one, other] => Some([one, other]),
        _ => None,
    });
    let run = move |_| {
        let Some(pair) = pair.get_untracked() else { return };
        let all = results.all.get_untracked();
        let base = all.as_ref().map_or_else(String::new, |all| all.base.clone());
        let start = |id| {
            let found =
                all.as_ref().and_then(|all| all.found.iter().find(|row| row.trace_id == id));
            found.map_or(0, |row| row.start_nanos)
        };
        app.compare_found(&base, pair.map(|id| (start(id), id)).to_vec());
    };
    let title = move || match pair.get() {
        Some(_) => "The earlier of the two is A",
        None => "Tick two traces to compare them",
    };
    view! {
        <button type="button" class="button" disabled=move || pair.get().is_none() title=title on:click=run>
            "Compare"
        </button>
    }
}

/// Who calls whom in what the service did at that time.
#[component]
fn MapOfThese() -> impl IntoView {
    let app = AppState::get();
    let href = Memo::new(move |_| {
        let all = app.search.results.all.get()?;
        let ServiceChoice::Named(service) = &all.query.service else { return None };
        let (start, end) = all.window_micros;
        let link = MapLink {
            source: MapSource::Search,
            service: service.clone(),
            lookback_millis: (end.saturating_sub(start) / 1_000).max(1),
            end_millis: Some(end / 1_000),
            ..MapLink::default()
        };
        Some(route::print(&Route::Map { base: all.base.clone(), link: Box::new(link) }))
    });
    move || {
        let title = "Who calls whom in traces of this service at that time";
        href.get().map(|href| view! { <a class="button" href=href title=title>"Map"</a> })
    }
}

const ONLY_SUMMARIES: &str = "This server's search lists summaries; open a trace to save it.";

/// Saves the ticked traces, or all that are shown; while it does, how far it is and a way to
/// stop it.
#[component]
fn Download() -> impl IntoView {
    let app = AppState::get();
    let results = app.search.results;
    let has_some = Memo::new(move |_| app.can_save_found());
    let words = move || match (results.saving.get(), results.ticked.with(Vec::len)) {
        (Some(saving), _) => format!("Stop ({} of {})", saving.written, saving.total),
        (None, 0) => "Download".to_owned(),
        (None, ticked) => format!("Download {ticked}"),
    };
    let run = move |_| match results.saving.get_untracked() {
        Some(_) => app.stop_saving_found(),
        None => app.save_found(),
    };
    view! {
        <button
            type="button"
            class="button search-download"
            disabled=move || !has_some.get()
            title=move || (!has_some.get()).then_some(ONLY_SUMMARIES)
            on:click=run
        >
            {words}
        </button>
    }
}
