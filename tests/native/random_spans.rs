//! Spans as no one would send them, for properties that hold of any trace, and traces of
//! extreme shapes.
//!
//! Invariant: ids and times come from small ranges, so that duplicates, orphans, circles
//! and overlaps are common. Absent: shrinking hints; proptest's own are enough.

use std::sync::LazyLock;

use proptest::prelude::*;
use spanscope::trace::{Builder, Resource, SpanId, SpanKind, SpanRecord, Status, Trace, TraceId};

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
}

/// Up to 40 spans with 30 ids, 0 ("none") among them.
pub fn spans() -> impl Strategy<Value = Vec<RandomSpan>> {
    let span = (0..30u64, 0..33u64, 1..60u64, 0..30u64, 0..3u8, prop::bool::weighted(0.2));
    let span = span.prop_map(|(id, parent_id, start_nanos, length_nanos, service, failed)| {
        RandomSpan { id, parent_id, start_nanos, length_nanos, service, failed }
    });
    prop::collection::vec(span, 1..40)
}

/// Spans, and the same spans in another order.
pub fn spans_in_two_orders() -> impl Strategy<Value = (Vec<RandomSpan>, Vec<RandomSpan>)> {
    spans().prop_flat_map(|spans| (Just(spans.clone()), Just(spans).prop_shuffle()))
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
