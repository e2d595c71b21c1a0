//! What the page is told of one span.
//!
//! Invariant: plain values that travel as they are; long texts say how long they were. Absent: how
//! they are found (see `detail`).

use serde::{Deserialize, Serialize};

use crate::layout::RowKey;
use crate::trace::{SpanKind, Status};

/// Everything known about one span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpanDetail {
    pub key: RowKey,
    pub span_id: String,
    pub trace_id: String,
    /// Empty for a root.
    pub parent_id: String,
    /// Service and name of the parent, where it is in the trace.
    pub parent: Option<(RowKey, String, String)>,
    /// Place in the trace's list of services.
    pub service: u32,
    pub service_name: String,
    pub name: Text,
    pub kind: SpanKind,
    pub status: Status,
    pub status_message: Text,
    /// Nanoseconds since the epoch.
    pub start_nanos: u64,
    /// Nanoseconds from the trace's earliest start.
    pub offset_nanos: u64,
    pub duration_nanos: u64,
    pub self_nanos: u64,
    pub children: u32,
    pub descendants: u32,
    pub trace_state: String,
    pub flags: u16,
    pub attributes: Vec<AttributeView>,
    pub events: Vec<EventView>,
    pub links: Vec<LinkView>,
    pub resource: Vec<AttributeView>,
    pub scope_name: String,
    pub scope_version: String,
    pub scope: Vec<AttributeView>,
    /// What was mended, in sentences.
    pub repairs: Vec<String>,
    /// What the producer says it left out: attributes, events, links.
    pub dropped: (u32, u32, u32),
    /// Of the span's own time, what is on the critical path (mode *cover*) of its root.
    pub critical_nanos: u64,
    pub kin: Kin,
    /// When the parent began, in nanoseconds from the trace's earliest start.
    pub parent_offset_nanos: Option<u64>,
    pub ancestors: Ancestors,
    pub children_summary: ChildrenSummary,
    /// Links of other spans of the trace that point here.
    pub linked_from: IncomingLinks,
}

/// A text, shortened if it is long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub shown: String,
    /// Bytes of the whole; equals `shown.len()` where nothing was cut.
    pub bytes: u32,
}

impl Text {
    pub fn is_cut(&self) -> bool {
        self.bytes as usize > self.shown.len()
    }
}

/// What type a value has, for showing it and for copying it as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueKind {
    Null,
    Bool,
    Int,
    Double,
    Str,
    Bytes,
    Array,
    Map,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributeView {
    pub key: String,
    pub value: Text,
    pub kind: ValueKind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventView {
    pub name: String,
    /// Nanoseconds from the trace's earliest start; negative before it.
    pub offset_nanos: i64,
    /// Nanoseconds since the epoch.
    pub time_nanos: u64,
    pub attributes: Vec<AttributeView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkView {
    pub trace_id: String,
    pub span_id: String,
    pub relation: String,
    /// Where the target lies in the same trace: its row, service and name.
    pub target: Option<(RowKey, String, String)>,
    pub trace_state: String,
    pub attributes: Vec<AttributeView>,
}

/// Other spans of the same service and operation in all that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kin {
    pub others: u32,
    /// Those that took less time than the span.
    pub shorter: u32,
    /// Traces that they are in, with the span's own.
    pub traces: u32,
}

/// The chain of parents from the root down: row, service and name of each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ancestors {
    pub first: Vec<(RowKey, String, String)>,
    /// Between `first` and `last`.
    pub left_out: u32,
    pub last: Vec<(RowKey, String, String)>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChildrenSummary {
    /// The children's durations added up: more than the span's own where they run at once.
    pub total_nanos: u64,
    /// All operations of the children.
    pub operations: u32,
    /// Those that took the most time together, at most five.
    pub top: Vec<ChildOperation>,
}

/// A span's children of one service and name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChildOperation {
    /// Place in the trace's list of services.
    pub service: u32,
    pub service_name: String,
    pub name: String,
    pub calls: u32,
    pub errors: u32,
    pub total_nanos: u64,
    pub longest: RowKey,
    pub longest_nanos: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IncomingLinks {
    pub total: u32,
    /// At most 200, in row order.
    pub first: Vec<IncomingLink>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncomingLink {
    pub relation: String,
    /// The span that has the link: its row, service and name.
    pub from: (RowKey, String, String),
}
