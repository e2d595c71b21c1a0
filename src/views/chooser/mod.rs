//! The traces of an opening that held several, to choose from.
//!
//! Invariant: every trace is in the list, whatever its length. Absent: search by contents.

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::location;
use crate::engine::TraceListing;
use crate::format;
use crate::route::{self, Route, TraceSource, ViewState};
use crate::scene::ServiceColor;
use crate::state::Opening;
use crate::views::service_mark::ServiceMark;

/// Lines that are put on the page at once; more come on request.
const LINES_AT_ONCE: usize = 200;

#[component]
pub fn Chooser(opening: Arc<Opening>) -> impl IntoView {
    let contents = opening.contents().cloned().unwrap_or_default();
    let total = contents.traces.len();
    let filter = RwSignal::new(String::new());
    let most = RwSignal::new(LINES_AT_ONCE);
    let source = opening.source.clone();
    let matching = Memo::new(move |_| {
        let wanted = filter.get().to_lowercase();
        let fits = |listing: &&TraceListing| {
            wanted.is_empty()
                || listing.root_service.to_lowercase().contains(&wanted)
                || listing.root_name.to_lowercase().contains(&wanted)
                || listing.id_text.contains(&wanted)
        };
        contents.traces.iter().filter(fits).cloned().collect::<Vec<TraceListing>>()
    });
    let lines = {
        let source = source.clone();
        move || {
            let shown =
                matching.with(|all| all.iter().take(most.get()).cloned().collect::<Vec<_>>());
            shown.into_iter().map(|listing| line(&source, listing)).collect_view()
        }
    };
    view! {
        <main class="page scrolls">
            <div class="chooser">
                <h1 class="untrusted">{format::visible_text(&opening.name)}</h1>
                <p>{format!("{} traces. Choose one to look at.", format::count(total as u64))}</p>
                <Show when=move || { total > 12 }>
                    <input
                        class="field chooser-filter"
                        type="search"
                        placeholder="Filter by service, name or id"
                        aria-label="Filter by service, name or id"
                        prop:value=move || filter.get()
                        on:input=move |event| filter.set(event_target_value(&event))
                    />
                </Show>
                <div class="trace-list">{lines}</div>
                <Show when=move || matching.with(Vec::len) == 0>
                    <p class="waiting">"No trace fits this filter."</p>
                </Show>
                <Show when=move || { matching.with(Vec::len) > most.get() }>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| most.update(|most| *most += LINES_AT_ONCE)
                    >
                        "Show more"
                    </button>
                </Show>
            </div>
        </main>
    }
}

fn line(source: &TraceSource, listing: TraceListing) -> impl IntoView + use<> {
    let view = ViewState { trace_id: Some(listing.trace.trace_id), ..ViewState::default() };
    let href = route::print(&Route::Trace { source: source.clone(), view });
    let color = ServiceColor::of(&listing.root_service);
    let offset = location::utc_offset_minutes(listing.start_nanos);
    let when = format::date_time(listing.start_nanos, offset, Some(location::this_year()));
    let errors = (listing.errors > 0).then(|| {
        view! { <span class="error-text">{format!("✕ {}", format::count(u64::from(listing.errors)))}</span> }
    });
    view! {
        <a href=href>
            <span class="name">
                <ServiceMark color=Some(color)/>
                <b class="untrusted">{format::visible_text(&listing.root_service)}</b>
                <span class="untrusted">{format::visible_text(&listing.root_name)}</span>
            </span>
            <span class="num">{format::duration(listing.duration_nanos)}</span>
            <span class="num">{format!("{} spans", format::count(u64::from(listing.spans)))}</span>
            <span class="num wide">{format!("{} services", listing.services)}</span>
            <span class="num wide">{errors}</span>
            <span class="num wide">{when}</span>
        </a>
    }
}
