//! What the server that the trace came from can do for it.
//!
//! Invariant: whatever was asked of it is answered in words. Absent: fetching.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::route::{Route, TraceSource};
use crate::state::{AppState, TraceState};
use crate::widgets::{IconName, MenuButton, MenuItem};

/// Between two fetches of a trace that is followed.
const PAUSE_SECONDS: u32 = 10;

#[component]
pub(super) fn FromServer(state: TraceState) -> impl IntoView {
    let app = state.app;
    let Route::Trace { source, .. } = app.route.get_untracked() else { return ().into_any() };
    let TraceSource::Endpoint { base, is_raw, .. } = source.clone() else { return ().into_any() };
    // The configuration may come later than the trace.
    let can_archive = Memo::new(move |_| {
        let config = app.config_for(&base);
        config.archive_enabled && config.has_archive != Some(false) && !app.embed.is_embedded
    });
    let said = {
        let source = source.clone();
        // Told to screen readers by the page, which outlives this head.
        move || app.from_server.words(&source)
    };
    let is_fetching = {
        let source = source.clone();
        Memo::new(move |_| app.is_fetching(&source))
    };
    let fetched = source.clone();
    let followed = {
        let source = source.clone();
        Memo::new(move |_| app.from_server.followed.get().as_ref() == Some(&source))
    };
    view! {
        <span class="server-said">
            {said}
            {move || {
                let source = fetched.clone();
                (is_fetching.get() && !followed.get()).then(|| view! {
                    <button type="button" class="link-button" on:click=move |_| app.cancel_fetch(&source)>
                        "Cancel"
                    </button>
                })
            }}
        </span>
        {move || {
            let source = source.clone();
            followed.get().then(|| view! { <Following app source/> })
        }}
        {move || {
            let items = items(app, is_raw, can_archive.get());
            view! { <MenuButton id="server" label="Jaeger" icon=IconName::Focus items obstacle=""/> }
        }}
    }
    .into_any()
}

fn items(app: AppState, is_raw: bool, can_archive: bool) -> Vec<MenuItem> {
    let item =
        |label, hint, run: fn(AppState)| MenuItem { label, hint, run: Arc::new(move || run(app)) };
    let mut items = vec![
        item("Fetch again", "spans that came since join it", |app| app.fetch_again()),
        item("Keep fetching", "every ten seconds, until you stop it", |app| app.follow_trace(true)),
        match is_raw {
            true => item("As Jaeger adjusts it", "spans put together, clocks mended", |app| {
                app.show_raw(false);
            }),
            false => item("As it was stored", "without Jaeger's adjustments", |app| {
                app.show_raw(true);
            }),
        },
    ];
    if can_archive {
        items.push(item("Archive", "keep it beyond the storage's time", |app| {
            app.archive_trace();
        }));
    }
    items
}

/// How long it is to the next fetch, with a way to end this.
#[component]
fn Following(app: AppState, source: TraceSource) -> impl IntoView {
    let left = RwSignal::new(PAUSE_SECONDS);
    let is_fetching = Memo::new(move |_| app.is_fetching(&source));
    let tick = move || match (is_fetching.try_get_untracked(), left.try_get_untracked()) {
        (Some(false), Some(0 | 1)) => {
            left.set(PAUSE_SECONDS);
            app.fetch_again();
        }
        (Some(false), Some(seconds)) => left.set(seconds - 1),
        _ => {}
    };
    let clock = set_interval_with_handle(tick, Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(clock) = clock {
            clock.clear();
        }
    });
    let words = move || match is_fetching.get() {
        true => "Fetching…".to_owned(),
        false => format!("Next fetch in {} s", left.get()),
    };
    view! {
        <span class="server-said following">
            <span>{words}</span>
            <button type="button" class="link-button" on:click=move |_| app.follow_trace(false)>"Stop"</button>
        </span>
    }
}
