//! Two sets of traces: what differs by more than chance, and where to look.
//!
//! Invariant: where nothing can be claimed, it says so and why. Absent: statistics and asking.

mod attributes;
mod cards;
mod chart;
mod finding;
mod findings;
mod kinds;
mod split_form;
mod start;
mod words;

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::SetVerdict;
use crate::format;
use crate::jaeger::Fault;
use crate::state::{AppState, SetsCompared, SetsStatus};
use crate::views::asking::Asking;
use crate::views::fault_box::FaultBox;

#[component]
pub fn Sets() -> impl IntoView {
    let app = AppState::get();
    let sets = app.sets;
    view! {
        <main class="page scrolls sets" aria-label="Compare sets">
            <h1 class="visually-hidden">"Compare two sets of traces"</h1>
            {move || match sets.status.get() {
                SetsStatus::Idle => ().into_any(),
                SetsStatus::Asking(words) => view! { <Asking words cancel=Callback::new(move |()| app.cancel_sets())/> }.into_any(),
                SetsStatus::Failed(fault) => view! { <Trouble fault/> }.into_any(),
                SetsStatus::Unread(problem) => view! {
                    <div class="search-trouble" role="alert">
                        <h2 class="untrusted">{format::visible_text(&problem.title)}</h2>
                        <p class="untrusted">{format::visible_text(&problem.detail)}</p>
                        <button type="button" class="button" on:click=move |_| app.retry_sets()>"Try again"</button>
                    </div>
                }
                .into_any(),
            }}
            {move || match sets.compared.get() {
                Some(compared) => view! { <Compared compared/> }.into_any(),
                None => view! { <start::Start/> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Trouble(fault: Fault) -> impl IntoView {
    let app = AppState::get();
    view! {
        <FaultBox fault>
            <button type="button" class="button" on:click=move |_| app.retry_sets()>"Try again"</button>
        </FaultBox>
    }
}

#[component]
fn Compared(compared: Arc<SetsCompared>) -> impl IntoView {
    let difference = &compared.difference;
    let verdict = match difference.verdict {
        SetVerdict::TooLittleData => Some(format!(
            "Too little data: nothing is claimed from fewer than {} traces of one kind on either side. A longer time or \
             a higher limit brings more.",
            difference.least_traces
        )),
        SetVerdict::NoDifference => {
            Some("Nothing differs by more than chance would make it.".to_owned())
        }
        SetVerdict::Different if difference.findings.is_empty() => Some(
            "No call differs by more than chance would make it; some attributes do.".to_owned(),
        ),
        SetVerdict::Different => None,
    };
    let has_findings = !difference.findings.is_empty();
    let one_source = match (&compared.link.sources[0], &compared.link.split) {
        (Some(source), Some(_)) => Some(source.clone()),
        _ => None,
    };
    view! {
        <cards::Cards compared=compared.clone()/>
        {one_source.map(|source| view! { <split_form::SplitForm source/> })}
        <cards::Total compared=compared.clone()/>
        {verdict.map(|words| view! { <p class="sets-verdict" role="status">{words}</p> })}
        {has_findings.then(|| view! {
            <div class="sets-body">
                <findings::Findings compared=compared.clone()/>
                <finding::Finding compared=compared.clone()/>
            </div>
        })}
        <attributes::Attributes compared=compared.clone()/>
        <kinds::Kinds compared=compared.clone()/>
    }
}
