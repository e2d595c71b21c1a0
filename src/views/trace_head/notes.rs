//! What was mended in a trace, and what could not be shown.
//!
//! Invariant: every repair names spans, and a click selects them. Absent: advice.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::{RepairListing, SetAsideListing, Summary};
use crate::format;
use crate::state::TraceState;

pub(super) fn count(summary: &Summary) -> usize {
    summary.repairs.len()
}

#[component]
pub(super) fn Notes(
    state: TraceState,
    summary: Arc<Summary>,
    set_aside: Vec<SetAsideListing>,
) -> impl IntoView {
    let origin = format!("Read as {} from {}.", summary.format, summary.source);
    let repairs = summary.repairs.iter().map(|repair| repair_line(state, repair)).collect_view();
    let set_aside = set_aside.into_iter().map(set_aside_line).collect_view();
    view! {
        <ul class="trace-notes">
            {repairs}
            {set_aside}
            <li class="untrusted">{format::visible_text(&origin)}</li>
        </ul>
    }
}

fn repair_line(state: TraceState, repair: &RepairListing) -> impl IntoView + use<> {
    let spans = if repair.count == 1 { "1 span: " } else { &format!("{} spans: ", repair.count) };
    let links = repair.first.iter().map(|&key| {
        let id = key.span_id();
        view! {
            <button type="button" class="link-button mono" on:click=move |_| state.go_to(key)>
                {id.to_string()}
            </button>
        }
    });
    let more = repair.count as usize - repair.first.len();
    view! {
        <li>
            <b>{spans.to_owned()}</b>
            {repair.explanation.clone()}
            <span class="spans">
                {links.collect_view()}
                {(more > 0).then(|| format!("and {more} more"))}
            </span>
        </li>
    }
}

fn set_aside_line(span: SetAsideListing) -> impl IntoView {
    view! {
        <li>
            <b>"Not shown: "</b>
            {format::visible_text(&span.reason)}
            {format!(" (byte {} of {}) ", format::count(span.offset), format::visible_text(&span.source))}
            <code class="untrusted">{format::visible_text(&span.excerpt)}</code>
        </li>
    }
}
