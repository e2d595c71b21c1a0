//! What could be typed, as a list below the field.
//!
//! Invariant: a press on an item keeps the focus in the field. Absent: where an item goes in
//! the text, which the engine says.

use leptos::prelude::*;

use super::field::List;
use crate::engine::{Candidate, CandidateKind};
use crate::format;
use crate::state::TraceState;

pub(super) const LIST_ID: &str = "find-list";
/// Items that are shown; typing on narrows the choice.
const MOST_ITEMS: usize = 12;

pub(super) fn option_id(place: usize) -> String {
    format!("find-option-{place}")
}

#[component]
pub(super) fn Menu(
    state: TraceState,
    list: List,
    take: impl Fn(Candidate) + Clone + Send + 'static,
) -> impl IntoView {
    let items = move || {
        let take = take.clone();
        state.find.candidates.with(|candidates| {
            let shown = candidates.iter().take(MOST_ITEMS).enumerate();
            shown
                .map(|(place, candidate)| item(list, place, candidate, Box::new(take.clone())))
                .collect_view()
        })
    };
    view! { <ul class="find-list" role="listbox" id=LIST_ID aria-label="What could be typed">{items}</ul> }
}

fn item(
    list: List,
    place: usize,
    candidate: &Candidate,
    take: Box<dyn Fn(Candidate)>,
) -> impl IntoView + use<> {
    let kind = match candidate.kind {
        CandidateKind::Field => "field",
        CandidateKind::Key => "attribute",
        CandidateKind::Operator => "operator",
        CandidateKind::Service => "service",
        CandidateKind::Name => "name",
        CandidateKind::Value => "value",
    };
    let count = candidate.count.map(|count| format::count(u64::from(count)));
    let chosen = candidate.clone();
    let is_active = move || list.active.get() == Some(place);
    view! {
        <li
            role="option"
            id=option_id(place)
            aria-selected=move || is_active().to_string()
            on:pointerdown=move |event| {
                event.prevent_default();
                take(chosen.clone());
            }
        >
            <span class="mono untrusted">{format::visible_text(&candidate.text)}</span>
            <small>{kind}</small>
            <small class="count">{count}</small>
        </li>
    }
}
