//! The row that chooses the view of a trace.
//!
//! Invariant: a tab list as the ARIA pattern says: one tab is in the order of focus, arrows go
//! round. Absent: what the views show.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser::events;
use crate::route::TraceView;
use crate::state::TraceState;

/// The element that all views are shown in.
pub const PANEL_ID: &str = "trace-panel";

/// What there is to choose from, in order.
const TABS: &[(TraceView, &str)] = &[
    (TraceView::Waterfall, "Waterfall"),
    (TraceView::Flame, "Flame"),
    (TraceView::Statistics, "Statistics"),
    (TraceView::Spans, "Spans"),
    (TraceView::Events, "Events"),
    (TraceView::CriticalPath, "Critical path"),
    (TraceView::Map, "Map"),
    (TraceView::Json, "JSON"),
];

/// The id of a view's tab.
pub fn tab_id(view: TraceView) -> String {
    format!("tab-{}", view.name())
}

#[component]
pub fn TraceTabs(
    state: TraceState,
    /// What stands right of the tabs.
    find: impl IntoView,
) -> impl IntoView {
    view! {
        <div class="trace-bar">
            <div class="tabs" role="tablist" aria-label="Views" on:keydown=move |event| keydown(state, &event)>
                {TABS.iter().map(|&(view, label)| view! { <Tab state view label/> }).collect_view()}
            </div>
            {find}
        </div>
    }
}

#[component]
fn Tab(state: TraceState, view: TraceView, label: &'static str) -> impl IntoView {
    let is_chosen = move || state.view.get() == view;
    view! {
        <button
            type="button"
            role="tab"
            id=tab_id(view)
            aria-controls=PANEL_ID
            aria-selected=move || is_chosen().to_string()
            tabindex=move || if is_chosen() { "0" } else { "-1" }
            on:click=move |_| state.show_view(view)
        >
            {label}
        </button>
    }
}

/// Arrows choose, and take the focus along.
fn keydown(state: TraceState, event: &KeyboardEvent) {
    let place = TABS.iter().position(|&(view, _)| view == state.view.get_untracked()).unwrap_or(0);
    let place = match event.key().as_str() {
        "ArrowRight" => (place + 1) % TABS.len(),
        "ArrowLeft" => (place + TABS.len() - 1) % TABS.len(),
        "Home" => 0,
        "End" => TABS.len() - 1,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    let (view, _) = TABS[place];
    state.show_view(view);
    events::focus(&tab_id(view));
}
