//! Two sets of traces: where they are from, how far that is, and what differs.
//!
//! Invariant: what is shown is the answer to what the address says. Absent: statistics (see
//! `analysis`).

use std::sync::Arc;

use leptos::prelude::*;

use super::app::AppState;
use super::openings::OpeningStatus;
use crate::browser::client::Slot;
use crate::browser::timeline;
use crate::engine::{Answer, Ask, OpeningId, Problem, SetAsk, SetDifference, SpanPlace, TraceRef};
use crate::jaeger::{self, Fault, Question, SearchQuery, is_limit_reached};
use crate::route::{
    CompareLink, CompareLook, CompareSide, Route, SetSource, SetSplit, SetsLink, TraceSource,
};
use crate::trace::TraceId;

/// Traces that a search brings at least, where it may: fewer tell little.
const LEAST_LIMIT: u32 = 200;

#[derive(Clone, Debug, PartialEq)]
pub enum SetsStatus {
    Idle,
    /// In words: what is waited for.
    Asking(&'static str),
    Failed(Fault),
    /// What was opened cannot be read, or is not here.
    Unread(Problem),
}

/// What differs, and what it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SetsCompared {
    pub link: SetsLink,
    pub difference: SetDifference,
    /// Whether the server gave as many traces as it may, by source.
    pub is_full: [bool; 2],
}

/// What is under way.
#[derive(Default)]
struct Work {
    queries: Vec<u32>,
    /// Where the traces of each source are.
    openings: Vec<SetOpening>,
}

#[derive(Clone, Copy)]
struct SetOpening {
    id: OpeningId,
    /// Of a search: nobody else has it.
    is_own: bool,
    is_read: bool,
    is_full: bool,
    /// How many traces the server says it gave.
    found: Option<usize>,
}

/// Signals of the page, kept while other pages are shown; a copy is the same.
#[derive(Clone, Copy)]
pub struct SetsState {
    pub status: RwSignal<SetsStatus>,
    pub compared: RwSignal<Option<Arc<SetsCompared>>>,
    /// The finding that is looked at.
    pub chosen: RwSignal<Option<usize>>,
    asked: RwSignal<Option<SetsLink>>,
    work: StoredValue<Work>,
}

impl SetsState {
    pub(super) fn new() -> SetsState {
        SetsState {
            status: RwSignal::new(SetsStatus::Idle),
            compared: RwSignal::new(None),
            chosen: RwSignal::new(None),
            asked: RwSignal::new(None),
            work: StoredValue::new(Work::default()),
        }
    }
}

impl AppState {
    /// Shows what an address says; asks if that is something else than before.
    pub fn arrive_at_sets(&self, link: &SetsLink) {
        let asked = self.sets.asked.get_untracked();
        if asked.is_none_or(|asked| !asked.is_same_sets(link)) {
            return self.compare_sets(link.clone());
        }
        self.sets.asked.set(Some(link.clone()));
        if self.sets.compared.with_untracked(Option::is_some) {
            self.sets.chosen.set(self.finding_of(link));
        }
    }

    /// The one that a link names; the first where there are fewer.
    fn finding_of(&self, link: &SetsLink) -> Option<usize> {
        let count = self.sets.compared.with_untracked(|compared| {
            compared.as_ref().map_or(0, |all| all.difference.findings.len())
        });
        let place = link.finding as usize;
        (count > 0).then_some(if place < count { place } else { 0 })
    }

    /// Looks at a finding; the address says which.
    pub fn choose_finding(&self, place: usize) {
        self.sets.chosen.set(Some(place));
        if let Route::Sets(mut link) = self.route.get_untracked() {
            link.finding = place as u32;
            self.sets.asked.set(Some((*link).clone()));
            self.replace(Route::Sets(link));
        }
    }

    pub fn retry_sets(&self) {
        if let Some(link) = self.sets.asked.get_untracked() {
            self.compare_sets(link);
        }
    }

    pub fn cancel_sets(&self) {
        self.let_sets_go();
        self.sets.status.set(SetsStatus::Unread(Problem {
            title: "The comparison was stopped".to_owned(),
            detail: String::new(),
        }));
    }

    /// Whether an opening is one of the sets.
    pub(super) fn is_of_sets(&self, opening: OpeningId) -> bool {
        self.sets.work.with_value(|work| work.openings.iter().any(|own| own.id == opening))
    }

    /// The set that the address names and does not split yet. Tracks.
    pub fn unsplit_set(&self) -> Option<SetSource> {
        let link = self.sets.asked.get()?;
        if link.is_complete() { None } else { link.sources.into_iter().next()? }
    }

    /// The page as it was left. Tracks.
    pub fn sets_route(&self) -> Route {
        Route::Sets(Box::new(self.sets.asked.get().unwrap_or_default()))
    }

    fn let_sets_go(&self) {
        self.withdraw(Slot::ComparedSets);
        let work = self.sets.work.try_update_value(std::mem::take).unwrap_or_default();
        work.queries.into_iter().for_each(|id| self.give_up(id));
        let own = work.openings.into_iter().filter(|opening| opening.is_own);
        own.for_each(|opening| self.close(opening.id));
    }

    fn compare_sets(&self, link: SetsLink) {
        self.let_sets_go();
        let sets = self.sets;
        sets.compared.set(None);
        sets.chosen.set(None);
        sets.status.set(SetsStatus::Idle);
        sets.asked.set(Some(link.clone()));
        if !link.is_complete() {
            return;
        }
        sets.status.set(SetsStatus::Asking("Reading the traces…"));
        for source in link.wanted() {
            match source {
                SetSource::Search { base, link } => self.search_set(base, &link.query),
                SetSource::Opened(source) => self.open_set(source),
            }
        }
        self.ask_if_read();
    }

    fn search_set(&self, base: &str, query: &SearchQuery) {
        let opening = OpeningId(self.number());
        let now_micros = (timeline::epoch_ms() * 1e3) as u64;
        let window_micros = query.time.window(now_micros);
        let limit = query.limit.max(LEAST_LIMIT);
        let query = SearchQuery { limit, ..query.clone() };
        let own =
            SetOpening { id: opening, is_own: true, is_read: false, is_full: false, found: None };
        self.sets.work.update_value(|work| work.openings.push(own));
        let question = Question::Traces { query, window_micros };
        let this = *self;
        let id = self.query(base, question, opening, move |result| {
            let found = match result {
                Ok(jaeger::Answer::Found(found)) => found.summaries,
                // No other kind answers a search.
                Ok(_) => Vec::new(),
                Err(fault) => {
                    this.let_sets_go();
                    return this.sets.status.set(SetsStatus::Failed(fault));
                }
            };
            let is_full = is_limit_reached(&found, limit);
            let count = found.len();
            this.change_set(opening, |own| (own.is_full, own.found) = (is_full, Some(count)));
            // Otherwise the engine says when it has read them.
            if found.is_empty() {
                this.hear_sets_read(opening);
            }
        });
        self.sets.work.update_value(|work| work.queries.push(id));
    }

    fn open_set(&self, source: &TraceSource) {
        self.follow_source(source, None);
        let opening = self.find(source, None);
        let Some(opening) = opening else {
            return self.sets.status.set(SetsStatus::Unread(Problem {
                title: "A set of this link is not here".to_owned(),
                detail:
                    "It was opened from files, which are not in the link, or from another server. \
                         Open it, then follow the link again."
                        .to_owned(),
            }));
        };
        let is_read = matches!(opening.status, OpeningStatus::Open(_));
        let own =
            SetOpening { id: opening.id, is_own: false, is_read, is_full: false, found: None };
        self.sets.work.update_value(|work| work.openings.push(own));
    }

    fn change_set(&self, opening: OpeningId, change: impl Fn(&mut SetOpening)) {
        self.sets.work.update_value(|work| {
            work.openings.iter_mut().filter(|own| own.id == opening).for_each(change);
        });
    }

    /// The engine has read traces. `false`: nobody but the sets would miss them.
    pub(super) fn hear_sets_read(&self, opening: OpeningId) -> bool {
        let is_own = self.sets.work.with_value(|work| {
            work.openings.iter().find(|own| own.id == opening).map(|own| own.is_own)
        });
        if is_own.is_some() {
            self.change_set(opening, |own| own.is_read = true);
            self.ask_if_read();
        }
        is_own == Some(true)
    }

    /// What was found cannot be read; without an opening: the engine is gone.
    pub(super) fn lose_sets(&self, lost: Option<(OpeningId, &Problem)>) {
        // In an answer without traces there is nothing to read, which is no failure. With the engine
        // goes what it has read, too.
        let is_lost = |own: &&SetOpening| match lost {
            Some((lost, _)) => own.id == lost && !own.is_read && own.found != Some(0),
            None => true,
        };
        let is_ours =
            self.sets.work.with_value(|work| work.openings.iter().any(|own| is_lost(&own)));
        let is_asking =
            self.sets.status.with_untracked(|status| matches!(status, SetsStatus::Asking(_)));
        if !is_ours {
            return;
        }
        self.let_sets_go();
        if is_asking {
            let problem = lost.map_or_else(
                || Problem {
                    title: "The engine stopped while the sets were compared".to_owned(),
                    detail: "Another one was started; try again.".to_owned(),
                },
                |(_, problem)| problem.clone(),
            );
            self.sets.status.set(SetsStatus::Unread(problem));
        }
    }

    /// Compares once everything is there.
    fn ask_if_read(&self) {
        let Some(link) = self.sets.asked.get_untracked() else { return };
        let openings = self.sets.work.with_value(|work| work.openings.clone());
        let is_read = openings.iter().all(|own| own.is_read);
        if !is_read || openings.len() < link.wanted().len() {
            return;
        }
        let ids: Vec<OpeningId> = openings.iter().map(|own| own.id).collect();
        let is_full = [0, 1].map(|place| openings.get(place).is_some_and(|own| own.is_full));
        let Some(ask) = ask_of(&link, &ids) else { return };
        // Which trace is asked does not matter.
        let trace = TraceRef { opening: ids[0], trace_id: TraceId(0) };
        let (this, sets, ask) = (*self, self.sets, Ask::CompareSets(Box::new(ask)));
        sets.status.set(SetsStatus::Asking("Comparing…"));
        self.ask(Slot::ComparedSets, trace, ask, move |answer| {
            let asked = sets.asked.get_untracked();
            let Some(link) = asked.filter(|asked| asked.is_same_sets(&link)) else { return };
            // Examples are fetched anew; hundreds of traces are not kept for them.
            this.let_sets_go();
            let Answer::SetsCompared(difference) = answer else {
                return sets.status.set(SetsStatus::Unread(Problem {
                    title: "A set was closed while the sets were compared".to_owned(),
                    detail: "Open it again, or compare again.".to_owned(),
                }));
            };
            sets.status.set(SetsStatus::Idle);
            let compared = SetsCompared { link: link.clone(), difference: *difference, is_full };
            sets.compared.set(Some(Arc::new(compared)));
            sets.chosen.set(this.finding_of(&link));
        });
    }

    /// The two examples of a finding side by side. `None` where one is missing. Tracks.
    pub fn compare_examples(&self, examples: [Option<SpanPlace>; 2]) -> Option<Route> {
        let compared = self.sets.compared.get()?;
        let side = |place: usize| {
            let trace_id = examples[place]?.trace.trace_id;
            let wanted = compared.link.wanted();
            let source = match wanted.get(place).or(wanted.first())? {
                SetSource::Search { base, .. } => {
                    TraceSource::Endpoint { base: base.clone(), trace_id, is_raw: false }
                }
                SetSource::Opened(source) => source.clone(),
            };
            Some(CompareSide { source, trace_id: Some(trace_id) })
        };
        let sides = [Some(side(0)?), Some(side(1)?)];
        Some(Route::Compare(Box::new(CompareLink { sides, look: CompareLook::default() })))
    }
}

fn ask_of(link: &SetsLink, ids: &[OpeningId]) -> Option<SetAsk> {
    let all = || ids.to_vec();
    Some(match &link.split {
        Some(SetSplit::Errors) => SetAsk::ByFailure(all()),
        Some(SetSplit::Slower(nanos)) => SetAsk::ByDuration { openings: all(), from_nanos: *nanos },
        Some(SetSplit::Value { key, value }) => {
            SetAsk::ByAttribute { openings: all(), key: key.clone(), value: value.clone() }
        }
        Some(SetSplit::Chosen { first, second }) => {
            SetAsk::Chosen { openings: all(), first: first.clone(), second: second.clone() }
        }
        None => SetAsk::Openings([vec![*ids.first()?], vec![*ids.get(1)?]]),
    })
}
