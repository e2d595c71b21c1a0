//! Questions to query servers: fetched one way after another until the server has one.
//!
//! Invariant: an answer takes a bounded time and a bounded room; what was cancelled tells
//! nothing. Absent: what answers mean (`jaeger`), and when to ask again (the page).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_net::http::Response;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::{SharedEngine, fetching, send, set_timeout, sources};
use crate::browser::wire;
use crate::engine::{Event, Query, QueryOutcome, SourcePlan};
use crate::jaeger::{Answer, Asker, Broken, Probe, Reply, Request, Step};

/// The longest answer that is taken in: what a search brings is held whole while it is read.
const MOST_BYTES: u64 = 400_000_000;

thread_local! {
    /// Of the queries under way.
    static UNDER_WAY: RefCell<BTreeMap<u32, AbortController>> = const { RefCell::new(BTreeMap::new()) };
}

/// What came, whole.
#[derive(Default)]
struct Fetched {
    status: u16,
    content_type: String,
    redirected_to: Option<String>,
    retry_after_seconds: Option<u32>,
    body: Vec<u8>,
}

impl Fetched {
    fn reply(&self) -> Reply<'_> {
        Reply {
            status: self.status,
            content_type: &self.content_type,
            redirected_to: self.redirected_to.as_deref(),
            retry_after_seconds: self.retry_after_seconds,
            body: &self.body,
        }
    }
}

/// Ends a query; nothing more is heard of it.
pub fn cancel(id: u32) {
    let controller = UNDER_WAY.with_borrow_mut(|all| all.remove(&id));
    if let Some(controller) = controller {
        controller.abort();
    }
}

/// Asks, and tells the page; opens the traces that came whole.
pub async fn ask(engine: SharedEngine, query: Query) {
    let Ok(controller) = AbortController::new() else { return };
    UNDER_WAY.with_borrow_mut(|all| all.insert(query.id, controller.clone()));
    let (outcome, body) = answered(&query, &controller).await;
    // Cancelled meanwhile.
    if UNDER_WAY.with_borrow_mut(|all| all.remove(&query.id)).is_none() {
        return;
    }
    let is_whole = matches!(&outcome.result, Ok(Answer::Found(found)) if found.are_traces_whole);
    send(&Event::Queried(Box::new(outcome)));
    if is_whole {
        engine.borrow_mut().begin(query.opening);
        let source = SourcePlan::Text { name: query.base, bytes: body };
        sources::load(engine, query.opening, vec![source], js_sys::Array::new()).await;
    }
}

async fn answered(query: &Query, controller: &AbortController) -> (QueryOutcome, Vec<u8>) {
    let names: Vec<String> = query.headers.iter().map(|(name, _)| name.clone()).collect();
    let asker = Asker { page_origin: &query.page_origin, headers: &names };
    let mut dialect = query.dialect;
    let mut probe = Probe::new(&query.base, query.question.clone(), &dialect);
    loop {
        let fetched = fetch(&probe.request(), query, controller).await;
        let step = match &fetched {
            Ok(fetched) => probe.take(Ok(&fetched.reply()), &asker, &mut dialect),
            Err(broken) => probe.take(Err(broken), &asker, &mut dialect),
        };
        let result = match step {
            // The probe has it, too.
            Step::Ask(_) => continue,
            Step::Answered(answer) => Ok(answer),
            Step::Failed(fault) => Err(fault),
        };
        let body = fetched.map(|fetched| fetched.body).unwrap_or_default();
        return (QueryOutcome { id: query.id, result, dialect }, body);
    }
}

async fn fetch(
    request: &Request,
    query: &Query,
    controller: &AbortController,
) -> Result<Fetched, Broken> {
    let timer = Timer::start(controller, query.timeout_seconds);
    let fetched = fetch_whole(request, query, controller).await;
    match fetched {
        Err(_) if timer.is_over() => Err(Broken::TimedOut { seconds: query.timeout_seconds }),
        other => other,
    }
}

async fn fetch_whole(
    request: &Request,
    query: &Query,
    controller: &AbortController,
) -> Result<Fetched, Broken> {
    let sent = fetching::send(request.method, &request.url, &query.headers, controller).await;
    let response = sent.map_err(|error| Broken::NoAnswer { said: error.to_string() })?;
    let header = |name: &str| response.headers().get(name);
    let announced = header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    if announced > MOST_BYTES {
        controller.abort();
        return Err(Broken::TooLarge { bytes: announced, most: MOST_BYTES });
    }
    let body = read_body(&response).await?;
    Ok(Fetched {
        status: response.status(),
        content_type: header("content-type").unwrap_or_default(),
        redirected_to: response.redirected().then(|| response.url()),
        retry_after_seconds: header("retry-after").and_then(|text| text.parse().ok()),
        body,
    })
}

async fn read_body(response: &Response) -> Result<Vec<u8>, Broken> {
    let mut bytes = Vec::new();
    let Some(body) = response.body() else { return Ok(bytes) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|error| Broken::CutOff {
            bytes: bytes.len() as u64,
            said: wire::field(&error, "message").as_string().unwrap_or_default(),
        })?;
        if wire::field(&step, "done").is_truthy() {
            return Ok(bytes);
        }
        let chunk: Uint8Array = wire::field(&step, "value").unchecked_into();
        let length = bytes.len() as u64 + u64::from(chunk.length());
        if length > MOST_BYTES {
            // What it says when it is told to stop is of no use.
            let _stopped = reader.cancel();
            return Err(Broken::TooLarge { bytes: length, most: MOST_BYTES });
        }
        bytes.extend(chunk.to_vec());
    }
}

/// Aborts a fetch that takes too long.
struct Timer {
    id: JsValue,
    is_over: Rc<Cell<bool>>,
}

impl Timer {
    fn start(controller: &AbortController, seconds: u32) -> Timer {
        let is_over = Rc::new(Cell::new(false));
        let (is_over_here, controller) = (is_over.clone(), controller.clone());
        let end = Closure::once_into_js(move || {
            is_over_here.set(true);
            controller.abort();
        });
        Timer { id: set_timeout(&end, f64::from(seconds) * 1_000.0), is_over }
    }

    fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}
