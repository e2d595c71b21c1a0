//! What spans are grouped by, and by what once more.
//!
//! Invariant: every choice is in the link. Absent: guessing of attributes.

use leptos::ev::Event;
use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::engine::{GroupBy, Grouping};
use crate::state::TraceState;

/// The choices beside attributes.
const FIXED: &[(&str, &str)] =
    &[("service", "Service"), ("operation", "Operation"), ("kind", "Kind")];
const ATTRIBUTE: &str = "attr:";
const KEYS_ID: &str = "attribute-keys";

#[component]
pub(super) fn Controls(state: TraceState, grouping: Memo<Grouping>) -> impl IntoView {
    let first = Signal::derive(move || grouping.with(|grouping| grouping.by.words()));
    let second = Signal::derive(move || {
        grouping.with(|grouping| grouping.then_by.as_ref().map(GroupBy::words).unwrap_or_default())
    });
    let set_first = move |words: String| {
        if let Some(by) = GroupBy::from_words(&words) {
            let then_by = grouping.with_untracked(|grouping| grouping.then_by.clone());
            state.group_by(&Grouping { by, then_by });
        }
    };
    let set_second = move |words: String| {
        let by = grouping.with_untracked(|grouping| grouping.by.clone());
        state.group_by(&Grouping { by, then_by: GroupBy::from_words(&words) });
    };
    let keys = RwSignal::new(Vec::<String>::new());
    effect(move || {
        state.summary.track();
        state.ask_attribute_keys(move |all| keys.set(all));
    });
    view! {
        <div class="statistics-controls">
            <datalist id=KEYS_ID>
                {move || keys.get().into_iter().map(|key| view! { <option value=key></option> }).collect_view()}
            </datalist>
            <Choice label="Group by" words=first is_optional=false choose=set_first/>
            <Choice label="then by" words=second is_optional=true choose=set_second/>
        </div>
    }
}

/// One of the fixed choices, or an attribute whose key is typed.
#[component]
fn Choice(
    label: &'static str,
    words: Signal<String>,
    is_optional: bool,
    choose: impl Fn(String) + Clone + 'static,
) -> impl IntoView {
    let is_attribute = move || words.with(|words| words.starts_with(ATTRIBUTE));
    let key =
        move || words.with(|words| words.strip_prefix(ATTRIBUTE).unwrap_or_default().to_owned());
    let select = {
        let choose = choose.clone();
        move |event: Event| choose(event_target_value(&event))
    };
    let typed =
        move |event: Event| choose(format!("{ATTRIBUTE}{}", event_target_value(&event).trim()));
    let selected = move || if is_attribute() { ATTRIBUTE.to_owned() } else { words.get() };
    view! {
        <label>
            <span>{label}</span>
            <select class="field" on:change=select prop:value=selected>
                {is_optional.then(|| view! { <option value="">"nothing more"</option> })}
                {FIXED.iter().map(|&(value, name)| view! { <option value=value>{name}</option> }).collect_view()}
                <option value=ATTRIBUTE>"Attribute…"</option>
            </select>
        </label>
        <input
            class="field mono"
            class:hidden=move || !is_attribute()
            hidden=move || !is_attribute()
            list=KEYS_ID
            placeholder="http.route"
            aria-label=format!("{label} attribute")
            prop:value=key
            on:change=typed
        />
    }
}
