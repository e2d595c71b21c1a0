//! Two sets of traces to compare ⇄ the parameters of a link.
//!
//! ```text
//! #/sets?a=search?service=order…&b=search?service=order…      good minutes and bad ones
//! #/sets?a=search?service=order…&split=errors                one search, split in two
//! ```
//!
//! Invariant: a source is said as the link to it alone would be. Absent: what was found.

use super::compare::is_of_several;
use super::fragment::{parse_fragment, print};
use super::query::{LinkText, Parameters};
use super::{Route, TraceSource, ViewState};
use crate::jaeger::SearchLink;
use crate::trace::TraceId;

/// Traces that a link names one by one, at most.
pub const MOST_CHOSEN: usize = 500;

/// Where the traces of a set are from.
#[derive(Clone, Debug, PartialEq)]
pub enum SetSource {
    Search {
        base: String,
        link: Box<SearchLink>,
    },
    /// All traces of what was opened.
    Opened(TraceSource),
}

/// What makes two sets of one: which traces become the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetSplit {
    /// Requests that failed.
    Errors,
    /// Requests that took at least so many nanoseconds.
    Slower(u64),
    /// Traces with an attribute of this value.
    Value { key: String, value: String },
    /// These traces, of which the first set is made of some, or of all others.
    Chosen { first: Option<Vec<TraceId>>, second: Vec<TraceId> },
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetsLink {
    /// With a split the second is not looked at.
    pub sources: [Option<SetSource>; 2],
    pub split: Option<SetSplit>,
    /// The place of the finding that is looked at, from 0.
    pub finding: u32,
}

impl SetSource {
    pub fn route(&self) -> Route {
        match self {
            SetSource::Search { base, link } => {
                Route::Search { base: base.clone(), link: link.clone() }
            }
            SetSource::Opened(source) => {
                Route::Trace { source: source.clone(), view: ViewState::default() }
            }
        }
    }

    fn parse(text: &str) -> Option<SetSource> {
        if is_of_several(text) {
            return None;
        }
        match parse_fragment(&format!("/{text}")).route {
            Route::Search { base, link } => Some(SetSource::Search { base, link }),
            Route::Trace { source, .. } => Some(SetSource::Opened(source)),
            _ => None,
        }
    }

    fn print(&self) -> String {
        print(&self.route()).trim_start_matches(['#', '/']).to_owned()
    }
}

impl SetSplit {
    fn print(&self) -> String {
        match self {
            SetSplit::Errors => "errors".to_owned(),
            SetSplit::Slower(nanos) => format!("slower:{nanos}"),
            SetSplit::Value { key, value } => format!("value:{key}={value}"),
            SetSplit::Chosen { first: None, second } => format!("chosen:{}", printed(second)),
            SetSplit::Chosen { first: Some(first), second } => {
                format!("chosen:{}:{}", printed(first), printed(second))
            }
        }
    }

    fn parse(text: &str) -> Option<SetSplit> {
        if text == "errors" {
            return Some(SetSplit::Errors);
        }
        let (kind, rest) = text.split_once(':')?;
        match kind {
            "slower" => rest.parse().ok().map(SetSplit::Slower),
            "value" => {
                let (key, value) = rest.split_once('=')?;
                Some(SetSplit::Value { key: key.to_owned(), value: value.to_owned() })
            }
            "chosen" => Some(match rest.split_once(':') {
                None => SetSplit::Chosen { first: None, second: parsed(rest)? },
                Some((first, second)) => {
                    SetSplit::Chosen { first: Some(parsed(first)?), second: parsed(second)? }
                }
            }),
            _ => None,
        }
    }
}

fn printed(ids: &[TraceId]) -> String {
    let ids = ids.iter().take(MOST_CHOSEN).map(ToString::to_string);
    ids.collect::<Vec<_>>().join(",")
}

fn parsed(text: &str) -> Option<Vec<TraceId>> {
    let ids = text.split(',').map(|id| TraceId::from_hex(id.as_bytes()));
    let ids: Vec<TraceId> = ids.collect::<Option<_>>()?;
    // Half of a set is not the set.
    (ids.len() <= MOST_CHOSEN).then_some(ids)
}

impl SetsLink {
    /// One set, made two by a split.
    pub fn split(source: SetSource, split: SetSplit) -> SetsLink {
        SetsLink { sources: [Some(source), None], split: Some(split), finding: 0 }
    }

    /// Whether another one is about the same two sets.
    pub fn is_same_sets(&self, other: &SetsLink) -> bool {
        (&self.sources, &self.split) == (&other.sources, &other.split)
    }

    /// Whether it says which two sets.
    pub fn is_complete(&self) -> bool {
        match &self.sources {
            [Some(_), second] => self.split.is_some() || second.is_some(),
            _ => false,
        }
    }

    /// The sources that are looked at.
    pub fn wanted(&self) -> Vec<&SetSource> {
        let most = if self.split.is_some() { 1 } else { 2 };
        self.sources.iter().take(most).flatten().collect()
    }

    pub(super) fn print(&self, link: &mut LinkText) {
        for (name, source) in ["a", "b"].into_iter().zip(&self.sources) {
            if let Some(source) = source {
                link.parameter(name, &source.print());
            }
        }
        if let Some(split) = &self.split {
            link.parameter("split", &split.print());
        }
        if self.finding > 0 {
            // People count from 1.
            link.parameter("finding", &(u64::from(self.finding) + 1).to_string());
        }
    }

    pub(super) fn parse(parameters: &Parameters) -> SetsLink {
        let source = |name: &str| parameters.get(name).and_then(SetSource::parse);
        SetsLink {
            sources: [source("a"), source("b")],
            split: parameters.get("split").and_then(SetSplit::parse),
            finding: parameters
                .get("finding")
                .and_then(|text| text.parse::<u64>().ok()?.checked_sub(1)?.try_into().ok())
                .unwrap_or(0),
        }
    }
}
