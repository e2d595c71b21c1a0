//! Above the rows of one subtree: what it is part of, and the way back.
//!
//! Invariant: there only while a subtree is looked at. Absent: siblings.

use leptos::prelude::*;

use crate::engine::NamedSpan;
use crate::format;
use crate::state::TraceState;

const MOST_NAME_CHARS: usize = 40;

#[component]
pub(super) fn Trail(state: TraceState) -> impl IntoView {
    let has_focus = Memo::new(move |_| state.look.with(|look| look.focus.is_some()));
    let steps = move || {
        let line = state.ancestors.get();
        let last = line.len().saturating_sub(1);
        line.iter().enumerate().map(|(place, span)| step(state, span, place == last)).collect_view()
    };
    view! {
        <Show when=move || has_focus.get()>
            <nav class="wf-trail" aria-label="Part of the trace">
                <button type="button" class="link-button" on:click=move |_| { state.leave_focus(); }>
                    "Whole trace"
                </button>
                <ol>{steps}</ol>
                <button
                    type="button"
                    class="wf-trail-leave"
                    title="Show the whole trace (Escape)"
                    on:click=move |_| { state.leave_focus(); }
                >
                    "Leave"
                </button>
            </nav>
        </Show>
    }
}

fn step(state: TraceState, span: &NamedSpan, is_here: bool) -> impl IntoView + use<> {
    let key = span.key;
    let name = if span.name.is_empty() { &span.service_name } else { &span.name };
    let name = format::shorten(&format::visible_text(name), MOST_NAME_CHARS);
    if is_here {
        view! { <li aria-current="true"><b class="untrusted">{name}</b></li> }.into_any()
    } else {
        view! {
            <li>
                <button
                    type="button"
                    class="link-button untrusted"
                    on:click=move |_| state.focus_on(key)
                >
                    {name}
                </button>
            </li>
        }
        .into_any()
    }
}
