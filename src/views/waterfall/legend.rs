//! What the colours of the bars mean, each a filter.
//!
//! Invariant: nothing while bars have the colours of their services, which rows name. Absent:
//! values beyond the first, which are counted.

use leptos::prelude::*;

use crate::engine::{Legend, LegendEntry};
use crate::format;
use crate::layout::Tint;
use crate::scene::Fill;
use crate::state::TraceState;
use crate::views::service_mark::FillMark;

#[component]
pub(super) fn ColorLegend(state: TraceState) -> impl IntoView {
    let content = move || state.legend.with(|legend| content(state, legend));
    view! {
        <Show when=move || state.is_tinted()>
            <div class="wf-legend" role="group" aria-label="Colours">{content}</div>
        </Show>
    }
}

fn content(state: TraceState, legend: &Legend) -> AnyView {
    if legend.entries.is_empty() {
        return match legend.without {
            // Nothing is known yet.
            0 => ().into_any(),
            _ => view! { <span>"No span has a value here"</span> }.into_any(),
        };
    }
    let entries = legend.entries.iter().map(|entry| entry_view(state, entry.clone()));
    let entries: Vec<_> = entries.collect();
    let more = (legend.more > 0).then(
        || view! { <span>{format!("and {} more", format::count(u64::from(legend.more)))}</span> },
    );
    let without = (legend.without > 0).then(|| {
        let fill = Fill::of(Tint::NOTHING, 0, &[]);
        let count = format::count(u64::from(legend.without));
        view! { <span><FillMark fill/>"no value "<small>{count}</small></span> }
    });
    view! {
        <div class="wf-legend-values">{entries}</div>
        <div class="wf-legend-rest">{more} {without}</div>
    }
    .into_any()
}

fn entry_view(state: TraceState, entry: LegendEntry) -> AnyView {
    let fill = Fill::of(entry.tint, 0, &[]);
    let name = if entry.name.is_empty() {
        "(empty)".to_owned()
    } else {
        format::visible_text(&entry.name)
    };
    let count = format::count(u64::from(entry.spans));
    let inside = view! { <FillMark fill/><span class="untrusted">{name.clone()}</span>" "<small>{count}</small> };
    if entry.term.is_empty() {
        return view! { <span title=format!("{name}: too long for a filter")>{inside}</span> }
            .into_any();
    }
    let term = entry.term.clone();
    let is_picked = move || state.has_term(&term).to_string();
    view! {
        <button
            type="button"
            title=format!("{name}: find the spans with this value, or leave them")
            aria-pressed=is_picked
            on:click=move |_| state.pick_value(&entry)
        >
            {inside}
        </button>
    }
    .into_any()
}
