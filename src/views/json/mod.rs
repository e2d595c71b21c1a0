//! The selected span, and the beginning of the trace, as they are written.
//!
//! Invariant: a bounded text is in the page, whatever the trace; the whole can be copied or
//! downloaded. Absent: editing, folding and colours.

mod form;
mod pane;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::engine::ExportFormat;
use crate::state::{RawBeginning, TraceState};
use crate::widgets::TextSink;
use form::FormChoice;
use pane::TextPane;
use std::sync::Arc;

#[component]
pub fn RawJson(state: TraceState) -> impl IntoView {
    let form = RwSignal::new(ExportFormat::JaegerJson);
    view! {
        <section class="json-view" aria-label="JSON">
            <FormChoice form/>
            <SpanPane state form/>
            <TracePane state form/>
        </section>
    }
}

#[component]
fn SpanPane(state: TraceState, form: RwSignal<ExportFormat>) -> impl IntoView {
    let text = RwSignal::new(None::<Arc<str>>);
    effect(move || match state.selected.get() {
        Some(key) => state.ask_raw_span(key, form.get(), move |raw| {
            let _gone = text.try_set(Some(raw.into()));
        }),
        None => text.set(None),
    });
    let shown = Signal::derive(move || {
        text.with(|text| text.as_ref().map(|text| RawBeginning::of(text, true)))
    });
    let fetch = Arc::new(move |sink: TextSink| {
        if let Some(text) = text.get_untracked() {
            sink(text.to_string());
        }
    });
    let note = move || match (text.with(Option::is_some), shown.get()) {
        (false, _) => "Select a span in another view to see it here.".to_owned(),
        (_, Some(shown)) if !shown.is_whole => "The beginning; copying takes all.".to_owned(),
        _ => String::new(),
    };
    view! { <TextPane title="Span" note=Signal::derive(note) shown copy=Some(fetch as _) children=Box::new(|| ().into_any())/> }
}

#[component]
fn TracePane(state: TraceState, form: RwSignal<ExportFormat>) -> impl IntoView {
    let shown = RwSignal::new(None::<RawBeginning>);
    effect(move || {
        let format = form.get();
        if state.summary.with(Option::is_some) && !state.is_partial() {
            state.ask_raw_trace(format, move |raw| {
                let _gone = shown.try_set(Some(raw));
            });
        }
    });
    let note = move || match shown.with(|shown| shown.as_ref().map(|shown| shown.is_whole)) {
        _ if state.is_partial() => "Shown once the whole trace is read.".to_owned(),
        Some(false) => "The beginning of a longer file.".to_owned(),
        _ => String::new(),
    };
    let is_disabled = move || state.is_partial();
    view! {
        <TextPane title="Trace" note=Signal::derive(note) shown=shown.into() copy=None>
            <button
                type="button"
                class="button"
                disabled=is_disabled
                on:click=move |_| state.save_as(form.get_untracked())
            >
                "Download the whole"
            </button>
        </TextPane>
    }
}
