//! Everything that was measured of one subject, and the figures that follow from it.
//!
//! Invariant: a figure is of medians; a ratio to `JSON.parse` is there only where it could be
//! measured. Absent: how figures are printed.

use e2e::app::App;
use e2e::browser::Browser;
use serde_json::{Value, json};

use crate::frames::{self, Smoothness};
use crate::goals::{self, Verdict};
use crate::json_parse::{self, Parse};
use crate::opening::{self, Opening, Pause};
use crate::operations::{self, Timed};
use crate::statistics::median;
use crate::subject::Subject;
use crate::{PATIENCE, say};

pub struct Measured {
    pub subject: Subject,
    pub file_bytes: u64,
    pub text_bytes: u64,
    pub parses: Vec<Parse>,
    pub openings: Vec<Opening>,
    /// The same as soon as the page is there.
    pub hasty_openings: Vec<Opening>,
    /// These two are empty unless the subject is used.
    pub smoothness: Vec<Smoothness>,
    pub operations: Vec<Timed>,
}

pub fn measure(subject: Subject) -> Measured {
    let name = subject.describe();
    say(&format!("{name}: writing the file"));
    let written = subject.write();
    let (mut parses, mut openings, mut hasty_openings) = (Vec::new(), Vec::new(), Vec::new());
    for run in 1..=subject.repetitions {
        say(&format!("{name}: JSON.parse and opening, {run} of {}", subject.repetitions));
        parses.extend(json_parse::measure(&subject, &written));
        openings.push(opening::open(&fresh_app(), &written.file, Pause::Person));
        hasty_openings.push(opening::open(&fresh_app(), &written.file, Pause::None));
    }
    let (mut smoothness, mut operations) = (Vec::new(), Vec::new());
    if subject.is_used {
        let app = fresh_app();
        say(&format!("{name}: frames"));
        smoothness = frames::measure(&app, &written.file);
        say(&format!("{name}: questions to the engine"));
        operations = operations::measure(&app, &written.file, &subject);
    }
    let (file_bytes, text_bytes) = (written.file_bytes, written.text_bytes);
    Measured {
        subject,
        file_bytes,
        text_bytes,
        parses,
        openings,
        hasty_openings,
        smoothness,
        operations,
    }
}

/// In a browser of its own, which has compiled nothing yet.
pub fn fresh_app() -> App {
    App::start(Browser::start().with_patience(PATIENCE), json_parse::site_with_blank())
}

impl Measured {
    /// Milliseconds; decoding and parsing together, as one must to get from bytes to values.
    pub fn parse_ms(&self) -> Option<f64> {
        self.parsed(|one| one.decode + one.parse)
    }

    /// Milliseconds, without decoding.
    pub fn parse_alone_ms(&self) -> Option<f64> {
        self.parsed(|one| one.parse)
    }

    fn parsed(&self, figure: impl Fn(&Parse) -> f64) -> Option<f64> {
        let all: Vec<f64> = self.parses.iter().map(figure).collect();
        (!all.is_empty()).then(|| median(&all))
    }

    pub fn of_openings(&self, figure: impl Fn(&Opening) -> f64) -> f64 {
        median(&self.openings.iter().map(figure).collect::<Vec<f64>>())
    }

    /// Milliseconds until the whole picture, of an opening as soon as the page is there.
    pub fn hasty_complete_ms(&self) -> f64 {
        median(&self.hasty_openings.iter().map(|one| one.complete).collect::<Vec<f64>>())
    }

    /// How many times as fast the reader is as decoding and `JSON.parse`.
    pub fn ingest_speed_up(&self) -> Option<f64> {
        self.parse_ms().map(|parse| parse / self.of_openings(|one| one.ingest))
    }

    /// The same with waiting for the disk and for the page.
    pub fn opened_speed_up(&self) -> Option<f64> {
        self.parse_ms().map(|parse| parse / self.of_openings(|one| one.opened))
    }

    /// From the wish to the whole picture, by `JSON.parse` alone.
    pub fn complete_ratio(&self) -> Option<f64> {
        self.parse_alone_ms().map(|parse| self.of_openings(|one| one.complete) / parse)
    }

    /// Megabytes (of 10⁶) of text that the reader reads in a second.
    pub fn ingest_mb_a_second(&self) -> f64 {
        self.text_bytes as f64 / 1_000.0 / self.of_openings(|one| one.ingest)
    }

    pub fn live_ratio(&self) -> f64 {
        self.of_openings(|one| one.live_bytes) / self.text_bytes as f64
    }

    pub fn linear_ratio(&self) -> f64 {
        self.of_openings(|one| one.linear_bytes) / self.text_bytes as f64
    }

    pub fn json(&self) -> Value {
        let plan = self.subject.plan;
        let parses = self.parses.iter().map(
            |one| json!({ "read_ms": one.read, "decode_ms": one.decode, "parse_ms": one.parse }),
        );
        json!({
            "spans": plan.spans, "shape": plan.shape.name(), "format": self.subject.form(),
            "file_bytes": self.file_bytes, "text_bytes": self.text_bytes,
            "ratios": self.ratios_json(),
            "ingest_mb_a_second": self.ingest_mb_a_second(),
            "json_parse_ms": self.parse_ms(), "json_parse_alone_ms": self.parse_alone_ms(),
            "medians": self.medians_json(),
            "json_parses": parses.collect::<Vec<Value>>(),
            "openings": self.openings.iter().map(Opening::json).collect::<Vec<Value>>(),
            "hasty_openings": self.hasty_openings.iter().map(Opening::json).collect::<Vec<Value>>(),
            "frames": self.smoothness.iter().map(Smoothness::json).collect::<Vec<Value>>(),
            "operations": self.operations.iter().map(Timed::json).collect::<Vec<Value>>(),
            "goals": goals::verdicts(self).iter().map(Verdict::json).collect::<Vec<Value>>(),
        })
    }

    fn ratios_json(&self) -> Value {
        json!({
            "ingest_times_as_fast_as_json_parse": self.ingest_speed_up(),
            "opened_times_as_fast_as_json_parse": self.opened_speed_up(),
            "complete_by_json_parse_alone": self.complete_ratio(),
            "live_memory_by_text": self.live_ratio(),
            "linear_memory_by_text": self.linear_ratio(),
        })
    }

    fn medians_json(&self) -> Value {
        Opening {
            first_picture: self.of_openings(|one| one.first_picture),
            opened: self.of_openings(|one| one.opened),
            complete: self.of_openings(|one| one.complete),
            ingest: self.of_openings(|one| one.ingest),
            live_bytes: self.of_openings(|one| one.live_bytes),
            linear_bytes: self.of_openings(|one| one.linear_bytes),
        }
        .json()
    }
}
