//! A filter becomes matches, the next one, and the rows that are left.
//!
//! Invariant: a filter that is not understood changes nothing and says why; an empty one
//! lets everything through and marks nothing. Absent: slices; a filter is answered at once,
//! since it costs a few passes over columns.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use super::protocol::Answer;
use super::search::{Direction, FoundSpan, wanted};
use crate::analysis::{
    self, Candidate, Filter, FilterProblem, KeptRows, Matches, Measures, PathMode,
};
use crate::layout::RowKey;
use crate::trace::SpanIdx;

/// Filters that are kept, so that typing back and forth costs nothing.
const MOST_FILTERS: usize = 4;

/// What the words of a filter mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FilterLanguage {
    /// Fields, comparisons, brackets; see `analysis::Filter`.
    #[default]
    Typed,
    /// Those of `uiFind` in a link of Jaeger's.
    Jaeger,
}

/// A filter as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterText {
    pub language: FilterLanguage,
    pub text: String,
}

/// What a filter lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filtered {
    /// Matches in the whole trace; 0 where there is a problem.
    pub total: u32,
    pub problem: Option<FilterProblem>,
    /// The match that was wanted; none where there are no matches.
    pub at: Option<FoundSpan>,
}

/// The filters that were asked for last, the latest first.
#[derive(Default)]
pub(super) struct FilterMemo {
    filters: VecDeque<(FilterText, Arc<Matches>)>,
}

/// The filter of the rows on the screen, which is not empty.
pub(super) struct ActiveFilter {
    matches: Arc<Matches>,
    /// The rows that are left, where only matches are wanted.
    pub kept: Option<KeptRows>,
}

impl ActiveFilter {
    pub fn matches(&self) -> &Arc<Matches> {
        &self.matches
    }

    pub fn is_match(&self, span: SpanIdx) -> bool {
        self.matches.has(span)
    }

    pub fn count_in(&self, rows: Range<SpanIdx>) -> u32 {
        self.matches.count_in(rows)
    }
}

/// Counts the matches and finds one.
pub(super) fn filtered(
    open: &mut OpenTrace,
    filter: &FilterText,
    from: Option<RowKey>,
    direction: Direction,
) -> Filtered {
    let matches = match matches(open, filter) {
        Ok(matches) => matches,
        Err(problem) => return Filtered { problem: Some(problem), ..Filtered::default() },
    };
    let from = from.and_then(|key| open.span_of(key));
    let at = wanted(&matches, from, direction).map(|span| FoundSpan {
        key: open.key_of(span),
        position: matches.count_before(span),
        row: open.visible.row_of(span),
    });
    Filtered { total: matches.len(), problem: None, at }
}

/// Marks the matches in the rows or, if `is_matches_only`, shows nothing but them and what
/// is above them.
pub(super) fn set(open: &mut OpenTrace, filter: &FilterText, is_matches_only: bool) -> Answer {
    let active = match parse(filter) {
        Ok(parsed) if parsed.is_empty() => Ok(None),
        Ok(_) => matches(open, filter).map(Some),
        Err(problem) => Err(problem),
    };
    match active {
        Err(problem) => {
            Answer::Filtered(Filtered { problem: Some(problem), ..Filtered::default() })
        }
        Ok(matches) => {
            open.filter = matches.map(|matches| ActiveFilter {
                kept: is_matches_only.then(|| KeptRows::of(&open.trace, &matches)),
                matches,
            });
            open.reorder();
            open.rows_changed()
        }
    }
}

/// What could be typed at the caret, a byte offset.
pub(super) fn completed(open: &OpenTrace, text: &str, caret: u32) -> Vec<Candidate> {
    analysis::complete(&open.trace, open.census(), text, caret as usize)
}

fn parse(filter: &FilterText) -> Result<Filter, FilterProblem> {
    match filter.language {
        FilterLanguage::Typed => Filter::parse(&filter.text),
        FilterLanguage::Jaeger => Ok(Filter::from_jaeger(&filter.text)),
    }
}

/// O(1) for a filter that is kept.
fn matches(open: &mut OpenTrace, filter: &FilterText) -> Result<Arc<Matches>, FilterProblem> {
    let filters = &open.filters.filters;
    if let Some((_, known)) = filters.iter().find(|(text, _)| text == filter) {
        return Ok(known.clone());
    }
    let parsed = parse(filter)?;
    let measures = Measures {
        self_nanos: &|| open.all_self_nanos(),
        critical_nanos: &|| &open.paths.paths(&open.trace, PathMode::Cover).critical_nanos,
    };
    let matches = Arc::new(parsed.matches(&open.trace, measures));
    let filters = &mut open.filters.filters;
    filters.truncate(MOST_FILTERS - 1);
    filters.push_front((filter.clone(), matches.clone()));
    Ok(matches)
}
