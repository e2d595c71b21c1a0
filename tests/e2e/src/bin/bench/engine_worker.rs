//! The built app's own worker, spoken to without its page.
//!
//! Invariant: messages are encoded as `src/browser/wire.rs` does, and times are from posting a
//! question to its answer's arrival. Absent: what the page would do with the answers.

use std::path::PathBuf;
use std::time::Instant;

use e2e::app::App;
use postcard::{from_bytes, to_allocvec};
use serde_json::{Value, json};
use spanscope::engine::{
    Answer, Ask, Command, Contents, Event, OpeningId, Request, SourcePlan, TraceRef,
};

use crate::PATIENCE;
use crate::json_parse::open_blank;
use crate::subject::length;

pub struct EngineWorker<'a> {
    app: &'a App,
    files: Vec<PathBuf>,
}

const QUESTION: u32 = 1;

impl<'a> EngineWorker<'a> {
    /// A fresh worker on an empty page, with the files at hand and not yet opened.
    pub fn start(app: &'a App, files: &[PathBuf]) -> EngineWorker<'a> {
        open_blank(app, files);
        app.script(START, &[json!(app.site.page(""))]);
        let worker = EngineWorker { app, files: files.to_vec() };
        worker.wait_for("the worker to be ready", |event| match event {
            Event::Ready => Some(()),
            _ => None,
        });
        worker
    }

    /// Opens one of the files; its opening has the number of its place.
    pub fn open(&self, place: usize) -> Contents {
        let bytes = length(&self.files[place]);
        let source = SourcePlan::File { index: 0, name: "bench".to_owned(), bytes };
        let opening = OpeningId(place as u32);
        let command = encoded(&Command::Open { opening, sources: vec![source] });
        self.app.script(OPEN, &[json!(command), json!(place)]);
        self.wait_for("the file to be opened", |event| match event {
            Event::Opened { contents, .. } => Some(contents),
            Event::Failed { problem, .. } => panic!("the file was not opened: {problem:?}"),
            _ => None,
        })
    }

    /// The answer, whatever it takes.
    pub fn answer(&self, trace: TraceRef, ask: Ask) -> Answer {
        let (_, mut answers) = self.times(trace, &[ask], 1);
        answers.pop().expect("one answer")
    }

    /// Asks all at once, again and again; milliseconds until all are answered, each time, and the
    /// last answers.
    pub fn times(&self, trace: TraceRef, asks: &[Ask], times: usize) -> (Vec<f64>, Vec<Answer>) {
        let command =
            |ask: &Ask| encoded(&Command::Ask(Request { id: QUESTION, trace, ask: ask.clone() }));
        let commands: Vec<Vec<u8>> = asks.iter().map(command).collect();
        self.app.script(ASK, &[json!(commands), json!(times)]);
        let told = self.app.wait_for_script("an answer", "return window.answered");
        let answers = told["answers"].as_array().into_iter().flatten();
        (numbers(&told["times"]), answers.map(|bytes| answer_of(decoded(bytes))).collect())
    }

    /// Goes through the events that come until one is what was waited for.
    fn wait_for<T>(&self, awaited: &str, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let heard = self.app.wait_for_script(awaited, HEARD);
            let events = heard.as_array().into_iter().flatten();
            if let Some(found) = events.map(decoded).find_map(&mut wanted) {
                return found;
            }
        }
        panic!("waited {PATIENCE:?} for {awaited}");
    }
}

fn encoded(command: &Command) -> Vec<u8> {
    to_allocvec(command).expect("a command can be encoded")
}

fn decoded(message: &Value) -> Event {
    if let Some(error) = message.as_str() {
        panic!("the worker did not start: {error}");
    }
    let bytes: Vec<u8> = message.as_array().into_iter().flatten().filter_map(byte_of).collect();
    let event = from_bytes(&bytes).unwrap_or_else(|error| panic!("no event: {error}"));
    match event {
        Event::Panicked { message } => panic!("the worker panicked: {message}"),
        event => event,
    }
}

fn byte_of(number: &Value) -> Option<u8> {
    u8::try_from(number.as_u64()?).ok()
}

fn answer_of(event: Event) -> Answer {
    match event {
        Event::Response { answer: Answer::Gone, .. } => panic!("the engine lost the trace"),
        Event::Response { answer, .. } => answer,
        other => panic!("no answer: {other:?}"),
    }
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// Starts the worker as `src/browser/client.rs` does, on a module compiled for it alone.
const START: &str = "
    const [address] = arguments;
    window.heard = [];
    (async () => {
        const text = await (await fetch(address)).text();
        const page = new DOMParser().parseFromString(text, 'text/html');
        const of = kind =>
            new URL(page.querySelector(`link[${kind}]`).getAttribute('href'), address).href;
        const glue = of('rel=modulepreload');
        const module = await WebAssembly.compileStreaming(fetch(of('type=\"application/wasm\"')));
        window.worker = new Worker(new URL('worker.js', glue), { type: 'module' });
        window.hear = ({ data }) => heard.push(data.error ?? Array.from(data.bytes));
        worker.onmessage = hear;
        worker.onerror = error => heard.push(error.message);
        worker.postMessage({ glue, module });
    })().catch(error => heard.push(`${error}`));";

const HEARD: &str = "return heard.length > 0 && heard.splice(0)";

const OPEN: &str = "
    const [command, place] = arguments;
    const files = [document.querySelector('#file').files[place]];
    worker.postMessage({ bytes: new Uint8Array(command), files });";

/// One round after another; a round ends when as many answers came as questions were asked.
const ASK: &str = "
    const [commands, rounds] = arguments;
    const messages = commands.map(bytes => ({ bytes: new Uint8Array(bytes), files: [] }));
    const round = () => new Promise(done => {
        const answers = [];
        worker.onmessage = ({ data }) => {
            answers.push(data);
            if (answers.length === messages.length) done([performance.now() - begun, answers]);
        };
        const begun = performance.now();
        messages.forEach(message => worker.postMessage(message));
    });
    window.answered = null;
    (async () => {
        const times = [];
        let time, answers;
        for (let turn = 0; turn < rounds; turn++) {
            [time, answers] = await round();
            times.push(time);
        }
        worker.onmessage = hear;
        window.answered = {
            times, answers: answers.map(({ error, bytes }) => error ?? Array.from(bytes)),
        };
    })();";
