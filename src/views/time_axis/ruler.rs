//! The time axis above the lanes.
//!
//! Invariant: as wide as the lanes, so of the same scale. Absent: absolute times, which the
//! head shows.

use leptos::prelude::*;

use crate::layout::TimeScale;
use crate::scene::ruler;
use crate::state::TraceState;
use crate::views::painted_canvas::PaintedCanvas;

#[component]
pub fn RulerPane(state: TraceState) -> impl IntoView {
    let size_px = RwSignal::new((0.0, 0.0));
    let draw = move || {
        let (width_px, height_px) = size_px.get();
        let scale = TimeScale { window: state.window.get(), width_px };
        Some(ruler::ruler(&scale, height_px))
    };
    view! { <div class="wf-ruler"><PaintedCanvas draw size_px/></div> }
}
