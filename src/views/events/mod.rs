//! All events and logs of the trace in the order of time.
//!
//! Invariant: a row leads to its span. Absent: all attributes of an event, which the
//! inspector has.

mod row;

use leptos::prelude::*;

use crate::browser::effect::effect;
use crate::format;
use crate::state::{EventsState, TraceState};
use crate::widgets::{ListScroll, VirtualList};

const TITLES: [&str; 5] = ["Time", "Service", "Span", "Event", "What it says"];
const TEMPLATE: &str =
    "96px minmax(100px, .8fr) minmax(130px, 1fr) minmax(110px, .8fr) minmax(260px, 3fr)";

#[component]
pub fn Events(state: TraceState) -> impl IntoView {
    let scroll = ListScroll::new();
    let events = EventsState::new(state, Signal::derive(move || scroll.visible()));
    effect(move || {
        let total = events.rows.total().unwrap_or(0);
        if scroll.total.get_untracked() != total {
            scroll.total.set(total);
        }
    });
    let head = || {
        let cell = |(place, title)| {
            view! { <div role="columnheader" class:figure=place == 0>{title}</div> }
        };
        TITLES.into_iter().enumerate().map(cell).collect_view()
    };
    let is_selected = move |number: u32| scroll.cursor.get() == Some(number);
    let awaited = RwSignal::new(None::<u32>);
    effect(move || {
        let Some(number) = awaited.get() else { return };
        if let Some(key) = events.rows.with_row(number, |row| row.key) {
            awaited.set(None);
            state.go_to(key);
        }
    });
    let choose = move |number: u32| {
        scroll.cursor.set(Some(number));
        awaited.set(Some(number));
    };
    view! {
        <section class="events" aria-label="Events">
            <Tools events scroll/>
            <VirtualList
                scroll
                label="Events"
                name="event"
                columns=TITLES.len()
                template=TEMPLATE.to_owned()
                head=head
                row=move |number| row::cells(events, number)
                is_selected=is_selected
                choose=choose
                open=move |()| state.inspector_open.set(true)
            />
        </section>
    }
}

/// What is wanted, and how much of it there is.
#[component]
fn Tools(events: EventsState, scroll: ListScroll) -> impl IntoView {
    let change = move |text: Option<String>, is_exceptions_only: Option<bool>| {
        scroll.cursor.set(None);
        scroll.to_top();
        events.wish.update(|wish| {
            wish.text = text.unwrap_or_else(|| std::mem::take(&mut wish.text));
            wish.is_exceptions_only = is_exceptions_only.unwrap_or(wish.is_exceptions_only);
        });
    };
    view! {
        <div class="list-tools">
            <input
                type="search"
                class="field"
                placeholder="Events that say…"
                aria-label="Events that say"
                on:input=move |event| change(Some(event_target_value(&event)), None)
            />
            <label>
                <input
                    type="checkbox"
                    on:change=move |event| change(None, Some(event_target_checked(&event)))
                />
                "Exceptions only"
            </label>
            <span class="list-count" role="status">{move || count_text(events)}</span>
        </div>
    }
}

fn count_text(events: EventsState) -> String {
    match events.rows.total() {
        None => "Reading…".to_owned(),
        Some(1) => "1 event".to_owned(),
        Some(0) => events.wish.with(|wish| {
            if wish.is_exceptions_only && wish.text.trim().is_empty() {
                "No exceptions here; untick the box to see all events.".to_owned()
            } else if !wish.text.trim().is_empty() {
                "No event says that; try fewer letters, or empty the field.".to_owned()
            } else {
                "This trace has no events. Open it together with its logs, if they are in \
                 another file: records that name a span are shown here."
                    .to_owned()
            }
        }),
        Some(total) => format!("{} events", format::count(u64::from(total))),
    }
}
