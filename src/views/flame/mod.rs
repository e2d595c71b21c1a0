//! The flame graph: spans in lanes on the axis of time, or calls of the same path added up.
//!
//! ```text
//! | Time axis  Added up                 tools |      | Time axis  Added up       what it says |
//! | minimap                                   |      | All › GET /orders › query               |
//! | ruler                                     |      | picture                                 |
//! | picture                                   |      | table                                   |
//! ```
//!
//! Invariant: everything a pointer tells is told by keys and texts, too. Absent: geometry and
//! colours (see `layout` and `scene`).

mod controls;
mod gestures;
mod picture;
mod sum_picture;
mod sum_table;
mod sum_trail;
mod tooltip;

use leptos::prelude::*;

use crate::state::{FlameState, FlameSumState, TraceState};
use crate::views::time_axis::{MinimapPane, RulerPane, StretchSums};
use picture::Picture;
use sum_picture::SumPicture;
use sum_table::SumTable;
use sum_trail::SumTrail;

#[component]
pub fn Flame(state: TraceState) -> impl IntoView {
    let is_summed = Memo::new(move |_| state.is_flame_summed());
    let style = move || format!("--scroll-bar:{}px", state.scroll_bar_px.get());
    view! {
        <section class="flame" aria-label="Flame graph" style=style>
            <controls::Controls state is_summed/>
            {move || match is_summed.get() {
                true => view! { <Summed state/> }.into_any(),
                false => view! { <OnTimeAxis state/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn OnTimeAxis(state: TraceState) -> impl IntoView {
    let flame = FlameState::new(state);
    view! {
        <div class="flame-axis">
            <MinimapPane state/>
            <RulerPane state/>
        </div>
        <Picture flame/>
        <StretchSums state/>
    }
}

#[component]
fn Summed(state: TraceState) -> impl IntoView {
    let sum = FlameSumState::new(state);
    let is_idle = Memo::new(move |_| {
        sum.window.with(|window| window.as_ref().is_some_and(|window| window.total_nanos == 0))
    });
    view! {
        <SumTrail sum/>
        <Show when=move || is_idle.get()>
            <p class="waiting">
                "Nothing here has time of its own: every span ends when it begins or is covered by its children, so there is nothing to add up. The table still counts the calls."
            </p>
        </Show>
        <SumPicture sum is_idle/>
        <SumTable sum/>
    }
}
