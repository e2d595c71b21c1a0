//! What spans are grouped by, and by what once more.
//!
//! Invariant: every choice is in the link. Absent: guessing of attributes.

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::engine::{GroupBy, Grouping};
use crate::state::TraceState;
use crate::views::attribute_choice::{AttributeChoice, AttributeKeys};

/// The choices beside attributes.
const FIRST: &[(&str, &str)] =
    &[("service", "Service"), ("operation", "Operation"), ("kind", "Kind")];
const SECOND: &[(&str, &str)] =
    &[("", "nothing more"), ("service", "Service"), ("operation", "Operation"), ("kind", "Kind")];

#[component]
pub(super) fn Controls(state: TraceState, grouping: Memo<Grouping>) -> impl IntoView {
    let first = Signal::derive(move || grouping.with(|grouping| grouping.by.words()));
    let second = Signal::derive(move || {
        grouping.with(|grouping| grouping.then_by.as_ref().map(GroupBy::words).unwrap_or_default())
    });
    let set_first = Callback::new(move |words: String| {
        if let Some(by) = GroupBy::from_words(&words) {
            let then_by = grouping.with_untracked(|grouping| grouping.then_by.clone());
            state.group_by(&Grouping { by, then_by });
        }
    });
    let set_second = Callback::new(move |words: String| {
        let by = grouping.with_untracked(|grouping| grouping.by.clone());
        state.group_by(&Grouping { by, then_by: GroupBy::from_words(&words) });
    });
    effect(move || state.ensure_attribute_keys());
    view! {
        <div class="statistics-controls">
            <AttributeKeys state/>
            <AttributeChoice label="Group by" fixed=FIRST words=first field_id="group-key" choose=set_first/>
            <AttributeChoice label="then by" fixed=SECOND words=second field_id="group-key-2" choose=set_second/>
        </div>
    }
}
