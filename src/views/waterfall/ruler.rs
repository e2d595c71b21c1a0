//! The time axis above the lanes.
//!
//! Invariant: the same scale as the lanes. Absent: absolute times, which the head shows.

use leptos::prelude::*;

use crate::scene::ruler;
use crate::state::TraceState;
use crate::views::painted_canvas::PaintedCanvas;

#[component]
pub(super) fn RulerPane(state: TraceState) -> impl IntoView {
    let size_px = RwSignal::new((0.0, 0.0));
    let draw = move || Some(ruler::ruler(&state.scale(), size_px.get().1));
    view! { <div class="wf-ruler"><PaintedCanvas draw size_px/></div> }
}
