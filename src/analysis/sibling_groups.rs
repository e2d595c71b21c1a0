//! Siblings that repeat the same call become runs, each with its sums.
//!
//! ```text
//! handler   |==================|
//!   SELECT    |=|                 a run of five
//!   SELECT       |=|
//!   SELECT          |=|
//!   SELECT             |=|
//!   SELECT                |=|
//! ```
//!
//! Invariant: a run is unbroken among its siblings, so its rows with all their descendants
//! are a range of rows; runs do not share spans. Absent: calls that take turns (A B A B),
//! which are no run, and whether one call could have done the work of all.

use super::siblings::siblings;
use crate::order;
use crate::trace::{SpanIdx, Trace};

/// Fewer calls are not worth a word.
const LEAST_CALLS: u32 = 5;

/// Siblings with one service, name and kind, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiblingGroup {
    pub first: SpanIdx,
    pub last: SpanIdx,
    /// At least five.
    pub count: u32,
    /// The sum of their durations, which may exceed their parent's if they ran at once.
    pub total_nanos: u64,
    /// The time in which at least one of them ran.
    pub union_nanos: u64,
    /// The sum of their own self times.
    pub self_nanos: u64,
    /// How many of them failed, descendants not counted.
    pub errors: u32,
}

/// The runs of a trace, by the row of the first span. O(n).
///
/// # Panics
/// If `self_nanos`, by row, has not an entry for each span.
pub fn sibling_groups(trace: &Trace, self_nanos: &[u64]) -> Vec<SiblingGroup> {
    let mut groups = Vec::new();
    let families = trace.spans().filter(|&span| trace.descendant_count(span) > 0).map(Some);
    for parent in families.chain([None]) {
        let mut run: Option<Run> = None;
        for span in siblings(trace, parent) {
            match &mut run {
                Some(run) if is_alike(trace, run.group.last, span) => {
                    run.add(trace, span, self_nanos);
                }
                _ => {
                    groups.extend(run.and_then(Run::into_group));
                    run = Some(Run::of(trace, span, self_nanos));
                }
            }
        }
        groups.extend(run.and_then(Run::into_group));
    }
    order::sort_by_number(&mut groups, |group| u64::from(group.first.0));
    groups
}

fn is_alike(trace: &Trace, a: SpanIdx, b: SpanIdx) -> bool {
    let said = |span| (trace.name(span), trace.service(span), trace.kind(span));
    said(a) == said(b)
}

/// A group in the making.
struct Run {
    group: SiblingGroup,
    /// Siblings come by start, so what one adds to the union lies past this.
    covered_until: u64,
}

impl Run {
    fn of(trace: &Trace, first: SpanIdx, self_nanos: &[u64]) -> Run {
        let group = SiblingGroup {
            first,
            last: first,
            count: 0,
            total_nanos: 0,
            union_nanos: 0,
            self_nanos: 0,
            errors: 0,
        };
        let mut run = Run { group, covered_until: 0 };
        run.add(trace, first, self_nanos);
        run
    }

    fn add(&mut self, trace: &Trace, span: SpanIdx, self_nanos: &[u64]) {
        let group = &mut self.group;
        let start = trace.start_nanos(span).max(self.covered_until);
        group.last = span;
        group.count += 1;
        group.total_nanos = group.total_nanos.saturating_add(trace.duration_nanos(span));
        group.union_nanos += trace.end_nanos(span).saturating_sub(start);
        group.self_nanos = group.self_nanos.saturating_add(self_nanos[span.index()]);
        group.errors += u32::from(trace.is_error(span));
        self.covered_until = self.covered_until.max(trace.end_nanos(span));
    }

    fn into_group(self) -> Option<SiblingGroup> {
        (self.group.count >= LEAST_CALLS).then_some(self.group)
    }
}
