//! Measurements → tables in Markdown for people, and JSON for machines.
//!
//! Invariant: ratios come first, since only they mean the same on every machine; a goal stands in
//! the first row of its column or beside its figure. Absent: colours.

use serde_json::{Value, json};

use crate::bundle::Bundle;
use crate::comparison::Compared;
use crate::frames::Smoothness;
use crate::goals::{self, Goal};
use crate::machine::Machine;
use crate::measured::Measured;
use crate::operations::Timed;
use crate::service_map::{LAID_OUT, SHOWN, ServiceMap};
use crate::start_up::StartUp;
use crate::table::{cell, table};

/// Empty where a part was not measured.
pub struct Report {
    pub machine: Machine,
    pub bundle: Option<Bundle>,
    pub start_up: Option<StartUp>,
    pub traces: Vec<Measured>,
    pub map: Option<ServiceMap>,
    pub comparisons: Vec<Compared>,
}

impl Report {
    pub fn tables(&self) -> String {
        let mut tables = Vec::new();
        if !self.traces.is_empty() {
            tables.extend([self.ratios(), self.times(), self.operations()]);
        }
        tables.extend(self.map.as_ref().map(layouts));
        let frames = self.frames();
        tables.extend((!frames.is_empty()).then(|| frame_table(frames)));
        tables.extend((!self.comparisons.is_empty()).then(|| comparisons(&self.comparisons)));
        tables.extend(self.bundle.as_ref().map(bundle_table));
        tables.push(self.surroundings());
        tables.join("\n")
    }

    fn used(&self) -> impl Iterator<Item = &Measured> {
        self.traces.iter().filter(|one| one.subject.is_used)
    }

    fn ratios(&self) -> String {
        let head = [
            ("Ratios", None),
            ("JSON.parse ÷ reader", Some(goals::INGEST)),
            ("JSON.parse ÷ opened", None),
            ("complete ÷ JSON.parse alone", Some(goals::COMPLETE_RATIO)),
            ("live memory ÷ text", Some(goals::LIVE_MEMORY)),
            ("linear memory ÷ text", Some(goals::LINEAR_MEMORY)),
        ];
        let row = |trace: &Measured| {
            let spans = trace.subject.plan.spans;
            let ratio = |value: Option<f64>, goal: Option<Goal>| match value {
                Some(value) => cell(format!("{value:.2}×"), goal, spans, value),
                None => "–".to_owned(),
            };
            vec![
                trace.subject.describe(),
                ratio(trace.ingest_speed_up(), Some(goals::INGEST)),
                ratio(trace.opened_speed_up(), None),
                ratio(trace.complete_ratio(), Some(goals::COMPLETE_RATIO)),
                ratio(Some(trace.live_ratio()), Some(goals::LIVE_MEMORY)),
                ratio(Some(trace.linear_ratio()), Some(goals::LINEAR_MEMORY)),
            ]
        };
        let note = "\nJSON.parse: of the same bytes, decoded (and unpacked) first unless alone. – : no JSON, \
                    over 512 MB, or too much for the browser.\n";
        table(&head, self.traces.iter().map(row)) + note
    }

    fn times(&self) -> String {
        let head = [
            ("Times", None),
            ("text MB", None),
            ("file MB", None),
            ("reader MB/s", None),
            ("first picture ms", Some(goals::FIRST_PICTURE)),
            ("complete ms", Some(goals::COMPLETE)),
            ("opened ms", None),
            ("complete in haste ms", None),
            ("JSON.parse ms (decoded)", None),
        ];
        let row = |trace: &Measured| {
            let spans = trace.subject.plan.spans;
            let first = trace.of_openings(|one| one.first_picture);
            let complete = trace.of_openings(|one| one.complete);
            let parse = trace.parse_alone_ms().zip(trace.parse_ms());
            vec![
                trace.subject.describe(),
                format!("{:.1}", trace.text_bytes as f64 / 1e6),
                format!("{:.1}", trace.file_bytes as f64 / 1e6),
                format!("{:.0}", trace.ingest_mb_a_second()),
                cell(format!("{first:.0}"), Some(goals::FIRST_PICTURE), spans, first),
                cell(format!("{complete:.0}"), Some(goals::COMPLETE), spans, complete),
                format!("{:.0}", trace.of_openings(|one| one.opened)),
                format!("{:.0}", trace.hasty_complete_ms()),
                parse.map_or("–".to_owned(), |(alone, all)| format!("{alone:.0} ({all:.0})")),
            ]
        };
        let note = "\nIn haste: asked for as soon as the page is there; else three seconds later, as a person.\n";
        table(&head, self.traces.iter().map(row)) + note
    }

    /// What moved, how it was moved, and how smooth that was.
    fn frames(&self) -> Vec<(String, &Smoothness)> {
        let of_trace = |trace: &'_ Measured| trace.subject.describe_trace();
        let of_traces = self
            .used()
            .flat_map(|trace| trace.smoothness.iter().map(move |one| (of_trace(trace), one)));
        let of_map = self.map.iter().flat_map(|map| &map.smoothness);
        of_traces.chain(of_map.map(|one| (sizes(SHOWN), one))).collect()
    }

    fn operations(&self) -> String {
        let head = ["The engine's answers", "goal", "first ms", "again ms"];
        let of_trace = |trace: &'_ Measured| trace.subject.describe_trace();
        let rows = self.used().flat_map(|trace| {
            let row = move |timed| timed_row(format!("{}: ", of_trace(trace)), timed);
            trace.operations.iter().map(row)
        });
        table(&head.map(|name| (name, None)), rows)
    }

    fn surroundings(&self) -> String {
        let Machine { cores, processor, memory_gib, browser, load } = &self.machine;
        let start_up = self.start_up.as_ref().map_or(String::new(), |start_up| {
            format!("Start of the app, empty cache: {:.0} ms\n", start_up.median_ms())
        });
        format!(
            "{start_up}{browser}; {cores} cores, {processor}; {memory_gib:.0} GiB of memory\n\
             Load before the measurement: {load:.1}\n",
        )
    }

    pub fn json(&self) -> Value {
        json!({
            "machine": self.machine.json(),
            "bundle": self.bundle.as_ref().map(Bundle::json),
            "start_up": self.start_up.as_ref().map(StartUp::json),
            "traces": self.traces.iter().map(Measured::json).collect::<Vec<Value>>(),
            "service_map": self.map.as_ref().map(ServiceMap::json),
            "comparisons": self.comparisons.iter().map(Compared::json).collect::<Vec<Value>>(),
        })
    }
}

fn bundle_table(bundle: &Bundle) -> String {
    let head = ["Bundle", "raw KB", "gzip KB"].map(|name| (name, None));
    let kilobytes = |bytes: usize| format!("{:.1}", bytes as f64 / 1000.0);
    let rows = bundle
        .kinds
        .iter()
        .map(|(kind, size)| vec![(*kind).to_owned(), kilobytes(size.raw), kilobytes(size.gzip)]);
    table(&head, rows)
}

fn frame_table(frames: Vec<(String, &Smoothness)>) -> String {
    let head = [
        ("Frames", None),
        ("work, median ms", None),
        ("p95 ms", None),
        ("p99 ms", Some(goals::FRAME)),
        ("with a missing row", Some(goals::MISSING_ROWS)),
        ("a second", None),
        ("not in time", None),
    ];
    let row = |(what, smooth): (String, &Smoothness)| {
        let [median, p95, p99] = smooth.work_ms();
        let missing = smooth.missing_ratio().map_or("–".to_owned(), |share| {
            let percent = share * 100.0;
            cell(format!("{percent:.1} %"), Some(goals::MISSING_ROWS), 0, percent)
        });
        vec![
            format!("{what}: {}", smooth.gesture),
            format!("{median:.1}"),
            format!("{p95:.1}"),
            cell(format!("{p99:.1}"), Some(goals::FRAME), 0, p99),
            missing,
            format!("{:.1}", smooth.frames_a_second()),
            format!("{:.1} %", smooth.missed_ratio() * 100.0),
        ]
    };
    table(&head, frames.into_iter().map(row))
}

fn timed_row(what: String, timed: &Timed) -> Vec<String> {
    let (first, again) = (timed.first_ms(), timed.again_ms());
    vec![
        what + timed.name,
        timed.goal.map_or(String::new(), |goal| goal.limit_text()),
        cell(format!("{first:.1}"), timed.goal, 0, first),
        cell(format!("{again:.1}"), timed.goal, 0, again),
    ]
}

fn layouts(map: &ServiceMap) -> String {
    let head = ["Service map", "goal", "first ms", "again ms", "first ÷ JSON.parse"];
    let of_layout = |layout: &Timed| {
        let mut row = timed_row(format!("{}: ", sizes(LAID_OUT)), layout);
        row.push(format!("{:.0}×", map.layout_ratio(layout)));
        row
    };
    let mut rows: Vec<Vec<String>> = map.layouts.iter().map(of_layout).collect();
    let tick = map.tick_ms().map(|[first, again]| {
        let goal = Some(goals::TICK);
        let [first, again] = [first, again].map(|ms| cell(format!("{ms:.2}"), goal, 0, ms));
        let name = format!("{}: a tick, on average", sizes(LAID_OUT));
        vec![name, goals::TICK.limit_text(), first, again, "–".to_owned()]
    });
    rows.extend(tick);
    rows.push(vec![
        format!("{}: first picture", sizes(SHOWN)),
        String::new(),
        format!("{:.0}", map.first_picture_ms()),
        "–".to_owned(),
        format!("{:.0}×", map.first_picture_ratio()),
    ]);
    let note = "\nLaid out by the worker, from asking to its answer; a tick has its share of all of that.\n\
                JSON.parse: of the same calls as a server answers them.\n";
    table(&head.map(|name| (name, None)), rows.into_iter()) + note
}

/// Of a service map: "1,238/4,271".
fn sizes((services, links): (u64, usize)) -> String {
    let [services, links] = [services, links as u64].map(spanscope::format::count);
    format!("map {services}/{links}")
}

fn comparisons(all: &[Compared]) -> String {
    let head =
        ["Comparisons", "goal", "first ms", "again ms", "first ÷ reading both", "shown after ms"];
    let row = |compared: &Compared| {
        let mut row = timed_row(format!("{}: ", compared.name), &compared.answer);
        row.push(format!("{:.2}×", compared.ratio()));
        row.push(format!("{:.0}", compared.shown_ms()));
        row
    };
    let note = "\nBy the engine; then on the page, from both sides being open to the comparison being shown.\n";
    table(&head.map(|name| (name, None)), all.iter().map(row)) + note
}
