//! The sums of a stretch of time, on a card at the foot of the picture.
//!
//! Invariant: nothing is there unless a stretch is chosen. Absent: the choice (see `ruler`).

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::StretchFigures;
use crate::format;
use crate::layout::TimeWindow;
use crate::state::TraceState;
use crate::views::service_mark::ServiceMark;
use crate::widgets::{IconButton, IconName};

#[component]
pub fn StretchSums(state: TraceState) -> impl IntoView {
    let card = move || {
        let (stretch, sums) = (state.stretch()?, state.sums.get()?);
        Some(view! { <Card state stretch sums/> })
    };
    view! { <div class="stretch-card" role="status">{card}</div> }
}

#[component]
fn Card(state: TraceState, stretch: TimeWindow, sums: Arc<StretchFigures>) -> impl IntoView {
    let width_nanos = stretch.width_nanos();
    let offset = |nanos: u64| format::offset(nanos as i64);
    let times = format!("{} to {}", offset(stretch.start_nanos), offset(stretch.end_nanos));
    let busy_ratio = sums.busy_nanos as f64 / width_nanos.max(1) as f64;
    let busy = format!("{} ({})", format::duration(sums.busy_nanos), format::percent(busy_ratio));
    let figures = [
        ("spans", format::count(sums.spans.into())),
        ("services", format::count(sums.services.into())),
        ("errors", format::count(sums.errors.into())),
        ("busy", busy),
        ("own time", format::duration(sums.own_nanos)),
    ];
    let has_errors = sums.errors > 0;
    let figure = move |(name, figure): (&'static str, String)| {
        let is_bad = name == "errors" && has_errors;
        view! { <div class:failed=is_bad><dt>{name}</dt><dd>{figure}</dd></div> }
    };
    let more = (sums.services as usize).saturating_sub(sums.largest.len());
    view! {
        <div class="stretch-head">
            <b>{format::duration(width_nanos)}</b>
            <span>{times}</span>
            <button type="button" class="link-button" on:click=move |_| state.zoom_to_stretch()>
                "Zoom here"
            </button>
            <IconButton name="Let go of the stretch" icon=IconName::Close run=move || state.set_stretch(None)/>
        </div>
        <dl>{figures.map(figure).collect_view()}</dl>
        <ul>
            {sums.largest.iter().map(|&(place, nanos)| service(state, place, nanos)).collect_view()}
            {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
        </ul>
    }
}

/// A service with its own time in the stretch.
fn service(state: TraceState, place: u32, nanos: u64) -> impl IntoView {
    let name = state.summary.with_untracked(|summary| {
        let service = summary.as_ref().and_then(|it| it.services.get(place as usize));
        service.map_or_else(String::new, |service| service.name.clone())
    });
    let color = state.colors.with_untracked(|all| all.get(place as usize).copied());
    view! {
        <li>
            <ServiceMark color/>
            <span class="service untrusted">{name}</span>
            <span class="number">{format::duration(nanos)}</span>
        </li>
    }
}
