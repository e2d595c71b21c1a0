//! The time axis above the lanes. Dragging along it chooses a stretch of time to sum up; a click
//! lets go of it; two fingers zoom.
//!
//! Invariant: as wide as the lanes, so of the same scale. Absent: absolute times, which the
//! head shows.

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use super::fingers::FingersOn;
use super::gestures::CLICK_REACH_PX;
use crate::browser::events::{capture_pointer, place_in_listener};
use crate::layout::{TimeScale, TimeWindow};
use crate::scene::ruler;
use crate::state::TraceState;
use crate::views::painted_canvas::PaintedCanvas;

#[component]
pub fn RulerPane(state: TraceState) -> impl IntoView {
    let size_px = RwSignal::new((0.0, 0.0));
    let scale =
        move || TimeScale { window: state.window.get(), width_px: f64::max(size_px.get().0, 1.0) };
    let draw = move || Some(ruler::ruler(&scale(), size_px.get().1));
    let from_px = RwSignal::new(None::<f64>);
    let before = StoredValue::new(None::<TimeWindow>);
    let fingers = FingersOn::none();
    let down = move |event: PointerEvent| {
        if fingers.down(&event, 0.0, untrack(scale), None) {
            // What the first finger chose until the second came was no choice.
            state.set_stretch(before.get_value());
            from_px.set(None);
        } else if event.button() == 0 {
            capture_pointer(&event);
            before.set_value(untrack(|| state.stretch()));
            from_px.set(Some(place_in_listener(&event).0));
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some(window) = fingers.moved(&event, 0.0, state.duration_nanos()) {
            return state.set_window(window);
        }
        let Some(from_px) = from_px.get_untracked() else { return };
        let to_px = place_in_listener(&event).0;
        if (to_px - from_px).abs() >= CLICK_REACH_PX {
            state.set_stretch(Some(untrack(|| between(&scale(), from_px, to_px))));
        }
    };
    let up = move |event: PointerEvent| {
        fingers.up(&event);
        let Some(down_px) = from_px.get_untracked() else { return };
        from_px.set(None);
        if (place_in_listener(&event).0 - down_px).abs() < CLICK_REACH_PX {
            state.set_stretch(None);
        }
    };
    view! {
        <div
            class="wf-ruler"
            title="Drag to sum up a stretch of time"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=move |event| {
                fingers.up(&event);
                from_px.set(None);
            }
        >
            <PaintedCanvas draw size_px/>
            <Mark state scale=Signal::derive(scale)/>
        </div>
    }
}

/// The stretch between two places, cut to what is in view.
fn between(scale: &TimeScale, one_px: f64, other_px: f64) -> TimeWindow {
    let time = |x_px: f64| scale.time_from_x(x_px.clamp(0.0, scale.width_px));
    let (start_nanos, end_nanos) = (time(one_px.min(other_px)), time(one_px.max(other_px)));
    TimeWindow { start_nanos, end_nanos }
}

/// What of the stretch is in view.
#[component]
fn Mark(state: TraceState, scale: Signal<TimeScale>) -> impl IntoView {
    let style = move || {
        let stretch = state.stretch()?;
        let scale = scale.get();
        let left_px = scale.x_from_time(stretch.start_nanos).clamp(0.0, scale.width_px);
        let right_px = scale.x_from_time(stretch.end_nanos).clamp(0.0, scale.width_px);
        (right_px > left_px).then(|| format!("left:{left_px}px;width:{}px", right_px - left_px))
    };
    view! { <div class="stretch-mark" aria-hidden="true" hidden=move || style().is_none() style=style></div> }
}
