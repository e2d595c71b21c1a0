//! A generated trace opened again and again, in turn with JSON.parse of the same bytes.
//!
//! Invariant: both begin with the same file on the disk, on a fresh page of the same browser.
//! Absent: a warm-up run that is thrown away; the median does that.

use std::fs;
use std::path::Path;
use std::time::Duration;

use e2e::app::App;
use e2e::browser::Browser;
use e2e::generated::{self, Format, Plan};
use e2e::reply::Reply;
use e2e::scratch::Scratch;
use e2e::site::Site;
use serde_json::{Value, json};

use crate::frames::{self, Smoothness};
use crate::statistics::median;

const PATIENCE: Duration = Duration::from_secs(300);
/// A page with nothing but a place to put a file.
const BLANK: &str = "<!doctype html><title>blank</title><input type=file id=file>";

/// Milliseconds of one run.
#[derive(Clone, Copy)]
pub struct Parse {
    pub read: f64,
    pub decode: f64,
    pub parse: f64,
}

#[derive(Clone, Copy)]
pub struct Opening {
    /// From the first wish to the engine's answer.
    pub opened: f64,
    /// From there to the first whole picture.
    pub settled: f64,
}

pub struct Measured {
    pub plan: Plan,
    pub bytes: u64,
    /// Empty where the browser cannot: a string of more than 512 MB, or no JSON at all.
    pub parses: Vec<Parse>,
    pub openings: Vec<Opening>,
    pub smoothness: Vec<Smoothness>,
}

pub fn describe(plan: Plan) -> String {
    format!("{} spans, {}, {}", plan.spans, plan.shape.name(), plan.format.name())
}

pub fn measure(plan: Plan, repetitions: usize) -> Measured {
    let scratch = Scratch::new("bench");
    let file = generated::write(plan, scratch.path());
    let bytes = fs::metadata(&file).map_or(0, |about| about.len());
    let site = Site::start();
    let body = BLANK.as_bytes().to_vec();
    site.answer("/blank", Reply::Document { content_type: "text/html", body });
    let app = App::start(Browser::start().with_patience(PATIENCE), site);
    let (mut parses, mut openings) = (Vec::new(), Vec::new());
    for _ in 0..repetitions {
        parses.extend(parse(&app, &file, plan.format));
        openings.push(open(&app, &file));
    }
    let smoothness = frames::measure(&app);
    Measured { plan, bytes, parses, openings, smoothness }
}

fn parse(app: &App, file: &Path, format: Format) -> Option<Parse> {
    if format == Format::OtlpProto {
        return None;
    }
    app.go(&app.site.url("/blank"));
    app.type_into("#file", &file.display().to_string());
    let is_lines = format == Format::OtlpJson;
    app.script(PARSE, &[json!(is_lines)]);
    let times = app.wait_for_script("JSON.parse", "return window.times ?? null");
    let time = |place: usize| times[place].as_f64();
    Some(Parse { read: time(0)?, decode: time(1)?, parse: time(2)? })
}

/// Leaves three durations, or a text where the browser refuses.
const PARSE: &str = "
    const [isLines] = arguments;
    (async () => {
        const file = document.querySelector('#file').files[0];
        const begun = performance.now();
        const bytes = await file.arrayBuffer();
        const read = performance.now();
        const text = new TextDecoder().decode(bytes);
        const decoded = performance.now();
        window.value = isLines
            ? text.split('\\n').filter(line => line).map(line => JSON.parse(line))
            : JSON.parse(text);
        const parsed = performance.now();
        return [read - begun, decoded - read, parsed - decoded];
    })().then(times => { window.times = times; }, error => { window.times = `${error}`; });";

fn open(app: &App, file: &Path) -> Opening {
    app.open_start();
    app.pick_files(&[file.to_owned()]);
    let marks = app.wait_for_script(
        "the settled waterfall",
        "const at = name => performance.getEntriesByName(`spanscope:${name}`)[0]?.startTime;
         return at('settled') === undefined ? null : [at('open'), at('opened'), at('settled')];",
    );
    let mark = |place: usize| marks[place].as_f64().expect("a mark on the time line");
    Opening { opened: mark(1) - mark(0), settled: mark(2) - mark(1) }
}

impl Measured {
    /// Decoding and parsing together, as one must to get from bytes to values; milliseconds.
    pub fn parse_ms(&self) -> Option<f64> {
        let all: Vec<f64> = self.parses.iter().map(|one| one.decode + one.parse).collect();
        (!all.is_empty()).then(|| median(&all))
    }

    /// Without decoding.
    pub fn parse_alone_ms(&self) -> Option<f64> {
        let all: Vec<f64> = self.parses.iter().map(|one| one.parse).collect();
        (!all.is_empty()).then(|| median(&all))
    }

    pub fn opened_ms(&self) -> f64 {
        median(&self.openings.iter().map(|one| one.opened).collect::<Vec<f64>>())
    }

    /// From the wish to the picture.
    pub fn total_ms(&self) -> f64 {
        median(&self.openings.iter().map(|one| one.opened + one.settled).collect::<Vec<f64>>())
    }

    pub fn ratio(&self) -> Option<f64> {
        self.parse_ms().map(|parse| self.total_ms() / parse)
    }

    pub fn json(&self) -> Value {
        let parses = self.parses.iter().map(
            |one| json!({ "read_ms": one.read, "decode_ms": one.decode, "parse_ms": one.parse }),
        );
        let openings = self
            .openings
            .iter()
            .map(|one| json!({ "opened_ms": one.opened, "settled_ms": one.settled }));
        json!({
            "spans": self.plan.spans, "shape": self.plan.shape.name(),
            "format": self.plan.format.name(), "bytes": self.bytes,
            "ratio_to_json_parse": self.ratio(), "json_parse_ms": self.parse_ms(),
            "json_parse_alone_ms": self.parse_alone_ms(), "opened_ms": self.opened_ms(),
            "total_ms": self.total_ms(), "parses": parses.collect::<Vec<Value>>(),
            "openings": openings.collect::<Vec<Value>>(),
            "frames": self.smoothness.iter().map(Smoothness::json).collect::<Vec<Value>>(),
        })
    }
}
