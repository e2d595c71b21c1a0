//! Spans that this one points at.
//!
//! Invariant: a target in this trace can be gone to; any other shows its ids. Absent:
//! links that point here.

use std::sync::Arc;

use leptos::prelude::*;

use super::attributes::AttributeList;
use crate::engine::{LinkView, SpanDetail, TextField};
use crate::format;
use crate::state::TraceState;

#[component]
pub(super) fn Links(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let count = detail.links.len();
    let key = detail.key;
    let lines = detail.links.iter().cloned().enumerate().map(move |(index, link)| {
        let index = index as u32;
        let attributes = link.attributes.clone();
        view! {
            <li>
                <p class="link-line"><Target state link/></p>
                <AttributeList
                    state
                    key
                    list=attributes
                    field=move |attribute| TextField::LinkAttribute { link: index, attribute }
                />
            </li>
        }
    });
    (count > 0).then(|| {
        view! {
            <details class="section" open>
                <summary>"Links " <small>{count}</small></summary>
                <ul class="inspector-links">{lines.collect_view()}</ul>
            </details>
        }
    })
}

#[component]
fn Target(state: TraceState, link: LinkView) -> impl IntoView {
    let state_note = (!link.trace_state.is_empty())
        .then(|| format!(" · trace state {}", format::visible_text(&link.trace_state)));
    let target = match link.target {
        Some((key, service, name)) => {
            let name = format!("{service} {name}");
            view! {
                <button type="button" class="link-button untrusted" on:click=move |_| state.go_to(key)>
                    {format::visible_text(&name)}
                </button>
            }
            .into_any()
        }
        None => view! {
            <code class="untrusted">
                {format!("span {} of trace {}", link.span_id, link.trace_id)}
            </code>
        }
        .into_any(),
    };
    view! { {link.relation} " → " {target} {state_note} }
}
