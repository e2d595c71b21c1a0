//! One of a few fixed choices, or an attribute whose key is typed.
//!
//! Invariant: choices are words of columns, an attribute's with `attr:` before its key.
//! Absent: what is done with the choice.

use leptos::ev::Event;
use leptos::prelude::*;

use crate::state::{SOME_ATTRIBUTE, TraceState};

const KEYS_ID: &str = "attribute-keys";

#[component]
pub fn AttributeChoice(
    label: &'static str,
    /// Words and what they are called.
    fixed: &'static [(&'static str, &'static str)],
    words: Signal<String>,
    /// Of the field that keys are typed in.
    field_id: &'static str,
    choose: Callback<String>,
) -> impl IntoView {
    let is_attribute = move || words.with(|words| words.starts_with(SOME_ATTRIBUTE));
    let key = move || {
        words.with(|words| words.strip_prefix(SOME_ATTRIBUTE).unwrap_or_default().to_owned())
    };
    let typed = move |event: Event| {
        choose.run(format!("{SOME_ATTRIBUTE}{}", event_target_value(&event).trim()));
    };
    let selected = move || if is_attribute() { SOME_ATTRIBUTE.to_owned() } else { words.get() };
    view! {
        <label>
            <span>{label}</span>
            <select
                class="field"
                on:change=move |event| choose.run(event_target_value(&event))
                prop:value=selected
            >
                {fixed
                    .iter()
                    .map(|&(value, name)| {
                        let is_chosen = move || words.with(|words| words == value);
                        view! { <option value=value selected=is_chosen>{name}</option> }
                    })
                    .collect_view()}
                <option value=SOME_ATTRIBUTE selected=is_attribute>"Attribute…"</option>
            </select>
        </label>
        <input
            class="field mono"
            id=field_id
            hidden=move || !is_attribute()
            list=KEYS_ID
            placeholder="http.route"
            autocomplete="off"
            spellcheck="false"
            aria-label=format!("{label} attribute")
            prop:value=key
            on:change=typed
        />
    }
}

/// A field for the key of an attribute, with the trace's own to choose from.
#[component]
pub fn AttributeField(field: NodeRef<leptos::html::Input>) -> impl IntoView {
    view! {
        <input
            class="field mono"
            node_ref=field
            list=KEYS_ID
            placeholder="http.route"
            autocomplete="off"
            spellcheck="false"
            aria-label="Attribute"
        />
    }
}

/// What fields for keys complete from; one in a view.
#[component]
pub fn AttributeKeys(state: TraceState) -> impl IntoView {
    let options = move || {
        let keys = state.attribute_keys.get();
        keys.iter().map(|key| view! { <option value=key.clone()></option> }).collect_view()
    };
    view! { <datalist id=KEYS_ID>{options}</datalist> }
}
