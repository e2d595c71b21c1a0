//! One trace that was found: how long it took, what it is, whose time it was, when.
//!
//! Invariant: what is unknown says so or nothing, never zero. Absent: gestures of the list.

use leptos::prelude::*;

use crate::browser::{location, timeline};
use crate::engine::ServiceShare;
use crate::format;
use crate::jaeger::TraceSummary;
use crate::scene::ServiceColor;
use crate::state::AppState;

/// Services that the bar tells apart; the rest is one part.
const MOST_PARTS: usize = 8;

pub(super) fn head() -> AnyView {
    view! {
        <div role="columnheader"><span class="visually-hidden">"Chosen"</span></div>
        <div role="columnheader" class="figure">"Duration"</div>
        <div role="columnheader">"Trace"</div>
        <div role="columnheader" title="Whose time was on the critical path; as long as the trace is beside the others">
            "Where the time went"
        </div>
        <div role="columnheader" class="figure">"Started"</div>
    }
    .into_any()
}

pub(super) fn cells(app: AppState, number: u32) -> AnyView {
    let Some(row) = app.search.results.row(number) else {
        return (0..5).map(|_| view! { <div role="gridcell"></div> }).collect_view().into_any();
    };
    let nanos = row.duration_nanos();
    view! {
        <Tick row=row.clone()/>
        <div role="gridcell" class="figure main search-duration">{format::duration(nanos)}</div>
        <Name row=row.clone()/>
        <Split row=row.clone()/>
        <When at_nanos=row.start_nanos/>
    }
    .into_any()
}

#[component]
fn Tick(row: TraceSummary) -> impl IntoView {
    let results = AppState::get().search.results;
    let id = row.trace_id;
    let label = format!("Choose {}", format::visible_text(&row.name()));
    view! {
        <div role="gridcell" class="search-tick" on:click=|event| event.stop_propagation()>
            <input
                type="checkbox"
                aria-label=label
                prop:checked=move || results.ticked.with(|ticked| ticked.contains(&id))
                on:change=move |_| results.toggle_tick(id)
            />
        </div>
    }
}

#[component]
fn Name(row: TraceSummary) -> impl IntoView {
    let name = match (row.root_service.is_empty(), row.root_operation.is_empty()) {
        (true, true) => format!("trace {}", row.trace_id),
        (false, true) => "(no name)".to_owned(),
        _ => row.root_operation.clone(),
    };
    let has_error = row.has_error() == Some(true);
    view! {
        <div role="gridcell" class="search-name">
            <div>
                <b class="untrusted">{format::visible_text(&row.root_service)}</b>
                " "
                <span class="untrusted">{format::visible_text(&name)}</span>
                {has_error.then(|| view! { <span class="mark" title="Spans failed">" ✕"</span> })}
            </div>
            <small>{facts(&row)}</small>
        </div>
    }
}

/// `114 spans · 2 errors · incomplete`.
pub(super) fn facts(row: &TraceSummary) -> String {
    let mut facts = Vec::new();
    if let Some(spans) = row.spans {
        facts.push(format!(
            "{} {}",
            format::count(spans),
            if spans == 1 { "span" } else { "spans" }
        ));
    }
    if let Some(errors) = row.errors.filter(|&errors| errors > 0) {
        let word = if errors == 1 { "error" } else { "errors" };
        facts.push(format!("{} {word}", format::count(errors)));
    }
    let services = row.services.len();
    if services > 0 {
        facts.push(format!("{services} {}", if services == 1 { "service" } else { "services" }));
    }
    if row.orphans.is_some_and(|orphans| orphans > 0) {
        facts.push("incomplete".to_owned());
    }
    facts.join(" · ")
}

/// The trace's duration beside the longest, split by the services on its critical path.
#[component]
fn Split(row: TraceSummary) -> impl IntoView {
    let results = AppState::get().search.results;
    let id = row.trace_id;
    let nanos = row.duration_nanos();
    let shares = Memo::new(move |_| results.shares.known.with(|known| known.get(&id).cloned()));
    let width = move || {
        let longest = results.longest_nanos().max(1);
        format!("width:{:.2}%", 100.0 * nanos as f64 / longest as f64)
    };
    view! {
        <div role="gridcell" class="search-split">
            <div style=width>{move || shares.get().map(|shares| parts(&shares))}</div>
            <span class="visually-hidden">{move || shares.get().map(|shares| spoken(&shares))}</span>
        </div>
    }
}

fn parts(shares: &[ServiceShare]) -> AnyView {
    let rest: u64 = shares.iter().skip(MOST_PARTS).map(|share| share.nanos).sum();
    let part = |share: &ServiceShare| {
        let color = ServiceColor::of(&share.service).css();
        let title = words(share);
        view! { <i class="service-color" style=format!("flex-grow:{};--service:{color}", share.nanos) title=title></i> }
    };
    let rest = (rest > 0).then(|| {
        let title = format!("others {}", format::duration(rest));
        view! { <i class="rest" style=format!("flex-grow:{rest}") title=title></i> }
    });
    view! { {shares.iter().take(MOST_PARTS).map(part).collect_view()} {rest} }.into_any()
}

fn words(share: &ServiceShare) -> String {
    format!("{} {}", format::visible_text(&share.service), format::duration(share.nanos))
}

fn spoken(shares: &[ServiceShare]) -> String {
    shares.iter().take(MOST_PARTS).map(words).collect::<Vec<_>>().join(", ")
}

#[component]
fn When(at_nanos: u64) -> impl IntoView {
    let app = AppState::get();
    let at = move || {
        format::date_time(at_nanos, app.offset_minutes(at_nanos), Some(location::this_year()))
    };
    let now_nanos = (timeline::epoch_ms() * 1e6) as u64;
    let ago = match now_nanos.checked_sub(at_nanos) {
        Some(nanos) => format!("{} ago", format::age(nanos)),
        None => "in the future: a clock is ahead".to_owned(),
    };
    view! {
        <div role="gridcell" class="figure search-when">
            <div>{at}</div>
            <small>{ago}</small>
        </div>
    }
}
