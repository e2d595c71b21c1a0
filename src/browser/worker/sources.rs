//! A plan becomes bytes: files in slices, URLs as streams, text and samples at once.
//!
//! Invariant: at most [`SLICES_AHEAD`] slices of a source are in memory beside the engine;
//! after every slice the event loop runs. Absent: guessing formats.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};

use gloo_net::http::Response;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, File, ReadableStreamDefaultReader};

use super::{SharedEngine, bytes_of, fail, fetching, run};
use crate::browser::frames::next_turn;
use crate::browser::wire;
use crate::engine::{OpeningId, SourcePlan};
use crate::generate::{Format, Generator, Plan};
use crate::jaeger::Method;

/// How much of a file is asked for at once. Measured: two mebibytes take twice as long as
/// eight, and more gain nothing. The first slices are smaller, so that one is there soon.
const SLICE_BYTES: f64 = 8.0 * 1024.0 * 1024.0;
const FIRST_SLICE_BYTES: f64 = 1024.0 * 1024.0;

/// How much of a slice is given to the engine at once, so that a question waits a few
/// milliseconds at most.
const PIECE_BYTES: u32 = 4 * 1024 * 1024;

/// What a first picture is made from: so much of a file's beginning and of its end, where
/// Jaeger names the services. Shorter sources are read before a picture could be seen.
const HEAD_BYTES: f64 = 512.0 * 1024.0;
const TAIL_BYTES: f64 = 1024.0 * 1024.0;
const SHORT_SOURCE_BYTES: f64 = 8.0 * 1024.0 * 1024.0;

/// Slices of a file that are under way while one is read: asking for one after another
/// leaves the worker waiting for half of the time.
const SLICES_AHEAD: usize = 3;

/// How many units (of a kilobyte, see `Engine::step`) are worked off in a turn.
const UNITS_A_TURN: usize = 4096;

/// Loads all sources of an opening, one after another, then finishes it.
pub async fn load(
    engine: SharedEngine,
    opening: OpeningId,
    sources: Vec<SourcePlan>,
    files: Array,
) {
    let total: u64 = sources.iter().map(bytes_expected).sum();
    engine.borrow_mut().expect_bytes(opening, total);
    let has_preview = sources.len() == 1;
    for source in sources {
        if !engine.borrow().is_loading(opening) {
            break;
        }
        let name = source.name();
        let bytes = Some(bytes_expected(&source)).filter(|&bytes| bytes > 0);
        engine.borrow_mut().begin_source(opening, &name, bytes);
        let outcome = load_source(&engine, opening, source, &files, has_preview).await;
        match outcome {
            Ok(()) => engine.borrow_mut().end_source(opening),
            Err(error) => fail(&engine, opening, &error),
        }
        work_off(&engine, opening).await;
    }
    FETCHES.with_borrow_mut(|all| all.remove(&opening));
    engine.borrow_mut().finish(opening);
    work_off(&engine, opening).await;
    run(&engine, UNITS_A_TURN);
}

fn bytes_expected(source: &SourcePlan) -> u64 {
    match source {
        SourcePlan::File { bytes, .. } => *bytes,
        SourcePlan::Text { bytes, .. } => bytes.len() as u64,
        SourcePlan::Url { .. } => 0,
        SourcePlan::Generated { .. } => 0,
    }
}

async fn load_source(
    engine: &SharedEngine,
    opening: OpeningId,
    source: SourcePlan,
    files: &Array,
    has_preview: bool,
) -> Result<(), JsValue> {
    match source {
        SourcePlan::File { index, .. } => {
            let file: File = files.get(index).dyn_into()?;
            load_file(engine, opening, &file, has_preview).await
        }
        SourcePlan::Text { bytes, .. } => {
            feed(engine, opening, bytes).await;
            Ok(())
        }
        SourcePlan::Url { url, headers } => load_url(engine, opening, &url, &headers).await,
        SourcePlan::Generated { spans, shape, seed } => {
            let plan = Plan { spans: spans as usize, shape, format: Format::JaegerJson, seed };
            load_generated(engine, opening, plan).await;
            Ok(())
        }
    }
}

async fn preview_file(
    engine: &SharedEngine,
    opening: OpeningId,
    file: &File,
    slices: &mut Slices<'_>,
) -> Result<(), JsValue> {
    let size = file.size();
    if size < SHORT_SOURCE_BYTES {
        return Ok(());
    }
    let head = file.slice_with_f64_and_f64(0.0, HEAD_BYTES)?.array_buffer();
    let tail = file.slice_with_f64_and_f64(size - TAIL_BYTES, size)?.array_buffer();
    // What is read later gets under way meanwhile.
    slices.ask_ahead()?;
    let head = bytes_of(&JsFuture::from(head).await?);
    let tail = bytes_of(&JsFuture::from(tail).await?);
    engine.borrow_mut().preview(opening, &file.name(), &head, &tail);
    // Tells of it before the long work begins.
    run(engine, 0);
    next_turn().await;
    Ok(())
}

async fn load_file(
    engine: &SharedEngine,
    opening: OpeningId,
    file: &File,
    has_preview: bool,
) -> Result<(), JsValue> {
    let mut slices =
        Slices { file, offset: 0.0, length: FIRST_SLICE_BYTES, under_way: VecDeque::new() };
    if has_preview {
        preview_file(engine, opening, file, &mut slices).await?;
    }
    while engine.borrow().wants_more(opening)
        && let Some(slice) = slices.next()?
    {
        let slice = Uint8Array::new(&JsFuture::from(slice).await?);
        for start in (0..slice.length()).step_by(PIECE_BYTES as usize) {
            let end = (start + PIECE_BYTES).min(slice.length());
            feed(engine, opening, slice.subarray(start, end).to_vec()).await;
        }
    }
    Ok(())
}

/// A file in slices, some of which are under way.
struct Slices<'a> {
    file: &'a File,
    /// Where the part that is not asked for yet begins.
    offset: f64,
    /// Of the next slice.
    length: f64,
    under_way: VecDeque<Promise>,
}

impl Slices<'_> {
    /// A promise of the next slice's bytes; `None` past the end.
    fn next(&mut self) -> Result<Option<Promise>, JsValue> {
        self.ask_ahead()?;
        Ok(self.under_way.pop_front())
    }

    fn ask_ahead(&mut self) -> Result<(), JsValue> {
        while self.under_way.len() < SLICES_AHEAD
            && let Some(slice) = self.ask()?
        {
            self.under_way.push_back(slice);
        }
        Ok(())
    }

    fn ask(&mut self) -> Result<Option<Promise>, JsValue> {
        let size = self.file.size();
        if self.offset >= size {
            return Ok(None);
        }
        let end = (self.offset + self.length).min(size);
        self.length = (2.0 * self.length).min(SLICE_BYTES);
        let slice = self.file.slice_with_f64_and_f64(self.offset, end)?;
        self.offset = end;
        Ok(Some(slice.array_buffer()))
    }
}

async fn load_generated(engine: &SharedEngine, opening: OpeningId, plan: Plan) {
    let mut generator = Generator::new(plan);
    let mut more = true;
    while more && engine.borrow().wants_more(opening) {
        let mut chunk = Vec::new();
        while more && chunk.len() < SLICE_BYTES as usize {
            more = generator.next_chunk(&mut chunk);
        }
        feed(engine, opening, chunk).await;
    }
}

async fn load_url(
    engine: &SharedEngine,
    opening: OpeningId,
    url: &str,
    headers: &[(String, String)],
) -> Result<(), JsValue> {
    let response = fetch(opening, url, headers).await?;
    if !response.ok() {
        return Err(JsValue::from_str(&describe_status(url, &response)));
    }
    if let Some(length) = response.headers().get("content-length")
        && let Ok(bytes) = length.parse()
        && response.headers().get("content-encoding").is_none()
    {
        engine.borrow_mut().expect_bytes(opening, bytes);
    }
    let Some(body) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|error| broke_off(url, &error))?;
        if wire::field(&step, "done").is_truthy() {
            return Ok(());
        }
        if !engine.borrow().wants_more(opening) {
            JsFuture::from(reader.cancel()).await?;
            return Ok(());
        }
        let chunk: Uint8Array = wire::field(&step, "value").dyn_into()?;
        feed(engine, opening, chunk.to_vec()).await;
    }
}

thread_local! {
    /// Of fetches under way.
    static FETCHES: RefCell<BTreeMap<OpeningId, AbortController>> = const { RefCell::new(BTreeMap::new()) };
}

/// Ends the fetch of an opening that nobody wants any more.
pub fn abort(opening: OpeningId) {
    if let Some(controller) = FETCHES.with_borrow_mut(|all| all.remove(&opening)) {
        controller.abort();
    }
}

async fn fetch(
    opening: OpeningId,
    url: &str,
    headers: &[(String, String)],
) -> Result<Response, JsValue> {
    let controller = AbortController::new()?;
    FETCHES.with_borrow_mut(|all| all.insert(opening, controller.clone()));
    fetching::send(Method::Get, url, headers, &controller).await.map_err(|error| {
        JsValue::from_str(&format!(
            "{url} did not answer ({error}). Check the address; if the server runs elsewhere, it must \
             allow requests from this page (CORS), or serve Spanscope next to it."
        ))
    })
}

fn broke_off(url: &str, error: &JsValue) -> JsValue {
    let said = wire::field(error, "message").as_string().unwrap_or_default();
    JsValue::from_str(&format!(
        "The answer of {url} broke off before its end ({said}). What arrived is shown, if it holds \
         spans; try again to get the rest."
    ))
}

fn describe_status(url: &str, response: &Response) -> String {
    let what = match response.status() {
        401 | 403 => "the server asks for a login that this page does not have",
        404 => "there is nothing at this address: the trace may be unknown there, or too old",
        429 => "the server is asked too often; wait a little and try again",
        500..=599 => "the server failed; try again, or look at its log",
        _ => "the server refused",
    };
    format!("{url} answered {} {}: {what}.", response.status(), response.status_text())
}

/// Hands bytes to the engine and works until they are read.
async fn feed(engine: &SharedEngine, opening: OpeningId, bytes: Vec<u8>) {
    engine.borrow_mut().feed(opening, bytes);
    work_off(engine, opening).await;
}

/// Works in turns until nothing of the opening waits.
async fn work_off(engine: &SharedEngine, opening: OpeningId) {
    loop {
        run(engine, UNITS_A_TURN);
        let waits = engine.borrow().has_work(opening);
        next_turn().await;
        if !waits {
            return;
        }
    }
}
