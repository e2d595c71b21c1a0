//! What a search found: rows in an order, those that facets let through, and their critical
//! paths by service.
//!
//! Invariant: rows come from one search and what was loaded beyond it, each trace once; a trace
//! that was ticked stays so whatever is searched next. Absent: the form.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::download_found::SavingFound;
use super::shares::SharesState;
use crate::engine::{OpeningId, TraceRef};
use crate::jaeger::{
    FacetChoice, Facets, Found, SearchQuery, Sort, TraceSummary, facets, is_limit_reached,
    next_minimum_nanos, older, sort_summaries,
};
use crate::trace::TraceId;

/// The answer of one search, and of those that went on from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    pub base: String,
    /// The last one of them.
    pub query: SearchQuery,
    /// Of that; microseconds since the epoch.
    pub window_micros: (u64, u64),
    pub found: Vec<TraceSummary>,
    pub warnings: Vec<String>,
    /// Whether the last answer was as long as it may be, so that there may be more.
    pub is_full: bool,
    /// The duration that a hunt for the slowest has come to: rows without such a span are left out.
    pub raised_to_nanos: Option<u64>,
    /// Where the engine has traces whole.
    whole: Vec<(OpeningId, Vec<TraceId>)>,
}

impl Results {
    pub(super) fn new(
        base: String,
        query: SearchQuery,
        window_micros: (u64, u64),
        found: Found,
        whole: Option<OpeningId>,
    ) -> Results {
        let ids = found.summaries.iter().map(|summary| summary.trace_id).collect();
        Results {
            is_full: is_limit_reached(&found.summaries, query.limit),
            base,
            query,
            window_micros,
            found: found.summaries,
            warnings: found.warnings,
            raised_to_nanos: None,
            whole: whole.map(|opening| (opening, ids)).into_iter().collect(),
        }
    }

    /// Where the engine has this trace, or will.
    pub(super) fn opening_with(&self, id: TraceId) -> Option<OpeningId> {
        self.whole.iter().find(|(_, ids)| ids.contains(&id)).map(|(opening, _)| *opening)
    }

    /// The engine has this opening no more; `None`: none at all.
    pub(super) fn lose_whole(&mut self, lost: Option<OpeningId>) {
        self.whole.retain(|(opening, _)| lost.is_some_and(|lost| *opening != lost));
    }

    /// What went before, and what this adds to it.
    fn joined(mut self, before: &Results) -> Results {
        let known: BTreeSet<TraceId> = before.found.iter().map(|one| one.trace_id).collect();
        self.found.retain(|one| !known.contains(&one.trace_id));
        self.found.splice(0..0, before.found.iter().cloned());
        self.whole.splice(0..0, before.whole.iter().cloned());
        self
    }
}

/// A hunt for the slowest traces.
#[derive(Clone, Debug, PartialEq)]
pub struct Raising {
    /// Before it began, with the window as it was then.
    query: SearchQuery,
    steps: u32,
}

/// A server that passes over the duration would be asked for ever.
const MOST_STEPS: u32 = 20;

/// Signals of the results; a copy is the same.
#[derive(Clone, Copy)]
pub struct ResultsState {
    /// `None`: nothing was searched yet.
    pub all: RwSignal<Option<Arc<Results>>>,
    pub sort: RwSignal<Sort>,
    pub choice: RwSignal<FacetChoice>,
    /// Those let through, in order.
    pub rows: Memo<Arc<Vec<TraceSummary>>>,
    pub facets: Memo<Arc<Facets>>,
    /// Ticked, to be compared or downloaded.
    pub ticked: RwSignal<Vec<TraceId>>,
    /// What was ticked to be one of two sets.
    pub first_set: RwSignal<Vec<TraceId>>,
    pub shares: SharesState,
    /// While slower traces are asked for until none is left out.
    pub raising: RwSignal<Option<Raising>>,
    /// The file of traces that is being written.
    pub saving: RwSignal<Option<SavingFound>>,
}

impl ResultsState {
    pub(super) fn new() -> ResultsState {
        let all = RwSignal::new(None::<Arc<Results>>);
        let sort = RwSignal::new(Sort::default());
        let choice = RwSignal::new(FacetChoice::default());
        let rows = Memo::new(move |_| {
            let choice = choice.get();
            let mut rows: Vec<TraceSummary> = all.with(|all| {
                let found = all.iter().flat_map(|all| &all.found);
                found.filter(|row| choice.lets_through(row)).cloned().collect()
            });
            sort_summaries(&mut rows, sort.get());
            Arc::new(rows)
        });
        let facets = Memo::new(move |_| {
            let found = all.with(|all| all.as_ref().map(|all| all.found.clone()));
            choice.with(|choice| Arc::new(facets(&found.unwrap_or_default(), choice)))
        });
        ResultsState {
            all,
            sort,
            choice,
            rows,
            facets,
            ticked: RwSignal::new(Vec::new()),
            first_set: RwSignal::new(Vec::new()),
            shares: SharesState::new(),
            raising: RwSignal::new(None),
            saving: RwSignal::new(None),
        }
    }

    /// Where the engine has the whole of a trace. Tracks.
    pub(super) fn whole_trace(&self, trace_id: TraceId) -> Option<TraceRef> {
        let opening = self.all.with(|all| all.as_ref()?.opening_with(trace_id))?;
        let is_read = self.shares.read.with(|read| read.contains(&opening));
        is_read.then_some(TraceRef { opening, trace_id })
    }

    pub fn row(&self, number: u32) -> Option<TraceSummary> {
        self.rows.with(|rows| rows.get(number as usize).cloned())
    }

    pub fn toggle_tick(&self, id: TraceId) {
        self.ticked.update(|ticked| match ticked.iter().position(|&other| other == id) {
            Some(place) => {
                ticked.remove(place);
            }
            None => ticked.push(id),
        });
    }

    /// Tells one search from another: more rows of it come behind its first. Tracks.
    pub fn first_id(&self) -> Option<TraceId> {
        self.all.with(|all| all.as_ref().and_then(|all| all.found.first()).map(|one| one.trace_id))
    }

    pub(super) fn whole_openings(&self) -> Vec<OpeningId> {
        self.all.with_untracked(|all| {
            all.iter().flat_map(|all| &all.whole).map(|(opening, _)| *opening).collect()
        })
    }

    /// The longest of the rows, in nanoseconds. Tracks.
    pub fn longest_nanos(&self) -> u64 {
        self.rows.with(|rows| rows.iter().map(TraceSummary::duration_nanos).max().unwrap_or(0))
    }
}

impl AppState {
    pub(super) fn receive_results(&self, results: Results, is_more: bool) {
        let state = self.search.results;
        let before = state.all.get_untracked();
        if let Some(raising) = state.raising.get_untracked() {
            let is_over = !results.is_full || raising.steps >= MOST_STEPS;
            if is_over {
                state.raising.set(None);
                state.sort.set(Sort::LongestFirst);
            }
            // Nothing is slower, so the slowest are those from before.
            if results.found.is_empty() {
                return results.whole.iter().for_each(|(opening, _)| self.close(*opening));
            }
        }
        let least_nanos = results.query.min_duration_nanos;
        let mut joined = match before.filter(|before| is_more && before.base == results.base) {
            Some(before) => results.joined(&before),
            None => {
                self.drop_results();
                results
            }
        };
        let asked_nanos = untrack(|| self.asked_query()).and_then(|query| query.min_duration_nanos);
        joined.raised_to_nanos = least_nanos.filter(|_| least_nanos != asked_nanos);
        state.all.set(Some(Arc::new(joined)));
        self.want_shares_again();
        if state.raising.with_untracked(Option::is_some) {
            self.load_slowest();
        }
    }

    /// Closes what the engine has of the last search.
    fn drop_results(&self) {
        let state = self.search.results;
        state.whole_openings().into_iter().for_each(|opening| self.close(opening));
        state.choice.set(FacetChoice::default());
        self.drop_shares();
        state.saving.set(None);
    }

    /// Opens a trace that was found; its server was agreed to before it was searched.
    pub fn open_result(&self, trace_id: TraceId) {
        let base = self
            .search
            .results
            .all
            .with_untracked(|all| all.as_ref().map(|all| all.base.clone()).unwrap_or_default());
        self.open_pasted(&base, trace_id, "");
    }

    /// Whether there is something before the oldest trace found. Tracks.
    pub fn has_older(&self) -> bool {
        self.search.results.all.with(|all| {
            all.as_ref()
                .is_some_and(|all| older(&all.query, all.window_micros, &all.found).is_some())
        })
    }

    /// Searches before the oldest trace found.
    pub fn load_older(&self) {
        let Some(all) = self.search.results.all.get_untracked() else { return };
        self.search.results.raising.set(None);
        if let Some(query) = older(&all.query, all.window_micros, &all.found) {
            self.ask_for_traces(all.base.clone(), query, "Loading older traces…", true);
        }
    }

    /// Asks for slower ones until the answer is not full any more, so that none is left out.
    pub fn load_slowest(&self) {
        let state = self.search.results;
        let Some(all) = state.all.get_untracked() else { return };
        let raising = state.raising.get_untracked().unwrap_or_else(|| Raising {
            query: untrack(|| self.asked_query()).unwrap_or_else(|| all.query.clone()),
            steps: 0,
        });
        let last = SearchQuery {
            min_duration_nanos: all.query.min_duration_nanos,
            ..raising.query.clone()
        };
        let Some(nanos) = next_minimum_nanos(&last, &all.found) else {
            return state.raising.set(None);
        };
        let query = SearchQuery { min_duration_nanos: Some(nanos), ..raising.query.clone() };
        state.raising.set(Some(Raising { steps: raising.steps + 1, ..raising }));
        let words = format!("Looking for spans of {} and more…", crate::format::duration(nanos));
        self.ask_for_traces(all.base.clone(), query, &words, false);
    }
}
