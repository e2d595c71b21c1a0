//! The critical path of the entry, operation by operation.
//!
//! Invariant: rows come in one order, whichever part of them is asked for; the times of all
//! rows add up to the root's duration. Absent: sections by time (see `critical_path`).

use serde::{Deserialize, Serialize};

use super::answers::MOST_NAME_CHARS;
use super::open_trace::OpenTrace;
use crate::analysis::{Filter, NameTest, PathParts, Peer};
use crate::format::shorten;
use crate::layout::RowKey;

const MOST_ROWS: usize = 1_000;
/// Calls that a row names at once; the others are to be asked for.
const FIRST_CALLS: usize = 20;
const MOST_CALLS: u32 = 10_000;
/// Rows whose drag is told, in a small trace.
const MOST_DRAGS: usize = 16;
/// Each drag looks at every span; so many looks are enough.
const MOST_LOOKS: usize = 4_000_000;

/// The calls of one operation: service, name, and what they went to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperationRow {
    /// Place in the trace's list of services.
    pub service: u32,
    pub service_name: String,
    pub name: String,
    pub peer: Option<Peer>,
    /// Calls on the path.
    pub calls: u32,
    /// Time that is charged to these calls themselves.
    pub nanos: u64,
    /// Of the root's duration, between 0 and 1.
    pub share: f64,
    /// Calls that the path passes by.
    pub passed_by: u32,
    /// By how much longer the one of those that ended last could have run before the path
    /// leads through it; `None` where there are none.
    pub slack_nanos: Option<u64>,
    /// By how much shorter the root would be if all these calls took no time (a lower
    /// bound, inferred); `None` where it was not computed.
    pub drag_nanos: Option<u64>,
    /// The first 20 calls on the path, in row order.
    pub first_calls: Vec<RowKey>,
}

impl OperationRow {
    /// The filter for spans of this service and name, in the filter language.
    pub fn filter(&self) -> String {
        Filter::of_operation(name_test(&self.service_name), name_test(&self.name)).to_string()
    }
}

/// A name that was cut for the table is not the whole name.
fn name_test(shown: &str) -> NameTest<'_> {
    shown.strip_suffix('…').map_or(NameTest::Is(shown), NameTest::Contains)
}

/// The operations that the path of the entry leads through or passes by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathTable {
    pub root: RowKey,
    /// The root's duration.
    pub total_nanos: u64,
    pub total_rows: u32,
    /// The largest times first; then those passed by, the least slack first. At most 1,000.
    pub rows: Vec<OperationRow>,
}

/// `None` for a trace without spans.
pub(super) fn table(open: &OpenTrace) -> Option<PathTable> {
    let (root, parts) = (open.facts.primary_root?, open.path_parts()?);
    let drags = open.answers.drags.get_or_init(|| {
        let affordable = MOST_LOOKS / open.trace.span_count().max(1);
        let most = MOST_DRAGS.min(affordable.max(1));
        parts.drags(&open.trace, open.peer_names(), root, most)
    });
    let total_nanos = open.trace.duration_nanos(root);
    let count = parts.parts.len();
    let row = |place: usize| row(open, parts, place, total_nanos, drags.get(place).copied());
    Some(PathTable {
        root: open.key_of(root),
        total_nanos,
        total_rows: count as u32,
        rows: (0..count.min(MOST_ROWS)).map(row).collect(),
    })
}

pub(super) fn row(
    open: &OpenTrace,
    parts: &PathParts,
    place: usize,
    total_nanos: u64,
    drag_nanos: Option<u64>,
) -> OperationRow {
    let part = &parts.parts[place];
    let text = |id| shorten(open.trace.pool().text(id), MOST_NAME_CHARS);
    let shortened =
        |peer: &Peer| Peer { kind: peer.kind, name: shorten(&peer.name, MOST_NAME_CHARS) };
    OperationRow {
        service: open.service_places.get(&part.service).copied().unwrap_or(0),
        service_name: text(part.service),
        name: text(part.name),
        peer: part.peer.as_ref().map(shortened),
        calls: part.calls.len() as u32,
        nanos: part.nanos,
        share: part.nanos as f64 / (total_nanos as f64).max(1.0),
        passed_by: part.passed_by,
        slack_nanos: part.slack_nanos,
        drag_nanos,
        first_calls: part.calls.iter().take(FIRST_CALLS).map(|&span| open.key_of(span)).collect(),
    }
}

/// Some calls of a row that are on the path, in row order, and how many there are.
pub(super) fn calls(open: &OpenTrace, row: u32, first: u32, count: u32) -> (u32, Vec<RowKey>) {
    let part = open.path_parts().and_then(|parts| parts.parts.get(row as usize));
    let all = part.map_or(&[][..], |part| &part.calls);
    let some = all.iter().skip(first as usize).take(count.min(MOST_CALLS) as usize);
    (all.len() as u32, some.map(|&span| open.key_of(span)).collect())
}
