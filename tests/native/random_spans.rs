//! Spans as no one would send them, for properties that hold of any trace, and traces of
//! extreme shapes.
//!
//! Invariant: ids and times come from small ranges, so that duplicates, orphans, circles
//! and overlaps are common. Absent: shrinking hints; proptest's own are enough.

use std::sync::LazyLock;

use proptest::prelude::*;
use spanscope::trace::{
    Builder, CallHalf, Resource, SpanId, SpanKind, SpanRecord, Status, Trace, TraceId,
};

/// What the spans of each service are, so that calls of all kinds occur.
const KINDS: [SpanKind; 3] = [SpanKind::Producer, SpanKind::Consumer, SpanKind::Server];

/// What a random span says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RandomSpan {
    pub id: u64,
    pub parent_id: u64,
    pub start_nanos: u64,
    pub length_nanos: u64,
    pub service: u8,
    pub failed: bool,
    /// By its number in [`CallHalf`].
    pub half: u8,
}

/// Up to 40 spans with 30 ids, 0 ("none") among them; none is half of a call.
pub fn spans() -> impl Strategy<Value = Vec<RandomSpan>> {
    prop::collection::vec(span(Just(0)), 1..40)
}

/// The same, some of them halves of calls.
pub fn spans_with_halves() -> impl Strategy<Value = Vec<RandomSpan>> {
    prop::collection::vec(span(0..3u8), 1..40)
}

fn span(half: impl Strategy<Value = u8>) -> impl Strategy<Value = RandomSpan> {
    let times = (1..60u64, 0..30u64);
    let span = (0..30u64, 0..33u64, times, 0..3u8, prop::bool::weighted(0.2), half);
    span.prop_map(|(id, parent_id, times, service, failed, half)| {
        let (start_nanos, length_nanos) = times;
        RandomSpan { id, parent_id, start_nanos, length_nanos, service, failed, half }
    })
}

/// Spans, and the same spans in another order.
pub fn spans_in_two_orders() -> impl Strategy<Value = (Vec<RandomSpan>, Vec<RandomSpan>)> {
    spans_with_halves().prop_flat_map(|spans| (Just(spans.clone()), Just(spans).prop_shuffle()))
}

pub fn trace_of(spans: &[RandomSpan]) -> Trace {
    let mut builder = Builder::default();
    let resources = ["a", "b", "c"].map(|name| {
        let service = builder.intern(name);
        builder.pool_mut().push_resource(Resource { service, ..Resource::default() })
    });
    for span in spans {
        let trace = builder.trace(TraceId(1));
        let name = builder.intern(&format!("span {}", span.id));
        builder.add(SpanRecord {
            trace,
            id: SpanId(span.id),
            parent_id: SpanId(span.parent_id),
            name,
            kind: KINDS[usize::from(span.service)],
            status: if span.failed { Status::Error } else { Status::Unset },
            start_nanos: span.start_nanos,
            end_nanos: span.start_nanos + span.length_nanos,
            resource: resources[usize::from(span.service)],
            half: [CallHalf::None, CallHalf::Client, CallHalf::Server][usize::from(span.half)],
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}

/// `count` spans, each given its parent's number (from 0) by `parent_of`; span `n` lasts
/// from `n` to `2 × count − n` nanoseconds.
pub fn regular_trace(count: u64, parent_of: impl Fn(u64) -> Option<u64>) -> Trace {
    let mut builder = Builder::default();
    for number in 0..count {
        let trace = builder.trace(TraceId(1));
        builder.add(SpanRecord {
            trace,
            id: SpanId(number + 1),
            parent_id: parent_of(number).map_or(SpanId::NONE, |parent| SpanId(parent + 1)),
            start_nanos: 1_000 + number,
            end_nanos: 1_000 + 2 * count - number,
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}

/// A chain of 100,000 spans; see [`regular_trace`].
pub static CHAIN: LazyLock<Trace> =
    LazyLock::new(|| regular_trace(100_000, |number| number.checked_sub(1)));

/// A root with 999,999 children; see [`regular_trace`].
pub static FAN: LazyLock<Trace> =
    LazyLock::new(|| regular_trace(1_000_000, |number| (number > 0).then_some(0)));

/// A root with children that follow each other, `count` spans of two nanoseconds each but
/// for the root.
pub fn siblings_in_turn(count: u64) -> Trace {
    spans_of_times(count, |number| match number.checked_sub(1) {
        None => (0, 2 * count),
        Some(place) => (2 * place, 2 * place + 2),
    })
}

/// Roots that follow each other, each as long as is said.
pub fn trace_of_lengths(lengths: &[u64]) -> Trace {
    let mut builder = Builder::default();
    let mut start_nanos = 1_000;
    for (number, length) in (1..).zip(lengths) {
        let trace = builder.trace(TraceId(1));
        let end_nanos = start_nanos + length;
        let id = SpanId(number);
        builder.add(SpanRecord { trace, id, start_nanos, end_nanos, ..SpanRecord::default() });
        start_nanos = end_nanos.max(start_nanos + 1);
    }
    builder.build().traces.remove(0)
}

/// A root with `count − 1` children, each given its start and end by its number.
fn spans_of_times(count: u64, times: impl Fn(u64) -> (u64, u64)) -> Trace {
    let mut builder = Builder::default();
    for number in 0..count {
        let trace = builder.trace(TraceId(1));
        let (start, end) = times(number);
        builder.add(SpanRecord {
            trace,
            id: SpanId(number + 1),
            parent_id: if number == 0 { SpanId::NONE } else { SpanId(1) },
            start_nanos: 1_000 + start,
            end_nanos: 1_000 + end,
            ..SpanRecord::default()
        });
    }
    builder.build().traces.remove(0)
}
