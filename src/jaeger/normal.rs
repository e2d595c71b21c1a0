//! Traces that a search found become the one that is most like what usually happens.
//!
//! Invariant: the choice does not depend on the order of the answer. Absent: asking.

use super::summary::TraceSummary;
use crate::order;
use crate::trace::TraceId;

/// See [`normal_trace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NormalTrace {
    pub trace_id: TraceId,
    /// Of the healthy ones; of an even number the lower of the two in the middle.
    pub median_nanos: u64,
    /// How many of them there are.
    pub healthy: usize,
}

/// The trace in the middle by duration of those that begin with this call (service and operation),
/// have no error and no span without its parent as far as the server says, and are not `aside`.
/// `None`: there is none. O(n log n).
pub fn normal_trace(
    found: &[TraceSummary],
    root: (&str, &str),
    aside: TraceId,
) -> Option<NormalTrace> {
    let is_healthy = |row: &&TraceSummary| {
        let is_same_call = (row.root_service.as_str(), row.root_operation.as_str()) == root;
        let is_whole = row.orphans.unwrap_or(0) == 0;
        row.trace_id != aside && is_same_call && is_whole && row.has_error() != Some(true)
    };
    let mut healthy: Vec<&TraceSummary> = found.iter().filter(is_healthy).collect();
    order::sort_by_key(&mut healthy, |row| (row.duration_nanos(), row.trace_id));
    healthy.dedup_by_key(|row| row.trace_id);
    let middle = healthy.get(healthy.len().checked_sub(1)? / 2)?;
    Some(NormalTrace {
        trace_id: middle.trace_id,
        median_nanos: middle.duration_nanos(),
        healthy: healthy.len(),
    })
}
