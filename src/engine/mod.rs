//! Holds the open traces and answers questions about them.
//!
//! `submit` queues a question, `feed` queues bytes, `step` works for a bounded while and
//! returns what happened. Questions come before loading, whatever their number, so that
//! rows on the screen never wait for a file; `work` takes those that need long a slice further.
//!
//! Invariant: one answer for each question that is not withdrawn; an opening ends in exactly one of `Opened`,
//! `Failed` and `Cancelled`. Absent: threads, clocks, messages and any I/O: native tests
//! drive this very code.

mod answers;
mod arrangement;
mod clocks;
mod coloring;
mod comparison;
mod critical_path;
mod detail;
mod events_list;
mod export;
mod filter;
mod flame;
mod jobs;
mod kin;
mod list_window;
mod loading;
mod measure;
mod memory;
mod next_span;
mod open_trace;
mod opening_report;
mod path_table;
mod protocol;
mod query;
mod row_heads;
mod rows;
mod search;
mod service_graph;
mod set_comparison;
mod sibling_groups;
mod span_cells;
mod span_context;
mod span_detail;
mod span_table;
mod span_tag;
mod spans_by_id;
mod statistics;
mod stretch;
mod summary;

use std::collections::{BTreeMap, VecDeque};

pub use answers::{answers_of, markdown as answers_markdown};
use comparison::ComparisonMemo;
use jobs::{Jobs, Work};
use loading::Loading;
use memory::MemoryBudget;
use open_trace::OpenTrace;
pub use protocol::*;
use set_comparison::SetsJob;

use crate::ingest;
use crate::layout::service_map::places;

/// See the module.
#[derive(Default)]
pub struct Engine {
    loading: BTreeMap<OpeningId, Loading>,
    open: BTreeMap<TraceRef, OpenTrace>,
    questions: VecDeque<Request>,
    memory: MemoryBudget,
    comparison: ComparisonMemo,
    jobs: Jobs,
    events: Vec<Event>,
}

impl Engine {
    /// An engine whose openings may take so many bytes of memory together.
    pub fn with_memory_limit(bytes: usize) -> Engine {
        Engine { memory: MemoryBudget::of(bytes), ..Engine::default() }
    }

    /// Starts an opening; its sources follow.
    pub fn begin(&mut self, opening: OpeningId) {
        self.loading.insert(opening, Loading::default());
    }

    /// Adds to the number of bytes that the opening will have read in the end.
    pub fn expect_bytes(&mut self, opening: OpeningId, bytes: u64) {
        self.with_loading(opening, |loading| loading.expect_bytes(bytes));
    }

    /// `bytes`: its length, where it is known.
    pub fn begin_source(&mut self, opening: OpeningId, name: &str, bytes: Option<u64>) {
        self.with_loading(opening, |loading| loading.begin_source(name, bytes));
    }

    pub fn feed(&mut self, opening: OpeningId, bytes: Vec<u8>) {
        self.with_loading(opening, |loading| loading.feed(bytes));
    }

    pub fn end_source(&mut self, opening: OpeningId) {
        self.with_loading(opening, Loading::end_source);
    }

    /// The source begun last could not be had, or not to its end; `reason` is for the user.
    pub fn source_failed(&mut self, opening: OpeningId, reason: &str) {
        self.with_loading(opening, |loading| loading.source_failed(reason));
    }

    /// No more sources: the traces can be put together.
    pub fn finish(&mut self, opening: OpeningId) {
        self.with_loading(opening, Loading::finish);
    }

    /// Shows what `head` and `tail`, the first and the last bytes of the opening's only
    /// source, tell of its trace, until the whole is read. Nothing if they tell too little.
    pub fn preview(&mut self, opening: OpeningId, name: &str, head: &[u8], tail: &[u8]) {
        if !self.loading.contains_key(&opening) {
            return;
        }
        let Some(outcome) = ingest::preview(name, head, tail) else { return };
        let Some((name, mut trace)) = opening_report::only_trace(opening, outcome) else {
            return;
        };
        trace.is_partial = true;
        let contents = Contents { traces: vec![trace.listing()], ..Contents::default() };
        self.open.insert(name, trace);
        self.events.push(Event::Preview { opening, contents });
    }

    pub fn cancel(&mut self, opening: OpeningId) {
        if self.loading.remove(&opening).is_some() {
            self.memory.release(opening);
            self.forget_traces(opening);
            self.events.push(Event::Cancelled { opening });
        }
    }

    /// Forgets an opening and its traces.
    pub fn close(&mut self, opening: OpeningId) {
        self.cancel(opening);
        self.memory.release(opening);
        self.forget_traces(opening);
    }

    fn forget_traces(&mut self, opening: OpeningId) {
        self.comparison.forget(opening);
        for id in self.jobs.end_those_of(opening) {
            self.events.push(Event::Response { id, answer: Answer::Gone });
        }
        self.open.retain(|trace, _| trace.opening != opening);
    }

    /// Whether more bytes of the present source are of use.
    pub fn wants_more(&self, opening: OpeningId) -> bool {
        self.loading.get(&opening).is_some_and(Loading::wants_more)
    }

    pub fn is_loading(&self, opening: OpeningId) -> bool {
        self.loading.contains_key(&opening)
    }

    /// Whether something of the opening waits to be worked off.
    pub fn has_work(&self, opening: OpeningId) -> bool {
        self.loading.get(&opening).is_some_and(Loading::has_work)
    }

    pub fn submit(&mut self, request: Request) {
        self.questions.push_back(request);
    }

    /// Nobody waits for the answer any longer: it is not worked on.
    pub fn withdraw(&mut self, id: u32) {
        self.questions.retain(|request| request.id != id);
        self.jobs.withdraw(id);
        self.rest();
    }

    /// Whether a question waits that `work` answers in the end.
    pub fn has_jobs(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// A slice of a question that needs long.
    pub fn work(&mut self) -> Vec<Event> {
        if let Some((id, answer)) = self.jobs.work(&mut self.open, &mut self.comparison) {
            self.events.push(Event::Response { id, answer });
        }
        self.rest();
        std::mem::take(&mut self.events)
    }

    fn rest(&mut self) {
        if self.jobs.is_empty() {
            self.comparison.give_up();
        }
    }

    /// Answers all questions but those that need long (see `work`), then loads for up to
    /// `load_units` units of a kilobyte each (putting an opening's traces together is done in one
    /// go).
    pub fn step(&mut self, load_units: usize) -> Vec<Event> {
        while let Some(request) = self.questions.pop_front() {
            if let Some(answer) = self.answer_of_many(&request.ask) {
                self.events.push(Event::Response { id: request.id, answer });
                continue;
            }
            let request = match self.begin_job(request) {
                Some(request) => request,
                None => continue,
            };
            let mut answer = match self.open.get_mut(&request.trace) {
                Some(trace) => trace.answer(&request.ask),
                None => Answer::Gone,
            };
            if let Answer::Detail(detail) = &mut answer {
                detail.kin = kin::kin(&self.open, request.trace, detail.key);
            }
            self.events.push(Event::Response { id: request.id, answer });
        }
        self.load(load_units);
        std::mem::take(&mut self.events)
    }

    /// Takes what needs long, and answers what is known of two traces; gives back the rest.
    fn begin_job(&mut self, request: Request) -> Option<Request> {
        let id = request.id;
        let work = match request.ask {
            Ask::CompareSets(ask) => Work::Sets(Box::new(SetsJob::new(*ask))),
            Ask::Compare(ask) => {
                let pair = [request.trace, ask.other];
                if let Some(answer) = self.comparison.answer(&mut self.open, pair, &ask.wish) {
                    self.events.push(Event::Response { id, answer });
                    return None;
                }
                Work::Pair { pair, wish: Box::new(ask.wish) }
            }
            _ => return Some(request),
        };
        self.jobs.begin(id, work);
        None
    }

    /// The answer to a question about many traces at once.
    fn answer_of_many(&self, ask: &Ask) -> Option<Answer> {
        match ask {
            Ask::Measure(ask) => {
                Some(Answer::Measured(Box::new(measure::measured(&self.open, ask))))
            }
            Ask::ServiceGraph(ask) => {
                Some(Answer::ServiceGraph(Box::new(service_graph::graph(&self.open, ask))))
            }
            Ask::MapPlaces(ask) => Some(Answer::MapPlaces(places(ask))),
            _ => None,
        }
    }

    fn load(&mut self, load_units: usize) {
        let mut bytes_left = load_units * 1024;
        let openings: Vec<OpeningId> = self.loading.keys().copied().collect();
        for opening in openings {
            let Some(loading) = self.loading.get_mut(&opening) else { continue };
            if bytes_left == 0 || !loading.has_work() {
                continue;
            }
            loading.limit_memory(self.memory.held_by_others(opening), self.memory.limit());
            bytes_left -= loading.work(bytes_left);
            self.memory.hold(opening, loading.peak_bytes());
            if loading.is_complete() {
                self.put_together(opening);
            } else {
                let progress = loading.progress();
                self.events.push(Event::Progress { opening, progress });
            }
        }
    }

    fn put_together(&mut self, opening: OpeningId) {
        let Some(loading) = self.loading.remove(&opening) else { return };
        let result = loading.into_traces(opening);
        self.memory.hold(opening, result.contents.memory.live_bytes as usize);
        // The preview has done its part.
        self.forget_traces(opening);
        self.events.push(match result.problem {
            Some(problem) => Event::Failed { opening, problem },
            None => Event::Opened { opening, contents: result.contents },
        });
        self.open.extend(result.traces);
    }

    fn with_loading(&mut self, opening: OpeningId, act: impl FnOnce(&mut Loading)) {
        if let Some(loading) = self.loading.get_mut(&opening) {
            act(loading);
        }
    }
}
