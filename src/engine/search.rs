//! Words become matches, the next one first and the rest as they are asked for.
//!
//! Invariant: a question that only wants to go on looks at a bounded number of spans after
//! the first match, so that it appears soon; asking again goes on where the last answer
//! ended. Absent: what a match looks like on a row.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use crate::analysis::{Matches, Query, Search};
use crate::layout::RowKey;
use crate::trace::SpanIdx;

/// Spans that are looked at before the answer is thought of again.
const STRIDE_SPANS: usize = 16_384;
/// Searches that are kept, so that typing a word back and forth costs nothing.
const MOST_SEARCHES: usize = 4;

/// Where the match is that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// After a row; behind the last match comes the first.
    Next,
    /// Before a row; before the first match comes the last.
    Previous,
}

/// What was found so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Matches among the spans that were looked at.
    pub total: u32,
    /// Spans that were looked at.
    pub searched: u32,
    /// Whether these are all spans.
    pub is_complete: bool,
    /// The match that was wanted; none while nothing is found.
    pub at: Option<FoundSpan>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundSpan {
    pub key: RowKey,
    /// Its place among the matches so far, from 0 in the order of rows.
    pub position: u32,
    /// Its row in the present order; `None` where a closed row hides it.
    pub row: Option<u32>,
}

/// The searches that were asked for last, the latest first.
#[derive(Default)]
pub(super) struct SearchMemo {
    searches: VecDeque<(String, Search)>,
}

/// Looks for the query's words: until something is found, or among all spans.
pub(super) fn find(
    open: &mut OpenTrace,
    query: &str,
    from: Option<RowKey>,
    direction: Direction,
    is_whole_wanted: bool,
) -> Found {
    let (name, mut search) = take(open, query);
    loop {
        let is_enough = !is_whole_wanted && !search.matches().is_empty();
        if search.is_complete() || is_enough {
            break;
        }
        search.step(&open.trace, STRIDE_SPANS);
    }
    let from = from.and_then(|key| open.span_of(key));
    let wanted = wanted(search.matches(), from, direction);
    let at = wanted.map(|span| FoundSpan {
        key: open.key_of(span),
        position: search.matches().count_before(span),
        row: open.visible.row_of(span),
    });
    let found = Found {
        total: search.matches().len(),
        searched: search.searched() as u32,
        is_complete: search.is_complete(),
        at,
    };
    let searches = &mut open.searches.searches;
    searches.truncate(MOST_SEARCHES - 1);
    searches.push_front((name, search));
    found
}

fn take(open: &mut OpenTrace, query: &str) -> (String, Search) {
    let searches = &mut open.searches.searches;
    let known = searches.iter().position(|(name, _)| name == query);
    known
        .and_then(|place| searches.remove(place))
        .unwrap_or_else(|| (query.to_owned(), Search::new(&open.trace, &Query::parse(query))))
}

/// The match in a direction from a row, round the ends.
pub(super) fn wanted(
    matches: &Matches,
    from: Option<SpanIdx>,
    direction: Direction,
) -> Option<SpanIdx> {
    let first = || matches.first_from(SpanIdx(0));
    let last = || matches.last_before(SpanIdx(u32::MAX));
    match (direction, from) {
        (Direction::Next, None) => first(),
        (Direction::Next, Some(from)) => matches.first_from(SpanIdx(from.0 + 1)).or_else(first),
        (Direction::Previous, None) => last(),
        (Direction::Previous, Some(from)) => matches.last_before(from).or_else(last),
    }
}
