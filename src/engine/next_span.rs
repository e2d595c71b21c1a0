//! From a row to the next span that failed, or that the critical path is in.
//!
//! Invariant: in row order and round the ends, so that going on visits each; hidden spans
//! count. Absent: opening what hides them (`arrangement::locate`).

use std::ops::Range;

use super::open_trace::OpenTrace;
use super::search::Direction;
use crate::analysis::{PathMode, RowAt};
use crate::layout::RowKey;
use crate::trace::SpanIdx;

/// The next failed span: below `within`, else below the focus, else anywhere. O(rows up to it).
pub(super) fn error(
    open: &OpenTrace,
    from: Option<RowKey>,
    direction: Direction,
    within: Option<RowKey>,
) -> Option<RowKey> {
    let range = match within {
        Some(key) => below(open, key)?,
        None => looked_at(open),
    };
    next(open, range, from, direction, |span| open.trace.is_error(span))
}

/// The next span that the critical path of its root is in.
pub(super) fn critical(
    open: &OpenTrace,
    from: Option<RowKey>,
    direction: Direction,
) -> Option<RowKey> {
    let critical = &open.paths.paths(&open.trace, PathMode::Cover).critical_nanos;
    next(open, looked_at(open), from, direction, |span| critical[span.index()] > 0)
}

fn below(open: &OpenTrace, key: RowKey) -> Option<Range<u32>> {
    match open.row_of_key(key)? {
        RowAt::Span(span) => Some(span.0 + 1..open.trace.subtree_end(span).0),
        RowAt::Head(_) => open.fold_of(key).map(|fold| fold.first.0..fold.end.0),
    }
}

fn looked_at(open: &OpenTrace) -> Range<u32> {
    let all = 0..open.trace.span_count() as u32;
    open.focus.map_or(all, |focus| focus.0..open.trace.subtree_end(focus).0)
}

fn next(
    open: &OpenTrace,
    range: Range<u32>,
    from: Option<RowKey>,
    direction: Direction,
    is_wanted: impl Fn(SpanIdx) -> bool,
) -> Option<RowKey> {
    // Rows before this one come last, or first if it goes backwards.
    let from = from.and_then(|key| open.row_of_key(key));
    let split = match (from, direction) {
        (None, Direction::Next) => range.start,
        (None, Direction::Previous) => range.end,
        (Some(RowAt::Span(span)), Direction::Next) => span.0 + 1,
        (Some(RowAt::Span(span) | RowAt::Head(span)), _) => span.0,
    };
    let split = split.clamp(range.start, range.end);
    let (before, after) = (range.start..split, split..range.end);
    let found = match direction {
        Direction::Next => after.chain(before).map(SpanIdx).find(|&span| is_wanted(span)),
        Direction::Previous => {
            before.rev().chain(after.rev()).map(SpanIdx).find(|&span| is_wanted(span))
        }
    };
    found.map(|span| open.key_of(span))
}
