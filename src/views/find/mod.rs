//! Finding spans: a field for the filter, its matches one by one, and the usual filters as
//! buttons.
//!
//! Invariant: what is typed is in the link, and what is not understood is pointed at. Absent:
//! the language itself (docs/filter.md).

mod field;
mod menu;
mod pills;
mod trouble;

use leptos::prelude::*;

use crate::engine::Direction;
use crate::format;
use crate::state::TraceState;
use crate::widgets::{Icon, IconName};
pub use field::FIELD_ID;

#[component]
pub fn FindBar(state: TraceState) -> impl IntoView {
    view! {
        <div class="find" role="search">
            <field::Field state/>
            <Steps state/>
        </div>
        <pills::Pills state/>
    }
}

/// How many matches there are, and the way from one to the next.
#[component]
fn Steps(state: TraceState) -> impl IntoView {
    let text = move || {
        let total = state.find.filtered.with(|filtered| filtered.total);
        match (total, state.find.position.get()) {
            (0, _) => "no match".to_owned(),
            (1, _) => "1 match".to_owned(),
            (total, Some(position)) => format!(
                "{} of {}",
                format::count(u64::from(position) + 1),
                format::count(u64::from(total))
            ),
            (total, None) => format!("{} matches", format::count(u64::from(total))),
        }
    };
    let has_problem = move || state.find.filtered.with(|filtered| filtered.problem.is_some());
    let is_shown = Memo::new(move |_| state.is_filtered() && !has_problem());
    view! {
        <Show when=move || is_shown.get()>
            <span class="find-count" role="status">{text}</span>
            <Step state direction=Direction::Previous name="Previous match (,)" icon=IconName::Up/>
            <Step state direction=Direction::Next name="Next match (.)" icon=IconName::Down/>
        </Show>
    }
}

#[component]
fn Step(
    state: TraceState,
    direction: Direction,
    name: &'static str,
    icon: IconName,
) -> impl IntoView {
    let is_empty = move || state.find.filtered.with(|filtered| filtered.total == 0);
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=name
            title=name
            disabled=is_empty
            on:click=move |_| state.go_to_match(direction)
        >
            <Icon name=icon/>
        </button>
    }
}
