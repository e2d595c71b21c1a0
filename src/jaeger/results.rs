//! Rows of a search put in order, and what they say together.
//!
//! Invariant: rows that are equal in what is sorted by are in the order of their starts, the
//! latest first, then of their ids, so the same rows always come in the same order; what is
//! unknown comes last. Absent: rows that a filter leaves out (`facets`).

use std::cmp::Ordering;

use super::summary::TraceSummary;
use crate::order;

/// Jaeger's ten orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    #[default]
    MostRecent,
    OldestFirst,
    LongestFirst,
    ShortestFirst,
    MostSpans,
    LeastSpans,
    MostErrors,
    LeastErrors,
    NameAscending,
    NameDescending,
}

impl Sort {
    pub const ALL: [Sort; 10] = [
        Sort::MostRecent,
        Sort::OldestFirst,
        Sort::LongestFirst,
        Sort::ShortestFirst,
        Sort::MostSpans,
        Sort::LeastSpans,
        Sort::MostErrors,
        Sort::LeastErrors,
        Sort::NameAscending,
        Sort::NameDescending,
    ];

    /// As links may name it, in Jaeger's words.
    pub fn name(self) -> &'static str {
        match self {
            Sort::MostRecent => "MOST_RECENT",
            Sort::OldestFirst => "OLDEST_FIRST",
            Sort::LongestFirst => "LONGEST_FIRST",
            Sort::ShortestFirst => "SHORTEST_FIRST",
            Sort::MostSpans => "MOST_SPANS",
            Sort::LeastSpans => "LEAST_SPANS",
            Sort::MostErrors => "MOST_ERRORS",
            Sort::LeastErrors => "LEAST_ERRORS",
            Sort::NameAscending => "TRACE_NAME_ASC",
            Sort::NameDescending => "TRACE_NAME_DESC",
        }
    }

    pub fn from_name(name: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.name() == name)
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Sort::MostRecent => "Most recent",
            Sort::OldestFirst => "Oldest first",
            Sort::LongestFirst => "Longest first",
            Sort::ShortestFirst => "Shortest first",
            Sort::MostSpans => "Most spans",
            Sort::LeastSpans => "Fewest spans",
            Sort::MostErrors => "Most errors",
            Sort::LeastErrors => "Fewest errors",
            Sort::NameAscending => "Name, A to Z",
            Sort::NameDescending => "Name, Z to A",
        }
    }
}

/// O(n log n).
pub fn sort_summaries(summaries: &mut [TraceSummary], sort: Sort) {
    order::sort_by(summaries, |a, b| {
        let by_what_is_asked = compare(a, b, sort);
        by_what_is_asked.then_with(|| recent_first(a, b))
    });
}

fn compare(a: &TraceSummary, b: &TraceSummary, sort: Sort) -> Ordering {
    let durations = || a.duration_nanos().cmp(&b.duration_nanos());
    match sort {
        // The tie-break says it all.
        Sort::MostRecent => Ordering::Equal,
        Sort::OldestFirst => a.start_nanos.cmp(&b.start_nanos),
        Sort::LongestFirst => durations().reverse(),
        Sort::ShortestFirst => durations(),
        Sort::MostSpans => most_first(a.spans, b.spans),
        Sort::LeastSpans => least_first(a.spans, b.spans),
        Sort::MostErrors => most_first(a.errors, b.errors),
        Sort::LeastErrors => least_first(a.errors, b.errors),
        Sort::NameAscending => by_name(a, b),
        Sort::NameDescending => by_name(b, a),
    }
}

fn recent_first(a: &TraceSummary, b: &TraceSummary) -> Ordering {
    b.start_nanos.cmp(&a.start_nanos).then_with(|| a.trace_id.cmp(&b.trace_id))
}

fn most_first(a: Option<u64>, b: Option<u64>) -> Ordering {
    // `None` is below every number.
    b.cmp(&a)
}

fn least_first(a: Option<u64>, b: Option<u64>) -> Ordering {
    let rank = |count: Option<u64>| count.unwrap_or(u64::MAX);
    rank(a).cmp(&rank(b))
}

/// Whatever the case; names that differ in nothing else by it.
fn by_name(a: &TraceSummary, b: &TraceSummary) -> Ordering {
    let (a, b) = (a.name(), b.name());
    a.to_lowercase().cmp(&b.to_lowercase()).then_with(|| a.cmp(&b))
}

/// The duration that so many hundredths of the traces do not exceed, in nanoseconds: that of a
/// trace, by the nearest rank; 0 without any. O(n).
pub fn percentile_nanos(summaries: &[TraceSummary], hundredths: usize) -> u64 {
    let mut durations: Vec<u64> = summaries.iter().map(TraceSummary::duration_nanos).collect();
    order::sort_by_number(&mut durations, |&nanos| nanos);
    let place = (durations.len() * hundredths).div_ceil(100).max(1) - 1;
    durations.get(place).copied().unwrap_or(0)
}

/// A service in which spans failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingService {
    pub service: String,
    /// Traces with at least one such span.
    pub traces: u64,
    /// Such spans in all traces.
    pub spans: u64,
    /// The most recent of these traces' places in the rows, for a way there.
    pub latest: usize,
}

/// The services that failed, in most traces first, then by name. A trace counts for each service
/// that failed in it, so the sum may exceed the number of traces. O(rows · services).
pub fn failures_by_service(summaries: &[TraceSummary]) -> Vec<FailingService> {
    let mut failing: Vec<FailingService> = Vec::new();
    for (at, summary) in summaries.iter().enumerate() {
        for service in &summary.services {
            let Some(spans) = service.errors.filter(|&errors| errors > 0) else { continue };
            let Some(known) = failing.iter_mut().find(|known| known.service == service.name) else {
                let service = service.name.clone();
                failing.push(FailingService { service, traces: 1, spans, latest: at });
                continue;
            };
            known.traces += 1;
            known.spans = known.spans.saturating_add(spans);
            if recent_first(summary, &summaries[known.latest]) == Ordering::Less {
                known.latest = at;
            }
        }
    }
    order::sort_by(&mut failing, |a, b| {
        b.traces.cmp(&a.traces).then_with(|| a.service.cmp(&b.service))
    });
    failing
}
