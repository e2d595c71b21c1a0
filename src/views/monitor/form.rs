//! The fields: which server, whose calls, out of what, over how long.
//!
//! Invariant: a field is there only where it means something. Absent: checking services: one that
//! nobody knows has no calls.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::window::{TimeFields, focus_first_mistake};
use crate::format;
use crate::jaeger::MonitorSource;
use crate::state::AppState;
use crate::trace::SpanKind;

/// Those whose spans are work, in Jaeger's order.
const KINDS: [SpanKind; 5] = [
    SpanKind::Server,
    SpanKind::Client,
    SpanKind::Producer,
    SpanKind::Consumer,
    SpanKind::Internal,
];

#[component]
pub(super) fn Form() -> impl IntoView {
    let app = AppState::get();
    let form = app.monitor.form;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        app.submit_monitor();
        focus_first_mistake(app);
    };
    let source = Memo::new(move |_| form.with(|form| form.source));
    let limit = Memo::new(move |_| form.with(|form| form.limit));
    let note = move || match source.get() {
        MonitorSource::Usual => format!(
            "Where the server has no metrics, up to {} traces are searched for and measured.",
            limit.get()
        ),
        MonitorSource::Search => {
            format!("Up to {} traces are searched for and measured.", limit.get())
        }
        MonitorSource::Open => "Nothing is asked of a server.".to_owned(),
    };
    let is_of_server = move || source.get() != MonitorSource::Open;
    view! {
        <form class="search-form" aria-label="What to measure" on:submit=submit novalidate>
            <Show when=is_of_server><EndpointChoice/></Show>
            <ServiceField/>
            <label class="search-field">
                <span>"Measured by"</span>
                <select
                    class="field"
                    id="monitor-source"
                    prop:value=move || source.get().word()
                    on:change=move |event| {
                        let source = MonitorSource::from_word(&event_target_value(&event));
                        app.monitor.change(|form| form.source = source);
                    }
                >
                    {MonitorSource::ALL
                        .map(|one| {
                            view! {
                                <option value=one.word() selected=move || source.get() == one>
                                    {source_title(one)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </label>
            <Show when=is_of_server><TimeFields/></Show>
            <Show when=move || source.get() == MonitorSource::Usual><KindField/></Show>
            <div class="search-buttons">
                <button type="submit" class="button primary">"Measure"</button>
            </div>
            <p class="search-note">{note}</p>
        </form>
    }
}

fn source_title(source: MonitorSource) -> &'static str {
    match source {
        MonitorSource::Usual => "Metrics, else traces",
        MonitorSource::Search => "Traces of a search",
        MonitorSource::Open => "Traces that are open",
    }
}

/// Servers are added on the search page.
#[component]
fn EndpointChoice() -> impl IntoView {
    let app = AppState::get();
    let base = app.search.base;
    let others = move || app.endpoints.choices(&base.get());
    view! {
        <label class="search-field">
            <span>"Jaeger"</span>
            <select
                class="field"
                id="monitor-endpoint"
                prop:value=move || base.get()
                on:change=move |event| app.choose_monitor_base(&event_target_value(&event))
            >
                {move || {
                    others()
                        .into_iter()
                        .map(|(one, title)| {
                            let is_chosen = one == base.get();
                            view! {
                                <option value=one selected=is_chosen>{format::visible_text(&title)}</option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </label>
    }
}

#[component]
fn ServiceField() -> impl IntoView {
    let app = AppState::get();
    let form = app.monitor.form;
    let is_open = move || form.with(|form| form.source == MonitorSource::Open);
    let names = move || match is_open() {
        true => app.monitor.open_services.get(),
        false => app.search.services.get().items(),
    };
    let label = move || match is_open() {
        true => format!("Service ({})", names().len()),
        false => app.search.services.with(|listed| listed.title("Service")),
    };
    view! {
        <label class="search-field">
            <span>{label}</span>
            <input
                class="field"
                id="monitor-service"
                list="monitor-services"
                placeholder="choose or type"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || form.with(|form| form.service.clone())
                on:input=move |event| app.monitor.change(|form| form.service = event_target_value(&event))
            />
            <datalist id="monitor-services">
                {move || names().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
        </label>
    }
}

/// Traces are measured where work enters the service, whatever the kind.
#[component]
fn KindField() -> impl IntoView {
    let app = AppState::get();
    let form = app.monitor.form;
    let kind = Memo::new(move |_| form.with(|form| form.kind));
    view! {
        <label class="search-field">
            <span>"Span kind, of metrics"</span>
            <select
                class="field"
                id="monitor-kind"
                prop:value=move || kind.get().name()
                on:change=move |event| {
                    if let Some(kind) = SpanKind::from_name(&event_target_value(&event)) {
                        app.monitor.change(|form| form.kind = kind);
                    }
                }
            >
                {KINDS
                    .map(|one| {
                        view! {
                            <option value=one.name() selected=move || kind.get() == one>{one.name()}</option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}
