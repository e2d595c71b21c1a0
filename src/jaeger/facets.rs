//! Rows of a search → how many there are of each kind, and which of them a choice lets through.
//!
//! Invariant: a facet counts the rows that all *other* facets let through, so that it always
//! says what choosing it would give. Absent: asking the server again; only what it sent is
//! counted.

use std::collections::BTreeMap;
use std::ops::Range;

use super::summary::TraceSummary;
use crate::order;

/// What is chosen; nothing chosen lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetChoice {
    /// Traces in which this service has spans.
    pub service: Option<String>,
    /// Traces whose root has this name.
    pub operation: Option<String>,
    /// Traces with a failed span, or without any. Those where nobody knows pass neither.
    pub has_error: Option<bool>,
    /// Traces of such a duration, in nanoseconds.
    pub duration_nanos: Option<Range<u64>>,
    /// Traces that began then, in nanoseconds since the epoch.
    pub start_nanos: Option<Range<u64>>,
}

/// A facet of [`FacetChoice`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Service,
    Operation,
    Error,
    Duration,
    Start,
}

const SIDES: [Side; 5] = [Side::Service, Side::Operation, Side::Error, Side::Duration, Side::Start];

impl FacetChoice {
    /// Whether a row is let through.
    pub fn lets_through(&self, summary: &TraceSummary) -> bool {
        SIDES.into_iter().all(|side| self.allows(side, summary))
    }

    fn allows(&self, side: Side, summary: &TraceSummary) -> bool {
        match side {
            Side::Service => self.service.as_ref().is_none_or(|wanted| {
                summary.services.iter().any(|service| service.name == *wanted)
            }),
            Side::Operation => {
                self.operation.as_ref().is_none_or(|wanted| summary.root_operation == *wanted)
            }
            Side::Error => self.has_error.is_none_or(|wanted| summary.has_error() == Some(wanted)),
            Side::Duration => is_within(&self.duration_nanos, summary.duration_nanos()),
            Side::Start => is_within(&self.start_nanos, summary.start_nanos),
        }
    }
}

fn is_within(range: &Option<Range<u64>>, nanos: u64) -> bool {
    range.as_ref().is_none_or(|range| range.contains(&nanos))
}

/// A value and the number of rows that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    pub name: String,
    pub traces: u64,
}

/// A stretch of durations or of times, in nanoseconds, and the number of rows in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetBucket {
    pub range_nanos: Range<u64>,
    pub traces: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Most frequent first, then by name; a trace counts for each of its services.
    pub services: Vec<FacetValue>,
    /// Of roots; most frequent first, then by name.
    pub operations: Vec<FacetValue>,
    pub with_error: u64,
    pub without_error: u64,
    /// Rows of which the server does not say.
    pub of_unknown_error: u64,
    /// One after another without gaps, the shortest first, from the shortest of all rows to the
    /// longest, so that they stay where they are whatever is chosen.
    pub durations: Vec<FacetBucket>,
    /// By the start of the trace, since the epoch, in the same way.
    pub starts: Vec<FacetBucket>,
}

/// O(rows · services · log).
pub fn facets(summaries: &[TraceSummary], choice: &FacetChoice) -> Facets {
    let beside = |side: Side| {
        summaries.iter().filter(move |summary| {
            SIDES.into_iter().all(|other| other == side || choice.allows(other, summary))
        })
    };
    let services = beside(Side::Service).flat_map(|summary| &summary.services);
    let operations = beside(Side::Operation).map(|summary| summary.root_operation.as_str());
    let errors = |wanted: Option<bool>| {
        beside(Side::Error).filter(|summary| summary.has_error() == wanted).count() as u64
    };
    let mut durations = duration_buckets(summaries);
    for summary in beside(Side::Duration) {
        count_in(&mut durations, summary.duration_nanos());
    }
    let mut starts = start_buckets(summaries);
    for summary in beside(Side::Start) {
        count_in(&mut starts, summary.start_nanos);
    }
    Facets {
        services: counted(services.map(|service| service.name.as_str())),
        operations: counted(operations),
        with_error: errors(Some(true)),
        without_error: errors(Some(false)),
        of_unknown_error: errors(None),
        durations,
        starts,
    }
}

fn count_in(buckets: &mut [FacetBucket], nanos: u64) {
    let place = buckets.partition_point(|bucket| bucket.range_nanos.end <= nanos);
    if let Some(bucket) = buckets.get_mut(place) {
        bucket.traces += 1;
    }
}

fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<FacetValue> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let values =
        counts.into_iter().map(|(name, traces)| FacetValue { name: name.to_owned(), traces });
    let mut values: Vec<FacetValue> = values.collect();
    // The sort is stable, and names are in order.
    order::sort_by(&mut values, |a, b| b.traces.cmp(&a.traces));
    values
}

/// Steps of a power of ten: round numbers about equally far apart.
const STEPS: [&[u64]; 4] = [
    &[100, 125, 160, 200, 250, 315, 400, 500, 630, 800],
    &[100, 160, 250, 400, 630],
    &[100, 200, 500],
    &[100],
];
const MOST_BUCKETS: usize = 16;

/// Empty buckets from the shortest to the longest, as fine as [`MOST_BUCKETS`] allow.
fn duration_buckets(summaries: &[TraceSummary]) -> Vec<FacetBucket> {
    let durations = || summaries.iter().map(TraceSummary::duration_nanos);
    let (Some(least), Some(most)) = (durations().min(), durations().max()) else {
        return Vec::new();
    };
    let mut all = STEPS.iter().map(|steps| edges(steps, least, most));
    let fine = all.clone().find(|edges| edges.len() <= MOST_BUCKETS + 1);
    let edges = fine.or(all.next_back()).unwrap_or_default();
    let ranges = edges.windows(2).map(|pair| pair[0]..pair[1]);
    ranges.map(|range_nanos| FacetBucket { range_nanos, traces: 0 }).collect()
}

/// Edges such that the first is at most `least` and the last above `most`.
fn edges(steps: &[u64], least: u64, most: u64) -> Vec<u64> {
    let mut edges = vec![0];
    let powers = (0..20).map(|power| 10u128.pow(power));
    let all =
        powers.flat_map(|power| steps.iter().map(move |&step| u128::from(step) * power / 100));
    for edge in all.map(|edge| edge.min(u128::from(u64::MAX)) as u64) {
        let last = edges[edges.len() - 1];
        if edge <= last {
            continue;
        }
        // The last edge is the first one above all.
        if last > most {
            break;
        }
        if edge <= least {
            edges.clear();
        }
        edges.push(edge);
    }
    edges
}

const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1_000 * MILLISECOND;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// What clocks and calendars are divided by: units, and multiples of them.
const START_STEPS: [(u64, &[u64]); 5] = [
    (MILLISECOND, &[1, 2, 5, 10, 20, 50, 100, 200, 500]),
    (SECOND, &[1, 2, 5, 10, 15, 30]),
    (MINUTE, &[1, 2, 5, 10, 15, 30]),
    (HOUR, &[1, 2, 3, 6, 12]),
    (DAY, &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000]),
];

/// Empty buckets of one length from the earliest start to the latest, as short as
/// [`MOST_BUCKETS`] allow.
fn start_buckets(summaries: &[TraceSummary]) -> Vec<FacetBucket> {
    let starts = || summaries.iter().map(|summary| summary.start_nanos);
    let (Some(first), Some(last)) = (starts().min(), starts().max()) else {
        return Vec::new();
    };
    let mut steps = START_STEPS
        .into_iter()
        .flat_map(|(unit, multiples)| multiples.iter().map(move |multiple| multiple * unit));
    let fits = |step: &u64| last / step - first / step < MOST_BUCKETS as u64;
    // Sixteen of the longest are more than all times that there are.
    let step = steps.find(fits).unwrap_or(u64::MAX);
    let bucket = |number: u64| {
        let edge = |number: u64| number.saturating_mul(step);
        FacetBucket { range_nanos: edge(number)..edge(number + 1), traces: 0 }
    };
    (first / step..=last / step).map(bucket).collect()
}
