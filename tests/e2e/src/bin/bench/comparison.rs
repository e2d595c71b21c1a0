//! Two traces, and two sets of traces, compared: by the engine, and on the page.
//!
//! Invariant: both sides are read before a clock starts, in every run by a fresh engine, so that the
//! first answer has all of the comparison in it. Absent: fetching the sides.

use std::path::PathBuf;
use std::thread;

use e2e::app::{App, COMPARISON, SETS_COMPARED, SETS_TO_COMPARE};
use e2e::generated::{self, Format, Plan, Shape};
use e2e::scratch::Scratch;
use serde_json::{Value, json};
use spanscope::engine::{
    Ask, ComparisonAsk, ComparisonWish, Contents, MergedShown, OpeningId, SetAsk, TraceRef,
};
use spanscope::trace::TraceId;

use crate::engine_worker::EngineWorker;
use crate::goals::Verdict;
use crate::measured::fresh_app;
use crate::opening::PERSON;
use crate::operations::{self, Operation, Timed};
use crate::say;
use crate::statistics::median;
use crate::subject::count;

/// Of each of two traces.
const PAIR_SPANS: usize = 100_000;
/// Of each of two sets: traces, and spans of each trace.
const SET_TRACES: u64 = 1_000;
const SET_SPANS: usize = 200;
/// Far enough apart that no trace is on both sides.
const SEEDS: [u64; 2] = [1, 10_001];
const PAIR_LIMIT_MS: f64 = 300.0;
const SETS_LIMIT_MS: f64 = 1_000.0;
/// What the page asks for at once.
const LINES: u32 = 200;
const ROWS: u32 = 60;

/// Milliseconds of all runs.
pub struct Compared {
    pub name: String,
    /// The engine's answer.
    pub answer: Timed,
    /// Reading both sides, waiting for bytes not counted.
    reads: Vec<f64>,
    /// On the page: from both sides being open to the comparison being shown.
    shown: Vec<f64>,
}

/// A file a side; they go with their folder.
struct Sides {
    _folder: Scratch,
    files: [PathBuf; 2],
}

/// What is the same to do with two traces and with two sets, done differently.
struct Method {
    name: String,
    limit_ms: f64,
    write: fn(&Scratch, u64) -> PathBuf,
    /// What the engine is asked of the contents of both sides.
    asks: fn([&Contents; 2]) -> (TraceRef, Vec<Ask>),
    /// Milliseconds.
    show: fn(&App, &[PathBuf; 2]) -> f64,
}

pub fn of_two_traces(repetitions: usize) -> Compared {
    Method {
        name: format!("two traces of {} spans", count(PAIR_SPANS)),
        limit_ms: PAIR_LIMIT_MS,
        write: |folder, seed| generated::write_set(plan(PAIR_SPANS, seed), 1, folder.path()),
        asks: asks_of_pair,
        show: show_pair,
    }
    .measure(repetitions)
}

pub fn of_two_sets(repetitions: usize) -> Compared {
    Method {
        name: format!("two sets of {} traces of {SET_SPANS} spans", count(SET_TRACES as usize)),
        limit_ms: SETS_LIMIT_MS,
        write: |folder, seed| {
            generated::write_set(plan(SET_SPANS, seed), SET_TRACES, folder.path())
        },
        asks: |sides| {
            let traces = sides.map(|side| side.traces.len() as u64);
            assert_eq!(traces, [SET_TRACES; 2], "not as planned");
            let openings = [0, 1].map(|side| vec![OpeningId(side)]);
            let ask = Ask::CompareSets(Box::new(SetAsk::Openings(openings)));
            // Which trace is asked does not matter.
            (TraceRef { opening: OpeningId(0), trace_id: TraceId::NONE }, vec![ask])
        },
        show: show_sets,
    }
    .measure(repetitions)
}

fn plan(spans: usize, seed: u64) -> Plan {
    Plan { spans, shape: Shape::Mixed, format: Format::OtlpJson, seed }
}

impl Method {
    fn measure(&self, repetitions: usize) -> Compared {
        say(&format!("{}: writing the files", self.name));
        let folder = Scratch::new("bench");
        let files = SEEDS.map(|seed| (self.write)(&folder, seed));
        let sides = Sides { _folder: folder, files };
        let (mut answers, mut reads, mut shown) = (Vec::new(), Vec::new(), Vec::new());
        for run in 1..=repetitions {
            say(&format!("{}: engine and page, {run} of {repetitions}", self.name));
            reads.push(self.ask_engine(&sides, &mut answers));
            shown.push((self.show)(&fresh_app(), &sides.files));
        }
        let answer = answers.pop().expect("the engine was asked");
        Compared { name: self.name.clone(), answer, reads, shown }
    }

    /// Milliseconds that reading took.
    fn ask_engine(&self, sides: &Sides, answers: &mut Vec<Timed>) -> f64 {
        let app = fresh_app();
        let worker = EngineWorker::start(&app, &sides.files);
        let [first, second] = [0, 1].map(|place| worker.open(place));
        let (trace, asks) = (self.asks)([&first, &second]);
        let goal = operations::within(self.limit_ms);
        let operation = Operation { name: "comparison", goal, asks };
        operations::note(answers, &worker, trace, operation);
        first.ingest_ms + second.ingest_ms
    }
}

fn asks_of_pair(sides: [&Contents; 2]) -> (TraceRef, Vec<Ask>) {
    let [one, other] = sides.map(|side| match side.traces.as_slice() {
        [only] => only.trace,
        several => panic!("{} traces instead of one", several.len()),
    });
    let shown = MergedShown { is_changed_only: true, ..MergedShown::default() };
    let wishes = [
        ComparisonWish::Overview { first: 0, count: LINES },
        ComparisonWish::Rows { shown, first: 0, count: ROWS },
    ];
    let ask = |wish| Ask::Compare(Box::new(ComparisonAsk { other, wish }));
    (one, wishes.map(ask).to_vec())
}

/// Both files are dropped at once; the page compares as soon as both are read.
fn show_pair(app: &App, files: &[PathBuf; 2]) -> f64 {
    app.open("#/compare");
    thread::sleep(PERSON);
    app.script(WATCH, &[json!(COMPARISON)]);
    app.drop_files(app.middle(), files);
    let shown = app.wait_for_script("the comparison", "return window.shown_ms");
    let opened = app.number_of_script(
        "return performance.getEntriesByName('spanscope:opened').at(-1).startTime",
    );
    shown.as_f64().expect("a time in milliseconds") - opened
}

/// Both files are open; then a link is followed, as soon as a person could: the page also writes down
/// what was opened, to have it after a reload.
fn show_sets(app: &App, files: &[PathBuf; 2]) -> f64 {
    app.open_start();
    thread::sleep(PERSON);
    for (file, count) in files.iter().zip(1..) {
        app.drop_files(app.middle(), std::slice::from_ref(file));
        app.wait_for("a set to be opened", || {
            let opened = app
                .number_of_script("return performance.getEntriesByName('spanscope:opened').length");
            (opened >= f64::from(count)).then_some(())
        });
    }
    thread::sleep(PERSON);
    app.script("location.hash = '#/sets'", &[]);
    // Each by itself in two ways, and both.
    app.wait_for("both sets", || (app.count(SETS_TO_COMPARE) == 5).then_some(()));
    app.script(WATCH, &[json!(SETS_COMPARED)]);
    app.script(
        "window.begun_ms = performance.now();
         [...document.querySelectorAll(arguments[0])].at(-1).click()",
        &[json!(SETS_TO_COMPARE)],
    );
    let shown = app.wait_for_script("the comparison", "return window.shown_ms");
    let begun = app.number_of_script("return window.begun_ms");
    shown.as_f64().expect("a time in milliseconds") - begun
}

/// Notes the time of the first frame that has all of these in it.
const WATCH: &str = "
    const [selectors] = arguments;
    window.shown_ms = null;
    const observer = new MutationObserver(() => {
        if (!selectors.every(one => document.querySelector(one))) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.shown_ms = performance.now(); }));
    });
    const attributeFilter = ['hidden'];
    observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter });";

impl Compared {
    pub fn shown_ms(&self) -> f64 {
        median(&self.shown)
    }

    /// The engine's first answer, by what reading both sides took it.
    pub fn ratio(&self) -> f64 {
        self.answer.first_ms() / median(&self.reads)
    }

    pub fn json(&self) -> Value {
        let goals = self
            .answer
            .goal
            .map(|goal| Verdict::new(goal, &self.name, self.answer.first_ms()).json());
        json!({
            "comparison": self.name, "engine": self.answer.json(),
            "read_both_ms": self.reads, "shown_ms": self.shown, "shown_median_ms": self.shown_ms(),
            "ratios": { "answer_by_reading_both": self.ratio() },
            "goals": goals.into_iter().collect::<Vec<Value>>(),
        })
    }
}
