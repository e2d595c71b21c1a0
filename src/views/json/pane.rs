//! A bounded text with a title, and what can be done with it.
//!
//! Invariant: what is said beside the text is true of all of it. Absent: where it comes from.

use std::sync::Arc;

use leptos::prelude::*;

use crate::state::RawBeginning;
use crate::widgets::{CopyButton, TextSink};

#[component]
pub(super) fn TextPane(
    title: &'static str,
    note: Signal<String>,
    shown: Signal<Option<RawBeginning>>,
    copy: Option<Arc<dyn Fn(TextSink) + Send + Sync>>,
    children: Children,
) -> impl IntoView {
    let is_there = move || shown.with(Option::is_some);
    let copy = copy.map(|fetch| {
        view! {
            <span hidden=move || !is_there()>
                <CopyButton label=format!("Copy {}", title.to_lowercase()) fetch/>
            </span>
        }
    });
    view! {
        <section class="json-pane" aria-label=title>
            <header>
                <h2>{title}</h2>
                {copy}
                <span class="quiet">{note}</span>
                {children()}
            </header>
            <pre tabindex="0" hidden=move || !is_there() aria-label=format!("JSON of the {}", title.to_lowercase())>
                {move || shown.with(|shown| shown.as_ref().map(|shown| shown.text.clone()))}
            </pre>
        </section>
    }
}
