//! A thin line at the pointer, and the time that it stands for.
//!
//! Invariant: the same scale as lanes and ruler. Absent: fingers, which cover what they point
//! at.

use leptos::prelude::*;

use crate::format;
use crate::state::TraceState;

/// The label stands on the other side of the line this far from the right edge.
const LABEL_ROOM_PX: f64 = 190.0;

/// `pointer_px`: from the left edge of the lanes.
#[component]
pub(super) fn TimeCursor(state: TraceState, pointer_px: ReadSignal<Option<f64>>) -> impl IntoView {
    let text = move || {
        let at_nanos = pointer_px.get().map(|x_px| state.scale().time_from_x(x_px))?;
        let start_nanos =
            state.summary.with(|summary| summary.as_ref().map(|it| it.listing.start_nanos))?;
        let epoch_nanos = start_nanos.saturating_add(at_nanos);
        let clock = format::time_of_day(epoch_nanos, state.app.offset_minutes(epoch_nanos));
        Some(format!("{} · {clock}", format::offset(at_nanos as i64)))
    };
    let style = move || pointer_px.get().map(|x_px| format!("--pointer:{}px", x_px.round()));
    let is_left = move || {
        let width_px = state.lanes_px.get().0;
        pointer_px.get().is_some_and(|x_px| x_px > width_px - LABEL_ROOM_PX)
    };
    view! {
        <div
            class="wf-cursor"
            class:left=is_left
            aria-hidden="true"
            hidden=move || pointer_px.get().is_none()
            style=style
        >
            <span>{text}</span>
        </div>
    }
}
