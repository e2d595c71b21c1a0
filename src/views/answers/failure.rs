//! The most important failure in two lines, and the way to its spans and to the others.
//!
//! Invariant: without a failed span nothing is claimed. Absent: stack traces, which the
//! inspector shows.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{Answers, CallerView, FailureView};
use crate::format;
use crate::state::TraceState;

/// Callers with a link of their own.
const MOST_CALLERS: usize = 4;
const OTHERS_ID: &str = "other-failures";

#[component]
pub(super) fn FailureAnswer(state: TraceState, answers: Arc<Answers>) -> impl IntoView {
    let Some(failure) = answers.failure.clone() else {
        return view! { <h2>"Where it failed"</h2><p class="quiet">{no_failure(state)}</p> }
            .into_any();
    };
    let is_open = RwSignal::new(false);
    let others = answers.total_failures.saturating_sub(1);
    let button = (others > 0).then(|| {
        let text = format!("{} more", format::count(u64::from(others)));
        view! {
            <button
                type="button"
                class="link-button"
                aria-expanded=move || is_open.get().to_string()
                aria-controls=OTHERS_ID
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {text}
            </button>
        }
    });
    view! {
        <h2>"Where it failed"<Callers state failure=failure.clone()/>{button}</h2>
        <Headline state failure=failure.clone()/>
        <p class="explanation untrusted">
            <span title=failure.explanation.clone()>{failure.explanation.clone()}</span>
        </p>
        <Show when=move || is_open.get()>
            <Others state answers=answers.clone()/>
        </Show>
    }
    .into_any()
}

fn no_failure(state: TraceState) -> String {
    let errors = state
        .summary
        .with_untracked(|summary| summary.as_ref().map_or(0, |summary| summary.listing.errors));
    match errors {
        0 => "No span failed.".to_owned(),
        1 => "One span failed.".to_owned(),
        errors => format!("{} spans failed.", format::count(u64::from(errors))),
    }
}

/// `Recovered: payment charge_card — CardDeclinedError: insufficient funds`, leading to the
/// origin.
#[component]
fn Headline(state: TraceState, failure: FailureView) -> impl IntoView {
    let parts = failure.headline_parts();
    let origin = failure.origin.key;
    let reason = parts.reason.map(|reason| {
        view! { " — "<span class="untrusted">{reason}</span> }
    });
    view! {
        <button
            type="button"
            class="headline"
            title=failure.headline.clone()
            on:click=move |_| state.inspect(origin)
        >
            {parts.verdict}": "
            <b class="error-text untrusted">{parts.origin}</b>
            {reason}
        </button>
    }
}

/// Who was told, from the origin up.
#[component]
fn Callers(state: TraceState, failure: FailureView) -> impl IntoView {
    if failure.callers.is_empty() {
        return ().into_any();
    }
    let links = failure.callers.iter().take(MOST_CALLERS).map(|caller| link(state, caller));
    let left_out = failure.total_callers as usize - failure.callers.len().min(MOST_CALLERS);
    let rest = (left_out > 0).then(|| format!(" and {left_out} more"));
    view! { <small class="callers">"told "{links.collect_view()}{rest}</small> }.into_any()
}

fn link(state: TraceState, caller: &CallerView) -> impl IntoView + use<> {
    let key = caller.span.key;
    let service = format::visible_text(&caller.span.service_name);
    let name = format::visible_text(&caller.span.name);
    let text = format::shorten(&format!("{service} {name}"), 48);
    let outcome = match caller.outcome.as_str() {
        "" => String::new(),
        outcome => format!(", {outcome}"),
    };
    let at = format::offset(i64::try_from(caller.at_nanos).unwrap_or(i64::MAX));
    let title = format!("{service} {name}{outcome} at {at}");
    view! {
        <button type="button" class="link-button untrusted" title=title on:click=move |_| state.inspect(key)>
            {text}
        </button>
    }
}

#[component]
fn Others(state: TraceState, answers: Arc<Answers>) -> impl IntoView {
    let told = answers.other_failures.len();
    let left_out = (answers.total_failures as usize).saturating_sub(told + 1);
    let lines = answers.other_failures.iter().cloned().map(|failure| {
        let explanation = failure.explanation.clone();
        view! { <li><Headline state failure/><span class="explanation untrusted">{explanation}</span></li> }
    });
    view! {
        <ul class="other-failures" id=OTHERS_ID tabindex="0" aria-label="Other failures">
            {lines.collect_view()}
            {(left_out > 0).then(|| {
                view! { <li class="quiet">{format!("and {} more", format::count(left_out as u64))}</li> }
            })}
        </ul>
    }
}
