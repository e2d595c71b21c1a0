//! Buttons for what wheel and keys do as well.
//!
//! Invariant: everything possible by gesture is possible here. Absent: search.

use leptos::prelude::*;

use crate::state::TraceState;
use crate::widgets::{Icon, IconButton, IconName};

#[component]
pub(super) fn Tools(state: TraceState) -> impl IntoView {
    view! {
        <div class="wf-corner" role="toolbar" aria-label="Rows and zoom">
            <IconButton name="Collapse all" icon=IconName::CollapseAll run=move || state.collapse_from(Some(1))/>
            <IconButton name="Expand all" icon=IconName::ExpandAll run=move || state.collapse_from(None)/>
            <button
                type="button"
                class="icon-button"
                aria-label="Group repeated calls"
                title="Show calls that repeat as one row"
                aria-pressed=move || (!state.look.with(|look| look.is_ungrouped)).to_string()
                on:click=move |_| state.switch_grouping()
            >
                <Icon name=IconName::Group/>
            </button>
            <IconButton name="Zoom in (+)" icon=IconName::ZoomIn run=move || state.zoom(0.5)/>
            <IconButton name="Zoom out (-)" icon=IconName::ZoomOut run=move || state.zoom(2.0)/>
            <IconButton name="Show the whole trace (0)" icon=IconName::Fit run=move || state.fit()/>
        </div>
    }
}
