//! Attribute keys that mean something to the readers, with ids known beforehand.
//!
//! Invariant: an intake interns these first and in this order, so that a key is compared
//! by its number. Absent: what they mean (`jaeger::span`, `otlp::span`).

use crate::trace::StringId;

/// Keys that mean something to this reader; their ids are their places, from 1.
pub(super) const KNOWN_KEYS: [&str; 16] = [
    "span.kind",
    "error",
    "otel.status_code",
    "otel.status_description",
    "otel.scope.name",
    "otel.scope.version",
    "otel.library.name",
    "otel.library.version",
    "w3c.tracestate",
    "event",
    "service.name",
    "spanscope.producer_warnings",
    "@jaeger@warnings",
    "event.name",
    "exception.type",
    "opentracing.ref_type",
];
pub(super) const SPAN_KIND: StringId = StringId(1);
pub(super) const ERROR: StringId = StringId(2);
pub(super) const STATUS_CODE: StringId = StringId(3);
pub(super) const STATUS_DESCRIPTION: StringId = StringId(4);
pub(super) const SCOPE_NAME: StringId = StringId(5);
pub(super) const SCOPE_VERSION: StringId = StringId(6);
pub(super) const LIBRARY_NAME: StringId = StringId(7);
pub(super) const LIBRARY_VERSION: StringId = StringId(8);
pub(super) const TRACE_STATE: StringId = StringId(9);
pub(super) const EVENT: StringId = StringId(10);
pub(super) const SERVICE_NAME: StringId = StringId(11);
pub(super) const PRODUCER_WARNINGS: StringId = StringId(12);
/// The last of the keys that mean something on a span.
pub(super) const LAST_SPAN_KEY: StringId = TRACE_STATE;
/// Where Jaeger's newer API puts its warnings.
pub(super) const JAEGER_WARNINGS: StringId = StringId(13);
pub(super) const EVENT_NAME: StringId = StringId(14);
pub(super) const EXCEPTION_TYPE: StringId = StringId(15);
/// What OpenTelemetry's mapping of OpenTracing calls the kind of a reference.
pub(super) const REFERENCE_KIND: StringId = StringId(16);

#[cfg(test)]
mod tests {
    use super::super::intake::Intake;
    use super::*;

    #[test]
    fn the_constants_are_the_places_of_their_names() {
        let intake = Intake::new(&KNOWN_KEYS);
        for (id, name) in [
            (SPAN_KIND, "span.kind"),
            (ERROR, "error"),
            (STATUS_CODE, "otel.status_code"),
            (STATUS_DESCRIPTION, "otel.status_description"),
            (SCOPE_NAME, "otel.scope.name"),
            (SCOPE_VERSION, "otel.scope.version"),
            (LIBRARY_NAME, "otel.library.name"),
            (LIBRARY_VERSION, "otel.library.version"),
            (TRACE_STATE, "w3c.tracestate"),
            (EVENT, "event"),
            (SERVICE_NAME, "service.name"),
            (PRODUCER_WARNINGS, "spanscope.producer_warnings"),
            (JAEGER_WARNINGS, "@jaeger@warnings"),
            (EVENT_NAME, "event.name"),
            (EXCEPTION_TYPE, "exception.type"),
            (REFERENCE_KIND, "opentracing.ref_type"),
        ] {
            assert_eq!(intake.builder.pool().text(id), name);
        }
    }
}
