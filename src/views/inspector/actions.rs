//! What can be done with an attribute: copy it, with its key or without, or filter by it.
//!
//! Invariant: what is copied is whole, also where the screen shows it shortened. Absent: links,
//! which stand beside the value. A list of terms holds nothing but terms and what is said of them,
//! so the buttons are one more `dd`.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{AttributeSet, AttributeView, TextField, ValueKind};
use crate::layout::RowKey;
use crate::state::TraceState;
use crate::widgets::{CopyButton, Icon, IconName, TextSink};

#[component]
pub(super) fn Actions(
    state: TraceState,
    key: RowKey,
    attribute: AttributeView,
    field: TextField,
) -> impl IntoView {
    let AttributeView { key: name, value, kind } = attribute;
    let fetch_value = {
        let value = value.clone();
        Arc::new(move |sink: TextSink| state.whole_text(key, field, &value, sink))
    };
    let fetch_pair = {
        let (name, value) = (name.clone(), value.clone());
        Arc::new(move |sink: TextSink| {
            let name = name.clone();
            let pair = Box::new(move |value: String| sink(format!("{name}={value}")));
            state.whole_text(key, field, &value, pair);
        })
    };
    // Lists and maps have no single value to ask for, and a shortened one would find nothing.
    let is_asked_for = TraceState::can_filter_by(field)
        && !value.is_cut()
        && !matches!(kind, ValueKind::Null | ValueKind::Array | ValueKind::Map);
    let filter_label = format!("Filter by {name}");
    let labels = (format!("Copy {name}"), format!("Copy {name} with its key"));
    let filter = move |_| state.filter_by(field, &name, &value.shown);
    view! {
        <dd class="attribute-actions">
            {is_asked_for.then(|| {
                view! {
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=filter_label.clone()
                        title="Filter by this"
                        on:click=filter
                    >
                        <Icon name=IconName::Filter/>
                    </button>
                }
            })}
            <CopyButton label=labels.1 fetch=fetch_pair class="icon-button pair"/>
            <CopyButton label=labels.0 fetch=fetch_value class="icon-button copy"/>
        </dd>
    }
}

/// Copies a whole list.
#[component]
pub(super) fn CopyAll(
    state: TraceState,
    key: RowKey,
    set: AttributeSet,
    title: &'static str,
) -> impl IntoView {
    let fetch = Arc::new(move |sink: TextSink| state.attributes_json(key, set, sink));
    let label = format!("Copy {} as JSON", title.to_lowercase());
    view! { <CopyButton label fetch class="icon-button"/> }
}
