//! A column of a table of spans becomes the order of its rows.
//!
//! Each span gets a number that compares as its cell does: texts the place of their text
//! among those that occur, each looked at once. Pairs of number and row are then sorted.
//!
//! Invariant: equal cells are in row order, whichever way they are sorted; spans without a
//! value come last both ways. O(n log n), and a comparison of texts for distinct ones only.
//! Absent: what a cell says (see `engine`).

mod attribute;
mod column;
mod percentile;

use rustc_hash::FxHashMap;

pub use attribute::AttributeColumn;
pub(super) use attribute::Repeating;
pub use column::SpanColumn;
pub use percentile::{NO_PERCENTILE, percentiles};

use super::filter::Measures;
use super::search::Matches;
use crate::order;
use crate::trace::{SpanIdx, StringId, Trace};

/// What is known of each span beside the trace, by row; called only by columns that ask.
#[derive(Clone, Copy)]
pub struct OrderFigures<'a> {
    pub measures: Measures<'a>,
    /// See [`percentiles`].
    pub percentiles: &'a dyn Fn() -> &'a [u16],
}

/// The spans, or those among `matches`, in the order of a column.
pub fn span_order(
    trace: &Trace,
    column: &SpanColumn,
    is_descending: bool,
    matches: Option<&Matches>,
    figures: OrderFigures<'_>,
) -> Vec<SpanIdx> {
    let spans: Vec<SpanIdx> = match matches {
        Some(matches) => matches.within(SpanIdx(0)..SpanIdx(u32::MAX)).collect(),
        None => trace.spans().collect(),
    };
    let numbers = numbers(trace, column, &spans, figures);
    let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(spans.len());
    // Spans without a value come last, in their order.
    let mut without = Vec::new();
    for (span, number) in spans.into_iter().zip(numbers) {
        match number {
            None => without.push(span),
            Some(number) if is_descending => keyed.push((!number, span.0)),
            Some(number) => keyed.push((number, span.0)),
        }
    }
    order::sort_numbered(&mut keyed);
    keyed.into_iter().map(|(_, span)| SpanIdx(span)).chain(without).collect()
}

/// What a cell compares as; `None` where it is empty.
type Number = Option<u64>;

fn numbers(
    trace: &Trace,
    column: &SpanColumn,
    spans: &[SpanIdx],
    figures: OrderFigures<'_>,
) -> Vec<Number> {
    let each = |number: &dyn Fn(SpanIdx) -> u64| -> Vec<Number> {
        spans.iter().map(|&span| Some(number(span))).collect()
    };
    match column {
        SpanColumn::Service => text_places(trace, spans, |span| trace.service(span)),
        SpanColumn::Name => text_places(trace, spans, |span| trace.name(span)),
        SpanColumn::Kind => each(&|span| trace.kind(span) as u64),
        SpanColumn::Status => each(&|span| trace.status(span) as u64),
        SpanColumn::Start => each(&|span| trace.start_nanos(span)),
        SpanColumn::Duration => each(&|span| trace.duration_nanos(span)),
        SpanColumn::SelfTime => {
            let all = (figures.measures.self_nanos)();
            each(&|span| all[span.index()])
        }
        SpanColumn::Critical => {
            let all = (figures.measures.critical_nanos)();
            each(&|span| all[span.index()])
        }
        SpanColumn::Depth => each(&|span| u64::from(trace.depth(span))),
        SpanColumn::Children => {
            let all = child_counts(trace);
            each(&|span| u64::from(all[span.index()]))
        }
        SpanColumn::Percentile => {
            let all = (figures.percentiles)();
            let number = |span: &SpanIdx| Some(all[span.index()]).filter(|it| *it != NO_PERCENTILE);
            spans.iter().map(|span| number(span).map(u64::from)).collect()
        }
        SpanColumn::Attribute(key) => AttributeColumn::new(trace.pool(), key).places(trace, spans),
    }
}

/// The place of each span's text among the distinct ones, by their bytes.
fn text_places(
    trace: &Trace,
    spans: &[SpanIdx],
    text: impl Fn(SpanIdx) -> StringId,
) -> Vec<Number> {
    let mut places: FxHashMap<StringId, u64> = FxHashMap::default();
    for &span in spans {
        places.entry(text(span)).or_default();
    }
    let mut distinct: Vec<(&str, StringId)> =
        places.keys().map(|&id| (trace.pool().text(id), id)).collect();
    order::sort(&mut distinct);
    for (place, (_, id)) in (0..).zip(distinct) {
        places.insert(id, place);
    }
    spans.iter().map(|&span| places.get(&text(span)).copied()).collect()
}

fn child_counts(trace: &Trace) -> Vec<u32> {
    let mut counts = vec![0; trace.span_count()];
    for parent in trace.spans().filter_map(|span| trace.parent(span)) {
        counts[parent.index()] += 1;
    }
    counts
}
