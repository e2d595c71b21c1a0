//! Buttons for what wheel and keys do as well, and what bars are coloured by.
//!
//! Invariant: everything possible by gesture is possible here. Absent: search.

use leptos::prelude::*;

use crate::engine::SpanColumn;
use crate::state::TraceState;
use crate::views::attribute_choice::{AttributeChoice, AttributeKeys};
use crate::views::span_columns::{ColumnMenu, Columns};
use crate::widgets::{Icon, IconButton, IconName};

/// The id of the field for the attribute that bars are coloured by.
pub const COLOR_FIELD_ID: &str = "color-key";

const COLORS: &[(&str, &str)] = &[("service", "Service"), ("kind", "Kind"), ("status", "Status")];

#[component]
pub(super) fn Tools(state: TraceState) -> impl IntoView {
    let columns = Columns {
        chosen: state.row_columns.chosen,
        fixed: &[],
        // Each row says them anyway.
        hidden: &[SpanColumn::Service, SpanColumn::Name],
        toggle: Callback::new(move |column| state.toggle_row_column(&column)),
    };
    view! {
        <div class="wf-corner">
        <ColorChoice state/>
        <div class="wf-tools" role="toolbar" aria-label="Rows and zoom">
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
            <ColumnMenu state columns is_small=true/>
            <IconButton name="Zoom in (+)" icon=IconName::ZoomIn run=move || state.zoom(0.5)/>
            <IconButton name="Zoom out (-)" icon=IconName::ZoomOut run=move || state.zoom(2.0)/>
            <IconButton name="Show the whole trace (0)" icon=IconName::Fit run=move || state.fit()/>
        </div>
        </div>
    }
}

#[component]
fn ColorChoice(state: TraceState) -> impl IntoView {
    let words = Signal::derive(move || state.color_words());
    let choose = Callback::new(move |words: String| state.color_by(&words));
    view! {
        <div class="wf-colors" on:focusin=move |_| state.ensure_attribute_keys()>
            <AttributeKeys state/>
            <AttributeChoice label="Colour by" fixed=COLORS words field_id=COLOR_FIELD_ID choose/>
        </div>
    }
}
