//! The monitor: a form, lines of latency, failures and rate over time, and a table of operations.
//!
//! Invariant: what is shown says where it is from; a fault stands beside the form, which stays as it
//! was. Absent: asking and computing.

mod chart;
mod form;
mod kinds;
mod plot;
mod source;
mod table;
mod trouble;
mod window;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::format;
use crate::state::{AppState, Measured, MonitorStatus};
use crate::views::asking::Asking;

const SIDE_ID: &str = "monitor-side";

#[component]
pub fn Monitor() -> impl IntoView {
    let app = AppState::get();
    effect(move || app.list_open_services());
    // Where there is no room for the form above the charts.
    let is_form_open = RwSignal::new(false);
    effect(move || {
        app.monitor.measured.track();
        is_form_open.set(false);
    });
    let is_folded = move || app.monitor.measured.with(Option::is_some) && !is_form_open.get();
    view! {
        <main class="page search monitor" class:folded=is_folded aria-label="Monitor">
            <Fold is_form_open/>
            <div class="search-side" id=SIDE_ID>
                <form::Form/>
            </div>
            <div class="monitor-main">
                {move || match app.monitor.status.get() {
                    MonitorStatus::Failed(trouble) => view! { <trouble::Trouble trouble/> }.into_any(),
                    MonitorStatus::Asking(words) => view! { <Asking words cancel=Callback::new(move |()| app.cancel_monitor())/> }.into_any(),
                    MonitorStatus::Idle => ().into_any(),
                }}
                {move || match app.monitor.measured.get() {
                    Some(measured) => shown(&measured),
                    None => view! { <Nothing/> }.into_any(),
                }}
            </div>
        </main>
    }
}

/// On a narrow page, in place of the form once there are charts: what was measured.
#[component]
fn Fold(is_form_open: RwSignal<bool>) -> impl IntoView {
    let app = AppState::get();
    move || {
        let measured = app.monitor.measured.get()?;
        Some(view! {
            <button
                type="button"
                class="search-fold"
                aria-expanded=move || is_form_open.get().to_string()
                aria-controls=SIDE_ID
                on:click=move |_| is_form_open.update(|open| *open = !*open)
            >
                <span class="untrusted">{format::visible_text(&measured.link.service)}</span>
                <i>{move || if is_form_open.get() { "close" } else { "change" }}</i>
            </button>
        })
    }
}

fn shown(measured: &Measured) -> AnyView {
    let has_calls = !measured.measures.operations.is_empty();
    view! {
        {source::heading(measured)}
        {has_calls
            .then(|| {
                view! {
                    <div class="monitor-charts">
                        {kinds::ChartKind::ALL.map(|kind| view! { <plot::Chart kind/> }).collect_view()}
                    </div>
                    <table::OperationTable/>
                }
            })}
    }
    .into_any()
}

/// Before anything is measured.
#[component]
fn Nothing() -> impl IntoView {
    let app = AppState::get();
    let is_idle = move || app.monitor.status.get() == MonitorStatus::Idle;
    view! {
        <h1 class="visually-hidden">"Monitor"</h1>
        <div class="search-nothing" hidden=move || !is_idle()>
            <p>
                "Choose a service to see how often its operations are called, how long they take, and how many fail."
            </p>
        </div>
    }
}
