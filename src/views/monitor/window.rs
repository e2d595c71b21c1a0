//! The fields for the time that is measured: so long ago up to now, or between two moments.
//!
//! Invariant: a mistake stands below its field and is told to screen readers. Absent: reading the
//! fields (see `jaeger`).

use leptos::prelude::*;

use crate::browser::events;
use crate::format;
use crate::jaeger::{FormField, LOOKBACKS};
use crate::state::{AppState, lookback_of};

const CUSTOM: &str = "custom";
const START_ID: &str = "monitor-start";
const END_ID: &str = "monitor-end";

pub(super) fn focus_first_mistake(app: AppState) {
    let first = app.monitor.mistakes.with_untracked(|all| all.first().map(|(field, _)| *field));
    if let Some(field) = first {
        events::focus(if field == FormField::Start { START_ID } else { END_ID });
    }
}

#[component]
pub(super) fn TimeFields() -> impl IntoView {
    let app = AppState::get();
    let form = app.monitor.form;
    // `None`: between two moments.
    let millis =
        Memo::new(move |_| form.with(|form| (!form.is_custom).then_some(form.timeframe_millis)));
    let is_custom = move || millis.get().is_none();
    let choose = move |word: String| {
        if word == CUSTOM {
            app.begin_custom_window();
        }
        app.monitor.change(|form| match word.parse() {
            Ok(millis) => (form.timeframe_millis, form.is_custom) = (millis, false),
            Err(_) => form.is_custom = true,
        });
    };
    // Links may have others than Jaeger's form.
    let unlisted = move || {
        let millis = millis.get().filter(|millis| lookback_of(*millis).is_none())?;
        let words = format!("Last {}", format::duration(millis.saturating_mul(1_000_000)));
        Some(view! { <option value=millis.to_string() selected=true>{words}</option> })
    };
    view! {
        <label class="search-field">
            <span>"When"</span>
            <select
                class="field"
                id="monitor-timeframe"
                prop:value=move || millis.get().map_or(CUSTOM.to_owned(), |millis| millis.to_string())
                on:change=move |event| choose(event_target_value(&event))
            >
                {LOOKBACKS
                    .map(|lookback| {
                        let own = lookback.micros() / 1_000;
                        view! {
                            <option value=own.to_string() selected=move || millis.get() == Some(own)>
                                {format!("Last {}", lookback.title())}
                            </option>
                        }
                    })
                    .collect_view()}
                {unlisted}
                <option value=CUSTOM selected=is_custom>"Between two times…"</option>
            </select>
        </label>
        <Show when=is_custom>
            <MomentField field=FormField::Start/>
            <MomentField field=FormField::End/>
        </Show>
    }
}

/// A day and a time, to the minute, in the chosen zone.
#[component]
fn MomentField(field: FormField) -> impl IntoView {
    let AppState { monitor, .. } = AppState::get();
    let is_start = field == FormField::Start;
    let (id, label) = if is_start { (START_ID, "From") } else { (END_ID, "To") };
    let mistake_id = format!("{id}-mistake");
    let wrong = Memo::new(move |_| {
        monitor.mistakes.with(|all| {
            all.iter().find(|(other, _)| *other == field).map(|(_, message)| message.clone())
        })
    });
    let value = move || {
        monitor.window.with(|(start, end)| if is_start { start.clone() } else { end.clone() })
    };
    let described = mistake_id.clone();
    view! {
        <label class="search-field">
            <span>{label}</span>
            <input
                class="field"
                id=id
                type="datetime-local"
                autocomplete="off"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=move || wrong.with(Option::is_some).then(|| described.clone())
                prop:value=value
                on:input=move |event| {
                    let text = event_target_value(&event);
                    monitor
                        .window
                        .update(|(start, end)| if is_start { *start = text } else { *end = text });
                }
            />
            <span class="error-text" id=mistake_id>{move || wrong.get()}</span>
        </label>
    }
}
