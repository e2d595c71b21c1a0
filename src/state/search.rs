//! The search page: its form, what it asks, how far that is.
//!
//! Invariant: the form is never lost, whatever a server answers; the address says what was
//! asked. Absent: what was found (see `search_results`).

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::app::AppState;
use super::monitor_form::quarter;
use super::recent_searches::RecentSearches;
use super::search_results::{Results, ResultsState};
use crate::browser::timeline;
use crate::engine::OpeningId;
use crate::jaeger::{
    Answer, AttributePair, Fault, FormMistake, Lookback, Operation, Question, SearchForm,
    SearchLink, SearchQuery, SearchTime, SeenAttributes, endpoint_from_text,
};
use crate::route::{self, Look, Route, TraceSource, ViewState};
use crate::trace::TraceId;

/// What a server lists, or why it does not.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed<T> {
    Unasked,
    Asked,
    There(Vec<T>),
    Failed(Fault),
}

impl<T: Clone> Listed<T> {
    /// A field's name with how many there are to choose from.
    pub fn title(&self, name: &str) -> String {
        match self {
            Listed::There(items) => format!("{name} ({})", items.len()),
            Listed::Asked => format!("{name} …"),
            Listed::Unasked | Listed::Failed(_) => name.to_owned(),
        }
    }

    pub fn items(&self) -> Vec<T> {
        match self {
            Listed::There(items) => items.clone(),
            _ => Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum SearchStatus {
    Idle,
    /// In words: what is asked for.
    Asking(String),
    Failed(Fault),
}

/// Signals of the search page, kept while other pages are shown; a copy is the same.
#[derive(Clone, Copy)]
pub struct SearchState {
    /// The endpoint in use; empty: the server of this page.
    pub base: RwSignal<String>,
    pub form: RwSignal<SearchForm>,
    pub mistakes: RwSignal<Vec<FormMistake>>,
    /// What of the link could not be read, a sentence each.
    pub complaints: RwSignal<Vec<String>>,
    /// Traces that the link names, beside what it searches: ids and links.
    pub named: RwSignal<Vec<(String, String)>>,
    pub services: RwSignal<Listed<String>>,
    pub operations: RwSignal<Listed<Operation>>,
    pub status: RwSignal<SearchStatus>,
    pub results: ResultsState,
    pub recent: RecentSearches,
    /// In traces that each server gave so far.
    seen: StoredValue<BTreeMap<String, SeenAttributes>>,
    /// What was asked last, and where.
    asked: RwSignal<Option<(String, SearchQuery)>>,
    under_way: StoredValue<Option<u32>>,
}

impl SearchState {
    pub(super) fn new() -> SearchState {
        SearchState {
            base: RwSignal::new(String::new()),
            form: RwSignal::new(SearchForm::default()),
            mistakes: RwSignal::new(Vec::new()),
            complaints: RwSignal::new(Vec::new()),
            named: RwSignal::new(Vec::new()),
            services: RwSignal::new(Listed::Unasked),
            operations: RwSignal::new(Listed::Unasked),
            status: RwSignal::new(SearchStatus::Idle),
            results: ResultsState::new(),
            recent: RecentSearches::new(),
            seen: StoredValue::new(BTreeMap::new()),
            asked: RwSignal::new(None),
            under_way: StoredValue::new(None),
        }
    }

    /// What the attributes typed so far may go on with, out of what the server in use gave.
    /// Tracks the server.
    pub fn completions(&self, text: &str) -> Vec<String> {
        let base = self.base.get();
        let completions = |seen: &SeenAttributes| seen.completions(text);
        self.seen.with_value(|all| all.get(&base).map(completions)).unwrap_or_default()
    }

    pub(super) fn note_attributes(&self, base: &str, attributes: Vec<AttributePair>) {
        self.seen.update_value(|all| {
            all.entry(base.to_owned()).or_default().note(attributes);
        });
    }

    pub fn change(&self, change: impl FnOnce(&mut SearchForm)) {
        self.form.update(change);
    }
}

impl AppState {
    /// Shows what an address says; searches if that is a whole search, and another one than
    /// the last.
    pub fn arrive_at_search(&self, base: &str, link: &SearchLink) {
        let search = self.search;
        self.use_base(base);
        search.named.set(named_traces(base, link));
        search.complaints.set(link.complaints.clone());
        if !self.embed.is_embedded {
            self.ensure_services();
        }
        let is_asked = untrack(|| self.asked_query()).is_some_and(|query| query == link.query);
        if is_asked || link.query == SearchQuery::default() {
            return self.ensure_operations();
        }
        let service = link.query.service.clone();
        if search.form.with_untracked(|form| form.chosen_service() != service) {
            search.operations.set(Listed::Unasked);
        }
        search.form.set(SearchForm::of(&link.query, &|at| untrack(|| self.offset_minutes(at))));
        search.mistakes.set(Vec::new());
        self.ensure_operations();
        let objections = untrack(|| self.config_for(base)).objections(&link.query);
        if !objections.is_empty() {
            search.mistakes.set(objections);
        } else if link.query.is_complete() && link.complaints.is_empty() {
            self.search_for(link.query.clone());
        }
    }

    /// Turns to a server, for pages that ask one.
    pub(super) fn use_base(&self, base: &str) {
        let search = self.search;
        if search.base.get_untracked() != base {
            // What another server has to say is no answer here.
            self.cancel_search();
            search.status.set(SearchStatus::Idle);
            search.base.set(base.to_owned());
            search.services.set(Listed::Unasked);
            search.operations.set(Listed::Unasked);
        }
    }

    /// Searches for what the form says, now.
    pub fn submit_search(&self) {
        let search = self.search;
        let read = search
            .form
            .with_untracked(|form| form.query(&|at| untrack(|| self.offset_minutes(at))));
        let query = match read {
            Ok(query) => query,
            Err(mistakes) => return search.mistakes.set(mistakes),
        };
        let base = search.base.get_untracked();
        let objections = untrack(|| self.config_for(&base)).objections(&query);
        if !objections.is_empty() {
            return search.mistakes.set(objections);
        }
        search.mistakes.set(Vec::new());
        search.recent.note(&base, &query);
        let query = SearchQuery { time: query.time.fixed(now_micros()), ..query };
        self.search_for(query.clone());
        self.go(Route::Search { base, link: Box::new(SearchLink::of(query)) });
    }

    /// The page as it was asked last. Tracks.
    pub fn search_route(&self) -> Route {
        let link = self.asked_query().map(SearchLink::of).unwrap_or_default();
        Route::Search { base: self.search.base.get(), link: Box::new(link) }
    }

    /// Fields for two times begin with those of the last lookback.
    pub fn begin_custom_time(&self) {
        let form = self.search.form;
        let offset = |at: u64| untrack(|| self.offset_minutes(at));
        let lookback = form.with_untracked(|form| form.lookback).unwrap_or(Lookback::HOUR);
        let time = SearchTime::Last(lookback).fixed(now_micros());
        let query = SearchQuery { time, ..SearchQuery::default() };
        let SearchForm { start, end, .. } = SearchForm::of(&query, &offset);
        form.update(|form| (form.start, form.end) = (start, end));
    }

    /// Leaves the form as it was when the page came.
    pub fn reset_search(&self) {
        let lookback = Some(self.config.with_untracked(|config| config.default_lookback));
        self.search.form.set(SearchForm { lookback, ..SearchForm::default() });
        self.search.mistakes.set(Vec::new());
        self.search.operations.set(Listed::Unasked);
    }

    pub fn choose_service(&self, service: &str) {
        self.search.change(|form| {
            form.service = service.to_owned();
            form.operation.clear();
        });
        self.search.operations.set(Listed::Unasked);
        self.ensure_operations();
    }

    /// Another server, as typed; whoever types an address agrees that it is asked.
    pub fn choose_endpoint(&self, text: &str) {
        let base = endpoint_from_text(text);
        if base != self.search.base.get_untracked() {
            let endpoint = untrack(|| self.endpoints.endpoint(&base));
            self.endpoints.keep(endpoint);
            self.use_endpoint(&base);
        }
    }

    /// A server that is known, perhaps with other headers than before: its lists are asked for
    /// anew, and the form stays.
    pub fn use_endpoint(&self, base: &str) {
        if base == self.search.base.get_untracked() {
            return self.ask_services_again();
        }
        let link = Box::new(SearchLink::default());
        self.go(Route::Search { base: base.to_owned(), link });
    }

    fn stop_searching(&self) {
        if let Some(id) = self.search.under_way.get_value() {
            self.give_up(id);
            self.search.under_way.set_value(None);
            self.search.status.set(SearchStatus::Idle);
        }
    }

    /// The reader does not want to wait any longer.
    pub fn cancel_search(&self) {
        self.search.results.raising.set(None);
        self.stop_searching();
    }

    /// Asks the same once more.
    pub fn retry_search(&self) {
        match untrack(|| self.asked_query()) {
            Some(query) => self.search_for(query),
            None => self.submit_search(),
        }
    }

    /// Asks for a quarter of the traces that were too many.
    pub fn search_for_a_quarter(&self) {
        let Some(query) = untrack(|| self.asked_query()) else { return };
        let query = SearchQuery { limit: quarter(query.limit), ..query };
        self.search.change(|form| form.limit = query.limit.to_string());
        self.search_for(query.clone());
        let base = self.search.base.get_untracked();
        self.go(Route::Search { base, link: Box::new(SearchLink::of(query)) });
    }

    /// Traces that were asked for at most; 0 if none were. Tracks.
    pub fn asked_limit(&self) -> u32 {
        self.asked_query().map_or(0, |query| query.limit)
    }

    /// What was asked of the present server last. Tracks.
    pub(super) fn asked_query(&self) -> Option<SearchQuery> {
        let (asked, base) = (self.search.asked.get(), self.search.base.get());
        asked.filter(|(at, _)| *at == base).map(|(_, query)| query)
    }

    fn search_for(&self, query: SearchQuery) {
        self.search.results.raising.set(None);
        let base = self.search.base.get_untracked();
        self.search.asked.set(Some((base.clone(), query.clone())));
        self.ask_for_traces(base, query, "Searching…", false);
    }

    /// Asks for traces, which replace those found before or join them.
    pub(super) fn ask_for_traces(
        &self,
        base: String,
        query: SearchQuery,
        words: &str,
        is_more: bool,
    ) {
        let search = self.search;
        self.stop_searching();
        search.status.set(SearchStatus::Asking(words.to_owned()));
        let opening = OpeningId(self.number());
        let window_micros = query.time.window(now_micros());
        let question = Question::Search { query: query.clone(), window_micros };
        let this = *self;
        let id = self.query(&base.clone(), question, opening, move |result| {
            search.under_way.set_value(None);
            match result {
                Ok(Answer::Found(found)) => {
                    search.status.set(SearchStatus::Idle);
                    let whole = found.are_traces_whole.then_some(opening);
                    let results = Results::new(base, query, window_micros, found, whole);
                    this.receive_results(results, is_more);
                }
                // No other kind answers a search.
                Ok(_) => search.status.set(SearchStatus::Idle),
                Err(fault) => {
                    search.results.raising.set(None);
                    search.status.set(SearchStatus::Failed(fault));
                }
            }
        });
        search.under_way.set_value(Some(id));
    }

    pub fn ensure_services(&self) {
        let listed = self.search.services;
        if listed.with_untracked(|listed| !matches!(listed, Listed::Unasked)) {
            return;
        }
        listed.set(Listed::Asked);
        let base = self.search.base.get_untracked();
        let search = self.search;
        self.query(&base.clone(), Question::Services, OpeningId(0), move |result| {
            if search.base.get_untracked() != base {
                return;
            }
            match result {
                Ok(Answer::Services(names)) => listed.set(Listed::There(names)),
                Ok(_) => {}
                Err(fault) => listed.set(Listed::Failed(fault)),
            }
        });
    }

    /// Asks once more after a failure.
    pub fn ask_services_again(&self) {
        self.search.services.set(Listed::Unasked);
        self.ensure_services();
        self.search.operations.set(Listed::Unasked);
        self.ensure_operations();
    }

    pub fn ensure_operations(&self) {
        if self.embed.is_embedded {
            return;
        }
        let listed = self.search.operations;
        let service = self.search.form.with_untracked(|form| form.service.clone());
        let is_asked = listed.with_untracked(|listed| !matches!(listed, Listed::Unasked));
        if is_asked || service.is_empty() {
            return;
        }
        listed.set(Listed::Asked);
        let base = self.search.base.get_untracked();
        let search = self.search;
        let question = Question::Operations { service: service.clone() };
        self.query(&base.clone(), question, OpeningId(0), move |result| {
            let is_other = search.form.with_untracked(|form| form.service != service);
            if is_other || search.base.get_untracked() != base {
                return;
            }
            match result {
                Ok(Answer::Operations(all)) => listed.set(Listed::There(all)),
                Ok(_) => {}
                Err(fault) => listed.set(Listed::Failed(fault)),
            }
        });
    }
}

fn now_micros() -> u64 {
    (timeline::epoch_ms() * 1_000.0) as u64
}

/// Ids and links of the traces that a link names; what it looks for in one is the filter there.
fn named_traces(base: &str, link: &SearchLink) -> Vec<(String, String)> {
    let plain = link.trace_ids.iter().map(|id| (*id, String::new()));
    let finds = link.finds.iter().map(|find| (find.trace_id, find.find.clone()));
    let linked = |(trace_id, filter): (TraceId, String)| {
        let source = TraceSource::Endpoint { base: base.to_owned(), trace_id, is_raw: false };
        let is_jaeger_filter = !filter.is_empty();
        let look = Look { filter, is_jaeger_filter, ..Look::default() };
        let view = ViewState { trace_id: Some(trace_id), look, ..ViewState::default() };
        (trace_id.to_string(), route::print(&Route::Trace { source, view }))
    };
    plain.chain(finds).map(linked).collect()
}
