//! The children of a span become those that it may have waited for, the last one first.
//!
//! Invariant: one buffer for all spans of a walk, each span's candidates behind those of
//! the span above it. Absent: which of them it did wait for.

use std::cmp::{Ordering, Reverse};
use std::ops::Range;

use crate::trace::{Pool, SpanIdx, SpanKind, Trace};

#[derive(Clone, Copy)]
struct Candidate {
    /// Not past the end of what is to be charged of the parent.
    end_nanos: u64,
    start_nanos: u64,
    span: SpanIdx,
}

/// See the module.
pub(super) struct Candidates<'a> {
    trace: &'a Trace,
    all: Vec<Candidate>,
}

impl<'a> Candidates<'a> {
    pub fn new(trace: &'a Trace) -> Candidates<'a> {
        Candidates { trace, all: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Forgets what was pushed since there were so many.
    pub fn truncate(&mut self, length: usize) {
        self.all.truncate(length);
    }

    /// A child, and where it ends within its parent.
    pub fn get(&self, place: usize) -> Option<(SpanIdx, u64)> {
        self.all.get(place).map(|candidate| (candidate.span, candidate.end_nanos))
    }

    /// Overwrites a candidate that was looked at with a later one.
    pub fn put_first(&mut self, from: usize, to: usize) {
        self.all[to] = self.all[from];
    }

    /// By how much longer `child` could run until its end is that of the one of `chosen`
    /// within which it began. The latest of those comes first. O(log k).
    pub fn slack_nanos(&self, chosen: Range<usize>, child: SpanIdx, end_nanos: u64) -> u64 {
        let chosen = &self.all[chosen];
        let start_nanos = self.trace.start_nanos(child);
        let around = chosen.partition_point(|one| one.start_nanos > start_nanos);
        chosen.get(around).map_or(0, |one| one.end_nanos.saturating_sub(end_nanos))
    }

    /// The children of `span` that ran between two times, by end descending, then start
    /// descending, then content, id last. O(k log k) for k children.
    pub fn push_children(&mut self, span: SpanIdx, low_nanos: u64, high_nanos: u64) {
        let trace = self.trace;
        let first = self.all.len();
        for child in blocking_children(trace, span) {
            let start_nanos = trace.start_nanos(child);
            if start_nanos >= high_nanos {
                if trace.siblings_come_by_start() {
                    break;
                }
                continue;
            }
            let end_nanos = trace.end_nanos(child).min(high_nanos);
            if start_nanos.max(low_nanos) < end_nanos {
                self.all.push(Candidate { end_nanos, start_nanos, span: child });
            }
        }
        // Nearly in order, which the sort notices, where siblings ran one after another.
        self.all[first..].reverse();
        self.all[first..].sort_unstable_by(|a, b| {
            let by_time = |one: &Candidate| Reverse((one.end_nanos, one.start_nanos));
            by_time(a).cmp(&by_time(b)).then_with(|| by_content(trace, a.span, b.span))
        });
    }
}

/// The children that a span waits for: a producer does not wait for its consumers.
pub(in crate::analysis) fn blocking_children(
    trace: &Trace,
    span: SpanIdx,
) -> impl Iterator<Item = SpanIdx> + '_ {
    let is_producer = trace.kind(span) == SpanKind::Producer;
    trace
        .children(span)
        .filter(move |&child| !(is_producer && trace.kind(child) == SpanKind::Consumer))
}

/// Service, name and kind, then id. Not the order of rows, in which the end comes first:
/// here the ends may lie outside of what is looked at.
fn by_content(trace: &Trace, a: SpanIdx, b: SpanIdx) -> Ordering {
    let pool: &Pool = trace.pool();
    let texts = |span| [trace.service(span), trace.name(span)];
    let by_texts = if texts(a) == texts(b) {
        Ordering::Equal
    } else {
        texts(a).map(|id| pool.text(id)).cmp(&texts(b).map(|id| pool.text(id)))
    };
    let identity = |span| (trace.kind(span), trace.span_id(span), span);
    by_texts.then_with(|| identity(a).cmp(&identity(b)))
}
