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

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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
    front: BinaryHeap<Running>,
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
            front: BinaryHeap::new(),
        }
    }

    /// By how many nanoseconds the root would be shorter if the spans for which `is_gone`
    /// says so took no time. O(n log n), and O(n) where nothing is gone.
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

    /// The new duration of a span whose children are re-timed.
    fn retimed_nanos(&mut self, span: SpanIdx, low: u64, high: u64) -> u64 {
        self.front.clear();
        let (mut latest_end, mut latest_new_end) = (low, low);
        for child in blocking_children(self.trace, span) {
            let row = child.index() - self.root.index();
            let (start, end) = self.windows[row];
            if start == end {
                continue;
            }
            let worked = start - latest_end.min(start);
            let new_start = self.ready(&mut latest_new_end, start) + worked;
            latest_end = latest_end.max(end);
            self.front.push(Running {
                earlier_by: Reverse(start - new_start),
                observed_end: start + self.durations[row],
            });
        }
        let worked = high - latest_end.min(high);
        self.ready(&mut latest_new_end, high) + worked - low
    }

    /// When the children that began before `at` have come as far as they had then. Of those
    /// that still run the least shifted one decides; one that is done by then leaves its end.
    fn ready(&mut self, latest_new_end: &mut u64, at: u64) -> u64 {
        while let Some(running) = self.front.peek() {
            let Reverse(earlier_by) = running.earlier_by;
            if running.observed_end > at {
                return (at - earlier_by).max(*latest_new_end);
            }
            *latest_new_end = (*latest_new_end).max(running.observed_end - earlier_by);
            self.front.pop();
        }
        *latest_new_end
    }
}

/// A child while its later siblings are placed; the least shifted one is the greatest.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Running {
    earlier_by: Reverse<u64>,
    /// Where it would end with its new duration had it begun as recorded.
    observed_end: u64,
}
