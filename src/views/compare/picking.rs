//! Choosing what a side of the comparison is to be, and what keeps it from being there.
//!
//! Invariant: every side that is not there has a way on. Absent: reading files and asking servers.

use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use crate::browser::{files, location};
use crate::engine::TraceListing;
use crate::format;
use crate::jaeger::TraceSummary;
use crate::route::{self, CompareSide, Route, SetSource, SetsLink, TraceSource};
use crate::scene::ServiceColor;
use crate::state::{AppState, Opening, OpeningStatus, RecentFiles, SideStatus, address_of};
use crate::views::service_mark::ServiceMark;

const HEALTHY_SAMPLE: &str = "order-healthy.otlp.jsonl";
const SLOW_SAMPLE: &str = "order-slow.otlp.jsonl";
/// Of each list.
const MOST_LINES: usize = 50;

#[component]
pub fn Picking(sides: [Memo<SideStatus>; 2]) -> impl IntoView {
    let app = AppState::get();
    let is_empty = move || sides.iter().all(|side| side.get() == SideStatus::Open);
    let sample = |name: &str| {
        Some(CompareSide { source: TraceSource::Sample(name.to_owned()), trace_id: None })
    };
    let sets = move || sets_of(sides.map(|side| side.get()));
    let samples = move |_| app.compare([sample(HEALTHY_SAMPLE), sample(SLOW_SAMPLE)]);
    view! {
        <Show when=is_empty>
            <p class="compare-intro">
                "Two traces, span by span: what is slower, new, gone or called more often, with changes that add up \
                 to the whole difference. "
                <button type="button" class="link-button" on:click=samples>"Compare two sample orders"</button>
                ", or "
                <a href=move || route::print(&app.sets_route())>"two sets of traces"</a>
                "."
            </p>
        </Show>
        {move || sets().map(|link| {
            view! { <p class="compare-intro"><a href=route::print(&Route::Sets(Box::new(link)))>"Compare all traces of A with all of B"</a></p> }
        })}
        <div class="compare-picking">
            <PickSide status=sides[0] side=0/>
            <PickSide status=sides[1] side=1/>
        </div>
    }
}

/// Where both sides hold several traces.
fn sets_of(sides: [SideStatus; 2]) -> Option<SetsLink> {
    let [SideStatus::Several(first), SideStatus::Several(second)] = sides else { return None };
    let sources = [first, second].map(|it| Some(SetSource::Opened(it.source.clone())));
    Some(SetsLink { sources, ..SetsLink::default() })
}

#[component]
fn PickSide(status: Memo<SideStatus>, side: usize) -> impl IntoView {
    move || {
        match status.get() {
        SideStatus::Open => view! { <Choose side/> }.into_any(),
        SideStatus::Loading => {
            view! { <div class="pick"><p class="waiting" role="status">"Loading the trace…"</p></div> }.into_any()
        }
        SideStatus::There(..) => {
            view! { <div class="pick"><p class="waiting">"This side is there."</p></div> }.into_any()
        }
        SideStatus::Absent(wanted, is_allowed) => view! { <Absent wanted is_allowed/> }.into_any(),
        SideStatus::Failed(opening) => view! { <Failed opening/> }.into_any(),
        SideStatus::Several(opening) => view! { <Several opening side/> }.into_any(),
    }
    }
}

#[component]
fn Absent(wanted: CompareSide, is_allowed: bool) -> impl IntoView {
    let app = AppState::get();
    let Some(url) = address_of(&wanted.source) else {
        return view! {
            <div class="pick">
                <h2>"This link needs its file"</h2>
                <p>"The trace was opened from a file, and a file is not in the link. Drop it on this page, or choose another trace."</p>
            </div>
        }
        .into_any();
    };
    let words = match is_allowed {
        true => "Loading it was cancelled, or it made room for others.",
        false => {
            "The link you followed asks this browser to read this address. No login and no token is sent along."
        }
    };
    let load = move |_| app.open_source(wanted.source.clone());
    view! {
        <div class="pick">
            <h2>{if is_allowed { "Not loaded" } else { "Fetch a trace from another server?" }}</h2>
            <p><code class="untrusted">{format::visible_text(&url)}</code></p>
            <p>{words}</p>
            <p><button type="button" class="button primary" on:click=load>{if is_allowed { "Load it" } else { "Fetch it" }}</button></p>
        </div>
    }
    .into_any()
}

#[component]
fn Failed(opening: Arc<Opening>) -> impl IntoView {
    let app = AppState::get();
    let reason = match &opening.status {
        OpeningStatus::Failed(problem) => format!("{}. {}", problem.title, problem.detail),
        _ => String::new(),
    };
    view! {
        <div class="pick">
            <h2>"This trace could not be opened"</h2>
            <p class="untrusted">{format::visible_text(&reason)}</p>
            <p><button type="button" class="button primary" on:click=move |_| app.retry(&opening)>"Try again"</button></p>
        </div>
    }
}

#[component]
fn Several(opening: Arc<Opening>, side: usize) -> impl IntoView {
    let app = AppState::get();
    let traces = opening.contents().map_or_else(Vec::new, |it| it.traces.clone());
    let left = traces.len().saturating_sub(MOST_LINES);
    let lines = traces.into_iter().take(MOST_LINES).map(|listing| {
        let trace_id = Some(listing.trace.trace_id);
        let chosen = CompareSide { source: opening.source.clone(), trace_id };
        listing_line(app, listing, String::new(), move || {
            app.choose_side(side, Some(chosen.clone()))
        })
    });
    view! {
        <div class="pick">
            <h2>"Which of its traces?"</h2>
            <div class="pick-lines">{lines.collect_view()}</div>
            {(left > 0).then(|| view! { <p class="quiet">{format!("{left} more; open the file by itself to find them.")}</p> })}
        </div>
    }
}

#[component]
fn Choose(side: usize) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let app = AppState::get();
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            app.choose_file_for(side);
            app.open_files(files::chosen(&input));
        }
    };
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <div class="pick">
            <h2>{if side == 0 { "Choose A, what it was" } else { "Choose B, what it is now" }}</h2>
            <div class="pick-file">
                <input type="file" multiple hidden node_ref=input on:change=chosen/>
                <button type="button" class="button primary" on:click=pick>"Choose a file"</button>
                <span class="quiet">"or drop it anywhere; two files at once fill both sides"</span>
            </div>
            <ById side/>
            <Open side/>
            <Found side/>
            <Recent side/>
        </div>
    }
}

/// A trace id, for the server that is searched.
#[component]
fn ById(side: usize) -> impl IntoView {
    let app = AppState::get();
    let text = RwSignal::new(String::new());
    let is_wrong = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match crate::jaeger::trace_id_from_text(text.get_untracked().trim()) {
            Some(trace_id) => {
                let base = app.search.base.get_untracked();
                let source = TraceSource::Endpoint { base, trace_id, is_raw: false };
                app.choose_side(side, Some(CompareSide { source, trace_id: Some(trace_id) }));
            }
            None => is_wrong.set(true),
        }
    };
    let label = format!("Trace ID for {}", if side == 0 { "A" } else { "B" });
    view! {
        <form class="pick-id" on:submit=submit>
            <input
                class="field mono"
                aria-label=label
                placeholder="Trace ID on the server"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || is_wrong.get().then_some("true")
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    is_wrong.set(false);
                }
            />
            <button type="submit" class="button">"Fetch"</button>
            <span role="status" class="error-text">
                {move || is_wrong.get().then_some("A trace id has 1 to 32 digits from 0 to 9 and a to f.")}
            </span>
        </form>
    }
}

/// Traces that are open. One that is on the other side already is left out.
#[component]
fn Open(side: usize) -> impl IntoView {
    let app = AppState::get();
    let taken = move || match app.route.get() {
        Route::Compare(link) => link.sides[1 - side].clone(),
        _ => None,
    };
    let lines = move || {
        let taken = taken();
        let open = app.open_sides().into_iter().filter(|(one, ..)| Some(one) != taken.as_ref());
        open.take(MOST_LINES).collect::<Vec<_>>()
    };
    move || {
        let lines = lines();
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|(chosen, listing, name)| {
                listing_line(app, listing, name, move || {
                    app.choose_side(side, Some(chosen.clone()))
                })
            });
            view! { <h3>"Open"</h3><div class="pick-lines">{lines.collect_view()}</div> }
        })
    }
}

/// What the last search found.
#[component]
fn Found(side: usize) -> impl IntoView {
    let app = AppState::get();
    move || {
        let base = app.search.results.all.with(|all| all.as_ref().map(|all| all.base.clone()))?;
        let rows = app.search.results.rows.get();
        let lines = rows.iter().take(MOST_LINES).map(|row: &TraceSummary| {
            let trace_id = row.trace_id;
            let source = TraceSource::Endpoint { base: base.clone(), trace_id, is_raw: false };
            let chosen = CompareSide { source, trace_id: Some(trace_id) };
            let choose = move || app.choose_side(side, Some(chosen.clone()));
            let names = (row.root_service.clone(), row.root_operation.clone());
            line(app, names, row.start_nanos, row.duration_nanos(), String::new(), choose)
        });
        let lines = lines.collect_view();
        Some(view! { <h3>"Found by the last search"</h3><div class="pick-lines">{lines}</div> })
    }
}

#[component]
fn Recent(side: usize) -> impl IntoView {
    let app = AppState::get();
    move || {
        let RecentFiles::Listed(kept) = app.recent.files.get() else { return None };
        (!kept.is_empty()).then(|| {
            let lines = kept.iter().take(MOST_LINES).cloned().map(|one| {
                let name = format::visible_text(&one.note.name);
                let bytes = format::bytes(one.note.bytes());
                view! {
                    <button type="button" on:click=move |_| { app.choose_file_for(side); app.open_kept(&one) }>
                        <span class="name untrusted">{name}</span>
                        <span class="num">{bytes}</span>
                    </button>
                }
            });
            view! { <h3>"Recent files"</h3><div class="pick-lines">{lines.collect_view()}</div> }
        })
    }
}

fn listing_line(
    app: AppState,
    listing: TraceListing,
    from: String,
    choose: impl Fn() + 'static,
) -> AnyView {
    let names = (listing.root_service, listing.root_name);
    line(app, names, listing.start_nanos, listing.duration_nanos, from, choose)
}

fn line(
    app: AppState,
    (service, name): (String, String),
    at_nanos: u64,
    nanos: u64,
    from: String,
    choose: impl Fn() + 'static,
) -> AnyView {
    let when = move || {
        format::date_time(at_nanos, app.offset_minutes(at_nanos), Some(location::this_year()))
    };
    view! {
        <button type="button" on:click=move |_| choose()>
            <span class="name">
                <ServiceMark color=Some(ServiceColor::of(&service))/>
                <b class="untrusted">{format::visible_text(&service)}</b>
                " "
                <span class="untrusted">{format::visible_text(&name)}</span>
            </span>
            <span class="num">{format::duration(nanos)}</span>
            <span class="num wide">{when}</span>
            <span class="num wide untrusted">{format::visible_text(&from)}</span>
        </button>
    }
    .into_any()
}
