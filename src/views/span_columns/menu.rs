//! Which columns there are, as boxes to tick, and a field for attributes.
//!
//! Invariant: every column that is shown has a box that takes it away. Absent: the order of
//! columns, which is that of their coming.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html::{Details, Input};
use leptos::prelude::*;

use super::words::{explanation, title};
use crate::browser::events;
use crate::engine::SpanColumn;
use crate::state::TraceState;
use crate::views::attribute_choice::{AttributeField, AttributeKeys};
use crate::widgets::{Icon, IconName};

/// What is chosen from.
#[derive(Clone, Copy)]
pub struct Columns {
    pub chosen: Memo<Vec<SpanColumn>>,
    /// Those that cannot be taken out.
    pub fixed: &'static [SpanColumn],
    /// Those that cannot be added.
    pub hidden: &'static [SpanColumn],
    pub toggle: Callback<SpanColumn>,
}

#[component]
pub fn ColumnMenu(
    state: TraceState,
    columns: Columns,
    /// Shown as an icon only.
    #[prop(optional)]
    is_small: bool,
) -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
            // The field that had the focus is gone.
            if let Some(details) = details.get_untracked() {
                events::focus_within(&details, "summary");
            }
        }
    };
    let attributes = move || {
        let is_attribute = |column: &SpanColumn| matches!(column, SpanColumn::Attribute(_));
        let chosen = columns.chosen.get();
        chosen.into_iter().filter(is_attribute).map(|one| choice(columns, one)).collect_view()
    };
    let fixed = SpanColumn::FIXED.into_iter().filter(|column| !columns.hidden.contains(column));
    view! {
        <details
            class="column-menu"
            node_ref=details
            on:toggle=move |_| state.ensure_attribute_keys()
            on:keydown=key
        >
            {if is_small {
                view! {
                    <summary class="icon-button" aria-label="Columns" title="Columns">
                        <Icon name=IconName::Columns/>
                    </summary>
                }
                .into_any()
            } else {
                view! { <summary class="button">"Columns"</summary> }.into_any()
            }}
            <div>
                {fixed.map(|column| choice(columns, column)).collect_view()}
                {attributes}
                <NewAttribute columns/>
                <AttributeKeys state/>
            </div>
        </details>
    }
}

/// A field whose key becomes a column.
#[component]
fn NewAttribute(columns: Columns) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let key = field.value().trim().to_owned();
        let column = SpanColumn::Attribute(key.clone());
        let is_new = columns.chosen.with_untracked(|chosen| !chosen.contains(&column));
        if !key.is_empty() && is_new {
            columns.toggle.run(column);
            field.set_value("");
        }
    };
    view! {
        <form on:submit=add>
            <AttributeField field/>
            <button type="submit" class="button">"Add"</button>
        </form>
    }
}

fn choice(columns: Columns, column: SpanColumn) -> impl IntoView {
    let (name, about) = (title(&column), explanation(&column));
    let is_fixed = columns.fixed.contains(&column);
    let own = column.clone();
    let is_shown = move || columns.chosen.with(|chosen| chosen.contains(&own));
    view! {
        <label title=about>
            <input
                type="checkbox"
                prop:checked=is_shown
                disabled=is_fixed
                on:change=move |_| columns.toggle.run(column.clone())
            />
            <span class="untrusted">{name}</span>
        </label>
    }
}
