//! The fields: which server, what, when.
//!
//! Invariant: a mistake stands below its field and is told to screen readers. Absent: reading
//! the fields (see `jaeger`).

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::browser::events;
use crate::jaeger::{FormField, Lookback, SearchForm};
use crate::state::{AppState, Listed, SearchState};
use crate::views::fault_box::FaultBox;

const COMPLETIONS_ID: &str = "search-attributes";

#[component]
pub(super) fn Form(
    /// Whether names and headers of servers are shown.
    servers_open: RwSignal<bool>,
) -> impl IntoView {
    let app = AppState::get();
    let search = app.search;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        app.submit_search();
        let first = search.mistakes.with_untracked(|all| all.first().map(|(field, _)| *field));
        if let Some(field) = first {
            events::focus(&field_id(field));
        }
    };
    view! {
        <form class="search-form" aria-label="What to search for" on:submit=submit novalidate>
            <EndpointField servers_open/>
            <ServiceField/>
            <OperationField/>
            <TextField
                field=FormField::Attributes
                label="Attributes"
                hint="http.response.status_code=402 error"
                text=|form| &mut form.attributes
                list=COMPLETIONS_ID
            />
            <Completions/>
            <TimeFields/>
            <div class="search-pair">
                <TextField
                    field=FormField::MinDuration
                    label="Has a span over"
                    hint="250ms"
                    text=|form| &mut form.min_duration
                />
                <TextField
                    field=FormField::MaxDuration
                    label="… under"
                    hint="1.5s"
                    text=|form| &mut form.max_duration
                />
            </div>
            <TextField field=FormField::Limit label="At most" hint="20" text=|form| &mut form.limit/>
            <div class="search-buttons">
                <button type="submit" class="button primary">"Find traces"</button>
                <button type="button" class="button" on:click=move |_| app.reset_search()>"Reset"</button>
            </div>
            <p class="search-note">
                "Durations choose traces that have a span of that length, not traces of that length."
            </p>
            <ServiceTrouble search/>
        </form>
    }
}

/// Below a field: why it cannot be read.
fn mistake(search: SearchState, field: FormField) -> Memo<Option<String>> {
    Memo::new(move |_| {
        search.mistakes.with(|all| {
            all.iter().find(|(other, _)| *other == field).map(|(_, message)| message.clone())
        })
    })
}

fn field_id(field: FormField) -> String {
    match field {
        FormField::Service => "search-service".to_owned(),
        _ => format!("search-field-{}", field as u8),
    }
}

fn mistake_id(field: FormField) -> String {
    format!("search-mistake-{}", field as u8)
}

#[component]
fn Mistake(field: FormField, text: Memo<Option<String>>) -> impl IntoView {
    view! { <span class="error-text" id=mistake_id(field)>{move || text.get()}</span> }
}

/// A field of one line, or for a day and a time, to the millisecond, in the chosen zone.
#[component]
fn TextField(
    field: FormField,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    text: fn(&mut SearchForm) -> &mut String,
    #[prop(optional)] is_moment: bool,
    /// The id of what it completes from.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let search = AppState::get().search;
    let wrong = mistake(search, field);
    let value = move || search.form.with(|form| text(&mut form.clone()).clone());
    view! {
        <label class="search-field">
            <span>{label}</span>
            <input
                class="field"
                class:mono=!is_moment
                id=field_id(field)
                type=if is_moment { "datetime-local" } else { "text" }
                step=is_moment.then_some("0.001")
                placeholder=hint
                list=list
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=move || wrong.with(Option::is_some).then(|| mistake_id(field))
                prop:value=value
                on:input=move |event| search.change(|form| *text(form) = event_target_value(&event))
            />
            <Mistake field text=wrong/>
        </label>
    }
}

/// What was seen in traces found so far, as the attributes may go on.
#[component]
fn Completions() -> impl IntoView {
    let search = AppState::get().search;
    let typed = Memo::new(move |_| search.form.with(|form| form.attributes.clone()));
    view! {
        <datalist id=COMPLETIONS_ID>
            {move || {
                // What is seen of late counts as soon as more is typed.
                let texts = search.completions(&typed.get());
                texts.into_iter().map(|text| view! { <option value=text></option> }).collect_view()
            }}
        </datalist>
    }
}

#[component]
fn EndpointField(servers_open: RwSignal<bool>) -> impl IntoView {
    let app = AppState::get();
    let search = app.search;
    let known = move || {
        let others = app.endpoints.known.get();
        let option = |base: String| view! { <option value=base></option> };
        others
            .into_iter()
            .map(|one| one.base)
            .filter(|base| !base.is_empty())
            .map(option)
            .collect_view()
    };
    let name = move || app.endpoints.endpoint(&search.base.get()).name;
    view! {
        <div class="search-field">
            <label for="search-endpoint">
                "Jaeger "
                <b class="untrusted">{move || crate::format::visible_text(&name())}</b>
            </label>
            <input
                class="field mono"
                id="search-endpoint"
                placeholder="this server"
                list="known-endpoints"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || search.base.get()
                on:change=move |event| app.choose_endpoint(&event_target_value(&event))
            />
            <datalist id="known-endpoints">{known}</datalist>
            <button type="button" class="link-button search-servers" on:click=move |_| servers_open.set(true)>
                "Names, tenant, token …"
            </button>
        </div>
    }
}

#[component]
fn ServiceField() -> impl IntoView {
    let app = AppState::get();
    let search = app.search;
    let wrong = mistake(search, FormField::Service);
    let options = move || {
        let names = search.services.get().items();
        names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    let label = move || search.services.with(|listed| listed.title("Service"));
    view! {
        <label class="search-field">
            <span>{label}</span>
            <input
                class="field"
                id=field_id(FormField::Service)
                list="services"
                placeholder="choose or type; * for all"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=move || {
                    wrong.with(Option::is_some).then(|| mistake_id(FormField::Service))
                }
                prop:value=move || search.form.with(|form| form.service.clone())
                on:change=move |event| app.choose_service(event_target_value(&event).trim())
            />
            <datalist id="services">{options}</datalist>
            <Mistake field=FormField::Service text=wrong/>
        </label>
    }
}

#[component]
fn OperationField() -> impl IntoView {
    let search = AppState::get().search;
    let options = move || {
        let mut names: Vec<String> =
            search.operations.get().items().into_iter().map(|one| one.name).collect();
        names.dedup();
        names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    view! {
        <label class="search-field">
            <span>"Operation"</span>
            <input
                class="field"
                id="search-operation"
                list="operations"
                placeholder="any"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || search.form.with(|form| form.operation.clone())
                on:input=move |event| search.change(|form| form.operation = event_target_value(&event))
            />
            <datalist id="operations">{options}</datalist>
        </label>
    }
}

const CUSTOM: &str = "custom";

#[component]
fn TimeFields() -> impl IntoView {
    let app = AppState::get();
    let search = app.search;
    let chosen = move || {
        search.form.with(|form| form.lookback.map_or(CUSTOM.to_owned(), |lookback| lookback.text()))
    };
    let choose = move |words: String| {
        let lookback = Lookback::from_text(&words);
        if lookback.is_none() {
            app.begin_custom_time();
        }
        search.change(|form| form.lookback = lookback);
    };
    let is_custom = move || search.form.with(|form| form.lookback.is_none());
    let listed = move || app.config.with(|config| config.lookbacks());
    // Links may have others.
    let unlisted = move || {
        let lookback = search.form.with(|form| form.lookback);
        let lookback = lookback.filter(|lookback| !listed().contains(lookback));
        lookback.map(|lookback| {
            let words = format!("Last {}", lookback.title());
            view! { <option value=lookback.text() selected=true>{words}</option> }
        })
    };
    view! {
        <label class="search-field">
            <span>"When"</span>
            <select
                class="field"
                id="search-lookback"
                prop:value=chosen
                on:change=move |event| choose(event_target_value(&event))
            >
                {move || listed()
                    .into_iter()
                    .map(|lookback| {
                        let words = format!("Last {}", lookback.title());
                        let is_chosen = move || search.form.with(|form| form.lookback == Some(lookback));
                        view! { <option value=lookback.text() selected=is_chosen>{words}</option> }
                    })
                    .collect_view()}
                {unlisted}
                <option value=CUSTOM selected=is_custom>"Between two times…"</option>
            </select>
        </label>
        <Show when=is_custom>
            <TextField field=FormField::Start label="From" text=|form| &mut form.start is_moment=true/>
            <TextField field=FormField::End label="To" text=|form| &mut form.end is_moment=true/>
        </Show>
    }
}

/// Why there are no services to choose from; one can be typed all the same.
#[component]
fn ServiceTrouble(search: SearchState) -> impl IntoView {
    let app = AppState::get();
    move || match search.services.get() {
        Listed::Failed(fault) => view! {
            <FaultBox fault>
                <button type="button" class="button" on:click=move |_| app.ask_services_again()>
                    "Try again"
                </button>
            </FaultBox>
        }
        .into_any(),
        Listed::There(names) if names.is_empty() => view! {
            <p class="search-note">
                "This server has no services yet: no spans came, or they are not stored yet."
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    }
}
