//! A file opened in the app → when it was there, and what it took.
//!
//! Invariant: the browser is a fresh one each time, and times count from the wish to open. Absent:
//! a first opening that is thrown away; the median does that.

use std::path::Path;
use std::thread;
use std::time::Duration;

use e2e::app::App;
use serde_json::{Value, json};

/// Milliseconds from the wish, and bytes.
#[derive(Clone, Copy)]
pub struct Opening {
    /// Some rows are on the screen.
    pub first_picture: f64,
    /// The engine has the whole trace.
    pub opened: f64,
    /// The whole trace is on the screen.
    pub complete: f64,
    /// Of these, the reader's work: waiting for bytes not counted.
    pub ingest: f64,
    pub live_bytes: f64,
    /// Linear memory never shrinks: this is the peak.
    pub linear_bytes: f64,
}

/// What passes between the start of the page and the wish to open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// Nothing: a script's haste. The browser has not compiled the readers for speed yet.
    None,
    /// As long as a person needs to find the file and drop it, at least.
    Person,
}

pub const PERSON: Duration = Duration::from_secs(3);

pub fn open(app: &App, file: &Path, pause: Pause) -> Opening {
    app.open_start();
    if pause == Pause::Person {
        thread::sleep(PERSON);
    }
    app.pick_files(&[file.to_owned()]);
    let marks = app.wait_for_script("the settled waterfall", MARKS);
    let number = |name: &str| marks[name].as_f64();
    let told = |name: &str| number(name).unwrap_or_else(|| panic!("no {name} in {marks}"));
    let since_wish = |name: &str| number(name).map(|at| at - told("open"));
    let (opened, settled) = (since_wish("opened"), since_wish("settled"));
    let (opened, settled) = opened.zip(settled).expect("both marks were waited for");
    Opening {
        first_picture: since_wish("preview").unwrap_or(settled),
        opened,
        complete: settled.max(opened),
        ingest: told("ingest_ms"),
        live_bytes: told("live_bytes"),
        linear_bytes: told("linear_bytes"),
    }
}

/// `preview` is there only if rows were shown before the last byte.
const MARKS: &str = "
    const entry = name => performance.getEntriesByName(`spanscope:${name}`)[0];
    if (!entry('settled') || !entry('opened')) return null;
    const marks = { ...entry('opened').detail };
    for (const name of ['open', 'preview', 'opened', 'settled']) {
        marks[name] = entry(name)?.startTime ?? null;
    }
    return marks;";

impl Opening {
    pub fn json(&self) -> Value {
        json!({
            "first_picture_ms": self.first_picture, "opened_ms": self.opened,
            "complete_ms": self.complete, "ingest_ms": self.ingest,
            "live_bytes": self.live_bytes, "linear_bytes": self.linear_bytes,
        })
    }
}
