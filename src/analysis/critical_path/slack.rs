//! The siblings that a path passes by become how much longer each could have run.
//!
//! ```text
//! root     |==============|
//!   chosen     |=========|       the root waited for this one
//!   aside        |==|            4 more, and it would have waited for this one
//! ```
//!
//! Invariant: were such a span longer by less than its slack, the path would be the same;
//! longer by more, it would lead through it, unless both are cut where their parent ends
//! and began at one instant. Absent: spans that the path cannot lead
//! through (consumers of a producer, spans outside of their parent), and the descendants
//! of those it passes by.

use super::{PathMode, Walk};
use crate::order;
use crate::trace::{SpanIdx, Trace};

/// A sibling of a span on the path that the path does not lead through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slack {
    pub span: SpanIdx,
    /// By how much longer it could have run before the path leads through it.
    pub slack_nanos: u64,
}

/// The slack of each span that the path of `root` (in cover mode) passes by, in row order.
///
/// Siblings come by their ends, the last one first. One that is passed by began while one
/// that was chosen ran, and ended no later; it would be chosen instead if it ended later.
/// O(n log n).
pub fn slacks(trace: &Trace, root: SpanIdx) -> Vec<Slack> {
    let mut walk = Walk::new(trace);
    walk.passed_by = Some(Vec::new());
    walk.walk(root, PathMode::Cover.into());
    let mut passed_by = walk.passed_by.unwrap_or_default();
    order::sort_by_number(&mut passed_by, |passed| u64::from(passed.span.0));
    passed_by
}
