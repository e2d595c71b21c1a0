//! `JSON.parse` of the same bytes, which everything is compared with.
//!
//! Invariant: every run has a browser of its own, so that neither its garbage nor its crash is
//! in anything else's way. Absent: bytes that cannot be one text of the browser's.

use std::path::PathBuf;
use std::slice;
use std::time::Duration;

use e2e::app::App;
use e2e::browser::Browser;
use e2e::reply::Reply;
use e2e::site::Site;
use serde_json::{Value, json};

use crate::subject::{JsonText, Packing, Subject, Written};

/// No text of Chromium's is longer.
const MOST_TEXT_BYTES: u64 = (1 << 29) - 24;
const PATIENCE: Duration = Duration::from_secs(120);
/// A page with nothing but a place to put a file.
const BLANK: &str = "<!doctype html><title>blank</title><input type=file id=file multiple>";
const BLANK_PATH: &str = "/blank";

/// Milliseconds of one run.
#[derive(Clone, Copy)]
pub struct Parse {
    pub read: f64,
    /// From bytes to text, unpacking included.
    pub decode: f64,
    pub parse: f64,
}

/// `None` where there is no JSON, where it is too long, and where the browser gave up.
pub fn measure(subject: &Subject, written: &Written) -> Option<Parse> {
    let text = subject.json_text()?;
    if written.text_bytes > MOST_TEXT_BYTES {
        return None;
    }
    let app = App::start(Browser::start().with_patience(PATIENCE), site_with_blank());
    open_blank(&app, slice::from_ref(&written.file));
    let is_lines = text == JsonText::Lines;
    app.script(PARSE, &[json!(is_lines), json!(subject.packing == Packing::Gzip)]);
    let times = wait_for_times(&app)?;
    let time = |place: usize| times[place].as_f64();
    Some(Parse { read: time(0)?, decode: time(1)?, parse: time(2)? })
}

/// The built page, and an empty one beside it.
pub fn site_with_blank() -> Site {
    let site = Site::start();
    let body = BLANK.as_bytes().to_vec();
    site.answer(BLANK_PATH, Reply::Document { content_type: "text/html", body });
    site
}

/// Leaves the files, if any, in `#file` of a fresh empty page.
pub fn open_blank(app: &App, files: &[PathBuf]) {
    app.go(&app.site.url(BLANK_PATH));
    if !files.is_empty() {
        let lines: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        app.type_into("#file", &lines.join("\n"));
    }
}

/// Milliseconds of parsing a short text, each of many times.
pub fn times_of_text(app: &App, text: &str) -> Vec<f64> {
    open_blank(app, &[]);
    let times = app.script(PARSE_TEXT, &[json!(text)]);
    times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// `None` once the page has crashed, as it does when the values do not fit in memory.
fn wait_for_times(app: &App) -> Option<Value> {
    app.wait_for("JSON.parse", || {
        match app.try_script("return window.times ?? null", &[]) {
            Ok(Value::Null) => None,
            Ok(times) => Some(Some(times)),
            Err(error) if error.contains("crash") || error.contains("invalid session") => {
                Some(None)
            }
            // Too busy to answer.
            Err(_) => None,
        }
    })
}

/// The value is kept until the next one is there, so that no run may be left out.
const PARSE_TEXT: &str = "
    const [text] = arguments;
    return Array.from({ length: 50 }, () => {
        const begun = performance.now();
        window.value = JSON.parse(text);
        return performance.now() - begun;
    });";

/// Leaves three durations, or a text where the browser refuses.
const PARSE: &str = "
    const [isLines, isPacked] = arguments;
    const unpacked = bytes => {
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
        return new Response(stream).arrayBuffer();
    };
    (async () => {
        const file = document.querySelector('#file').files[0];
        const begun = performance.now();
        const bytes = await file.arrayBuffer();
        const read = performance.now();
        const text = new TextDecoder().decode(isPacked ? await unpacked(bytes) : bytes);
        const decoded = performance.now();
        window.value = isLines
            ? text.split('\\n').filter(line => line).map(line => JSON.parse(line))
            : JSON.parse(text);
        const parsed = performance.now();
        return [read - begun, decoded - read, parsed - decoded];
    })().then(times => { window.times = times; }, error => { window.times = `${error}`; });";
