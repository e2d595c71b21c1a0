//! What is being loaded: how far it is, and a way to stop it.
//!
//! Invariant: nothing below moves while numbers change; what is fetched again has no bar, as the
//! head of its trace tells of it. Absent: guesses of time left.

use leptos::prelude::*;

use crate::engine::{LoadProgress, OpeningId};
use crate::format;
use crate::route::TraceSource;
use crate::state::{AppState, OpeningStatus};

#[component]
pub fn ProgressBars() -> impl IntoView {
    let app = AppState::get();
    let loading = Memo::new(move |_| {
        app.openings.with(|openings| {
            let is_open = |source: &TraceSource| {
                let mut others = openings.iter();
                others.any(|one| {
                    one.source == *source && !one.is_loading() && one.contents().is_some()
                })
            };
            let ids = openings.iter().filter(|opening| {
                let is_again = matches!(opening.source, TraceSource::Endpoint { .. })
                    && is_open(&opening.source);
                opening.is_loading() && !is_again
            });
            ids.map(|opening| opening.id).collect::<Vec<OpeningId>>()
        })
    });
    view! {
        <For each=move || loading.get() key=|id| *id let:id>
            <ProgressBar opening=id/>
        </For>
    }
}

#[component]
fn ProgressBar(opening: OpeningId) -> impl IntoView {
    let app = AppState::get();
    let name = app.opening(opening).map(|opening| opening.name.clone()).unwrap_or_default();
    let progress = Memo::new(move |_| {
        app.openings.with(|openings| {
            let this = openings.iter().find(|one| one.id == opening);
            match this.map(|one| &one.status) {
                Some(OpeningStatus::Loading(progress)) => *progress,
                _ => LoadProgress::default(),
            }
        })
    });
    let ratio = move || {
        let LoadProgress { bytes_read, bytes_total, .. } = progress.get();
        if bytes_total == 0 { 0.0 } else { (bytes_read as f64 / bytes_total as f64).min(1.0) }
    };
    let width = move || {
        let known = progress.get().bytes_total > 0;
        known.then(|| format!("transform:scaleX({:.4})", ratio()))
    };
    view! {
        <div class="progress" role="status">
            <span>"Opening"</span>
            <b class="untrusted">{format::visible_text(&name)}</b>
            <span>{move || describe(progress.get())}</span>
            <button type="button" class="button" on:click=move |_| app.cancel(opening)>"Cancel"</button>
            <div
                class="progress-track"
                class:unknown=move || progress.get().bytes_total == 0
                role="progressbar"
                aria-label="Loading"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || {
                    (progress.get().bytes_total > 0).then(|| (ratio() * 100.0).round().to_string())
                }
            >
                <i style=width></i>
            </div>
        </div>
    }
}

fn describe(progress: LoadProgress) -> String {
    let spans = format!("{} spans", format::count(progress.spans));
    match (progress.bytes_read, progress.bytes_total) {
        (0, _) => "waiting for the first bytes".to_owned(),
        (read, 0) => format!("{}, {spans}", format::bytes(read)),
        (read, total) => format!("{} of {}, {spans}", format::bytes(read), format::bytes(total)),
    }
}
