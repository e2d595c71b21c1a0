//! Which of the two forms of JSON is shown.
//!
//! Invariant: two buttons of which one is pressed. Absent: CSV, which is no JSON.

use leptos::prelude::*;

use crate::engine::ExportFormat;

const FORMS: [(ExportFormat, &str); 2] =
    [(ExportFormat::JaegerJson, "Jaeger"), (ExportFormat::OtlpJson, "OTLP")];

#[component]
pub(super) fn FormChoice(form: RwSignal<ExportFormat>) -> impl IntoView {
    let button = move |(format, name): (ExportFormat, &'static str)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (form.get() == format).to_string()
                on:click=move |_| form.set(format)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="form-choice" role="group" aria-label="Form">
            {FORMS.map(button).collect_view()}
        </div>
    }
}
