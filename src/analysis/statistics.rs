//! Spans become groups with the figures of each: how many, how many failed, how long.
//!
//! Invariant: each span is in exactly one group of each level, so that counts, errors and
//! sums of groups add up to the whole's; quantiles are exact, by nearest rank. Absent:
//! an order by size (groups come by name; a view sorts them), and samples.

mod figures;
mod grouping;
mod terms;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::trace::{SpanIdx, SpanKind, Trace};
use figures::FigureBuffer;
pub use figures::Figures;
use grouping::Places;
pub use terms::group_filter;

/// What makes spans alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GroupBy {
    Service,
    /// Service and name.
    Operation,
    Kind,
    /// The value, as text, of the span's first attribute with this key, or of its
    /// resource's where the span has none. The number 200 and the text "200" are alike.
    Attribute(String),
}

/// How spans are grouped, and the spans of a group once more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grouping {
    pub by: GroupBy,
    pub then_by: Option<GroupBy>,
}

/// Between the two levels of a grouping's words.
const THEN: &str = ">>";

impl GroupBy {
    /// As links say it: `service`, `operation`, `kind`, or `attr:` and the key.
    pub fn words(&self) -> String {
        match self {
            GroupBy::Service => "service".to_owned(),
            GroupBy::Operation => "operation".to_owned(),
            GroupBy::Kind => "kind".to_owned(),
            GroupBy::Attribute(key) => format!("attr:{key}"),
        }
    }

    /// `None` for words that [`GroupBy::words`] never gives.
    pub fn from_words(words: &str) -> Option<GroupBy> {
        match words {
            "service" => Some(GroupBy::Service),
            "operation" => Some(GroupBy::Operation),
            "kind" => Some(GroupBy::Kind),
            other => other.strip_prefix("attr:").map(|key| GroupBy::Attribute(key.to_owned())),
        }
    }
}

impl Grouping {
    /// As links say it: `service>>attr:http.route`.
    pub fn words(&self) -> String {
        let second = self.then_by.as_ref().map(|by| format!("{THEN}{}", by.words()));
        self.by.words() + &second.unwrap_or_default()
    }

    /// Reads [`Grouping::words`]; `None` for other words.
    pub fn from_words(words: &str) -> Option<Grouping> {
        let (first, second) = match words.split_once(THEN) {
            Some((first, second)) => (first, Some(second)),
            None => (words, None),
        };
        let then_by = match second {
            Some(second) => Some(GroupBy::from_words(second)?),
            None => None,
        };
        Some(Grouping { by: GroupBy::from_words(first)?, then_by })
    }
}

impl From<GroupBy> for Grouping {
    fn from(by: GroupBy) -> Grouping {
        Grouping { by, then_by: None }
    }
}

/// What the spans of a group share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GroupName {
    /// Empty for spans that name no service.
    Service(String),
    Operation {
        service: String,
        name: String,
    },
    Kind(SpanKind),
    Value(String),
    /// Neither the spans nor their resources have the attribute.
    NoValue,
}

/// What is known of each span beside the trace, by row.
#[derive(Clone, Copy)]
pub struct SpanTimes<'a> {
    pub self_nanos: &'a [u64],
    /// Time on the critical paths of the trace's roots.
    pub critical_nanos: &'a [u64],
}

/// Some spans that share something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: GroupName,
    /// Its numbers in [`group_spans`].
    pub places: Range<u32>,
    pub figures: Figures,
    /// By name; empty where spans are grouped once.
    pub parts: Vec<Group>,
}

/// A trace's groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// Of all spans together.
    pub whole: Figures,
    /// By name.
    pub groups: Vec<Group>,
}

/// Groups the spans of a trace. O(n + g log g) for n spans in g groups, whose names are
/// compared as texts.
///
/// # Panics
/// If `times` has not an entry for each span.
pub fn statistics(trace: &Trace, grouping: &Grouping, times: SpanTimes<'_>) -> Statistics {
    let places = Places::of(trace, grouping);
    let mut buffer = FigureBuffer::fill(trace, &places, times);
    let mut groups: Vec<Group> = Vec::new();
    let mut first = 0;
    for family in places.names.chunk_by(|a, b| a.0 == b.0) {
        let range = first..first + family.len();
        let mut part = |(place, (_, name)): (usize, &(GroupName, Option<GroupName>))| {
            let figures = buffer.figures(place..place + 1);
            let places = place as u32..place as u32 + 1;
            name.clone().map(|name| Group { name, places, figures, parts: Vec::new() })
        };
        let parts = range.clone().zip(family).filter_map(&mut part).collect();
        let name = family[0].0.clone();
        let places = range.start as u32..range.end as u32;
        groups.push(Group { name, places, figures: buffer.figures(range), parts });
        first += family.len();
    }
    Statistics { whole: buffer.figures(0..first), groups }
}

/// The spans of a group, by the numbers that [`statistics`] gave it for the same grouping, in
/// the order of rows. O(n + g log g).
pub fn group_spans(trace: &Trace, grouping: &Grouping, group: &Range<u32>) -> Vec<SpanIdx> {
    let places = Places::of(trace, grouping);
    trace.spans().filter(|span| group.contains(&places.of_spans[span.index()])).collect()
}
