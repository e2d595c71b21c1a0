//! The page's half of the conversation with the worker.
//!
//! Invariant: a callback is called at most once, and never with an answer to a question
//! that a later one in the same slot replaced. Absent: what to do after a crash, which the
//! owner decides in [`Observer::crashed`].

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::wire;
use crate::engine::{Answer, Ask, Command, Event, OpeningId, Query, Request, SourcePlan, TraceRef};

/// Questions of one slot replace each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    Summary,
    Collapse,
    Rows,
    Locate,
    Detail,
    FullText,
    Minimap,
    Statistics,
    Stretch,
    Histogram,
    SetFilter,
    Filter,
    NextOf,
    Complete,
    SpanTable,
    Events,
    AttributeKeys,
    ColorBy,
    Arrange,
    Ancestors,
    Focus,
    Next,
    Answers,
    PathTable,
    PathCalls,
    Export,
    ExportFound,
    RawSpan,
    RawTrace,
    Flame,
    FlameLane,
    FlameStep,
    FlameHover,
    FlameSum,
    FlameSumRows,
    ClockSkew,
    ClockAdjustment,
    AttributesJson,
    Shares,
    Measure,
    MeasureServices,
    MapGraph,
    TraceMapGraph,
    MapPlaces,
    ComparedOverview,
    ComparedRows,
    ComparedLocate,
    ComparedPair,
    ComparedFlame,
    ComparedSets,
}

impl Slot {
    /// Whether answers may take long, so that others come before them.
    fn is_long(self) -> bool {
        use Slot::*;
        matches!(
            self,
            ComparedOverview
                | ComparedRows
                | ComparedLocate
                | ComparedPair
                | ComparedFlame
                | ComparedSets
        )
    }
}

/// Told what the worker says unasked.
pub trait Observer {
    fn event(&self, event: Event);
    /// The worker is gone; the reason is for the user. `asked` is what the oldest question
    /// without an answer was about; one that takes long only where there is no other.
    fn crashed(&self, reason: String, asked: Option<OpeningId>);
}

/// A question without an answer yet.
struct Pending {
    slot: Slot,
    opening: OpeningId,
    then: Box<dyn FnOnce(Answer)>,
}

/// A worker that runs the engine. Cheap to clone; all clones are the same worker.
#[derive(Clone)]
pub struct EngineClient {
    shared: Rc<Shared>,
}

struct Shared {
    worker: Worker,
    ready: Cell<bool>,
    dead: Cell<bool>,
    /// What was said before the worker could listen.
    early: RefCell<Vec<JsValue>>,
    next_id: Cell<u32>,
    pending: RefCell<BTreeMap<u32, Pending>>,
    observer: Rc<dyn Observer>,
}

impl EngineClient {
    /// Starts a worker on this page's own compiled module.
    pub fn start(observer: Rc<dyn Observer>) -> Result<EngineClient, JsValue> {
        let glue = glue_url()?;
        let script = web_sys::Url::new_with_base("worker.js", &glue)?.href();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&script, &options)?;
        let shared = Rc::new(Shared {
            worker,
            ready: Cell::new(false),
            dead: Cell::new(false),
            early: RefCell::default(),
            next_id: Cell::new(1),
            pending: RefCell::default(),
            observer,
        });
        listen(&shared);
        let start = [("glue", &JsValue::from_str(&glue)), ("module", &wasm_bindgen::module())];
        shared.worker.post_message(&wire::object(&start)?.into())?;
        Ok(EngineClient { shared })
    }

    /// Opens sources; files that the plans name by index travel along.
    pub fn open(&self, opening: OpeningId, sources: Vec<SourcePlan>, files: &[File]) {
        self.send(&Command::Open { opening, sources }, files);
    }

    pub fn cancel(&self, opening: OpeningId) {
        self.send(&Command::Cancel { opening }, &[]);
    }

    pub fn close(&self, opening: OpeningId) {
        self.send(&Command::Close { opening }, &[]);
    }

    /// Asks; `then` gets the answer unless another question in the slot comes first.
    pub fn ask(&self, slot: Slot, trace: TraceRef, ask: Ask, then: impl FnOnce(Answer) + 'static) {
        let id = self.shared.next_id.get();
        self.shared.next_id.set(id + 1);
        self.withdraw(slot);
        let pending = Pending { slot, opening: trace.opening, then: Box::new(then) };
        self.shared.pending.borrow_mut().insert(id, pending);
        self.send(&Command::Ask(Request { id, trace, ask }), &[]);
    }

    /// Nobody waits for the answer to the question in the slot any longer.
    pub fn withdraw(&self, slot: Slot) {
        let is_meant = |pending: &Pending| pending.slot == slot;
        let ids: Vec<u32> = {
            let mut pending = self.shared.pending.borrow_mut();
            let ids = pending.iter().filter(|(_, it)| is_meant(it)).map(|(id, _)| *id).collect();
            pending.retain(|_, it| !is_meant(it));
            ids
        };
        // The others are answered before it could be said.
        if slot.is_long() {
            ids.into_iter().for_each(|id| self.send(&Command::Withdraw { id }, &[]));
        }
    }

    /// Asks a server; told by `Event::Queried`.
    pub fn query(&self, query: Query) {
        self.send(&Command::Query(Box::new(query)), &[]);
    }

    pub fn cancel_query(&self, id: u32) {
        self.send(&Command::CancelQuery { id }, &[]);
    }

    /// Ends the worker at once.
    pub fn terminate(&self) {
        self.shared.dead.set(true);
        self.shared.worker.terminate();
        self.shared.pending.borrow_mut().clear();
    }

    fn send(&self, command: &Command, files: &[File]) {
        if self.shared.dead.get() {
            return;
        }
        let files: js_sys::Array = files.iter().collect();
        let message = wire::encode(command)
            .and_then(|bytes| wire::object(&[("bytes", &bytes), ("files", &files)]));
        match message {
            Ok(message) if self.shared.ready.get() => self.shared.post(&message.into()),
            Ok(message) => self.shared.early.borrow_mut().push(message.into()),
            Err(error) => wasm_bindgen::throw_val(error),
        }
    }
}

impl Shared {
    fn post(&self, message: &JsValue) {
        if let Err(error) = self.worker.post_message(message) {
            wasm_bindgen::throw_val(error);
        }
    }

    fn receive(&self, event: Event) {
        match event {
            Event::Ready => {
                self.ready.set(true);
                for message in self.early.take() {
                    self.post(&message);
                }
                self.observer.event(Event::Ready);
            }
            Event::Response { id, answer } => {
                // Out of the map before it is called: the callback may ask again.
                let callback = self.pending.borrow_mut().remove(&id);
                if let Some(pending) = callback {
                    (pending.then)(answer);
                }
            }
            Event::Panicked { message } => self.crash(message),
            other => self.observer.event(other),
        }
    }

    fn crash(&self, reason: String) {
        if self.dead.replace(true) {
            return;
        }
        self.worker.terminate();
        let pending = self.pending.take();
        let at_once = pending.values().find(|pending| !pending.slot.is_long());
        let asked = at_once.or(pending.values().next()).map(|pending| pending.opening);
        self.observer.crashed(reason, asked);
    }
}

fn listen(shared: &Rc<Shared>) {
    let weak = Rc::downgrade(shared);
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        let Some(shared) = weak.upgrade() else { return };
        if shared.dead.get() {
            return;
        }
        let data = message.data();
        if let Some(error) = wire::field(&data, "error").as_string() {
            shared.crash(error);
            return;
        }
        match wire::decode::<Event>(&wire::field(&data, "bytes")) {
            Ok(event) => shared.receive(event),
            Err(error) => shared.crash(format!("{error:?}")),
        }
    });
    let weak = Rc::downgrade(shared);
    let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |error: ErrorEvent| {
        if let Some(shared) = weak.upgrade() {
            shared.crash(error.message());
        }
    });
    shared.worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    shared.worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    // A page has one worker at a time and a new one only after a crash.
    on_message.forget();
    on_error.forget();
}

/// The address of the module's glue, from the preload that the build writes.
fn glue_url() -> Result<String, JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let link = document
        .and_then(|document| document.query_selector("link[rel=modulepreload]").ok().flatten())
        .and_then(|link| link.dyn_into::<web_sys::HtmlLinkElement>().ok());
    link.map(|link| link.href())
        .ok_or_else(|| JsValue::from_str("the page does not say where its program lies"))
}
