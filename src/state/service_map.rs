//! The page of the service map: out of what it is made, and how far that is.
//!
//! Invariant: a map always comes with where it is from. Absent: how it is looked at (see
//! `map_picture`), arithmetic (see `analysis`).

use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::map_picture::{MapGraph, MapPicture, MapSearch};
use crate::browser::client::Slot;
use crate::browser::timeline;
use crate::engine::{Answer, Ask, GraphAsk, OpeningId, ServiceGraph, TraceListing, TraceRef};
use crate::jaeger::{
    self, Dependency, Fault, MOST_MEASURED, Question, SearchLink, SearchQuery, SearchTime,
    ServiceChoice, is_limit_reached,
};
use crate::route::{MapLink, MapSource, Route, TraceSource};
use crate::trace::TraceId;

#[derive(Clone, Debug, PartialEq)]
pub enum MapStatus {
    Idle,
    /// In words: what is asked for.
    Asking(&'static str),
    /// Somebody did not want to wait.
    Cancelled,
    Failed(Fault),
}

/// On either side of a trace, where more like it are searched for: half an hour.
const AROUND_MILLIS: u64 = 1_800_000;

/// Where a map is from.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeMap {
    pub base: String,
    /// As it was asked.
    pub link: MapLink,
    /// Milliseconds since the epoch; of what is open `None`.
    pub window_millis: Option<(u64, u64)>,
    /// Of those it was made of; of counts 0.
    pub traces: usize,
    pub is_limit_reached: bool,
}

/// What is under way.
#[derive(Default)]
struct Work {
    query: Option<u32>,
    /// Traces that were found, on their way into the engine, and what is known of them.
    opening: Option<(OpeningId, MadeMap)>,
}

/// Signals of the page, kept while other pages are shown; a copy is the same.
#[derive(Clone, Copy)]
pub struct MapState {
    /// What the address says.
    pub link: RwSignal<MapLink>,
    pub status: RwSignal<MapStatus>,
    pub made: RwSignal<Option<Arc<MadeMap>>>,
    pub picture: MapPicture,
    asked: RwSignal<Option<(String, MapLink)>>,
    work: StoredValue<Work>,
    /// Counts maps, so that an answer to an older question is void.
    round: StoredValue<u32>,
}

impl MapState {
    pub(super) fn new() -> MapState {
        MapState {
            link: RwSignal::new(MapLink::default()),
            status: RwSignal::new(MapStatus::Idle),
            made: RwSignal::new(None),
            picture: MapPicture::new(),
            asked: RwSignal::new(None),
            work: StoredValue::new(Work::default()),
            round: StoredValue::new(0),
        }
    }
}

impl AppState {
    /// Shows what an address says; asks if that is something else than before.
    pub fn arrive_at_map(&self, base: &str, link: &MapLink) {
        self.use_base(base);
        if link.source != MapSource::Open {
            self.ensure_services();
        }
        let state = self.map;
        state.link.set(link.clone());
        let look = link.look.clone();
        state.picture.change(|known| *known = look);
        let is_asked = state.asked.with_untracked(|asked| {
            asked.as_ref().is_some_and(|(at, asked)| at == base && asked.asks_the_same(link))
        });
        if !is_asked {
            self.make_map(base, link.clone());
        }
    }

    /// Makes the map of something else, seen in the same way.
    pub fn ask_for_map(&self, change: impl FnOnce(&mut MapLink)) {
        let base = self.search.base.get_untracked();
        let mut link = self.map.link.get_untracked();
        link.look = self.map.picture.look.get_untracked();
        link.look.selected = None;
        change(&mut link);
        self.map.asked.set(None);
        self.go(Route::Map { base, link: Box::new(link) });
    }

    pub fn choose_map_base(&self, base: &str) {
        let link = MapLink { end_millis: None, ..self.map.link.get_untracked() };
        self.go(Route::Map { base: base.to_owned(), link: Box::new(link) });
    }

    /// The address follows the look. Tracks it.
    pub fn remember_map_look(&self) {
        let look = self.map.picture.look.get();
        if let Route::Map { base, mut link } = self.route.get_untracked()
            && link.look != look
        {
            link.look = look;
            self.map.link.set(*link.clone());
            self.replace(Route::Map { base, link });
        }
    }

    /// The page as it was asked last. Tracks.
    pub fn map_route(&self) -> Route {
        let base = self.search.base.get();
        let asked = self.map.asked.get().filter(|(at, _)| *at == base);
        let link = asked.map(|_| self.map.link.get()).unwrap_or_default();
        Route::Map { base, link: Box::new(link) }
    }

    pub fn retry_map(&self) {
        if let Some((base, link)) = self.map.asked.get_untracked() {
            self.make_map(&base, link);
        }
    }

    /// What is open has changed.
    pub fn refresh_open_map(&self, openings: Vec<OpeningId>) {
        let asked = self.map.asked.get_untracked();
        if let Some((base, link)) = asked.filter(|(_, link)| link.source == MapSource::Open) {
            self.map_of_open(base, link, openings);
        }
    }

    pub fn cancel_map(&self) {
        self.stop_map();
        self.map.status.set(MapStatus::Cancelled);
    }

    fn stop_map(&self) {
        self.map.round.update_value(|round| *round += 1);
        let work = self.map.work.try_update_value(std::mem::take).unwrap_or_default();
        if let Some(id) = work.query {
            self.give_up(id);
        }
        if let Some((opening, _)) = work.opening {
            self.close(opening);
        }
    }

    fn make_map(&self, base: &str, link: MapLink) {
        self.stop_map();
        self.map.asked.set(Some((base.to_owned(), link.clone())));
        match link.source {
            MapSource::Server => self.ask_for_dependencies(base.to_owned(), link),
            MapSource::Search if link.service.trim().is_empty() => {
                self.map.status.set(MapStatus::Idle);
                self.map.made.set(None);
                self.map.picture.graph.set(None);
            }
            MapSource::Search => self.search_for_map(base.to_owned(), link),
            MapSource::Open => {
                let openings = untrack(|| self.open_openings());
                self.map_of_open(base.to_owned(), link, openings);
            }
        }
    }

    fn ask_for_dependencies(&self, base: String, link: MapLink) {
        self.map.status.set(MapStatus::Asking("Asking who calls whom…"));
        let window = link.window_millis(now_millis());
        let question =
            Question::Dependencies { end_millis: window.1, lookback_millis: window.1 - window.0 };
        let this = *self;
        let id = self.query(&base.clone(), question, OpeningId(0), move |result| match result {
            Ok(jaeger::Answer::Dependencies(all)) => {
                let graph = counted(&all);
                let window_millis = Some(window);
                let made =
                    MadeMap { base, link, window_millis, traces: 0, is_limit_reached: false };
                this.show_map(made, MapGraph { graph, ..MapGraph::default() });
            }
            // No other kind answers this.
            Ok(_) => {}
            Err(fault) => this.fail_map(fault),
        });
        self.map.work.update_value(|work| work.query = Some(id));
    }

    fn search_for_map(&self, base: String, link: MapLink) {
        self.map.status.set(MapStatus::Asking("Searching for traces…"));
        let (start_millis, end_millis) = link.window_millis(now_millis());
        let query = SearchQuery {
            service: ServiceChoice::Named(link.service.clone()),
            limit: MOST_MEASURED,
            ..SearchQuery::default()
        };
        let window_micros = (start_millis * 1_000, end_millis * 1_000);
        let opening = OpeningId(self.number());
        let this = *self;
        let question = Question::Traces { query, window_micros };
        let id = self.query(&base.clone(), question, opening, move |result| {
            let found = match result {
                Ok(jaeger::Answer::Found(found)) => found.summaries,
                // No other kind answers a search.
                Ok(_) => Vec::new(),
                Err(fault) => return this.fail_map(fault),
            };
            let made = MadeMap {
                base,
                link,
                window_millis: Some((start_millis, end_millis)),
                traces: found.len(),
                is_limit_reached: is_limit_reached(&found, MOST_MEASURED),
            };
            this.map.work.update_value(|work| work.opening = Some((opening, made)));
            // Otherwise the engine says when it has read them.
            if found.is_empty() {
                this.hear_map_read(opening);
            }
        });
        self.map.work.update_value(|work| work.query = Some(id));
    }

    /// The engine has read traces. `false`: they are not for the map.
    pub(super) fn hear_map_read(&self, opening: OpeningId) -> bool {
        let made = self.map.work.with_value(|work| {
            work.opening.clone().filter(|(own, _)| *own == opening).map(|(_, made)| made)
        });
        let Some(made) = made else { return false };
        self.ask_for_graph(GraphAsk { openings: vec![opening], only: None }, made);
        true
    }

    /// What was found cannot be read, or whoever read it is gone.
    pub(super) fn lose_map(&self, lost: Option<OpeningId>) {
        // In an answer without traces there is nothing to read, which is no failure.
        let own = self.map.work.with_value(|work| {
            work.opening.as_ref().filter(|(_, made)| made.traces > 0).map(|(own, _)| *own)
        });
        let is_asking =
            self.map.status.with_untracked(|status| matches!(status, MapStatus::Asking(_)));
        if (lost.is_none() && is_asking) || (own.is_some() && own == lost) {
            self.stop_map();
            let base = self.search.base.get_untracked();
            self.fail_map(Fault::interrupted(&base));
        }
    }

    fn map_of_open(&self, base: String, link: MapLink, openings: Vec<OpeningId>) {
        self.map.status.set(MapStatus::Asking("Looking at the traces that are open…"));
        let made = MadeMap { base, link, window_millis: None, traces: 0, is_limit_reached: false };
        self.ask_for_graph(GraphAsk { openings, only: None }, made);
    }

    fn ask_for_graph(&self, ask: GraphAsk, made: MadeMap) {
        let (this, round) = (*self, self.map.round.get_value());
        let opening = ask.openings.first().copied().unwrap_or(OpeningId(0));
        let trace = TraceRef { opening, trace_id: TraceId::NONE };
        self.ask(Slot::MapGraph, trace, Ask::ServiceGraph(Box::new(ask)), move |answer| {
            let Answer::ServiceGraph(traced) = answer else { return };
            if this.map.round.get_value() != round {
                return;
            }
            this.stop_map();
            let made = MadeMap { traces: traced.traces.len(), ..made };
            let (graph, traces) = (traced.graph, traced.traces);
            let search = MapSearch::default();
            this.show_map(made, MapGraph { graph, traces, has_spans: true, search });
        });
    }

    fn show_map(&self, made: MadeMap, mut graph: MapGraph) {
        self.map.status.set(MapStatus::Idle);
        let of = |it: &MadeMap| (it.base.clone(), it.link.source, it.link.service.clone());
        let is_of = |other: &MadeMap| of(other) == of(&made);
        let (base, window_millis) = (made.base.clone(), made.window_millis);
        graph.search = MapSearch::At { base, window_millis };
        if !self.map.made.with_untracked(|before| before.as_deref().is_some_and(is_of)) {
            self.map.picture.fit();
        }
        self.map.made.set(Some(Arc::new(made)));
        self.map.picture.graph.set(Some(Arc::new(graph)));
    }

    fn fail_map(&self, fault: Fault) {
        self.map.status.set(MapStatus::Failed(fault));
    }

    /// Puts the graph of one trace into a picture.
    pub fn map_trace(&self, trace: TraceRef, picture: MapPicture) {
        let this = *self;
        let ask = GraphAsk { openings: vec![trace.opening], only: Some(trace) };
        self.ask(Slot::TraceMapGraph, trace, Ask::ServiceGraph(Box::new(ask)), move |answer| {
            let Answer::ServiceGraph(traced) = answer else { return };
            let (graph, traces) = (traced.graph, traced.traces);
            let search = this.search_near(&traces);
            let graph = MapGraph { graph, traces, has_spans: true, search };
            picture.graph.set(Some(Arc::new(graph)));
        });
    }

    /// Around a trace, on the server that it is from.
    fn search_near(&self, traces: &[TraceListing]) -> MapSearch {
        let Some(one) = traces.first() else { return MapSearch::Nowhere };
        let base = self.openings.with_untracked(|all| {
            let opening = all.iter().find(|opening| opening.id == one.trace.opening)?;
            match &opening.source {
                TraceSource::Endpoint { base, .. } => Some(base.clone()),
                _ => None,
            }
        });
        let start_millis = one.start_nanos / 1_000_000;
        let end_millis = one.start_nanos.saturating_add(one.duration_nanos) / 1_000_000;
        let window = (start_millis.saturating_sub(AROUND_MILLIS), end_millis + AROUND_MILLIS);
        base.map_or(MapSearch::Nowhere, |base| MapSearch::At { base, window_millis: Some(window) })
    }
}

/// The search that finds traces of a service, at the time of its map, if it has one.
pub fn traces_of_service(base: &str, service: &str, window_millis: Option<(u64, u64)>) -> Route {
    let time = window_millis.map(|(start, end)| SearchTime::Between {
        start_micros: start * 1_000,
        end_micros: end * 1_000,
        from: super::monitor::lookback_of(end - start),
    });
    let query = SearchQuery {
        service: ServiceChoice::Named(service.to_owned()),
        time: time.unwrap_or_else(|| SearchQuery::default().time),
        ..SearchQuery::default()
    };
    Route::Search { base: base.to_owned(), link: Box::new(SearchLink::of(query)) }
}

fn counted(all: &[Dependency]) -> ServiceGraph {
    ServiceGraph::of_counts(all.iter().map(|one| (&*one.parent, &*one.child, one.calls)))
}

fn now_millis() -> u64 {
    timeline::epoch_ms() as u64
}
