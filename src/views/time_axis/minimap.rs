//! The whole trace in small, with the part in view between two handles.
//!
//! Invariant: dragging never leaves the trace; two fingers zoom to where they are on it, spread to
//! zoom in as everywhere. Absent: selecting spans.

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use super::fingers::FingersOn;
use crate::browser::events::{capture_pointer, is_touch};
use crate::layout::TimeWindow;
use crate::layout::minimap::{Grip, dragged, grip_at};
use crate::route::TraceView;
use crate::scene::minimap;
use crate::state::{MINIMAP_LANES, TraceState};
use crate::views::painted_canvas::PaintedCanvas;

const HANDLE_REACH_PX: f64 = 7.0;
const FINGER_REACH_PX: f64 = 18.0;

/// A drag under way: what is held, where it began, the window it began with.
#[derive(Clone, Copy)]
struct Drag {
    grip: Grip,
    from_px: f64,
    window: TimeWindow,
}

#[component]
pub fn MinimapPane(state: TraceState) -> impl IntoView {
    let drag = RwSignal::new(None::<Drag>);
    let hovered = RwSignal::new(Grip::Outside);
    let draw = move || {
        let bars = state.minimap.get();
        let services = state.colors.get();
        let (width_px, height_px) = state.minimap_px.get();
        Some(minimap::minimap(&minimap::Minimap {
            bars: &bars,
            asked_width_px: width_px.round() as u16,
            lanes: MINIMAP_LANES,
            services: &services,
            is_by_service: state.view.get() != TraceView::Waterfall,
            whole: state.whole_scale(),
            height_px,
            window: state.window.get(),
        }))
    };
    let grip_of = move |event: &PointerEvent| {
        let reach = if is_touch(event) { FINGER_REACH_PX } else { HANDLE_REACH_PX };
        let window = state.window.get_untracked();
        untrack(|| grip_at(&state.whole_scale(), window, f64::from(event.offset_x()), reach))
    };
    let fingers = FingersOn::none();
    let down = move |event: PointerEvent| {
        // What the first finger dragged until the second came is undone.
        let before = drag.get_untracked().map(|drag| drag.window);
        let shown = before.unwrap_or_else(|| state.window.get_untracked());
        if fingers.down(&event, 0.0, untrack(|| state.whole_scale()), Some(shown)) {
            state.set_window(shown);
            return drag.set(None);
        }
        if event.button() != 0 {
            return;
        }
        capture_pointer(&event);
        let (grip, from_px) = (grip_of(&event), f64::from(event.offset_x()));
        drag.set(Some(Drag { grip, from_px, window: state.window.get_untracked() }));
    };
    let moved = move |event: PointerEvent| {
        if let Some(window) = fingers.moved(&event, 0.0, state.duration_nanos()) {
            return state.set_window(window);
        }
        let to_px = f64::from(event.offset_x());
        match drag.get_untracked() {
            Some(Drag { grip, from_px, window }) => {
                let whole = untrack(|| state.whole_scale());
                state.set_window(dragged(&whole, window, grip, from_px, to_px));
            }
            None => hovered.set(grip_of(&event)),
        }
    };
    let up = move |event: PointerEvent| {
        fingers.up(&event);
        drag.set(None);
    };
    view! {
        <div
            class="wf-minimap"
            class:on-handle=move || matches!(hovered.get(), Grip::Start | Grip::End)
            class:on-window=move || hovered.get() == Grip::Inside
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:dblclick=move |_| state.fit()
        >
            <PaintedCanvas draw size_px=state.minimap_px/>
        </div>
    }
}
