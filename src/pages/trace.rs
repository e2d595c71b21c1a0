//! The trace page, in each of the states that its opening can be in.

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::location;
use crate::engine::{SetAsideListing, Summary, TraceRef};
use crate::route::{Route, TraceSource, ViewState};
use crate::state::{self, AppState, Opening, OpeningStatus, TraceState};
use crate::views::chooser::Chooser;
use crate::views::confirm::Confirm;
use crate::views::inspector::Inspector;
use crate::views::trace_head::TraceHead;
use crate::views::trouble::{FileNotHere, NotLoaded, StillReading, Trouble, Waiting};
use crate::views::waterfall::Waterfall;

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
    move || match shown.get() {
        Shown::Absent => view! { <Absent source=source.clone()/> }.into_any(),
        Shown::Loading => view! { <Waiting/> }.into_any(),
        Shown::Failed(opening) => view! { <Trouble opening/> }.into_any(),
        Shown::Several(opening) => view! { <Chooser opening/> }.into_any(),
        Shown::One(trace, set_aside) => view! { <OneTrace trace set_aside/> }.into_any(),
        Shown::Beginning(trace) => view! { <OneTrace trace set_aside=Vec::new()/> }.into_any(),
    }
}

/// Not open and not loading: files of someone's machine, another server's trace, or a load
/// that was cancelled.
#[component]
fn Absent(source: TraceSource) -> impl IntoView {
    let app = AppState::get();
    let Some(url) = state::address_of(&source) else {
        return view! { <FileNotHere/> }.into_any();
    };
    let agree = move || app.open_source(source.clone());
    if location::is_same_origin(&url) {
        return view! { <NotLoaded load=agree/> }.into_any();
    }
    view! { <Confirm url agree refuse=move || app.go(Route::Start)/> }.into_any()
}

#[component]
fn OneTrace(trace: TraceRef, set_aside: Vec<SetAsideListing>) -> impl IntoView {
    let app = AppState::get();
    let view = view_of(&app.route.get_untracked());
    let state = TraceState::new(app, trace, &view);
    follow_links(app, state);
    let head = move || {
        state.summary.get().map(|summary| {
            set_title(&summary);
            view! { <TraceHead state summary set_aside=set_aside.clone()/> }
        })
    };
    let is_partial =
        move || state.summary.with(|summary| summary.as_ref().is_some_and(|it| it.is_partial));
    let has_inspector = move || state.inspector_open.get() && state.detail.with(Option::is_some);
    view! {
        <main class="page">
            {head}
            <Show when=is_partial><StillReading/></Show>
            <div class="trace-body" class:with-inspector=has_inspector>
                <Waterfall state/>
                <Show when=has_inspector><Inspector state/></Show>
            </div>
        </main>
    }
}

/// The address follows the view, and the view a changed address.
fn follow_links(app: AppState, state: TraceState) {
    Effect::new(move |_| {
        let view = state.view_state();
        if state.summary.with_untracked(Option::is_some) {
            app.remember_view(view);
        }
    });
    Effect::new(move |is_first: Option<()>| {
        let view = view_of(&app.route.get());
        let is_mine = view.trace_id.is_none_or(|id| id == state.trace.trace_id);
        if is_first.is_some() && is_mine && untrack(|| state.view_state()) != with_id(&view, state)
        {
            state.apply(&view);
        }
    });
}

fn with_id(view: &ViewState, state: TraceState) -> ViewState {
    ViewState { trace_id: Some(state.trace.trace_id), ..view.clone() }
}

fn view_of(route: &Route) -> ViewState {
    match route {
        Route::Trace { view, .. } => view.clone(),
        _ => ViewState::default(),
    }
}

fn set_title(summary: &Summary) {
    let listing = &summary.listing;
    location::set_title(&format!("{} {} – Spanscope", listing.root_service, listing.root_name));
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
        Effect::new(move |_| open());
        return view! { <Waiting/> }.into_any();
    }
    view! { <Confirm url agree=open refuse=move || app.replace(Route::Start)/> }.into_any()
}
