//! The waterfall: a tree grid of spans, each with its bar on a shared time axis.
//!
//! ```text
//! | tools      | minimap                       |
//! | Span  self | ruler                         |
//! | rows (DOM) | lanes (one canvas beneath)    |
//! ```
//!
//! Invariant: about sixty rows are in the page, whatever the trace; the selected one is
//! always among them. Absent: arithmetic of time and pixels (see `layout`).

mod gestures;
mod lanes;
mod legend;
mod row;
mod rows;
mod splitter;
mod time_cursor;
mod tools;
mod trail;

use leptos::prelude::*;
pub use tools::COLOR_FIELD_ID;

use crate::state::TraceState;
use crate::views::time_axis::{MinimapPane, RulerPane, StretchSums};

#[component]
pub fn Waterfall(state: TraceState) -> impl IntoView {
    let (pointer_px, set_pointer_px) = signal(None);
    let style = move || {
        // A narrow screen leaves more room to the bars.
        let scroll_bar_px = state.scroll_bar_px.get();
        let width_px = state.name_width_px.get();
        format!("--name-width:min({width_px}px, 42vw);--scroll-bar:{scroll_bar_px}px")
    };
    view! {
        <div class="wf-frame">
        <trail::Trail state/>
        <legend::ColorLegend state/>
        <section class="waterfall" style=style aria-label="Waterfall">
            <tools::Tools state/>
            <MinimapPane state/>
            <div class="wf-head" aria-hidden="true"><span>"Span"</span><span>"self"</span></div>
            <RulerPane state/>
            <rows::TreeGrid state set_pointer_px/>
            <time_cursor::TimeCursor state pointer_px/>
            <splitter::Splitter state/>
        </section>
        <StretchSums state/>
        </div>
    }
}
