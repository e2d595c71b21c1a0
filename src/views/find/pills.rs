//! The usual filters, one click each.
//!
//! Invariant: a button that is pressed can be seen in the filter, and taken out there as well.
//! Absent: filters that only one trace needs.

use leptos::prelude::*;

use crate::engine::term_of_field;
use crate::format;
use crate::state::TraceState;

const ERRORS: &str = "status:error";
const CRITICAL: &str = "critical:true";

#[component]
pub(super) fn Pills(state: TraceState) -> impl IntoView {
    let errors = move || {
        let errors =
            state.summary.with(|summary| summary.as_ref().map_or(0, |it| it.listing.errors));
        (errors > 0).then(|| {
            let label = format!("Errors {}", format::count(u64::from(errors)));
            view! { <Pill state label term=ERRORS.to_owned()/> }
        })
    };
    let service = Memo::new(move |_| {
        state.detail.with(|detail| detail.as_ref().map(|detail| detail.service_name.clone()))
    });
    let this_service = move || {
        let service = service.get().filter(|service| !service.is_empty())?;
        let label = format!("Only {}", format::shorten(&format::visible_text(&service), 20));
        Some(view! { <Pill state label term=term_of_field("service", &service)/> })
    };
    let services = move || {
        let (shown, of) = state.find.filtered.with(|filtered| filtered.services)?;
        let label = format!("{shown} of {of} services");
        Some(view! {
            <button
                type="button"
                class="pill"
                aria-pressed="true"
                title="The link hides the others, with all that is below them. Click to show all"
                on:click=move |_| state.show_all_services()
            >
                {label}
            </button>
        })
    };
    let is_matches_only = move || state.look.with(|look| look.is_matches_only);
    view! {
        <div class="pills" role="group" aria-label="Filters">
            {errors}
            <Pill state label="Critical path".to_owned() term=CRITICAL.to_owned()/>
            {this_service}
            {services}
            <button
                type="button"
                class="pill"
                title="Select the span with the most time of its own"
                on:click=move |_| state.go_to_slowest()
            >
                "Slowest self"
            </button>
            <Show when=move || state.is_filtered()>
                <button
                    type="button"
                    class="pill"
                    aria-pressed=move || is_matches_only().to_string()
                    on:click=move |_| state.set_matches_only(!is_matches_only())
                >
                    "Matches only"
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Pill(state: TraceState, label: String, term: String) -> impl IntoView {
    let toggled = term.clone();
    view! {
        <button
            type="button"
            class="pill untrusted"
            aria-pressed=move || state.has_term(&term).to_string()
            on:click=move |_| state.toggle_term(&toggled)
        >
            {label}
        </button>
    }
}
