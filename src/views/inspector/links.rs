//! Spans that this one points at, and those that point at it.
//!
//! Invariant: a target in this trace can be gone to; any other shows its ids. Absent:
//! links of other traces that point here.

use std::sync::Arc;

use leptos::prelude::*;

use super::attributes::AttributeList;
use crate::engine::{LinkView, SpanDetail, TextField};
use crate::format;
use crate::state::TraceState;

#[component]
pub(super) fn Links(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let count = detail.links.len();
    let lines = detail.links.clone().into_iter().enumerate().map(move |(index, link)| {
        let index = index as u32;
        let attributes = link.attributes.clone();
        view! {
            <li>
                <p class="link-line"><Target state link/></p>
                <AttributeList
                    state
                    detail=detail.clone()
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
pub(super) fn IncomingLinks(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let total = detail.linked_from.total as usize;
    let links = detail.linked_from.first.clone();
    let more = total - links.len();
    let lines = links.into_iter().map(move |link| {
        let (key, service, name) = link.from;
        let name = format!("{service} {name}");
        view! {
            <li>
                <p class="link-line">
                    {link.relation}
                    " ← "
                    <button
                        type="button"
                        class="link-button untrusted"
                        on:click=move |_| state.go_to(key)
                    >
                        {format::visible_text(&name)}
                    </button>
                </p>
            </li>
        }
    });
    (total > 0).then(|| {
        view! {
            <details class="section" open>
                <summary>"Linked from " <small>{total}</small></summary>
                <ul class="inspector-links linked-from">
                    {lines.collect_view()}
                    {(more > 0).then(|| view! { <li class="quiet">{format!("and {more} more")}</li> })}
                </ul>
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
