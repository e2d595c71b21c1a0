//! The monitor page: what is measured, out of what, and how far that is.
//!
//! Invariant: figures always come with where they are from; what a server's storage of metrics does
//! not have is computed from traces, and said to be. Absent: arithmetic (see `measures`).

use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::monitor_series::{Asked, every_metric};
use super::openings::OpeningStatus;
use crate::browser::client::Slot;
use crate::browser::timeline;
use crate::engine::{Answer, Ask, MeasureAsk, OpeningId, Problem, TraceMeasures, TraceRef};
use crate::jaeger::{
    self, Fault, FormMistake, LOOKBACKS, Lookback, MonitorLink, MonitorSource, Question,
    SearchLink, SearchQuery, SearchTime, ServiceChoice, is_limit_reached,
};
use crate::measures::Measures;
use crate::route::Route;
use crate::trace::TraceId;

const NANOS_IN_MILLI: u64 = 1_000_000;

#[derive(Clone, Debug, PartialEq)]
pub enum MonitorStatus {
    Idle,
    /// In words: what is asked for.
    Asking(&'static str),
    Failed(MonitorTrouble),
}

/// Why there are no figures.
#[derive(Clone, Debug, PartialEq)]
pub enum MonitorTrouble {
    Metrics(Fault),
    Search(Fault),
    /// Traces were found that cannot be read.
    Traces(Problem),
}

/// Where figures are from.
#[derive(Clone, Debug, PartialEq)]
pub enum MeasuredFrom {
    Metrics,
    Found {
        /// With calls of the service in the window.
        traces: u32,
        is_limit_reached: bool,
        /// Why there are no metrics; `None`: nobody wanted them.
        fault: Option<Fault>,
    },
    Open {
        traces: u32,
    },
}

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub base: String,
    /// As it was asked.
    pub link: MonitorLink,
    pub from: MeasuredFrom,
    pub measures: Measures,
}

impl Measured {
    /// The search that finds traces of an operation in the window; `None` where no server was
    /// asked. Empty for all operations.
    pub fn search(&self, operation: &str) -> Option<Route> {
        if matches!(self.from, MeasuredFrom::Open { .. }) {
            return None;
        }
        let (start, end) = self.measures.window_nanos;
        let lookback = lookback_of(self.link.timeframe_millis);
        let from = lookback.filter(|_| !self.link.is_custom);
        let query = SearchQuery {
            service: ServiceChoice::Named(self.link.service.clone()),
            operation: Some(operation.to_owned()).filter(|name| !name.is_empty()),
            time: SearchTime::Between {
                start_micros: start / 1_000,
                end_micros: end / 1_000,
                from,
            },
            ..SearchQuery::default()
        };
        Some(Route::Search { base: self.base.clone(), link: Box::new(SearchLink::of(query)) })
    }
}

/// Of Jaeger's form, the one that is so long.
pub fn lookback_of(millis: u64) -> Option<Lookback> {
    LOOKBACKS.into_iter().find(|lookback| lookback.micros() == millis.saturating_mul(1_000))
}

/// What is under way.
#[derive(Default)]
struct Work {
    queries: Vec<u32>,
    /// Traces that were found, on their way into the engine.
    opening: Option<(OpeningId, Found)>,
    series: Asked,
}

/// What is known of traces before they are measured.
#[derive(Clone)]
struct Found {
    window_millis: (u64, u64),
    is_limit_reached: bool,
    fault: Option<Fault>,
    is_empty: bool,
}

/// Signals of the page, kept while other pages are shown; a copy is the same.
#[derive(Clone, Copy)]
pub struct MonitorState {
    /// What the fields say.
    pub form: RwSignal<MonitorLink>,
    /// What the fields for both ends of a window say, and what is wrong with them.
    pub window: RwSignal<(String, String)>,
    pub mistakes: RwSignal<Vec<FormMistake>>,
    /// What the address says.
    pub link: RwSignal<MonitorLink>,
    pub status: RwSignal<MonitorStatus>,
    pub measured: RwSignal<Option<Arc<Measured>>>,
    /// Services of the traces that are open.
    pub open_services: RwSignal<Vec<String>>,
    /// The moment that is read off the lines, by its place.
    pub moment: RwSignal<Option<usize>>,
    asked: RwSignal<Option<(String, MonitorLink)>>,
    work: StoredValue<Work>,
    /// Counts measurements, so that an answer to an older one is void.
    round: StoredValue<u32>,
}

impl MonitorState {
    pub(super) fn new() -> MonitorState {
        MonitorState {
            form: RwSignal::new(MonitorLink::default()),
            window: RwSignal::new((String::new(), String::new())),
            mistakes: RwSignal::new(Vec::new()),
            link: RwSignal::new(MonitorLink::default()),
            status: RwSignal::new(MonitorStatus::Idle),
            measured: RwSignal::new(None),
            open_services: RwSignal::new(Vec::new()),
            moment: RwSignal::new(None),
            asked: RwSignal::new(None),
            work: StoredValue::new(Work::default()),
            round: StoredValue::new(0),
        }
    }

    pub fn change(&self, change: impl FnOnce(&mut MonitorLink)) {
        self.form.update(change);
    }
}

impl AppState {
    /// Shows what an address says; measures if that is something else than before.
    pub fn arrive_at_monitor(&self, base: &str, link: &MonitorLink) {
        self.use_base(base);
        // Of what is open no server knows.
        if link.source != MonitorSource::Open {
            self.ensure_services();
        }
        let state = self.monitor;
        let is_asked = state.asked.with_untracked(|asked| {
            asked.as_ref().is_some_and(|(at, asked)| at == base && asked.asks_the_same(link))
        });
        state.link.set(link.clone());
        if is_asked {
            return;
        }
        let mut form = link.clone();
        if form.service.is_empty() {
            form.service = self.search.form.with_untracked(|form| form.service.replace('*', ""));
        }
        self.show_window(&form);
        state.form.set(form);
        state.mistakes.set(Vec::new());
        if !link.service.is_empty() {
            self.measure(base, link.clone());
        }
    }

    /// Even if that is what was asked before.
    pub(super) fn go_to_measure(&self, link: MonitorLink) {
        self.monitor.asked.set(None);
        let base = self.search.base.get_untracked();
        self.go(Route::Monitor { base, link: Box::new(link) });
    }

    /// Looks at other lines, or in another order; nothing is asked.
    pub fn look_at_measures(&self, change: impl FnOnce(&mut MonitorLink)) {
        if let Route::Monitor { base, mut link } = self.route.get_untracked() {
            change(&mut link);
            self.replace(Route::Monitor { base, link });
        }
    }

    /// The page as it was asked last. Tracks.
    pub fn monitor_route(&self) -> Route {
        let base = self.search.base.get();
        let asked = self.monitor.asked.get().filter(|(at, _)| *at == base);
        let link = asked.map(|_| self.monitor.link.get()).unwrap_or_default();
        Route::Monitor { base, link: Box::new(link) }
    }

    pub fn retry_monitor(&self) {
        if let Some((base, link)) = self.monitor.asked.get_untracked() {
            self.measure(&base, link);
        }
    }

    /// The reader does not want to wait any longer.
    pub fn cancel_monitor(&self) {
        self.stop_measuring();
        self.monitor.status.set(MonitorStatus::Idle);
    }

    fn stop_measuring(&self) {
        self.monitor.round.update_value(|round| *round += 1);
        let work = self.monitor.work.try_update_value(std::mem::take).unwrap_or_default();
        work.queries.into_iter().for_each(|id| self.give_up(id));
        if let Some((opening, _)) = work.opening {
            self.close(opening);
        }
    }

    fn measure(&self, base: &str, link: MonitorLink) {
        self.stop_measuring();
        let state = self.monitor;
        state.measured.set(None);
        state.moment.set(None);
        state.asked.set(Some((base.to_owned(), link.clone())));
        match link.source {
            // The server that serves the page may have said that it has none.
            MonitorSource::Usual
                if untrack(|| self.config_for(base)).has_metrics == Some(false) =>
            {
                self.search_to_measure(base.to_owned(), link, None);
            }
            MonitorSource::Usual => self.ask_for_metrics(base.to_owned(), link),
            MonitorSource::Search => self.search_to_measure(base.to_owned(), link, None),
            MonitorSource::Open => self.measure_open(base.to_owned(), link),
        }
    }

    /// Asks for one series first, since a server without metrics need be asked but once.
    fn ask_for_metrics(&self, base: String, link: MonitorLink) {
        self.monitor.status.set(MonitorStatus::Asking("Asking for metrics…"));
        let metrics = every_metric(&link, now_millis());
        let Some((first, rest)) = metrics.split_first() else { return };
        let (this, rest) = (*self, rest.to_vec());
        let (end, step) = (first.query.end_millis, first.query.step_millis);
        let window = (end - first.query.lookback_millis, end);
        let place = first.place;
        self.ask_metric(&base.clone(), first.question(), move |result| match result {
            Ok(series) => {
                this.monitor.work.update_value(|work| {
                    work.series.window_nanos =
                        (window.0 * NANOS_IN_MILLI, window.1 * NANOS_IN_MILLI);
                    work.series.step_nanos = step * NANOS_IN_MILLI;
                    work.series.take(place, series);
                });
                this.ask_for_the_rest(&base, &link, rest);
            }
            Err(fault) if fault.is_not_there() => {
                this.search_to_measure(base, link, Some(fault));
            }
            Err(fault) => this.fail_monitor(MonitorTrouble::Metrics(fault)),
        });
    }

    fn ask_for_the_rest(
        &self,
        base: &str,
        link: &MonitorLink,
        rest: Vec<super::monitor_series::MetricAsk>,
    ) {
        let left = StoredValue::new(rest.len());
        for one in rest {
            let (this, base, link) = (*self, base.to_owned(), link.clone());
            let place = one.place;
            self.ask_metric(&base.clone(), one.question(), move |result| {
                let series = match result {
                    Ok(series) => series,
                    Err(fault) => {
                        this.stop_measuring();
                        return this.fail_monitor(MonitorTrouble::Metrics(fault));
                    }
                };
                this.monitor.work.update_value(|work| work.series.take(place, series));
                left.update_value(|left| *left -= 1);
                if left.get_value() == 0 {
                    let measures = this.monitor.work.with_value(|work| work.series.measures());
                    this.show_measured(base, link, MeasuredFrom::Metrics, measures);
                }
            });
        }
    }

    fn ask_metric(
        &self,
        base: &str,
        question: Question,
        then: impl FnOnce(Result<Vec<jaeger::Series>, Fault>) + 'static,
    ) {
        let id = self.query(base, question, OpeningId(0), move |result| match result {
            Ok(jaeger::Answer::Metrics(series)) => then(Ok(series)),
            // No other kind answers this.
            Ok(_) => then(Ok(Vec::new())),
            Err(fault) => then(Err(fault)),
        });
        self.monitor.work.update_value(|work| work.queries.push(id));
    }

    fn search_to_measure(&self, base: String, link: MonitorLink, fault: Option<Fault>) {
        self.monitor.status.set(MonitorStatus::Asking("Searching for traces to measure…"));
        let (start_millis, end_millis) = link.window_millis(now_millis());
        let query = SearchQuery {
            service: ServiceChoice::Named(link.service.clone()),
            limit: link.limit,
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
                Err(fault) => return this.fail_monitor(MonitorTrouble::Search(fault)),
            };
            let known = Found {
                window_millis: (start_millis, end_millis),
                is_limit_reached: is_limit_reached(&found, link.limit),
                fault,
                is_empty: found.is_empty(),
            };
            let is_empty = found.is_empty();
            this.monitor.work.update_value(|work| work.opening = Some((opening, known)));
            // Otherwise the engine says when it has read them.
            if is_empty {
                this.hear_monitor_read(opening);
            }
        });
        self.monitor.work.update_value(|work| work.queries.push(id));
    }

    /// The engine has read traces. `false`: they are not for the monitor.
    pub(super) fn hear_monitor_read(&self, opening: OpeningId) -> bool {
        let found = self.monitor.work.with_value(|work| {
            work.opening.clone().filter(|(own, _)| *own == opening).map(|(_, found)| found)
        });
        let asked = self.monitor.asked.get_untracked();
        let Some((found, (base, link))) = found.zip(asked) else { return false };
        let (start, end) = found.window_millis;
        let wish = MeasureAsk {
            openings: vec![opening],
            service: link.service.clone(),
            window_nanos: Some((start * NANOS_IN_MILLI, end * NANOS_IN_MILLI)),
        };
        let (this, round) = (*self, self.monitor.round.get_value());
        self.ask_measures(Slot::Measure, wish, move |answer| {
            if this.monitor.round.get_value() != round {
                return;
            }
            this.stop_measuring();
            let from = MeasuredFrom::Found {
                traces: answer.traces,
                is_limit_reached: found.is_limit_reached,
                fault: found.fault,
            };
            this.show_measured(base, link, from, answer.measures);
        });
        true
    }

    /// What was found cannot be read.
    pub(super) fn lose_found(&self, lost: OpeningId, problem: Problem) {
        // In an answer without traces there is nothing to read, which is no failure.
        let own = self.monitor.work.with_value(|work| {
            work.opening.as_ref().filter(|(_, found)| !found.is_empty).map(|(own, _)| *own)
        });
        if own == Some(lost) {
            self.stop_measuring();
            self.fail_monitor(MonitorTrouble::Traces(problem));
        }
    }

    /// Whoever read what was found, or asked for it, is gone.
    pub(super) fn lose_monitor(&self) {
        if self.monitor.status.with_untracked(|it| matches!(it, MonitorStatus::Asking(_))) {
            self.stop_measuring();
            let fault = Fault::interrupted(&self.search.base.get_untracked());
            self.fail_monitor(MonitorTrouble::Metrics(fault));
        }
    }

    fn measure_open(&self, base: String, link: MonitorLink) {
        self.monitor.status.set(MonitorStatus::Asking("Measuring the traces that are open…"));
        let wish = MeasureAsk {
            openings: self.open_openings(),
            service: link.service.clone(),
            window_nanos: None,
        };
        let (this, round) = (*self, self.monitor.round.get_value());
        self.ask_measures(Slot::Measure, wish, move |answer| {
            if this.monitor.round.get_value() != round {
                return;
            }
            let from = MeasuredFrom::Open { traces: answer.traces };
            this.show_measured(base, link, from, answer.measures);
        });
    }

    /// Learns the services of the traces that are open. Tracks the openings.
    pub fn list_open_services(&self) {
        let openings = self.open_openings();
        let services = self.monitor.open_services;
        let wish = MeasureAsk { openings, ..MeasureAsk::default() };
        self.ask_measures(Slot::MeasureServices, wish, move |answer| {
            services.set(answer.services);
        });
    }

    /// Those that can be measured. Tracks.
    pub fn open_openings(&self) -> Vec<OpeningId> {
        self.openings.with(|all| {
            let open = all.iter().filter(|one| matches!(one.status, OpeningStatus::Open(_)));
            open.map(|one| one.id).collect()
        })
    }

    fn ask_measures(
        &self,
        slot: Slot,
        wish: MeasureAsk,
        then: impl FnOnce(TraceMeasures) + 'static,
    ) {
        let opening = wish.openings.first().copied().unwrap_or(OpeningId(0));
        let trace = TraceRef { opening, trace_id: TraceId::NONE };
        self.ask(slot, trace, Ask::Measure(Box::new(wish)), move |answer| {
            if let Answer::Measured(measures) = answer {
                then(*measures);
            }
        });
    }

    fn show_measured(
        &self,
        base: String,
        link: MonitorLink,
        from: MeasuredFrom,
        measures: Measures,
    ) {
        self.monitor.status.set(MonitorStatus::Idle);
        self.monitor.measured.set(Some(Arc::new(Measured { base, link, from, measures })));
    }

    fn fail_monitor(&self, trouble: MonitorTrouble) {
        self.monitor.status.set(MonitorStatus::Failed(trouble));
    }
}

pub(super) fn now_millis() -> u64 {
    timeline::epoch_ms() as u64
}
