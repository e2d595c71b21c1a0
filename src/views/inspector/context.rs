//! What is around a span: its parents, how it compares with its kin, its children.
//!
//! Invariant: every span that is named can be gone to. Absent: what the span itself says.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{ChildOperation, SpanDetail};
use crate::format;
use crate::layout::RowKey;
use crate::state::TraceState;
use crate::views::service_mark::ServiceMark;

/// The parents, from the root down.
#[component]
pub(super) fn Parents(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let ancestors = &detail.ancestors;
    let step = |span: &(RowKey, String, String)| {
        let (key, service, name) = span.clone();
        let title = format::visible_text(&format!("{service} {name}"));
        let name = if name.is_empty() { "(no name)".to_owned() } else { name };
        view! {
            <li>
                <button
                    type="button"
                    class="link-button untrusted"
                    title=title
                    on:click=move |_| state.go_to(key)
                >
                    {format::shorten(&format::visible_text(&name), 40)}
                </button>
            </li>
        }
    };
    let first = ancestors.first.iter().map(step).collect_view();
    let last = ancestors.last.iter().map(step).collect_view();
    let left_out = (ancestors.left_out > 0)
        .then(|| view! { <li class="quiet">{format!("… {} more …", ancestors.left_out)}</li> });
    (!ancestors.first.is_empty()).then(|| {
        view! { <nav class="parents" aria-label="Parents"><ol>{first}{left_out}{last}</ol></nav> }
    })
}

/// "Slower than 88 % of 1,204 others", where there are others.
pub(super) fn kin_text(detail: &SpanDetail) -> Option<String> {
    let kin = detail.kin;
    if kin.others == 0 {
        return None;
    }
    let share = f64::from(kin.shorter) / f64::from(kin.others);
    let others = format::count(u64::from(kin.others));
    let noun = if kin.others == 1 { "other" } else { "others" };
    let traces = match kin.traces {
        0 | 1 => String::new(),
        traces => format!(" in {} traces", format::count(u64::from(traces))),
    };
    let place = match kin.shorter {
        0 => format!("Slower than none of {others} {noun}"),
        shorter if shorter == kin.others => format!("Slower than all of {others} {noun}"),
        _ => format!("Slower than {} of {others} {noun}", format::percent(share)),
    };
    Some(format!("{place}{traces}"))
}

#[component]
pub(super) fn Children(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let summary = &detail.children_summary;
    let note = format!(
        "{} · {} together",
        format::count(u64::from(detail.children)),
        format::duration(summary.total_nanos)
    );
    let more = summary.operations as usize - summary.top.len();
    let lines = summary.top.iter().map(|one| operation(state, one)).collect_view();
    (detail.children > 0).then(|| {
        view! {
            <details class="section" open>
                <summary>"Children " <small>{note}</small></summary>
                <ul class="inspector-children">
                    {lines}
                    {(more > 0).then(|| {
                        view! { <li class="quiet">{format!("and {more} more operations")}</li> }
                    })}
                </ul>
            </details>
        }
    })
}

fn operation(state: TraceState, one: &ChildOperation) -> impl IntoView + use<> {
    let color = state.colors.with_untracked(|all| all.get(one.service as usize).copied());
    let longest = one.longest;
    let name = if one.name.is_empty() { "(no name)" } else { &one.name };
    let title = format!("{} {name}: go to the longest", one.service_name);
    let calls = format!("{}×", format::count(u64::from(one.calls)));
    let errors = (one.errors > 0).then(|| {
        view! { <span class="error-text">{format!("✕ {}", format::count(u64::from(one.errors)))}</span> }
    });
    view! {
        <li>
            <ServiceMark color/>
            <button
                type="button"
                class="link-button untrusted"
                title=format::visible_text(&title)
                on:click=move |_| state.go_to(longest)
            >
                {format::visible_text(name)}
            </button>
            {errors}
            <span class="quiet">{calls}</span>
            <span>{format::duration(one.total_nanos)}</span>
        </li>
    }
}
