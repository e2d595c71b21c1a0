//! What a reader tells besides the spans: formats, notices, and spans it set aside.
//!
//! Invariant: every name for machines is stable across versions. Absent: repairs of single
//! spans, which the spans carry themselves (`trace::Repair`).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::compression::Compression;
use super::error::ReadError;
use crate::trace::Recording;

/// How a source's traces are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    JaegerJson,
    OtlpJson,
    /// Several OTLP objects, one after another.
    OtlpJsonLines,
    /// OTLP inside the `result` of Jaeger's newer query API.
    JaegerV3Json,
    /// OTLP under the names of Tempo's query API, with ids in base64.
    TempoJson,
    /// Spans of Zipkin's second version: a list of them, a list of such lists, or one
    /// after another.
    ZipkinJson,
    /// OTLP in protobuf, one message or several with their lengths before them.
    OtlpProtobuf,
}

impl Format {
    /// A name for machines, stable across versions.
    pub fn name(self) -> &'static str {
        match self {
            Format::JaegerJson => "jaeger-json",
            Format::OtlpJson => "otlp-json",
            Format::OtlpJsonLines => "otlp-json-lines",
            Format::JaegerV3Json => "jaeger-v3-json",
            Format::TempoJson => "tempo-json",
            Format::ZipkinJson => "zipkin-json",
            Format::OtlpProtobuf => "otlp-protobuf",
        }
    }

    /// A name for people.
    pub fn title(self) -> &'static str {
        match self {
            Format::JaegerJson => "Jaeger JSON",
            Format::OtlpJson => "OTLP JSON",
            Format::OtlpJsonLines => "OTLP JSON lines",
            Format::JaegerV3Json => "Jaeger v3 JSON",
            Format::TempoJson => "Tempo JSON",
            Format::ZipkinJson => "Zipkin JSON",
            Format::OtlpProtobuf => "OTLP protobuf",
        }
    }
}

/// How far an opening has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes taken in, of all sources, as they were given (compressed ones too).
    pub bytes: u64,
    /// Spans read so far, those set aside not counted.
    pub spans: usize,
}

/// Everything one opening gave.
pub struct Outcome {
    pub recording: Recording,
    /// In the order of opening.
    pub sources: Vec<SourceReport>,
    /// At most one a kind, in the order of [`WarningKind`].
    pub warnings: Vec<Warning>,
    /// In the order of reading.
    pub set_aside: Vec<SetAside>,
}

/// What became of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReport {
    pub name: String,
    /// `None` if nothing in it was recognised.
    pub format: Option<Format>,
    /// How the file itself was compressed, whatever was inside.
    pub compression: Option<Compression>,
    /// Of the file as it was given.
    pub bytes: u64,
    /// Spans it added to the recording.
    pub spans: usize,
    /// What ended its reading early, or why it holds nothing.
    pub error: Option<ReadError>,
}

/// Something about a whole source that the user should know; the rest was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub kind: WarningKind,
    pub count: usize,
    /// A sentence with the particulars.
    pub detail: String,
    /// Where it happened first.
    pub place: Option<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WarningKind {
    /// Metrics, profiles or logs of no span beside the traces: counted and passed over.
    OtherSignal,
    /// Text that was not valid Unicode was replaced; counted by text.
    TextReplaced,
    /// A key occurred twice in one object; the last one counts.
    DuplicateKey,
    /// The tracing system itself warned about a trace or a span.
    ProducerWarning,
    /// A server reported errors beside the traces that it sent.
    ServerMessage,
    /// A value where a trace was expected was something else; passed over.
    UnrecognisedValue,
    /// A field of a resource or scope had a value of the wrong kind.
    FieldIgnored,
    /// Bytes after the end of compressed data were passed over; counted by byte.
    TrailingBytes,
    /// Log records name spans that are in no source of the opening.
    LogsWithoutSpan,
    /// Lines of a file of JSON lines were broken: passed over from the fault on.
    BrokenLine,
}

impl WarningKind {
    /// A heading for people.
    pub fn title(self) -> &'static str {
        match self {
            WarningKind::OtherSignal => "Other signals were passed over",
            WarningKind::TextReplaced => "Some text was not valid Unicode",
            WarningKind::DuplicateKey => "Some keys occurred twice",
            WarningKind::ProducerWarning => "The tracing system warned about spans",
            WarningKind::ServerMessage => "The server reported an error",
            WarningKind::UnrecognisedValue => "Some of it was not a trace",
            WarningKind::FieldIgnored => "Some fields had values of the wrong kind",
            WarningKind::TrailingBytes => "Something follows the compressed data",
            WarningKind::LogsWithoutSpan => "Some log records belong to spans that are not here",
            WarningKind::BrokenLine => "Some lines are broken",
        }
    }

    /// A name for machines, stable across versions.
    pub fn name(self) -> &'static str {
        match self {
            WarningKind::OtherSignal => "other_signal",
            WarningKind::TextReplaced => "text_replaced",
            WarningKind::DuplicateKey => "duplicate_key",
            WarningKind::ProducerWarning => "producer_warning",
            WarningKind::ServerMessage => "server_message",
            WarningKind::UnrecognisedValue => "unrecognised_value",
            WarningKind::FieldIgnored => "field_ignored",
            WarningKind::TrailingBytes => "trailing_bytes",
            WarningKind::LogsWithoutSpan => "logs_without_span",
            WarningKind::BrokenLine => "broken_line",
        }
    }
}

/// A byte of a source's text; of a compressed source, of what was unpacked from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Index in [`Outcome::sources`].
    pub source: u32,
    /// Bytes of the text before it.
    pub offset: u64,
}

/// A span that cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Its source's name.
    pub source: String,
    /// Where its entry begins, in bytes of the text (unpacked, if it was compressed).
    pub offset: u64,
    pub reason: SetAsideReason,
    /// The first characters of the entry; empty after the first thousand.
    pub excerpt: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SetAsideReason {
    NotAnObject,
    NoTraceId,
    /// No id, no name, no time, no attributes.
    NothingToShow,
    /// Its bytes are no message of protobuf.
    Damaged,
    /// Its values are nested deeper than any that are read.
    TooDeep,
}

impl SetAsideReason {
    /// A name for machines, stable across versions.
    pub fn name(self) -> &'static str {
        match self {
            SetAsideReason::NotAnObject => "not_an_object",
            SetAsideReason::NoTraceId => "no_trace_id",
            SetAsideReason::NothingToShow => "nothing_to_show",
            SetAsideReason::Damaged => "damaged",
            SetAsideReason::TooDeep => "too_deep",
        }
    }

    /// One sentence for the user; also its `Display`.
    pub fn explanation(self) -> &'static str {
        match self {
            SetAsideReason::NotAnObject => "The entry in the list of spans is not an object.",
            SetAsideReason::NoTraceId => "The span does not say which trace it belongs to.",
            SetAsideReason::NothingToShow => {
                "The span has no id, no name, no times and no attributes."
            }
            SetAsideReason::Damaged => "The bytes of the span are damaged: they cannot be read.",
            SetAsideReason::TooDeep => "Values of the span are nested too deep to be read.",
        }
    }
}

impl fmt::Display for SetAsideReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.explanation())
    }
}
