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
    self, Candidate, Filter, FilterProblem, KeptRows, Matches, Measures, PathMode, ServiceChoice,
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
    /// The services that a link of Jaeger's shows, as it says it; see `analysis::ServiceChoice`.
    pub services: String,
}

/// What a filter lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filtered {
    /// Matches in the whole trace; 0 where there is a problem.
    pub total: u32,
    pub problem: Option<FilterProblem>,
    /// The match that was wanted; none where there are no matches.
    pub at: Option<FoundSpan>,
    /// How many services are shown, and of how many; none where no choice of them is understood.
    pub services: Option<(u32, u32)>,
}

/// The filters that were asked for last, the latest first.
#[derive(Default)]
pub(super) struct FilterMemo {
    filters: VecDeque<(FilterText, Arc<Matches>)>,
    /// The choice of services that was asked for last.
    services: Option<(String, Option<Arc<ServiceChoice>>)>,
}

/// The filter of the rows on the screen, which is not empty.
pub(super) struct ActiveFilter {
    matches: Arc<Matches>,
    /// The rows that are left, where only matches, or only some services are wanted.
    pub kept: Option<KeptRows>,
    /// Whether matches are marked: where only services are chosen, every row would be.
    pub has_marks: bool,
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
    let services = chosen(open, &filter.services).map(|choice| (choice.shown, choice.of));
    Filtered { total: matches.len(), problem: None, at, services }
}

/// Marks the matches in the rows or, if `is_matches_only`, shows nothing but them and what
/// is above them.
pub(super) fn set(open: &mut OpenTrace, filter: &FilterText, is_matches_only: bool) -> Answer {
    let choice = chosen(open, &filter.services);
    let parsed = parse(filter);
    let has_marks = parsed.as_ref().is_ok_and(|parsed| !parsed.is_empty());
    let active = match parsed {
        Ok(_) if !has_marks && choice.is_none() => Ok(None),
        Ok(_) => matches(open, filter).map(Some),
        Err(problem) => Err(problem),
    };
    match active {
        Err(problem) => {
            Answer::Filtered(Filtered { problem: Some(problem), ..Filtered::default() })
        }
        Ok(matches) => {
            open.filter = matches.map(|matches| ActiveFilter {
                kept: match &choice {
                    _ if is_matches_only && has_marks => Some(KeptRows::of(&open.trace, &matches)),
                    Some(choice) => Some(KeptRows::of(&open.trace, &choice.spans)),
                    None => None,
                },
                matches,
                has_marks,
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

/// `None` where the text chooses nothing in this trace. O(1) for the choice that was last.
fn chosen(open: &mut OpenTrace, services: &str) -> Option<Arc<ServiceChoice>> {
    if services.is_empty() {
        return None;
    }
    let known = open.filters.services.as_ref().filter(|(text, _)| text == services);
    if let Some((_, choice)) = known {
        return choice.clone();
    }
    let choice = ServiceChoice::of(&open.trace, services).map(Arc::new);
    open.filters.services = Some((services.to_owned(), choice.clone()));
    choice
}

/// O(1) for a filter that is kept.
pub(super) fn matches(
    open: &mut OpenTrace,
    filter: &FilterText,
) -> Result<Arc<Matches>, FilterProblem> {
    let filters = &open.filters.filters;
    if let Some((_, known)) = filters.iter().find(|(text, _)| text == filter) {
        return Ok(known.clone());
    }
    let parsed = parse(filter)?;
    let measures = Measures {
        self_nanos: &|| open.all_self_nanos(),
        critical_nanos: &|| &open.paths.paths(&open.trace, PathMode::Cover).critical_nanos,
    };
    let mut matches = Arc::new(parsed.matches(&open.trace, measures));
    if let Some(choice) = chosen(open, &filter.services) {
        matches = Arc::new(matches.among(&choice.spans));
    }
    let filters = &mut open.filters.filters;
    filters.truncate(MOST_FILTERS - 1);
    filters.push_front((filter.clone(), matches.clone()));
    Ok(matches)
}
