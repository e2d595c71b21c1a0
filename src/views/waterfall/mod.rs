//! The waterfall: a tree grid of spans, each with its bar on a shared time axis.
//!
//! ```text
//! | tools      | minimap                       |
//! | Span  Self | ruler                         |
//! | rows (DOM) | lanes (one canvas beneath)    |
//! ```
//!
//! Invariant: about sixty rows are in the page, whatever the trace; the selected one is
//! always among them. Absent: arithmetic of time and pixels (see `layout`).

mod gestures;
mod head;
mod lanes;
mod legend;
mod row;
mod rows;
mod time_cursor;
mod tools;
mod trail;

use leptos::prelude::*;
pub use tools::COLOR_FIELD_ID;

use crate::state::TraceState;
use crate::views::time_axis::{MinimapPane, RulerPane, StretchSums};
use crate::widgets::Splitter;

#[component]
pub fn Waterfall(state: TraceState) -> impl IntoView {
    let (pointer_px, set_pointer_px) = signal(None);
    let style = move || {
        let scroll_bar_px = state.scroll_bar_px.get();
        let width_px = state.pane_width_px();
        let cells = head::cells_template(state);
        format!(
            "--pane-width:min({width_px}px, var(--pane-limit));--scroll-bar:{scroll_bar_px}px;--cells:{cells}"
        )
    };
    view! {
        <div class="wf-frame">
        <trail::Trail state/>
        <legend::ColorLegend state/>
        <section class="waterfall" style=style aria-label="Waterfall">
            <tools::Tools state/>
            {(!state.app.embed.hides_minimap).then(|| view! { <MinimapPane state/> })}
            <head::Head state/>
            <RulerPane state/>
            <rows::TreeGrid state set_pointer_px/>
            <time_cursor::TimeCursor state pointer_px/>
            <Splitter
                class="wf-splitter"
                label="Width of the names"
                width_px=state.name_width_px
                set_width=Callback::new(move |px| state.set_name_width(px))
            />
        </section>
        <StretchSums state/>
        </div>
    }
}
