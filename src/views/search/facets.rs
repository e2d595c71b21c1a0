//! What the rows have in common, with numbers: a click narrows them down.
//!
//! Invariant: nothing is asked again; what is chosen says so and can be taken back. Absent:
//! counting (see `jaeger`).

use std::ops::Range;

use leptos::prelude::*;

use crate::browser::location;
use crate::format;
use crate::jaeger::{FacetBucket, FacetChoice, FacetValue};
use crate::scene::ServiceColor;
use crate::state::{AppState, ResultsState};
use crate::views::service_mark::ServiceMark;

const MOST_VALUES: usize = 12;

#[component]
pub(super) fn FacetPane() -> impl IntoView {
    let app = AppState::get();
    let results = app.search.results;
    let services = move || results.facets.with(|facets| facets.services.clone());
    let operations = move || results.facets.with(|facets| facets.operations.clone());
    let is_narrowed = move || results.choice.with(|choice| *choice != FacetChoice::default());
    view! {
        <aside class="search-facets" aria-label="Narrow down">
            <Show when=is_narrowed>
                <button
                    type="button"
                    class="link-button"
                    on:click=move |_| results.choice.set(FacetChoice::default())
                >
                    "Show all again"
                </button>
            </Show>
            <h2>"Service"</h2>
            {move || values(results, services(), true)}
            <h2>"Operation"</h2>
            {move || values(results, operations(), false)}
            <h2>"Outcome"</h2>
            {move || outcomes(results)}
            <h2>"Duration"</h2>
            {move || durations(results)}
            <h2>"Started"</h2>
            {move || starts(app)}
        </aside>
    }
}

fn values(results: ResultsState, values: Vec<FacetValue>, are_services: bool) -> AnyView {
    let more = values.len().saturating_sub(MOST_VALUES);
    let line = |value: FacetValue| {
        let (name, own) = (value.name.clone(), value.name.clone());
        let color = are_services.then(|| ServiceColor::of(&name));
        let text =
            if name.is_empty() { "(no name)".to_owned() } else { format::visible_text(&name) };
        let is_chosen = move || {
            results.choice.with(|choice| {
                let chosen = if are_services { &choice.service } else { &choice.operation };
                chosen.as_ref() == Some(&own)
            })
        };
        let choose = move |_| {
            results.choice.update(|choice| {
                let chosen = if are_services { &mut choice.service } else { &mut choice.operation };
                *chosen = if chosen.as_ref() == Some(&name) { None } else { Some(name.clone()) };
            });
        };
        view! {
            <li>
                <button type="button" aria-pressed=move || is_chosen().to_string() on:click=choose>
                    {color.map(|color| view! { <ServiceMark color=Some(color)/> })}
                    <span class="untrusted" title=text.clone()>{text.clone()}</span>
                    <small>{format::count(value.traces)}</small>
                </button>
            </li>
        }
    };
    let lines = values.into_iter().take(MOST_VALUES).map(line).collect_view();
    let more = (more > 0).then(|| view! { <li class="search-note">{format!("{more} more")}</li> });
    view! { <ul>{lines}{more}</ul> }.into_any()
}

fn outcomes(results: ResultsState) -> AnyView {
    let (failed, well) = results.facets.with(|facets| (facets.with_error, facets.without_error));
    let line = |wanted: bool, words: &'static str, count: u64| {
        let is_chosen = move || results.choice.with(|choice| choice.has_error == Some(wanted));
        let choose = move |_| {
            results.choice.update(|choice| {
                let is_chosen = choice.has_error == Some(wanted);
                choice.has_error = (!is_chosen).then_some(wanted);
            });
        };
        view! {
            <li>
                <button type="button" aria-pressed=move || is_chosen().to_string() on:click=choose>
                    {wanted.then(|| view! { <span class="mark" aria-hidden="true">"✕"</span> })}
                    <span>{words}</span>
                    <small>{format::count(count)}</small>
                </button>
            </li>
        }
    };
    view! { <ul>{line(false, "ok", well)}{line(true, "error", failed)}</ul> }.into_any()
}

/// A histogram whose bars are buttons. `ends`: how the edges of all are told, `words` of one.
fn histogram(
    results: ResultsState,
    buckets: Vec<FacetBucket>,
    ends: impl Fn(u64) -> String,
    words: impl Fn(u64) -> String,
    chosen: fn(&mut FacetChoice) -> &mut Option<Range<u64>>,
) -> AnyView {
    let most = buckets.iter().map(|bucket| bucket.traces).max().unwrap_or(0).max(1);
    let ends = buckets.first().zip(buckets.last()).map(|(first, last)| {
        let [from, to] = [first.range_nanos.start, last.range_nanos.end].map(ends);
        view! { <p class="search-ends"><span>{from}</span><span>{to}</span></p> }
    });
    let bar = |bucket: FacetBucket| {
        let range = bucket.range_nanos.clone();
        let own = range.clone();
        let [from, to] = [range.start, range.end].map(&words);
        let words = format!("{} from {from} to {to}", format::count(bucket.traces));
        let height = format!("height:{:.1}%", 100.0 * bucket.traces as f64 / most as f64);
        let is_chosen = move || {
            results.choice.with(|choice| chosen(&mut choice.clone()).as_ref() == Some(&own))
        };
        let choose = move |_| {
            results.choice.update(|choice| {
                let chosen = chosen(choice);
                *chosen = if chosen.as_ref() == Some(&range) { None } else { Some(range.clone()) };
            });
        };
        view! {
            <button
                type="button"
                aria-pressed=move || is_chosen().to_string()
                aria-label=words.clone()
                title=words.clone()
                on:click=choose
            >
                <i style=height></i>
            </button>
        }
    };
    view! {
        <div class="search-histogram">{buckets.into_iter().map(bar).collect_view()}</div>
        {ends}
    }
    .into_any()
}

fn durations(results: ResultsState) -> AnyView {
    let buckets = results.facets.with(|facets| facets.durations.clone());
    histogram(results, buckets, format::duration, format::duration, |choice| {
        &mut choice.duration_nanos
    })
}

/// Times in the reader's zone.
fn starts(app: AppState) -> AnyView {
    let results = app.search.results;
    let buckets = results.facets.with(|facets| facets.starts.clone());
    let step =
        buckets.first().map_or(1, |bucket| bucket.range_nanos.end - bucket.range_nanos.start);
    let ends = |nanos| format::clock_label(nanos, app.offset_minutes(nanos), step);
    let words =
        |nanos| format::date_time(nanos, app.offset_minutes(nanos), Some(location::this_year()));
    histogram(results, buckets, ends, words, |choice| &mut choice.start_nanos)
}
