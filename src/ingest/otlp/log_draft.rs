//! A log record as a decoder of OTLP tells it becomes an event of its span.
//!
//! Invariant: attributes of the event are severity, body, and then the record's own, all of
//! them. Absent: the encodings (`otlp::log`, `protobuf::log`), and records of no span.

use super::super::intake::{Intake, plain};
use super::super::known_keys::{EVENT_NAME, EXCEPTION_TYPE};
use super::resource::text_of;
use crate::trace::{Attribute, Event, Repairs, SpanId, SpanLog, StringId, TraceId, Value};

// The keys of what a record says beside its attributes.
pub(in crate::ingest) const SEVERITY_TEXT: &[u8] = b"severity_text";
pub(in crate::ingest) const BODY: &[u8] = b"body";

#[derive(Default)]
pub(in crate::ingest) struct LogDraft {
    pub trace_id: TraceId,
    pub span_id: SpanId,
    /// Nanoseconds since the epoch; 0 for unknown.
    pub time_nanos: u64,
    /// When a collector saw it, which stands in for its time.
    pub observed_nanos: u64,
    pub event_name: StringId,
    /// With their keys; see [`SEVERITY_TEXT`] and [`BODY`].
    pub severity_text: Option<Attribute>,
    /// 1 to 24; 0 for unknown.
    pub severity_number: u64,
    pub body: Option<Attribute>,
}

impl LogDraft {
    /// The log, with its attributes stored, which were pushed since `begin`; `None` if it
    /// belongs to no span.
    pub fn finish(mut self, begin: usize, intake: &mut Intake) -> Option<SpanLog> {
        if self.trace_id.is_none() || self.span_id.is_none() {
            return None;
        }
        let name = self.name(begin, intake);
        self.push_front(begin, intake);
        let time_nanos = if self.time_nanos == 0 { self.observed_nanos } else { self.time_nanos };
        let event = Event { time_nanos, name, attributes: intake.end_list(begin) };
        // The unit's repairs are known when it is committed.
        let repairs = Repairs::NONE;
        Some(SpanLog { trace_id: self.trace_id, span_id: self.span_id, event, repairs })
    }

    fn name(&self, begin: usize, intake: &mut Intake) -> StringId {
        if !self.event_name.is_empty() {
            return self.event_name;
        }
        let attributes = intake.open_list(begin);
        let find = |key| attributes.iter().find(|attribute| attribute.key == key).copied();
        match (find(EVENT_NAME), find(EXCEPTION_TYPE)) {
            (Some(named), _) => text_of(named.value, intake),
            (None, Some(_)) => intake.builder.intern("exception"),
            (None, None) => intake.builder.intern("log"),
        }
    }

    /// Puts severity and body before the attributes.
    fn push_front(&mut self, begin: usize, intake: &mut Intake) {
        let before = intake.open_list(begin).len();
        let named = severity_name(self.severity_number);
        if self.severity_text.is_none() && !named.is_empty() {
            let key = intake.intern_key(plain(SEVERITY_TEXT));
            let value = intake.text_value(plain(named.as_bytes()));
            self.severity_text = Some(Attribute { key, value });
        }
        let said = [self.severity_text, self.body].into_iter().flatten();
        said.filter(|said| said.value != Value::Null).for_each(|said| intake.push(said));
        intake.open_list(begin).rotate_left(before);
    }
}

/// The short name of a severity, as the specification lists them; empty for none.
fn severity_name(number: u64) -> &'static str {
    match number {
        1..=4 => "TRACE",
        5..=8 => "DEBUG",
        9..=12 => "INFO",
        13..=16 => "WARN",
        17..=20 => "ERROR",
        21..=24 => "FATAL",
        _ => "",
    }
}
