//! The trace page, in each of the states that its opening can be in.

use std::sync::Arc;

use leptos::prelude::*;

use super::one_trace::OneTrace;
use crate::browser::effect::effect;
use crate::browser::location;
use crate::engine::{SetAsideListing, TraceRef};
use crate::route::{Route, TraceSource, ViewState};
use crate::state::{self, AppState, Opening, OpeningStatus, RecentFiles};
use crate::views::chooser::Chooser;
use crate::views::confirm::Confirm;
use crate::views::trouble::{FileNotHere, NotLoaded, Trouble, Waiting};

/// What of a source there is to show.
#[derive(Clone)]
enum Shown {
    Absent,
    Loading,
    Failed(Arc<Opening>),
    Several(Arc<Opening>),
    One(TraceRef, Vec<SetAsideListing>),
    /// The beginning of a trace that is still being read.
    Beginning(TraceRef),
}

impl PartialEq for Shown {
    /// Equal where the same thing would be drawn.
    fn eq(&self, other: &Shown) -> bool {
        match (self, other) {
            (Shown::Absent, Shown::Absent) | (Shown::Loading, Shown::Loading) => true,
            (Shown::One(a, _), Shown::One(b, _)) => a == b,
            (Shown::Beginning(a), Shown::Beginning(b)) => a == b,
            (Shown::Failed(a), Shown::Failed(b)) | (Shown::Several(a), Shown::Several(b)) => {
                a.id == b.id
            }
            _ => false,
        }
    }
}

#[component]
pub fn TracePage(source: TraceSource) -> impl IntoView {
    let app = AppState::get();
    let wanted = {
        let source = source.clone();
        Memo::new(move |_| match app.route.get() {
            Route::Trace { source: now, view } if now == source => view.trace_id,
            _ => None,
        })
    };
    let lookup = source.clone();
    let shown = Memo::new(move |_| {
        app.openings.track();
        let wanted = wanted.get();
        let Some(opening) = app.find(&lookup, wanted) else { return Shown::Absent };
        match (&opening.status, opening.trace(wanted)) {
            (OpeningStatus::Loading(_), Some(listing)) => Shown::Beginning(listing.trace),
            (OpeningStatus::Loading(_), None) => Shown::Loading,
            (OpeningStatus::Failed(_), _) => Shown::Failed(opening),
            (OpeningStatus::Open(contents), Some(listing)) => {
                Shown::One(listing.trace, contents.set_aside.clone())
            }
            (OpeningStatus::Open(_), None) => Shown::Several(opening),
        }
    });
    let words = {
        let source = source.clone();
        move || app.from_server.words(&source)
    };
    let page = move || match shown.get() {
        Shown::Absent => view! { <Absent source=source.clone()/> }.into_any(),
        Shown::Loading => view! { <Waiting/> }.into_any(),
        Shown::Failed(opening) => view! { <Trouble opening/> }.into_any(),
        Shown::Several(opening) => view! { <Chooser opening/> }.into_any(),
        Shown::One(trace, set_aside) => view! { <OneTrace trace set_aside/> }.into_any(),
        Shown::Beginning(trace) => view! { <OneTrace trace set_aside=Vec::new()/> }.into_any(),
    };
    view! {
        {page}
        <p class="visually-hidden" role="status">{words}</p>
    }
}

/// Not open and not loading: files of someone's machine, another server's trace, or a load
/// that was cancelled.
#[component]
fn Absent(source: TraceSource) -> impl IntoView {
    let app = AppState::get();
    let Some(url) = state::address_of(&source) else {
        return view! { <AbsentFile mark=source.mark()/> }.into_any();
    };
    let is_allowed = app.may_fetch(&source);
    let agree = move || app.open_source(source.clone());
    if is_allowed {
        return view! { <NotLoaded load=agree/> }.into_any();
    }
    view! { <Confirm url agree refuse=move || app.go(Route::Start)/> }.into_any()
}

/// A file's trace: among the recent files, or not in this browser.
#[component]
fn AbsentFile(mark: Option<u32>) -> impl IntoView {
    let app = AppState::get();
    let wanted = move || match app.route.get() {
        Route::Trace { view, .. } => view.trace_id,
        _ => None,
    };
    move || {
        let is_coming = app.recent.is_fetching.get()
            || app.recent.files.with(|files| *files == RecentFiles::Unread);
        let load = move || app.open_kept_holding(mark, untrack(wanted));
        match app.recent.holding(mark, wanted()) {
            _ if is_coming => view! { <Waiting/> }.into_any(),
            Some(_) => view! { <NotLoaded load/> }.into_any(),
            None => view! { <FileNotHere/> }.into_any(),
        }
    }
}

/// A link of the form `#/open?url=…`.
#[component]
pub fn OpenUrl(url: String) -> impl IntoView {
    let app = AppState::get();
    let source = TraceSource::Url(url.clone());
    let open = {
        let source = source.clone();
        move || {
            if app.find(&source, None).is_none() {
                app.open_source(source.clone());
            }
            app.replace(Route::Trace { source: source.clone(), view: ViewState::default() });
        }
    };
    if location::is_same_origin(&url) {
        // After this page is drawn, since it changes the route that it is drawn for.
        effect(open);
        return view! { <Waiting/> }.into_any();
    }
    view! { <Confirm url agree=open refuse=move || app.replace(Route::Start)/> }.into_any()
}
