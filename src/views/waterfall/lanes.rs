//! The canvas with all bars in view.
//!
//! Invariant: paints what is loaded and marks what is not yet. Absent: names, which are
//! text in the page.

use leptos::prelude::*;

use crate::scene::waterfall::{Lanes, lanes};
use crate::state::{TraceState, mark};
use crate::views::painted_canvas::PaintedCanvas;

#[component]
pub(super) fn LanesCanvas(state: TraceState) -> impl IntoView {
    let settled = StoredValue::new(false);
    let draw = move || {
        let rows = state.rows.get();
        let services = state.colors.get();
        let scroll = state.scroll_map();
        let top_px = state.top_px.get();
        let list = lanes(&Lanes {
            rows: &rows,
            services: &services,
            scale: state.scale(),
            scroll,
            top_px,
            hover: state.hover.get(),
            selected: state.selected.get(),
            shows_path: state.shows_path(),
        });
        let visible = scroll.visible_rows(top_px);
        let is_whole = !rows.rows.is_empty() && rows.covers(visible.start, visible.end);
        let is_partial = state.summary.with(|it| it.as_ref().map(|it| it.is_partial));
        if let Some(is_partial) = is_partial
            && is_whole
            && scroll.viewport_px > 0.0
            && !settled.get_value()
        {
            settled.set_value(true);
            mark(if is_partial { "preview" } else { "settled" });
        }
        Some(list)
    };
    view! { <PaintedCanvas draw size_px=state.lanes_px/> }
}
