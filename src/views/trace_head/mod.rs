//! The head of the trace page: what it is, when it was, how much there is of it, and where the
//! operator's links lead from it.
//!
//! Invariant: everything that was mended or set aside is told here. Absent: opinions.

mod actions;
mod clocks;
mod comparing;
mod from_server;
mod notes;

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::location;
use crate::browser::zone::Zone;
use crate::engine::{SetAsideListing, Summary};
use crate::format;
use crate::state::TraceState;
use crate::views::call_words::whole_call_name;
use crate::views::made_link::made_link;
use crate::views::service_mark::ServiceMark;
use crate::widgets::{CopyButton, fixed_text};

#[component]
pub fn TraceHead(
    state: TraceState,
    summary: Arc<Summary>,
    set_aside: Vec<SetAsideListing>,
) -> impl IntoView {
    let listing = summary.listing.clone();
    let notes_open = RwSignal::new(false);
    let embed = state.app.embed;
    let has_facts = !embed.hides_summary && !embed.collapses_title;
    let (service, operation) = whole_call_name(&listing.root_service, &listing.root_name);
    let place = summary.services.iter().position(|service| service.name == listing.root_service);
    let color = place.and_then(|place| state.colors.with_untracked(|all| all.get(place).copied()));
    view! {
        <div class="trace-head">
            <h1>
                <ServiceMark color/>
                <span class="service untrusted">{service}</span>
                <span class="operation untrusted">{operation}</span>
            </h1>
            <span class="trace-id">
                <span class="mono" title=listing.id_text.clone()>{short_id(&listing.id_text)}</span>
                <CopyButton label="Copy trace id" fetch=fixed_text(listing.id_text.clone())/>
            </span>
            <actions::Actions state summary=summary.clone()/>
        </div>
        {has_facts.then(|| {
            let (summary, set_aside) = (summary.clone(), set_aside.len());
            view! { <Facts state summary set_aside notes_open/> }
        })}
        <Show when=move || state.clocks_open.get()>
            <clocks::ClockList state/>
        </Show>
        <Show when=move || notes_open.get()>
            <notes::Notes state summary=summary.clone() set_aside=set_aside.clone()/>
        </Show>
    }
}

#[component]
fn Facts(
    state: TraceState,
    summary: Arc<Summary>,
    set_aside: usize,
    notes_open: RwSignal<bool>,
) -> impl IntoView {
    let listing = &summary.listing;
    let notes = notes::count(&summary) + usize::from(set_aside > 0);
    let count = |number: u32| format::count(u64::from(number));
    let errors = (listing.errors > 0).then(|| {
        let word = if listing.errors == 1 { " error" } else { " errors" };
        view! { <span class="errors"><b>{count(listing.errors)}</b>{word}</span> }
    });
    let notes_button = (notes > 0).then(|| {
        let text = if notes == 1 { "1 note".to_owned() } else { format!("{notes} notes") };
        view! {
            <button
                type="button"
                aria-expanded=move || notes_open.get().to_string()
                on:click=move |_| notes_open.update(|open| *open = !*open)
            >
                {text}
            </button>
        }
    });
    view! {
        <div class="facts">
            <span title=format::duration_exact(listing.duration_nanos)>
                <b>{format::duration(listing.duration_nanos)}</b>
            </span>
            <StartTime state at_nanos=listing.start_nanos/>
            <span><b>{count(listing.spans)}</b>{plural(listing.spans, " span", " spans")}</span>
            <span><b>{count(listing.services)}</b>{plural(listing.services, " service", " services")}</span>
            <span>"depth " <b>{count(summary.depth)}</b></span>
            {errors}
            {notes_button}
            <clocks::ClocksFact state/>
            {move || {
                let links = state.links_of_trace().into_iter();
                links.map(|link| made_link(link.url, &link.text)).collect_view()
            }}
        </div>
    }
}

/// In the chosen zone, with UTC and every digit on hover.
#[component]
fn StartTime(state: TraceState, at_nanos: u64) -> impl IntoView {
    let offset = move || state.app.offset_minutes(at_nanos);
    let text = move || format::date_time(at_nanos, offset(), Some(location::this_year()));
    let is_local = move || state.app.zone.with(|zone| *zone == Zone::Local);
    let zone = move || match offset() {
        0 => " UTC".to_owned(),
        _ if is_local() => String::new(),
        minutes => format!(" {}", format::zone_offset(minutes)),
    };
    view! { <time title=format::iso_8601(at_nanos, 0)>{text}{zone}</time> }
}

fn plural(count: u32, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// The first fourteen digits and the last two, as they are told apart by.
fn short_id(id: &str) -> String {
    let digits: Vec<char> = id.chars().collect();
    if digits.len() <= 16 {
        return format::visible_text(id);
    }
    let (head, tail) = (&digits[..14], &digits[digits.len() - 2..]);
    format::visible_text(&format!(
        "{}…{}",
        head.iter().collect::<String>(),
        tail.iter().collect::<String>()
    ))
}
