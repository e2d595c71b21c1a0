//! Asks for an attribute that makes two sets of one.
//!
//! Invariant: the second set has the value, so that more is what goes with it. Absent: which values
//! there are.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use crate::route::{self, Route, SetSource, SetSplit, SetsLink};
use crate::state::AppState;

/// The other ways to split a source, too.
#[component]
pub(super) fn SplitForm(source: SetSource) -> impl IntoView {
    let app = AppState::get();
    let (key, value) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let failed = SetsLink::split(source.clone(), SetSplit::Errors);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = |field: NodeRef<Input>| field.get_untracked().map(|field| field.value());
        let (Some(key), Some(value)) = (text(key), text(value)) else { return };
        let (key, value) = (key.trim().to_owned(), value);
        if !key.is_empty() {
            let link = SetsLink::split(source.clone(), SetSplit::Value { key, value });
            app.go(Route::Sets(Box::new(link)));
        }
    };
    view! {
        <form class="sets-split" on:submit=submit>
            <span>"Split by"</span>
            <a href=route::print(&Route::Sets(Box::new(failed)))>"failure"</a>
            <span>"or by an attribute:"</span>
            <input
                node_ref=key
                class="field mono"
                type="text"
                required
                placeholder="service.version"
                aria-label="Attribute"
                autocomplete="off"
                spellcheck="false"
            />
            <span aria-hidden="true">"="</span>
            <input
                node_ref=value
                class="field mono"
                type="text"
                placeholder="2.4.1"
                aria-label="Value of the second set"
                autocomplete="off"
                spellcheck="false"
            />
            <button type="submit" class="button">"Split"</button>
        </form>
    }
}
