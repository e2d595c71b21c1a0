//! The worker's half of the conversation: messages in, engine, events out.
//!
//! Invariant: between two slices of work the worker goes back to its event loop, so a
//! question or a cancel never waits for a load. Absent: any decision about traces.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::frames::next_turn;
use super::{timeline, wire};
use crate::engine::{Command, Engine, Event, OpeningId};
use crate::trace;

mod fetching;
mod queries;
mod sources;
pub mod warm_up;

/// The page is not told of progress more often than this.
const PROGRESS_EVERY_MS: f64 = 40.0;
const WARM_UP_AFTER_MS: f64 = 500.0;

type SharedEngine = Rc<RefCell<Engine>>;

/// Called by `worker.js` once the module runs there.
#[wasm_bindgen]
pub fn worker_main() {
    report_panics();
    trace::stir((js_sys::Math::random() * 2f64.powi(53)) as u64);
    let engine: SharedEngine = Rc::new(RefCell::new(Engine::default()));
    let is_wanted = Rc::new(Cell::new(false));
    let is_wanted_here = is_wanted.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        is_wanted_here.set(true);
        receive(&engine, &message.data());
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    on_message.forget();
    send(&Event::Ready);
    warm_up_later(is_wanted);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &JsValue, delay_ms: f64) -> JsValue;
}

/// Leaves the start of the page to the page; one that came by a link wants something at once.
fn warm_up_later(is_wanted: Rc<Cell<bool>>) {
    let begin = Closure::once_into_js(move || {
        spawn_local(async move {
            warm_up::warm_up(&is_wanted).await;
        });
    });
    set_timeout(&begin, WARM_UP_AFTER_MS);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// A panic aborts the module; the page is told why before that.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        send(&Event::Panicked { message: panic.to_string() });
    }));
}

fn receive(engine: &SharedEngine, data: &JsValue) {
    let command = match wire::decode::<Command>(&wire::field(data, "bytes")) {
        Ok(command) => command,
        Err(error) => wasm_bindgen::throw_val(error),
    };
    match command {
        Command::Open { opening, sources } => {
            engine.borrow_mut().begin(opening);
            let files: Array = wire::field(data, "files").unchecked_into();
            spawn_local(sources::load(engine.clone(), opening, sources, files));
        }
        Command::Cancel { opening } => engine.borrow_mut().cancel(opening),
        Command::Close { opening } => {
            engine.borrow_mut().close(opening);
            sources::abort(opening);
        }
        Command::Ask(request) => engine.borrow_mut().submit(request),
        // Nothing is there to be answered.
        Command::Withdraw { id } => return engine.borrow_mut().withdraw(id),
        Command::Query(query) => spawn_local(queries::ask(engine.clone(), *query)),
        Command::CancelQuery { id } => queries::cancel(id),
    }
    run(engine, 0);
    if engine.borrow().has_jobs() {
        work_on(engine);
    }
}

/// Works off what is answered in slices, one a turn of the event loop.
fn work_on(engine: &SharedEngine) {
    thread_local!(static IS_AT_IT: Cell<bool> = const { Cell::new(false) });
    if IS_AT_IT.replace(true) {
        return;
    }
    let engine = engine.clone();
    spawn_local(async move {
        while engine.borrow().has_jobs() {
            next_turn().await;
            engine.borrow_mut().work().iter().for_each(send);
        }
        IS_AT_IT.set(false);
    });
}

/// One slice of work; `load_units` of 0 answers questions only.
fn run(engine: &SharedEngine, load_units: usize) {
    let begun_ms = timeline::now_ms();
    let mut events = engine.borrow_mut().step(load_units);
    let is_loading = load_units > 0;
    count_ingest(if is_loading { timeline::now_ms() - begun_ms } else { 0.0 }, &mut events);
    events.iter().filter(|event| !is_too_soon(event)).for_each(send);
}

/// Adds up the time of loading, and tells it with the opening that it led to. Openings that
/// load at the same time are not told apart: the first to end takes the sum.
fn count_ingest(spent_ms: f64, events: &mut [Event]) {
    thread_local!(static SPENT_MS: Cell<f64> = const { Cell::new(0.0) });
    SPENT_MS.set(SPENT_MS.get() + spent_ms);
    for event in events {
        match event {
            Event::Opened { contents, .. } => contents.ingest_ms = SPENT_MS.take(),
            Event::Failed { .. } | Event::Cancelled { .. } => SPENT_MS.set(0.0),
            _ => {}
        }
    }
}

/// Whether the event only tells of progress, and the page was told a moment ago.
fn is_too_soon(event: &Event) -> bool {
    thread_local!(static LAST_TOLD: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) });
    if !matches!(event, Event::Progress { .. }) {
        return false;
    }
    let now_ms = js_sys::Date::now();
    let is_too_soon = now_ms - LAST_TOLD.get() < PROGRESS_EVERY_MS;
    if !is_too_soon {
        LAST_TOLD.set(now_ms);
    }
    is_too_soon
}

fn send(event: &Event) {
    let sent = wire::encode(event).and_then(|bytes| {
        let message = wire::object(&[("bytes", &bytes)])?;
        scope().post_message_with_transfer(&message, &wire::transfer_list(&bytes))
    });
    if let Err(error) = sent {
        wasm_bindgen::throw_val(error);
    }
}

fn fail(engine: &SharedEngine, opening: OpeningId, error: &JsValue) {
    let reason = Reflect::get(error, &JsValue::from_str("message"))
        .ok()
        .and_then(|message| message.as_string())
        .or_else(|| error.as_string())
        .unwrap_or_else(|| "an unknown error".to_owned());
    engine.borrow_mut().source_failed(opening, &reason);
}

fn bytes_of(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}
