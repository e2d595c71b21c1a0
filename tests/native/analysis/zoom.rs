//! Blocks of rows, against looking at every row.

use proptest::prelude::*;
use spanscope::analysis::{Block, MergedBar, Painter, ZoomIndex, minimap};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, FAN, RandomSpan, trace_of};

/// Enough spans for several levels of blocks.
pub fn many_spans() -> impl Strategy<Value = Vec<RandomSpan>> {
    let span = (0..150u64, 1..5_000u64, 0..300u64, 0..3u8, prop::bool::weighted(0.05));
    prop::collection::vec(span, 1..600).prop_map(|spans| {
        let span = |(index, (parent_id, start_nanos, length_nanos, service, failed))| RandomSpan {
            id: index as u64 + 1,
            parent_id,
            start_nanos,
            length_nanos,
            service,
            failed,
            half: 0,
        };
        spans.into_iter().enumerate().map(span).collect()
    })
}

/// What a lane of these rows shows, column by column, without any index.
fn plain_lane(trace: &Trace, rows: std::ops::Range<usize>, width_px: u16) -> Vec<Option<SpanIdx>> {
    let origin = trace.earliest_nanos();
    let duration = (trace.latest_nanos() - origin).max(1);
    let column = |nanos: u64| (nanos - origin) * u64::from(width_px) / duration;
    let failed_below = |span: SpanIdx| {
        (span.0 + 1..trace.subtree_end(span).0).any(|row| trace.is_error(SpanIdx(row)))
    };
    let spans = || rows.clone().rev().map(|row| SpanIdx(row as u32));
    let lowest = spans().filter(|&span| trace.is_error(span) && !failed_below(span));
    let mut lane = vec![None; usize::from(width_px)];
    for span in lowest.chain(spans()) {
        let left = column(trace.start_nanos(span)).min(u64::from(width_px) - 1);
        let right = column(trace.end_nanos(span)).clamp(left + 1, u64::from(width_px));
        for cell in &mut lane[left as usize..right as usize] {
            cell.get_or_insert(span);
        }
    }
    lane
}

fn columns_of(bars: &[MergedBar], lane: u16, width_px: u16) -> Vec<Option<(u32, bool)>> {
    let mut columns = vec![None; usize::from(width_px)];
    for bar in bars.iter().filter(|bar| bar.lane == lane) {
        for column in bar.left_px..bar.right_px {
            columns[usize::from(column)] = Some((bar.service.0, bar.is_error));
        }
    }
    columns
}

proptest! {
    #[test]
    fn the_picture_is_that_of_painting_every_span(
        spans in many_spans(),
        width_px in 1..80u16,
        lanes in 1..6u16,
    ) {
        let trace = trace_of(&spans);
        let bars = minimap(&trace, &ZoomIndex::of(&trace), &[], width_px, lanes);
        let lanes = lanes.min(spans.len() as u16);
        for lane in 0..lanes {
            let edge = |lane: u16| spans.len() * usize::from(lane) / usize::from(lanes);
            let plain = plain_lane(&trace, edge(lane)..edge(lane + 1), width_px);
            let plain: Vec<_> = plain
                .into_iter()
                .map(|span| span.map(|span| (trace.service(span).0, trace.is_error(span))))
                .collect();
            prop_assert_eq!(columns_of(&bars, lane, width_px), plain);
        }
    }

    #[test]
    fn the_sum_of_any_rows_is_that_of_adding_them_up(
        spans in many_spans(),
        ends in (0..600usize, 0..600usize),
    ) {
        let trace = trace_of(&spans);
        let (first, last) = (ends.0.min(ends.1).min(spans.len()), ends.0.max(ends.1).min(spans.len()));
        let sum = ZoomIndex::of(&trace).sum(&trace, first..last);
        let rows = || (first..last).map(|row| SpanIdx(row as u32));
        prop_assert_eq!(sum.errors as usize, rows().filter(|&span| trace.is_error(span)).count());
        let start = rows().map(|span| trace.start_nanos(span)).min().unwrap_or(u64::MAX);
        let end = rows().map(|span| trace.end_nanos(span)).max().unwrap_or(0);
        prop_assert_eq!((sum.start_nanos, sum.end_nanos), (start, end));
    }
}

/// Counts what a picture costs.
struct Counter<P> {
    inner: P,
    blocks: usize,
    spans: usize,
}

impl<P: Painter> Painter for Counter<P> {
    fn is_worth_it(&mut self, block: &Block) -> bool {
        self.blocks += 1;
        self.inner.is_worth_it(block)
    }

    fn paint(&mut self, span: SpanIdx) {
        self.spans += 1;
        self.inner.paint(span);
    }
}

/// Sees what begins within some times, until it has seen enough of it.
struct Until {
    times: std::ops::Range<u64>,
    left: usize,
}

impl Painter for Until {
    fn is_worth_it(&mut self, block: &Block) -> bool {
        self.left > 0 && block.start_nanos < self.times.end && block.end_nanos > self.times.start
    }

    fn paint(&mut self, _: SpanIdx) {
        self.left = self.left.saturating_sub(1);
    }
}

#[test]
fn a_picture_of_a_million_spans_looks_at_few_of_them() {
    for trace in [&*FAN, &*CHAIN] {
        let zoom = ZoomIndex::of(trace);
        let middle = trace.earliest_nanos() + (trace.latest_nanos() - trace.earliest_nanos()) / 2;
        let inner = Until { times: middle..middle + 10, left: 100 };
        let mut counter = Counter { inner, blocks: 0, spans: 0 };
        zoom.visit_backwards(trace, 0..trace.span_count(), &mut counter);
        assert!(counter.blocks < 3_000 && counter.spans < 3_000);
        assert!(zoom.heap_bytes() < 2 * trace.span_count() + 1_000);
    }
}
