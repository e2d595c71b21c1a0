//! The events of all spans become one list in the order of time.
//!
//! Invariant: events of one instant are in row order, then as their span has them. Absent:
//! events of no span, which the trace does not have.

use serde::{Deserialize, Serialize};

use super::search::needle::{Needle, Sample};
use super::search::value::with_text;
use crate::order;
use crate::trace::{ColumnRange, Event, Pool, SpanIdx, Trace};

const EXCEPTION: &str = "exception";

/// Where an event is, and when it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventPlace {
    /// Nanoseconds since the epoch, by the trace's clock.
    pub at_nanos: u64,
    pub span: SpanIdx,
    /// Among the events of the span.
    pub index: u32,
}

impl EventPlace {
    pub fn event(self, trace: &Trace) -> &Event {
        &trace.pool().events(trace.events(self.span))[self.index as usize]
    }
}

/// Which events are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventWish {
    /// To be said by the event, or by its span's name or service, in either case; empty: all.
    pub text: String,
    pub is_exceptions_only: bool,
}

/// O(n + e log e), with e events.
pub fn events_in_time(trace: &Trace) -> Vec<EventPlace> {
    let mut places = Vec::new();
    for span in trace.spans() {
        let events = trace.pool().events(trace.events(span));
        places.extend((0..).zip(events).map(|(index, event)| EventPlace {
            at_nanos: trace.event_nanos(span, event),
            span,
            index,
        }));
    }
    // They came by span, then index, and stay so where they are at one time.
    order::sort_by_number(&mut places, |place| place.at_nanos);
    places
}

/// Whether the event says what was thrown.
pub fn is_exception(pool: &Pool, event: &Event) -> bool {
    pool.text(event.name) == EXCEPTION
        || pool.attributes(event.attributes).any(|own| pool.text(own.key) == "exception.type")
}

/// Those of `events` that are wanted, in their order. O(what they say).
pub fn wanted_events(trace: &Trace, events: &[EventPlace], wish: &EventWish) -> Vec<EventPlace> {
    let pool = trace.pool();
    let text = wish.text.trim();
    let needle = (!text.is_empty()).then(|| Needle::new(text, &Sample::of(pool)));
    let is_wanted = |place: &&EventPlace| {
        let event = place.event(trace);
        (!wish.is_exceptions_only || is_exception(pool, event))
            && needle.as_ref().is_none_or(|needle| says(trace, place.span, event, needle))
    };
    events.iter().filter(is_wanted).copied().collect()
}

fn says(trace: &Trace, span: SpanIdx, event: &Event, needle: &Needle) -> bool {
    let pool = trace.pool();
    let is_in = |text: &str| needle.is_in(text.as_bytes());
    is_in(pool.text(event.name))
        || is_in(trace.name_text(span))
        || is_in(trace.service_text(span))
        || attributes_say(pool, event.attributes, needle)
}

fn attributes_say(pool: &Pool, attributes: ColumnRange, needle: &Needle) -> bool {
    pool.attributes(attributes)
        .any(|attribute| with_text(pool, attribute.value, |text| needle.is_in(text)))
}
