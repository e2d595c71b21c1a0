//! The field that a filter is typed in, with what could be typed next.
//!
//! Invariant: a combobox as the ARIA pattern says: the focus stays in the field, arrows move
//! in the list, Enter takes, Escape closes and then clears. Absent: what matches.

use leptos::ev::{Event, KeyboardEvent};
use leptos::html::Input;
use leptos::prelude::*;

use super::menu::{LIST_ID, Menu, option_id};
use super::trouble::Trouble;
use crate::browser::text_fields;
use crate::engine::{Candidate, Direction};
use crate::state::TraceState;

/// The id of the field, for whoever puts the focus there.
pub const FIELD_ID: &str = "find-field";

/// The list below the field.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub is_open: RwSignal<bool>,
    /// Which candidate Enter takes.
    pub active: RwSignal<Option<usize>>,
}

#[component]
pub(super) fn Field(state: TraceState) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let list = List { is_open: RwSignal::new(false), active: RwSignal::new(None) };
    let is_open = Memo::new(move |_| {
        list.is_open.get() && state.find.candidates.with(|candidates| !candidates.is_empty())
    });
    let typed = move |event: Event| {
        state.set_filter(&event_target_value(&event));
        ask(state, field);
        list.active.set(None);
        list.is_open.set(true);
    };
    let take = move |candidate: Candidate| take(state, field, list, &candidate);
    let has_problem = move || state.find.filtered.with(|filtered| filtered.problem.is_some());
    view! {
        <input
            id=FIELD_ID
            node_ref=field
            class="field mono"
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            placeholder="Find: words, duration>50ms, status:error"
            aria-label="Filter spans"
            aria-autocomplete="list"
            aria-expanded=move || is_open.get().to_string()
            aria-controls=LIST_ID
            aria-activedescendant=move || list.active.get().filter(|_| is_open.get()).map(option_id)
            aria-invalid=move || has_problem().to_string()
            prop:value=move || state.look.with(|look| look.filter.clone())
            on:input=typed
            on:keydown=move |event| keydown(state, field, list, is_open.get_untracked(), &event)
            on:blur=move |_| list.is_open.set(false)
        />
        <Show when=move || is_open.get()><Menu state list take/></Show>
        <Trouble state/>
    }
}

/// Asks what could be typed at the caret.
fn ask(state: TraceState, field: NodeRef<Input>) {
    if let Some(field) = field.get_untracked() {
        state.complete(field.value(), text_fields::caret(&field));
    }
}

fn take(state: TraceState, field: NodeRef<Input>, list: List, candidate: &Candidate) {
    let Some(field_element) = field.get_untracked() else { return };
    let text = field_element.value();
    let (from, to) = (candidate.from as usize, candidate.to as usize);
    let (Some(before), Some(after)) = (text.get(..from), text.get(to..)) else { return };
    let filter = format!("{before}{}{after}", candidate.text);
    field_element.set_value(&filter);
    text_fields::set_caret(&field_element, from + candidate.text.len());
    state.set_filter(&filter);
    list.active.set(None);
    ask(state, field);
}

fn keydown(
    state: TraceState,
    field: NodeRef<Input>,
    list: List,
    is_open: bool,
    event: &KeyboardEvent,
) {
    let count = state.find.candidates.with_untracked(Vec::len);
    let active = list.active.get_untracked();
    match event.key().as_str() {
        "ArrowDown" if is_open => {
            list.active.set(Some(active.map_or(0, |active| (active + 1) % count.max(1))));
        }
        "ArrowUp" if is_open => {
            list.active.set(Some(active.unwrap_or(0).checked_sub(1).unwrap_or(count - 1)));
        }
        "ArrowDown" => {
            ask(state, field);
            list.is_open.set(true);
        }
        "Enter" | "Tab" if is_open && active.is_some() => {
            let chosen = active.and_then(|active| {
                state.find.candidates.with_untracked(|all| all.get(active).cloned())
            });
            if let Some(candidate) = chosen {
                take(state, field, list, &candidate);
            }
        }
        "Enter" => {
            list.is_open.set(false);
            let is_back = event.shift_key();
            state.go_to_match(if is_back { Direction::Previous } else { Direction::Next });
        }
        "Escape" if is_open => list.is_open.set(false),
        "Escape" => state.set_filter(""),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
