//! Why a source could not be read to its end, in words for its user.
//!
//! Invariant: the text says what was found, where, and what to do next. Absent: anything
//! that stops the other sources; an error belongs to the source it happened in.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::compression::Compression;
use super::sniff::LooksLike;

/// What ended the reading of a source.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub struct ReadError {
    pub kind: ReadErrorKind,
    /// Bytes before the place that is meant: of the file as it was given if the file or its
    /// compression is at fault, else of the text, which may have come out of compression.
    pub offset: u64,
    /// The line of that place, counted from 1, where values lie on lines of their own.
    pub line: Option<u64>,
    /// What was being read there, such as "span 1042's startTime"; may be empty.
    pub reading: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadErrorKind {
    /// No bytes, only white space, or an empty list.
    Empty {
        holds: String,
    },
    NotATrace {
        looks_like: LooksLike,
    },
    NotJson {
        expected: String,
        found: String,
    },
    /// Something in a file of protobuf that no message has.
    NotProtobuf {
        expected: String,
    },
    Truncated,
    /// JSON, but of another shape.
    WrongShape {
        expected: String,
        found: String,
    },
    UnknownFormat {
        /// The first keys of its first object.
        keys: Vec<String>,
        /// The format's name, if it is one that exists.
        looks_like: Option<String>,
    },
    /// More brackets inside one another than any trace has.
    TooDeep {
        most: usize,
    },
    /// The answer of a server that reports an error.
    ServerError {
        message: String,
    },
    /// A known format without a single span that can be shown.
    NoSpans {
        holds: String,
    },
    /// Compressed data that cannot be unpacked.
    Damaged {
        compression: Compression,
        /// A clause: "its checksum does not match".
        reason: String,
    },
    /// Compressed data that becomes more than any trace: a bomb, or a mistake.
    UnpacksTooFar {
        /// Bytes of the file that were read until then.
        packed_bytes: u64,
        unpacked_bytes: u64,
    },
    /// Unpacking would need more memory than is given to it.
    WindowTooLarge {
        bytes: u64,
        most: u64,
    },
}

impl ReadErrorKind {
    /// A name for machines, stable across versions.
    pub fn name(&self) -> &'static str {
        match self {
            ReadErrorKind::Empty { .. } => "empty",
            ReadErrorKind::NotATrace { .. } => "not_a_trace",
            ReadErrorKind::NotJson { .. } => "not_json",
            ReadErrorKind::NotProtobuf { .. } => "not_protobuf",
            ReadErrorKind::Truncated => "truncated",
            ReadErrorKind::WrongShape { .. } => "wrong_shape",
            ReadErrorKind::UnknownFormat { .. } => "unknown_format",
            ReadErrorKind::TooDeep { .. } => "too_deep",
            ReadErrorKind::ServerError { .. } => "server_error",
            ReadErrorKind::NoSpans { .. } => "no_spans",
            ReadErrorKind::Damaged { .. } => "damaged",
            ReadErrorKind::UnpacksTooFar { .. } => "unpacks_too_far",
            ReadErrorKind::WindowTooLarge { .. } => "window_too_large",
        }
    }
}

const FORMATS_READ: &str = "Jaeger, OTLP, Tempo or Zipkin JSON, or OTLP protobuf";

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReadErrorKind::Empty { holds } => {
                write!(
                    out,
                    "There is no trace in it: it holds {holds}. Export the trace again, or choose another file."
                )
            }
            ReadErrorKind::NotATrace { looks_like } => {
                write!(
                    out,
                    "This is not a trace: it looks like {}. {}",
                    looks_like.title(),
                    looks_like.advice()
                )
            }
            ReadErrorKind::NotJson { expected, found } => {
                write!(
                    out,
                    "This is not JSON: {expected} was expected{}, but {found} was found. What came before is shown; the file may be damaged, so export it again.",
                    self.place()
                )
            }
            ReadErrorKind::NotProtobuf { expected } => {
                write!(
                    out,
                    "This is not OTLP protobuf: there is no {expected}{}. What came before is shown; the file may be damaged, so export it again.",
                    self.place()
                )
            }
            ReadErrorKind::Truncated => {
                write!(
                    out,
                    "The file ends in the middle{}. What came before is shown; copy or download it again to get the rest.",
                    self.place()
                )
            }
            ReadErrorKind::WrongShape { expected, found } => {
                write!(
                    out,
                    "This is JSON, but not a trace: {expected} was expected, and it holds {found}. Choose a file with {FORMATS_READ}."
                )
            }
            ReadErrorKind::UnknownFormat { keys, looks_like: Some(format) } => {
                write!(
                    out,
                    "This looks like {format} (it has {}), which is not read yet. Export the trace as {FORMATS_READ} instead.",
                    listed(keys)
                )
            }
            ReadErrorKind::UnknownFormat { keys, looks_like: None } => {
                write!(
                    out,
                    "This is JSON, but of no trace format known here: its first object has {}. Choose a file with {FORMATS_READ}.",
                    listed(keys)
                )
            }
            ReadErrorKind::TooDeep { most } => {
                write!(
                    out,
                    "The values are nested more than {most} deep{}. What came before is shown; leave the nested value out and export the trace again.",
                    self.place()
                )
            }
            ReadErrorKind::ServerError { message } => {
                write!(
                    out,
                    "The server answered with an error instead of a trace: {message}. Check the trace ID and the time range, then ask again."
                )
            }
            ReadErrorKind::NoSpans { holds } => {
                write!(
                    out,
                    "There are no spans in it: it holds {holds}. Choose another file, or widen the search that it came from."
                )
            }
            ReadErrorKind::Damaged { compression, reason } => {
                write!(
                    out,
                    "The {}-compressed data is damaged before byte {}: {reason}. What came before is shown; copy or download the file again.",
                    compression.name(),
                    self.offset
                )
            }
            ReadErrorKind::UnpacksTooFar { packed_bytes, unpacked_bytes } => {
                write!(
                    out,
                    "The file unpacks to more than any trace does: {packed_bytes} bytes of it became {unpacked_bytes}. What came before is shown; if it is a trace all the same, unpack it first, then open what is inside."
                )
            }
            ReadErrorKind::WindowTooLarge { bytes, most } => {
                write!(
                    out,
                    "To unpack it takes a window of {bytes} bytes, and at most {most} are given to that. Unpack it first, then open what is inside, or compress it again without `--long` or `--ultra`."
                )
            }
        }
    }
}

impl ReadError {
    /// " at byte 12 (line 3), in span 1042's startTime".
    fn place(&self) -> String {
        let line = self.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        let reading = match self.reading.as_str() {
            "" => String::new(),
            reading => format!(", in {reading}"),
        };
        format!(" at byte {}{line}{reading}", self.offset)
    }
}

fn listed(keys: &[String]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("“{key}”")).collect();
    match quoted.as_slice() {
        [] => "no keys".to_owned(),
        [one] => format!("the key {one}"),
        many => format!("the keys {}", many.join(", ")),
    }
}
