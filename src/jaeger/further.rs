//! What a search found → what to ask next, where the answer was full.
//!
//! Invariant: nothing is asked twice without getting further. Absent: a promise that nothing is
//! left out: a server gives any of the traces that fit, in no particular order, so of a window
//! whose answer was full only what came is known.

use super::search_query::{SearchQuery, SearchTime};
use super::summary::TraceSummary;
use crate::order;

/// Whether there may be more than what came.
pub fn is_limit_reached(found: &[TraceSummary], limit: u32) -> bool {
    found.len() >= limit as usize
}

/// The same search for what began before everything found: up to a microsecond before the oldest
/// of them. `window_micros` is what was searched. `None` if that is all of the window, or nothing
/// was found.
pub fn older(
    query: &SearchQuery,
    window_micros: (u64, u64),
    found: &[TraceSummary],
) -> Option<SearchQuery> {
    let (start_micros, searched_to) = window_micros;
    // A trace that is found by a later span may have begun before the window.
    let starts = found.iter().map(|summary| summary.start_nanos / 1_000);
    let oldest = starts.filter(|&start| start >= start_micros).min()?;
    let end_micros = oldest.checked_sub(1)?.min(searched_to.checked_sub(1)?);
    if end_micros < start_micros || end_micros == 0 {
        return None;
    }
    let time = SearchTime::Between { start_micros, end_micros, from: None };
    Some(SearchQuery { time, ..query.clone() })
}

/// The search for *the slowest in this window*, one answer nearer to it: the smallest duration
/// to ask for, in nanoseconds, raised until an answer is not full. `None`: this one was not, so
/// it holds all traces that have a span of at least the duration asked for.
///
/// It is raised to what three quarters of the answer stayed below, so the last answer has some
/// of the slowest, and as many steps are needed as the number of traces has factors of four.
/// O(n log n).
pub fn next_minimum_nanos(query: &SearchQuery, found: &[TraceSummary]) -> Option<u64> {
    if !is_limit_reached(found, query.limit) {
        return None;
    }
    let mut durations: Vec<u64> = found.iter().map(TraceSummary::duration_nanos).collect();
    order::sort_by_number(&mut durations, |&nanos| nanos);
    let upper = durations.get(durations.len() * 3 / 4).copied().unwrap_or(0);
    // Servers compare microseconds.
    let further = query.min_duration_nanos.unwrap_or(0).saturating_add(1_000);
    Some(upper.max(further))
}
