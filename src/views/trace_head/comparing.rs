//! From a trace to its comparison: with another one, or with what usually happens.
//!
//! Invariant: the trace becomes B, what it is compared with A. Absent: choosing (see `compare`).

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::Summary;
use crate::route::TraceSource;
use crate::state::TraceState;
use crate::widgets::{IconName, MenuButton, MenuItem};

#[component]
pub(super) fn Comparing(state: TraceState, summary: Arc<Summary>) -> impl IntoView {
    let app = state.app;
    if app.embed.is_embedded {
        return ().into_any();
    }
    let side = untrack(|| app.side_of_page()).map(|mut side| {
        side.trace_id = Some(state.trace.trace_id);
        side
    });
    let source = side.as_ref().map(|side| side.source.clone());
    let mut items = vec![MenuItem {
        label: "With another trace",
        hint: "choose it next",
        run: Arc::new(move || app.compare([None, side.clone()])),
    }];
    if let Some(source @ TraceSource::Endpoint { .. }) = source {
        let listing = summary.listing.clone();
        items.push(MenuItem {
            label: "With normal",
            hint: "a healthy trace of the same call around that time",
            run: Arc::new(move || app.compare_with_normal(&source, &listing)),
        });
    }
    let obstacle = if summary.is_partial { "The trace is still being read" } else { "" };
    let is_asking = move || app.normal.asking.with(Option::is_some);
    view! {
        <span class="saving" hidden=move || !is_asking()>
            <span role="status">{move || if is_asking() { "Searching for healthy traces…" } else { "" }}</span>
            <button type="button" class="link-button" on:click=move |_| app.cancel_normal()>"Cancel"</button>
        </span>
        <MenuButton
            id="compare"
            label="Compare"
            icon=IconName::Compare
            items
            obstacle=obstacle.to_owned()
        />
    }
    .into_any()
}
