//! Questions about an open trace → how long the engine takes to answer.
//!
//! Invariant: in every run a fresh worker opens the file and is asked in one order; the first
//! answer counts with all that is computed for it, the later ones with what was kept. Absent:
//! painting the answers.

use std::path::Path;

use e2e::app::App;
use serde_json::{Value, json};
use spanscope::engine::{
    Answer, Ask, Collapse, Direction, FilterText, GroupBy, PathMode, SpanColumn, TraceRef,
};
use spanscope::layout::RowKey;

use crate::engine_worker::EngineWorker;
use crate::goals::Goal;
use crate::statistics::{median, quantile};
use crate::subject::Subject;

/// Rows that the page asks for: those in view and a margin on either side.
const ROWS: u32 = 360;
/// How often a question is asked again in a run.
const ROUNDS: usize = 6;

pub struct Operation {
    pub name: &'static str,
    pub goal: Option<Goal>,
    /// Asked at once, as the page does.
    pub asks: Vec<Ask>,
}

/// Milliseconds of all runs.
pub struct Timed {
    pub name: &'static str,
    pub goal: Option<Goal>,
    pub first: Vec<f64>,
    pub again: Vec<f64>,
}

pub fn measure(app: &App, file: &Path, subject: &Subject) -> Vec<Timed> {
    let mut all: Vec<Timed> = Vec::new();
    for _ in 0..subject.repetitions {
        let worker = EngineWorker::start(app, &[file.to_owned()]);
        let contents = worker.open(0);
        let [listing] = contents.traces.as_slice() else {
            panic!("{} traces instead of one", contents.traces.len())
        };
        let trace = listing.trace;
        for operation in opening_operations() {
            note(&mut all, &worker, trace, operation);
        }
        let middle = key_of_row(&worker, trace, listing.spans / 2);
        for operation in operations(listing.spans, listing.duration_nanos, middle) {
            note(&mut all, &worker, trace, operation);
        }
    }
    all
}

/// What the page asks for by itself once a trace is there.
fn opening_operations() -> Vec<Operation> {
    vec![
        operation("head", None, vec![Ask::Summary]),
        operation("first rows", None, vec![Ask::rows(0, ROWS)]),
        operation("minimap", None, vec![Ask::Minimap { width_px: 1_440, lanes: 16 }]),
    ]
}

/// What a user asks for. One line an operation; its goal stands beside its name.
fn operations(spans: u32, duration_nanos: u64, middle: RowKey) -> Vec<Operation> {
    let last_rows = Ask::rows(spans.saturating_sub(ROWS), ROWS);
    let path = Ask::CriticalPath { mode: PathMode::Cover, first: 0, count: 1_000 };
    // The goal is one for 100,000 spans.
    let path_goal = if spans <= 100_000 { within(50.0) } else { None };
    let statistics = Ask::Statistics(GroupBy::Operation.into());
    let by_attribute = Ask::Statistics(GroupBy::Attribute("host.name".to_owned()).into());
    let stretch = Ask::Stretch { start_nanos: duration_nanos / 3, end_nanos: duration_nanos / 2 };
    let flame = Ask::Flame {
        start_nanos: duration_nanos / 3,
        end_nanos: duration_nanos / 2,
        width_px: 1_440,
        first_lane: 0,
        lanes: 40,
    };
    let flame_sum = Ask::FlameSum { root: None, width_px: 1_440, first_depth: 0, depths: 40 };
    vec![
        operation("last rows", None, vec![last_rows]),
        operation("detail of the middle span", None, vec![Ask::Detail { key: middle }]),
        operation("find a word, first match", within(50.0), vec![find("search", false)]),
        operation("find a word, all matches", within(300.0), vec![find("search", true)]),
        operation("find a word of no span", within(300.0), vec![find("nowhere-to-be-found", true)]),
        operation("critical path", path_goal, vec![path]),
        operation("both answers at the head", None, vec![Ask::Answers]),
        operation("statistics by operation", None, vec![statistics]),
        operation("statistics by attribute", within(300.0), vec![by_attribute]),
        operation("filter typed", within(300.0), vec![filter("duration>5ms status:error")]),
        operation("matches only", within(300.0), matches_only("status:error")),
        operation("everything again", within(300.0), matches_only("")),
        operation("sums of a stretch", None, vec![stretch]),
        operation("flame graph, zoomed", None, vec![flame]),
        operation("flame graph, added up", None, vec![flame_sum]),
        operation("colour by attribute", within(300.0), vec![color_by("attr:http.route")]),
        operation("colour by service", within(50.0), vec![color_by("service")]),
        operation("collapse all", within(50.0), rows_after(Some(1))),
        operation("expand all", within(50.0), rows_after(None)),
    ]
}

fn find(word: &str, is_whole_wanted: bool) -> Ask {
    let query = word.to_owned();
    Ask::Find { query, from: None, direction: Direction::Next, is_whole_wanted }
}

fn typed(text: &str) -> FilterText {
    FilterText { text: text.to_owned(), ..FilterText::default() }
}

fn filter(text: &str) -> Ask {
    Ask::Filter { filter: typed(text), from: None, direction: Direction::Next }
}

/// Only what matches and what leads there, and the first rows of that.
fn matches_only(text: &str) -> Vec<Ask> {
    let set = Ask::SetFilter { filter: typed(text), is_matches_only: !text.is_empty() };
    vec![set, Ask::rows(0, ROWS)]
}

fn color_by(words: &str) -> Ask {
    Ask::ColorBy(SpanColumn::from_words(words).expect("a column's words"))
}

fn operation(name: &'static str, goal: Option<Goal>, asks: Vec<Ask>) -> Operation {
    Operation { name, goal, asks }
}

pub fn within(limit_ms: f64) -> Option<Goal> {
    Some(Goal::answer_within(limit_ms))
}

/// A new order of rows, and the first of them.
fn rows_after(closed_from_depth: Option<u32>) -> Vec<Ask> {
    let collapse = Collapse { closed_from_depth, exceptions: Vec::new() };
    vec![Ask::Collapse(collapse), Ask::rows(0, ROWS)]
}

fn key_of_row(worker: &EngineWorker<'_>, trace: TraceRef, row: u32) -> RowKey {
    match worker.answer(trace, Ask::rows(row, 1)) {
        Answer::Rows(window) => window.rows.first().expect("a row in the middle").key,
        other => panic!("no rows: {other:?}"),
    }
}

/// Asks and adds the times to those of earlier runs.
pub fn note(
    all: &mut Vec<Timed>,
    worker: &EngineWorker<'_>,
    trace: TraceRef,
    operation: Operation,
) {
    let Operation { name, goal, asks } = operation;
    let (times, _) = worker.times(trace, &asks, ROUNDS);
    let known = all.iter().position(|timed| timed.name == name);
    let place = known.unwrap_or_else(|| {
        all.push(Timed { name, goal, first: Vec::new(), again: Vec::new() });
        all.len() - 1
    });
    let (first, again) = times.split_first().expect("a round was timed");
    all[place].first.push(*first);
    all[place].again.extend(again);
}

impl Timed {
    /// Median, milliseconds.
    pub fn first_ms(&self) -> f64 {
        median(&self.first)
    }

    /// Median, milliseconds.
    pub fn again_ms(&self) -> f64 {
        median(&self.again)
    }

    pub fn json(&self) -> Value {
        json!({
            "operation": self.name,
            "first_median_ms": self.first_ms(), "first_worst_ms": quantile(&self.first, 1.0),
            "again_median_ms": self.again_ms(), "again_worst_ms": quantile(&self.again, 1.0),
            "first_ms": self.first, "again_ms": self.again,
        })
    }
}
