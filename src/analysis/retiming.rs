//! Spans that take no time become a shorter root: the *drag* of those spans.
//!
//! How the tree would run without them is not recorded, so it is inferred, with the rule by
//! which the critical path (cover) infers who waited for whom:
//!
//! 1. Each span counts as far as it lies within its ancestors. Consumers of a producer do
//!    not count.
//! 2. What a span does is ready up to an instant when all its children that began before it
//!    have come as far as they had at that instant, or to their ends. If no child ran then,
//!    the span itself worked from the last end (or its own start) on.
//! 3. A child begins when its parent is ready for it and has done the work in between; the
//!    parent ends likewise.
//!
//! With `start` and `end` as recorded, `start'` and `end'` re-timed, and `c` over the
//! siblings that began before `t`:
//!
//! ```text
//! ready(t)  = max(start(parent), max over c of min(t, end(c)))
//! ready'(t) = max(start'(parent), max over c of min(t − start(c) + start'(c), end'(c)))
//! start'(d) = ready'(start(d)) + start(d) − ready(start(d))
//! end'(p)   = ready'(end(p))   + end(p)   − ready(end(p))
//! ```
//!
//! A span without children keeps its duration; one that takes no time ends where it begins,
//! and with it all that is below it.
//!
//! Invariant: nothing becomes later or longer, and with nothing taken away nothing changes.
//! Absent: resources that spans compete for, and progress inside a child that another one
//! overlaps: what is saved there is taken from its end. So drag errs to the low side.
//!
//! Source: the drag of Devaux ("The drag efficient", 2012) is that of a network of
//! activities; reading the network off the nesting of spans is ours.

use super::critical_path::blocking_children;
use crate::trace::{SpanIdx, Trace};

/// A tree that can be re-timed many times.
pub struct Retiming<'a> {
    trace: &'a Trace,
    root: SpanIdx,
    /// By row from the root on, start and end as far as they count; equal where nothing does.
    windows: Vec<(u64, u64)>,
    /// How long each takes in the re-timing at hand.
    durations: Vec<u64>,
    is_changed_below: Vec<bool>,
}

impl<'a> Retiming<'a> {
    /// O(n) for the n spans below `root`, which may be any span.
    pub fn new(trace: &'a Trace, root: SpanIdx) -> Retiming<'a> {
        let count = trace.descendant_count(root) + 1;
        let mut windows = vec![(0, 0); count];
        windows[0] = (trace.start_nanos(root), trace.end_nanos(root));
        for row in 0..count {
            let span = SpanIdx(root.0 + row as u32);
            let (low, high) = windows[row];
            for child in blocking_children(trace, span) {
                let start = trace.start_nanos(child).max(low);
                let end = trace.end_nanos(child).min(high);
                windows[child.index() - root.index()] = (start, end.max(start));
            }
        }
        Retiming {
            trace,
            root,
            windows,
            durations: vec![0; count],
            is_changed_below: vec![false; count],
        }
    }

    /// By how many nanoseconds the root would be shorter if the spans for which `is_gone`
    /// says so took no time. O(n).
    pub fn drag_nanos(&mut self, is_gone: impl Fn(SpanIdx) -> bool) -> u64 {
        self.is_changed_below.fill(false);
        // Children have later rows than their parents.
        for row in (0..self.windows.len()).rev() {
            let span = SpanIdx(self.root.0 + row as u32);
            let (low, high) = self.windows[row];
            self.durations[row] = if is_gone(span) {
                0
            } else if self.is_changed_below[row] {
                self.retimed_nanos(span, low, high)
            } else {
                high - low
            };
            if self.durations[row] != high - low
                && let Some(parent) = self.trace.parent(span)
                && row > 0
            {
                self.is_changed_below[parent.index() - self.root.index()] = true;
            }
        }
        let (low, high) = self.windows[0];
        high - low - self.durations[0]
    }

    /// The new duration of a span whose children are re-timed. O(children).
    ///
    /// A child that begins while another one runs is shifted as far as that one, so all that
    /// run at an instant are shifted alike, and the one that is done last decides.
    fn retimed_nanos(&self, span: SpanIdx, low: u64, high: u64) -> u64 {
        let mut latest_end = low;
        // Where the children would be done with their new durations had they begun as
        // recorded, and by how much earlier they do begin.
        let (mut done_by, mut earlier_by) = (low, 0);
        for child in blocking_children(self.trace, span) {
            let row = child.index() - self.root.index();
            let (start, end) = self.windows[row];
            if start == end {
                continue;
            }
            let worked = start - latest_end.min(start);
            let new_start = start.min(done_by) - earlier_by + worked;
            earlier_by = start - new_start;
            done_by = done_by.max(start + self.durations[row]);
            latest_end = latest_end.max(end);
        }
        let worked = high - latest_end.min(high);
        high.min(done_by) - earlier_by + worked - low
    }
}
