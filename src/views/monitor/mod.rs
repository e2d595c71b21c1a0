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

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::jaeger::Fault;
use crate::state::{AppState, Measured, MonitorStatus};
use crate::views::fault_box::FaultBox;

#[component]
pub fn Monitor() -> impl IntoView {
    let app = AppState::get();
    effect(move || app.list_open_services());
    view! {
        <main class="page search monitor" aria-label="Monitor">
            <div class="search-side">
                <form::Form/>
            </div>
            <div class="monitor-main">
                {move || match app.monitor.status.get() {
                    MonitorStatus::Failed(fault) => view! { <Trouble fault/> }.into_any(),
                    MonitorStatus::Asking(words) => view! { <Asking words/> }.into_any(),
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

#[component]
fn Asking(words: &'static str) -> impl IntoView {
    let app = AppState::get();
    view! {
        <div class="search-status" role="status">
            <i class="spinner" aria-hidden="true"></i>
            <span>{words}</span>
            <button type="button" class="button" on:click=move |_| app.cancel_monitor()>"Cancel"</button>
        </div>
    }
}

#[component]
fn Trouble(fault: Fault) -> impl IntoView {
    let app = AppState::get();
    view! {
        <FaultBox fault>
            <button type="button" class="button" on:click=move |_| app.retry_monitor()>"Try again"</button>
        </FaultBox>
    }
}
