//! Which columns there are, as boxes to tick, and a field for attributes.
//!
//! Invariant: every column that is shown has a box that takes it away. Absent: the order of
//! columns, which is that of their coming.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::columns::{explanation, title};
use crate::engine::SpanColumn;
use crate::state::SpansTableState;
use crate::views::attribute_choice::{AttributeField, AttributeKeys};

#[component]
pub(super) fn ColumnMenu(table: SpansTableState) -> impl IntoView {
    let attributes = move || {
        let is_attribute = |column: &SpanColumn| matches!(column, SpanColumn::Attribute(_));
        let columns = table.columns.get();
        columns.into_iter().filter(is_attribute).map(|one| choice(table, one)).collect_view()
    };
    let field = NodeRef::<Input>::new();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let key = field.value().trim().to_owned();
        let column = SpanColumn::Attribute(key.clone());
        let is_new = table.columns.with_untracked(|columns| !columns.contains(&column));
        if !key.is_empty() && is_new {
            table.toggle_column(&column);
            field.set_value("");
        }
    };
    view! {
        <details class="column-menu" on:toggle=move |_| table.trace.ensure_attribute_keys()>
            <summary class="button">"Columns"</summary>
            <div>
                {SpanColumn::FIXED.map(|column| choice(table, column)).collect_view()}
                {attributes}
                <form on:submit=add>
                    <AttributeField field/>
                    <button type="submit" class="button">"Add"</button>
                </form>
                <AttributeKeys state=table.trace/>
            </div>
        </details>
    }
}

fn choice(table: SpansTableState, column: SpanColumn) -> impl IntoView {
    let (name, about) = (title(&column), explanation(&column));
    let is_fixed = column == SpanColumn::Name;
    let own = column.clone();
    let is_shown = move || table.columns.with(|columns| columns.contains(&own));
    view! {
        <label title=about>
            <input
                type="checkbox"
                prop:checked=is_shown
                disabled=is_fixed
                on:change=move |_| table.toggle_column(&column)
            />
            <span class="untrusted">{name}</span>
        </label>
    }
}
