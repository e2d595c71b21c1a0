//! One trace, open: its head, and the view of it that the user chose.
//!
//! Invariant: the address says what is on the screen, both ways. Absent: traces that are not
//! open (see `trace`).

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::browser::location;
use crate::engine::{SetAsideListing, Summary, TraceRef};
use crate::route::{Route, TraceView, ViewState};
use crate::state::{AppState, TraceState};
use crate::views::answers::AnswerStrip;
use crate::views::critical_path::CriticalPath;
use crate::views::events::Events;
use crate::views::find::FindBar;
use crate::views::flame::Flame;
use crate::views::help::Help;
use crate::views::inspector::Inspector;
use crate::views::json::RawJson;
use crate::views::palette::Palette;
use crate::views::service_map::TraceMap;
use crate::views::spans_table::SpansTable;
use crate::views::statistics::Statistics;
use crate::views::trace_head::TraceHead;
use crate::views::trace_keys::{self, Dialogs};
use crate::views::trace_tabs::{PANEL_ID, TraceTabs, tab_id};
use crate::views::trouble::StillReading;
use crate::views::waterfall::Waterfall;

#[component]
pub(super) fn OneTrace(trace: TraceRef, set_aside: Vec<SetAsideListing>) -> impl IntoView {
    let app = AppState::get();
    let view = view_of(&app.route.get_untracked());
    let state = TraceState::new(app, trace, &view);
    follow_links(app, state);
    effect(move || state.keep_scroll());
    let dialogs = Dialogs::closed();
    trace_keys::listen(state, dialogs);
    let head = move || {
        state.summary.get().map(|summary| {
            set_title(&summary);
            view! { <TraceHead state summary set_aside=set_aside.clone()/> }
        })
    };
    let is_partial =
        move || state.summary.with(|summary| summary.as_ref().is_some_and(|it| it.is_partial));
    let has_inspector = move || {
        let is_told = state.detail.with(Option::is_some) || state.head.with(Option::is_some);
        state.inspector_open.get() && is_told
    };
    view! {
        <main class="page">
            {head}
            {(!app.embed.collapses_title).then(|| view! { <AnswerStrip state/> })}
            <Show when=is_partial><StillReading/></Show>
            <TraceTabs state find=view! { <FindBar state/> }/>
            <div class="trace-body" class:with-inspector=has_inspector>
                <div class="trace-view" role="tabpanel" id=PANEL_ID aria-labelledby=move || tab_id(state.view.get())>
                    {move || picture(state)}
                </div>
                <Show when=has_inspector><Inspector state/></Show>
            </div>
            <Help is_open=dialogs.help/>
            <Palette state is_open=dialogs.palette/>
        </main>
    }
}

/// The view of the trace that the user chose; afresh when its times change, but for the
/// waterfall, which follows them.
fn picture(state: TraceState) -> AnyView {
    let view = state.view.get();
    if view != TraceView::Waterfall {
        state.is_adjusted.get();
    }
    match view {
        TraceView::Spans => view! { <SpansTable state/> }.into_any(),
        TraceView::Events => view! { <Events state/> }.into_any(),
        TraceView::Flame => view! { <Flame state/> }.into_any(),
        TraceView::Statistics => view! { <Statistics state/> }.into_any(),
        TraceView::CriticalPath => view! { <CriticalPath state/> }.into_any(),
        TraceView::Map => view! { <TraceMap state/> }.into_any(),
        TraceView::Json => view! { <RawJson state/> }.into_any(),
        // Views that this build does not have yet lead to the picture of all.
        _ => view! { <Waterfall state/> }.into_any(),
    }
}

/// The address follows the view, and the view a changed address.
fn follow_links(app: AppState, state: TraceState) {
    effect(move || {
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
