//! What a search found: rows in an order, those that facets let through, and their critical
//! paths by service.
//!
//! Invariant: rows come from one search and what was loaded beyond it, each trace once; a trace
//! that was ticked stays so whatever is searched next. Absent: the form.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::download_found::SavingFound;
use crate::browser::client::Slot;
use crate::engine::{Answer, Ask, OpeningId, ServiceShare, TraceRef};
use crate::jaeger::{
    FacetChoice, Facets, Found, SearchQuery, Sort, TraceSummary, facets, is_limit_reached,
    next_minimum_nanos, older, sort_summaries,
};
use crate::route::{Route, TraceSource, ViewState};
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
    pub took_ms: f64,
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
        took_ms: f64,
    ) -> Results {
        let ids = found.summaries.iter().map(|summary| summary.trace_id).collect();
        Results {
            is_full: is_limit_reached(&found.summaries, query.limit),
            base,
            query,
            window_micros,
            found: found.summaries,
            warnings: found.warnings,
            took_ms,
            whole: whole.map(|opening| (opening, ids)).into_iter().collect(),
        }
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
    /// Of traces that were asked for so far.
    pub shares: RwSignal<Arc<BTreeMap<TraceId, Arc<Vec<ServiceShare>>>>>,
    /// The trace whose path is being computed.
    asked_share: StoredValue<Option<TraceId>>,
    /// Rows whose paths are wanted, and traces that the engine has.
    wanted: StoredValue<Vec<TraceId>>,
    /// Whether slower traces are asked for until none is left out.
    pub is_raising: RwSignal<bool>,
    /// Openings of search answers that the engine has read.
    read: RwSignal<BTreeSet<OpeningId>>,
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
            shares: RwSignal::new(Arc::default()),
            asked_share: StoredValue::new(None),
            wanted: StoredValue::new(Vec::new()),
            is_raising: RwSignal::new(false),
            read: RwSignal::new(BTreeSet::new()),
            saving: RwSignal::new(None),
        }
    }

    /// Where the engine has the whole of a trace. Tracks.
    pub(super) fn whole_trace(&self, trace_id: TraceId) -> Option<TraceRef> {
        let opening = self.all.with(|all| {
            let whole = all.iter().flat_map(|all| &all.whole);
            whole.into_iter().find(|(_, ids)| ids.contains(&trace_id)).map(|(opening, _)| *opening)
        })?;
        let is_read = self.read.with(|read| read.contains(&opening));
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

    /// The longest of the rows, in nanoseconds. Tracks.
    pub fn longest_nanos(&self) -> u64 {
        self.rows.with(|rows| rows.iter().map(TraceSummary::duration_nanos).max().unwrap_or(0))
    }
}

impl AppState {
    pub(super) fn receive_results(&self, results: Results, is_more: bool) {
        let state = self.search.results;
        let before = state.all.get_untracked();
        let joined = match before.filter(|before| is_more && before.base == results.base) {
            Some(before) => results.joined(&before),
            None => {
                self.drop_results();
                results
            }
        };
        let is_full = joined.is_full;
        state.all.set(Some(Arc::new(joined)));
        if !state.is_raising.get_untracked() {
            return;
        }
        if is_full {
            self.load_slowest();
        } else {
            state.is_raising.set(false);
            state.sort.set(Sort::LongestFirst);
        }
    }

    /// Closes what the engine has of the last search.
    fn drop_results(&self) {
        let state = self.search.results;
        let openings = state.all.with_untracked(|all| {
            all.iter().flat_map(|all| &all.whole).map(|(opening, _)| *opening).collect::<Vec<_>>()
        });
        self.client.with_value(|client| {
            if let Some(client) = client {
                openings.into_iter().for_each(|opening| client.close(opening));
            }
        });
        state.choice.set(FacetChoice::default());
        state.shares.set(Arc::default());
        state.asked_share.set_value(None);
        state.read.set(BTreeSet::new());
        state.saving.set(None);
    }

    /// The engine has read the traces of a search. `false`: it is none.
    pub(super) fn hear_results_read(&self, opening: OpeningId) -> bool {
        let is_mine = self.search.results.all.with_untracked(|all| {
            all.as_ref().is_some_and(|all| all.whole.iter().any(|(own, _)| *own == opening))
        });
        if is_mine {
            self.search.results.read.update(|read| {
                read.insert(opening);
            });
            self.ask_next_share();
        }
        is_mine
    }

    /// Asks for the critical paths of rows in view, one after another.
    pub fn want_shares(&self, ids: Vec<TraceId>) {
        self.search.results.wanted.set_value(ids);
        self.ask_next_share();
    }

    fn ask_next_share(&self) {
        let state = self.search.results;
        if state.asked_share.get_value().is_some() {
            return;
        }
        let wanted = state.wanted.get_value();
        let Some(all) = state.all.get_untracked() else { return };
        let place_of = |id: &TraceId| {
            let whole = all.whole.iter().find(|(_, ids)| ids.contains(id));
            whole.map(|(opening, _)| *opening)
        };
        let is_read =
            |opening: &OpeningId| state.read.with_untracked(|read| read.contains(opening));
        let next = state.shares.with_untracked(|known| {
            let unknown = wanted.into_iter().filter(|id| !known.contains_key(id));
            unknown
                .filter_map(|id| place_of(&id).filter(is_read).map(|opening| (opening, id)))
                .next()
        });
        let Some((opening, trace_id)) = next else { return };
        state.asked_share.set_value(Some(trace_id));
        let this = *self;
        let trace = TraceRef { opening, trace_id };
        self.ask(Slot::Shares, trace, Ask::Shares, move |answer| {
            let shares = match answer {
                Answer::Shares(shares) => shares,
                _ => Vec::new(),
            };
            state.asked_share.set_value(None);
            state.shares.update(|known| {
                Arc::make_mut(known).insert(trace_id, Arc::new(shares));
            });
            this.ask_next_share();
        });
    }

    /// The address of a trace that was found.
    pub fn route_of_result(&self, trace_id: TraceId) -> Route {
        let base = self
            .search
            .results
            .all
            .with_untracked(|all| all.as_ref().map(|all| all.base.clone()).unwrap_or_default());
        let view = ViewState { trace_id: Some(trace_id), ..ViewState::default() };
        Route::Trace { source: TraceSource::Endpoint { base, trace_id }, view }
    }

    /// Searches before the oldest trace found.
    pub fn load_older(&self) {
        let Some(all) = self.search.results.all.get_untracked() else { return };
        if let Some(query) = older(&all.query, all.window_micros, &all.found) {
            self.ask_for_traces(query, "Loading older traces…", true);
        }
    }

    /// Asks for slower ones until the answer is not full any more, so that none is left out.
    pub fn load_slowest(&self) {
        self.search.results.is_raising.set(true);
        let Some(all) = self.search.results.all.get_untracked() else { return };
        if let Some(nanos) = next_minimum_nanos(&all.query, &all.found) {
            let query = SearchQuery { min_duration_nanos: Some(nanos), ..all.query.clone() };
            let words =
                format!("Looking for spans of {} and more…", crate::format::duration(nanos));
            self.ask_for_traces(query, &words, false);
        }
    }
}
