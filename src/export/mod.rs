//! A trace becomes a file: Jaeger JSON, OTLP JSON, or a table of its spans as CSV.
//!
//! A file comes in chunks of bounded size ([`Export`]), so that a trace of a gigabyte needs no
//! text of a gigabyte; one span alone is a short file ([`raw_span`]). Invariant: read again, a
//! file gives the same trace as far as its format can carry it, and the chunks say the same
//! whatever their size. Absent: redaction, and repairs: what was mended is written as it is
//! shown.
//!
//! What is lost:
//!
//! | | OTLP JSON | Jaeger JSON |
//! |---|---|---|
//! | times | kept | cut to whole µs, start and end, so that what lay inside its parent still does |
//! | attributes with Jaeger's names (`error`, `span.kind`, …) | kept | become what they mean |
//! | numbers beyond 64 bits | text | kept |
//! | payload of a NaN | one NaN | one NaN, as text |
//! | lists, maps | kept | one text of JSON, as Jaeger itself writes them |
//! | links | their kind (`FOLLOWS_FROM`) is an attribute, which our reader understands | attributes, trace state; in a span without a parent, one into the own trace reads as its parent |
//! | scope attributes, dropped counts | kept | lost |
//! | Jaeger's warnings | attribute `@jaeger@warnings` | kept |
//! | one id for both halves of a call (Zipkin) | the callee's half gets its own | the same |
//! | times of a clock that counts from zero | kept, though our reader takes some for another unit | the same |
//! | ids that are not hexadecimal | kept, though others may refuse them | kept |

mod batch;
mod chunks;
mod csv;
mod ids;
mod jaeger;
mod jaeger_tags;
mod joined;
mod json;
mod otlp;
mod otlp_values;
mod plain_values;
mod pretty;

use serde::{Deserialize, Serialize};

pub use chunks::{Chunks, Export, ExportCursor};
pub use joined::JoinedJaeger;

use crate::trace::{Attribute, Repair, SpanIdx, Trace, Value};

/// What a trace is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ExportFormat {
    /// `{"data": […]}`, as Jaeger's `/api/traces/{id}` answers.
    JaegerJson,
    /// `{"resourceSpans": […]}`.
    OtlpJson,
    /// A line a span, in the order of the rows.
    Csv,
}

impl ExportFormat {
    pub const ALL: [ExportFormat; 3] =
        [ExportFormat::JaegerJson, ExportFormat::OtlpJson, ExportFormat::Csv];

    /// How the name of such a file ends, without a point in front.
    pub fn extension(self) -> &'static str {
        match self {
            ExportFormat::JaegerJson => "jaeger.json",
            ExportFormat::OtlpJson => "otlp.json",
            ExportFormat::Csv => "csv",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            ExportFormat::JaegerJson | ExportFormat::OtlpJson => "application/json",
            ExportFormat::Csv => "text/csv",
        }
    }
}

/// One span as a file of its own, JSON with a line for each entry.
pub fn raw_span(trace: &Trace, span: SpanIdx, format: ExportFormat) -> String {
    let mut bytes = Vec::new();
    match format {
        ExportFormat::JaegerJson => jaeger::write_alone(trace, span, &mut bytes),
        ExportFormat::OtlpJson => otlp::write_alone(trace, span, &mut bytes),
        ExportFormat::Csv => csv::write_alone(trace, span, &mut bytes),
    }
    let bytes = if format == ExportFormat::Csv { bytes } else { pretty::pretty(&bytes) };
    // Every writer copies texts whole, or escapes them byte by byte where they are ASCII.
    String::from_utf8(bytes).unwrap_or_default()
}

/// Where the readers keep what Jaeger says about a span.
const PRODUCER_WARNINGS: &str = "spanscope.producer_warnings";
const SERVICE_NAME: &str = "service.name";

/// The beginning of a file of JSON, which may end anywhere, with a line for each entry.
pub fn readable_beginning(compact: &[u8]) -> String {
    String::from_utf8_lossy(&pretty::pretty(compact)).into_owned()
}

/// The attribute holds what Jaeger says about the span.
fn is_warnings(trace: &Trace, span: SpanIdx, attribute: Attribute) -> bool {
    matches!(attribute.value, Value::Array(_))
        && trace.repairs(span).has(Repair::ProducerWarning)
        && trace.pool().text(attribute.key) == PRODUCER_WARNINGS
}
