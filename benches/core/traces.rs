//! Generated files, and traces of extreme shapes.
//!
//! Invariant: every trace has as many spans as was asked for. Absent: broken input.

use spanscope::generate::{Format, Plan, Shape};
use spanscope::ingest::Reader;
use spanscope::trace::{Builder, SpanId, SpanRecord, Trace, TraceId};

/// A file of one trace of a shop's requests.
pub fn file(spans: usize, format: Format) -> Vec<u8> {
    let plan = Plan { spans, shape: Shape::Mixed, format, seed: 1 };
    plan.bytes()
}

/// All of a file at once.
///
/// # Panics
/// If it cannot be read: it was made here.
pub fn read(bytes: &[u8]) -> Trace {
    let mut traces = read_all(bytes);
    assert_eq!(traces.len(), 1, "a generated file has one trace");
    traces.remove(0)
}

pub fn read_all(bytes: &[u8]) -> Vec<Trace> {
    let mut reader = Reader::new();
    reader.begin_source("generated");
    reader.push(bytes).expect("a generated file is read");
    reader.finish().recording.traces
}

/// A root that lasts for all of its children, which run one after another, or, if
/// `is_overlapping`, each into the next.
pub fn siblings(count: u64, is_overlapping: bool) -> Trace {
    let length_nanos = if is_overlapping { 15 } else { 10 };
    spans(count, |number| match number.checked_sub(1) {
        None => (SpanId::NONE, 0, count * 10 + length_nanos),
        Some(place) => (SpanId(1), place * 10, place * 10 + length_nanos),
    })
}

/// Every span within the one before.
pub fn chain(count: u64) -> Trace {
    spans(count, |number| (SpanId(number), number, 2 * count - number))
}

/// Spans with the ids from 1, each given by its parent's id, start and end.
fn spans(count: u64, span: impl Fn(u64) -> (SpanId, u64, u64)) -> Trace {
    let mut builder = Builder::default();
    for number in 0..count {
        let trace = builder.trace(TraceId(1));
        let (parent_id, start_nanos, end_nanos) = span(number);
        let id = SpanId(number + 1);
        let times = SpanRecord { start_nanos, end_nanos, ..SpanRecord::default() };
        builder.add(SpanRecord { trace, id, parent_id, ..times });
    }
    builder.build().traces.remove(0)
}
