//! What happened during the span, in time order.
//!
//! Invariant: times are relative to the span's start; on hover to the trace's, and on the
//! clock. Absent: events of other spans.

use std::sync::Arc;

use leptos::prelude::*;

use super::attributes::AttributeList;
use super::value::value_view;
use crate::engine::{EventView, SpanDetail, Text, TextField};
use crate::format;
use crate::order;
use crate::state::TraceState;

#[component]
pub(super) fn Events(state: TraceState, detail: Arc<SpanDetail>) -> impl IntoView {
    let mut events: Vec<(usize, EventView)> = detail.events.iter().cloned().enumerate().collect();
    order::sort_by_key(&mut events, |(_, event)| event.time_nanos);
    let count = events.len();
    let span_offset_nanos = detail.offset_nanos as i64;
    let lines = events.into_iter().map(move |(index, event)| {
        let index = index as u32;
        let is_exception = event.name == "exception";
        let name = if event.name.is_empty() { "(no name)" } else { event.name.as_str() };
        view! {
            <li>
                <div class="event-head">
                    <time title=move || event_title(state, event.offset_nanos, event.time_nanos)>
                        {format::offset(event.offset_nanos - span_offset_nanos)}
                    </time>
                    <b class="untrusted" class:is-exception=is_exception>{format::visible_text(name)}</b>
                </div>
                <AttributeList
                    state
                    detail=detail.clone()
                    list=event.attributes
                    field=move |attribute| TextField::EventAttribute { event: index, attribute }
                />
            </li>
        }
    });
    (count > 0).then(|| {
        view! {
            <details class="section" open>
                <summary>"Events " <small>{count}</small></summary>
                <ul class="inspector-events">{lines.collect_view()}</ul>
            </details>
        }
    })
}

fn event_title(state: TraceState, offset_nanos: i64, time_nanos: u64) -> String {
    let zone_minutes = state.app.offset_minutes(time_nanos);
    let clock = format::iso_8601(time_nanos, zone_minutes);
    format!("{} from the trace's start; {clock}", format::offset(offset_nanos))
}

fn value_of(event: &EventView, key: &str) -> String {
    let found = event.attributes.iter().find(|attribute| attribute.key == key);
    found.map(|attribute| attribute.value.shown.clone()).unwrap_or_default()
}

/// Whether an exception's type and message say all that a status message does.
pub(super) fn says(event: &EventView, status_message: &Text) -> bool {
    let kind = value_of(event, "exception.type");
    let message = value_of(event, "exception.message");
    let short_kind = kind.rsplit('.').next().unwrap_or_default();
    let status = &status_message.shown;
    event.name == "exception"
        && (*status == message
            || *status == format!("{kind}: {message}")
            || *status == format!("{short_kind}: {message}"))
}

/// An exception as people read it: type, message, stack.
pub(super) fn exception_box(event: &EventView) -> impl IntoView + use<> {
    let find = |key: &str| value_of(event, key);
    let kind = find("exception.type");
    let kind = kind.rsplit('.').next().unwrap_or_default().to_owned();
    let message = find("exception.message");
    let stack = find("exception.stacktrace");
    view! {
        <div class="exception">
            <p>
                <b class="untrusted">{format::visible_text(&kind)}</b>
                " "
                <span class="untrusted">{format::visible_lines(&message)}</span>
            </p>
            {(!stack.is_empty()).then(|| value_view("exception.stacktrace", &stack))}
        </div>
    }
}
