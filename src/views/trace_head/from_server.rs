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
    let TraceSource::Endpoint { ref base, is_raw, .. } = source else { return ().into_any() };
    let is_followed = app.from_server.followed.get_untracked().as_ref() == Some(&source);
    let mut items = vec![
        MenuItem {
            label: "Fetch again",
            hint: "spans that came since join it",
            run: Arc::new(move || app.fetch_again()),
        },
        MenuItem {
            label: "Keep fetching",
            hint: "every ten seconds, until you stop it",
            run: Arc::new(move || app.follow_trace(true)),
        },
        raw_item(app, is_raw),
    ];
    if app.config_for(base).has_archive != Some(false) && !app.embed.is_embedded {
        items.push(MenuItem {
            label: "Archive",
            hint: "keep it beyond the storage's time",
            run: Arc::new(move || app.archive_trace()),
        });
    }
    let said = {
        let source = source.clone();
        move || app.from_server.words(&source)
    };
    let followed = Memo::new(move |_| app.from_server.followed.get().as_ref() == Some(&source));
    // The head is drawn anew with each trace that came.
    let starts_followed = is_followed;
    view! {
        <span class="server-said" role="status">{said}</span>
        {move || followed.get().then(|| view! { <Following app starts_followed/> })}
        <MenuButton id="server" label="Jaeger" icon=IconName::Focus items obstacle=""/>
    }
    .into_any()
}

fn raw_item(app: AppState, is_raw: bool) -> MenuItem {
    let (label, hint) = match is_raw {
        true => ("As Jaeger adjusts it", "spans put together, clocks mended"),
        false => ("As it was stored", "without Jaeger's adjustments"),
    };
    MenuItem { label, hint, run: Arc::new(move || app.show_raw(!is_raw)) }
}

/// How long it is to the next fetch, with a way to end this.
#[component]
fn Following(
    app: AppState,
    /// Whether this goes on rather than begins, which is done with a fetch.
    starts_followed: bool,
) -> impl IntoView {
    let left = RwSignal::new(PAUSE_SECONDS);
    if !starts_followed {
        app.fetch_again();
    }
    let tick = move || match left.try_get_untracked() {
        Some(0 | 1) => {
            left.set(PAUSE_SECONDS);
            app.fetch_again();
        }
        Some(seconds) => left.set(seconds - 1),
        None => {}
    };
    let clock = set_interval_with_handle(tick, Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(clock) = clock {
            clock.clear();
        }
    });
    view! {
        <span class="server-said following">
            <span>{move || format!("Fetched again in {} s", left.get())}</span>
            <button type="button" class="link-button" on:click=move |_| app.follow_trace(false)>"Stop"</button>
        </span>
    }
}
