//! One span as a decoder hands it over, before it has a place in the tree.
//!
//! Invariant: plain data, `Copy`, no text of its own. Absent: anything that needs to know
//! the other spans (parent row, depth, repairs of the tree).

use serde::{Deserialize, Serialize};

use super::builder::TraceOrdinal;
use super::ids::{ResourceIdx, ScopeIdx, SpanId};
use super::pool::ColumnRange;
use super::repair::Repairs;
use super::strings::StringId;

/// The role of a span in a call, in OpenTelemetry's words.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[repr(u8)]
pub enum SpanKind {
    #[default]
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

impl SpanKind {
    const ALL: [SpanKind; 6] = [
        SpanKind::Unspecified,
        SpanKind::Internal,
        SpanKind::Server,
        SpanKind::Client,
        SpanKind::Producer,
        SpanKind::Consumer,
    ];

    /// From OTLP's number; anything unknown is unspecified.
    pub fn from_number(number: u64) -> SpanKind {
        match number {
            1 => SpanKind::Internal,
            2 => SpanKind::Server,
            3 => SpanKind::Client,
            4 => SpanKind::Producer,
            5 => SpanKind::Consumer,
            _ => SpanKind::Unspecified,
        }
    }

    /// From a lower-case name such as `server`.
    pub fn from_name(name: &str) -> Option<SpanKind> {
        SpanKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// From a name of either case.
    pub fn from_any_case(name: &str) -> Option<SpanKind> {
        SpanKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    pub fn name(self) -> &'static str {
        match self {
            SpanKind::Unspecified => "unspecified",
            SpanKind::Internal => "internal",
            SpanKind::Server => "server",
            SpanKind::Client => "client",
            SpanKind::Producer => "producer",
            SpanKind::Consumer => "consumer",
        }
    }
}

/// How a span ended, in OpenTelemetry's words.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[repr(u8)]
pub enum Status {
    #[default]
    Unset,
    Ok,
    Error,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Unset => "unset",
            Status::Ok => "ok",
            Status::Error => "error",
        }
    }
}

/// How much a producer says it left out of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    pub attributes: u32,
    pub events: u32,
    pub links: u32,
}

/// Which half of a call a span is, where its producer may give both halves one id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum CallHalf {
    /// None, or ids are never shared: two spans of one id are duplicates.
    #[default]
    None,
    /// The caller's: the parent of a callee's half with the same id.
    Client,
    /// The callee's.
    Server,
}

/// One span, ready for [`super::Builder::add`].
#[derive(Clone, Copy, Debug, Default)]
pub struct SpanRecord {
    pub trace: TraceOrdinal,
    pub id: SpanId,
    /// [`SpanId::NONE`] for a root.
    pub parent_id: SpanId,
    pub name: StringId,
    pub kind: SpanKind,
    pub status: Status,
    pub status_message: StringId,
    /// Nanoseconds since the epoch; 0 means unknown and is repaired from the parent.
    pub start_nanos: u64,
    /// Nanoseconds since the epoch; less than the start means unknown.
    pub end_nanos: u64,
    pub resource: ResourceIdx,
    pub scope: ScopeIdx,
    pub trace_state: StringId,
    /// W3C trace flags in the low byte, OTLP's "remote parent" bits above.
    pub flags: u16,
    pub attributes: ColumnRange,
    pub events: ColumnRange,
    pub links: ColumnRange,
    pub dropped: Dropped,
    pub half: CallHalf,
    /// What the decoder had to repair; the builder adds what the tree needs.
    pub repairs: Repairs,
}
