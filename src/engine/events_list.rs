//! The events of a trace as a list in the order of time, each on one line.
//!
//! Invariant: the list is put in order once; what was wanted last is kept. Absent: all of an
//! event's attributes, which the span's detail has.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use super::list_window::ListWindow;
use super::open_trace::OpenTrace;
use crate::analysis::{self, EventPlace, EventWish};
use crate::format::shorten;
use crate::layout::RowKey;
use crate::trace::{Attribute, Event, Pool};

const MOST_NAME_CHARS: usize = 200;
const MOST_LINE_CHARS: usize = 300;
/// Attributes that a line without a message of its own tells.
const MOST_ATTRIBUTES: usize = 4;

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// The span that it is of.
    pub key: RowKey,
    /// Nanoseconds from the trace's earliest start; negative before it.
    pub offset_nanos: i64,
    /// Nanoseconds since the epoch.
    pub time_nanos: u64,
    /// Place in the trace's list of services.
    pub service: u32,
    pub span_name: String,
    pub name: String,
    /// As a log record says it; empty for other events.
    pub severity: String,
    /// What an exception or a log says, or the first attributes.
    pub line: String,
    /// An exception, or a log of severity error or worse.
    pub is_error: bool,
}

/// See the module.
#[derive(Default)]
pub(super) struct EventMemo {
    all: OnceCell<Vec<EventPlace>>,
    last: Option<(EventWish, Vec<EventPlace>)>,
}

/// O(rows that are wanted) for the same wish as before.
pub(super) fn window(
    open: &mut OpenTrace,
    wish: &EventWish,
    first: u32,
    count: u32,
) -> ListWindow<EventRow> {
    let all = open.events.all.get_or_init(|| analysis::events_in_time(&open.trace));
    if *wish == EventWish::default() {
        return ListWindow::of(all, first, count, |place| row(open, place));
    }
    if open.events.last.as_ref().is_none_or(|(of, _)| of != wish) {
        let wanted = analysis::wanted_events(&open.trace, all, wish);
        open.events.last = Some((wish.clone(), wanted));
    }
    let wanted = open.events.last.as_ref().map_or(&[][..], |(_, wanted)| wanted);
    ListWindow::of(wanted, first, count, |place| row(open, place))
}

fn row(open: &OpenTrace, place: EventPlace) -> EventRow {
    let (trace, pool) = (&open.trace, open.trace.pool());
    let event = place.event(trace);
    let severity = text_of(pool, event, "severity_text");
    let is_exception = analysis::is_exception(pool, event);
    EventRow {
        key: open.key_of(place.span),
        // Both lie within 2^64 ns of the epoch; the difference of real times fits.
        offset_nanos: place.at_nanos.wrapping_sub(open.origin_nanos()) as i64,
        time_nanos: place.at_nanos,
        service: open.service_place(place.span),
        span_name: shorten(trace.name_text(place.span), MOST_NAME_CHARS),
        name: shorten(pool.text(event.name), MOST_NAME_CHARS),
        line: shorten(&line(pool, event, is_exception), MOST_LINE_CHARS),
        is_error: is_exception || is_bad(&severity),
        severity,
    }
}

/// Whether people are called for a log of this severity.
fn is_bad(severity: &str) -> bool {
    let severity = severity.to_ascii_lowercase();
    ["error", "fatal", "critical"].iter().any(|bad| severity.starts_with(bad))
}

fn line(pool: &Pool, event: &Event, is_exception: bool) -> String {
    let text = |key: &str| text_of(pool, event, key);
    if is_exception {
        let (kind, message) = (text("exception.type"), text("exception.message"));
        let parts = [kind, message].into_iter().filter(|part| !part.is_empty());
        return parts.collect::<Vec<_>>().join(": ");
    }
    let said = ["body", "message"].into_iter().map(text).find(|text| !text.is_empty());
    said.unwrap_or_else(|| {
        let pair = |own: Attribute| {
            let value = shorten(&pool.value_text(own.value), MOST_NAME_CHARS);
            format!("{}={value}", pool.text(own.key))
        };
        let first = pool.attributes(event.attributes).take(MOST_ATTRIBUTES);
        first.map(pair).collect::<Vec<_>>().join("  ")
    })
}

/// Empty where the event does not have the key.
fn text_of(pool: &Pool, event: &Event, key: &str) -> String {
    let found = pool.attributes(event.attributes).find(|own| pool.text(own.key) == key);
    found.map(|own| pool.value_text(own.value)).unwrap_or_default()
}
