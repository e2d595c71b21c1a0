//! Measurements → tables in Markdown for people, and JSON for machines.
//!
//! Invariant: ratios come first, since only they mean the same on every machine; a goal stands in
//! the first row of its column or beside its figure. Absent: colours.

use serde_json::{Value, json};

use crate::bundle::Bundle;
use crate::goals::{self, Goal};
use crate::machine::Machine;
use crate::measured::Measured;
use crate::start_up::StartUp;

pub struct Report {
    pub machine: Machine,
    pub bundle: Bundle,
    pub start_up: StartUp,
    pub traces: Vec<Measured>,
}

impl Report {
    pub fn tables(&self) -> String {
        let used: Vec<&Measured> = self.traces.iter().filter(|one| one.subject.is_used).collect();
        let tables = [
            self.ratios(),
            self.times(),
            frames(&used),
            operations(&used),
            self.bundle_table(),
            self.surroundings(),
        ];
        tables.join("\n")
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

    fn bundle_table(&self) -> String {
        let head = ["Bundle", "raw KB", "gzip KB"].map(|name| (name, None));
        let kilobytes = |bytes: usize| format!("{:.1}", bytes as f64 / 1000.0);
        let rows = self.bundle.kinds.iter().map(|(kind, size)| {
            vec![(*kind).to_owned(), kilobytes(size.raw), kilobytes(size.gzip)]
        });
        table(&head, rows)
    }

    fn surroundings(&self) -> String {
        let Machine { cores, processor, memory_gib, browser, load } = &self.machine;
        format!(
            "Start of the app, empty cache: {:.0} ms\n\
             {browser}; {cores} cores, {processor}; {memory_gib:.0} GiB of memory\n\
             Load before the measurement: {load:.1}\n",
            self.start_up.median_ms()
        )
    }

    pub fn json(&self) -> Value {
        json!({
            "machine": self.machine.json(),
            "bundle": self.bundle.json(),
            "start_up": self.start_up.json(),
            "traces": self.traces.iter().map(Measured::json).collect::<Vec<Value>>(),
        })
    }
}

fn frames(traces: &[&Measured]) -> String {
    let head = [
        ("Frames", None),
        ("work, median ms", None),
        ("p95 ms", None),
        ("p99 ms", Some(goals::FRAME)),
        ("with a missing row", Some(goals::MISSING_ROWS)),
        ("a second", None),
        ("not in time", None),
    ];
    let rows = traces.iter().flat_map(|trace| {
        let spans = trace.subject.plan.spans;
        trace.smoothness.iter().map(move |smooth| {
            let [median, p95, p99] = smooth.work_ms();
            let missing = smooth.missing_ratio() * 100.0;
            vec![
                format!("{}: {}", trace.subject.describe_trace(), smooth.gesture),
                format!("{median:.1}"),
                format!("{p95:.1}"),
                cell(format!("{p99:.1}"), Some(goals::FRAME), spans, p99),
                cell(format!("{missing:.1} %"), Some(goals::MISSING_ROWS), spans, missing),
                format!("{:.1}", smooth.frames_a_second()),
                format!("{:.1} %", smooth.missed_ratio() * 100.0),
            ]
        })
    });
    table(&head, rows)
}

fn operations(traces: &[&Measured]) -> String {
    let head = ["The engine's answers", "goal", "first ms", "again ms"].map(|name| (name, None));
    let rows = traces.iter().flat_map(|trace| {
        let spans = trace.subject.plan.spans;
        trace.operations.iter().map(move |timed| {
            let (first, again) = (timed.first_ms(), timed.again_ms());
            vec![
                format!("{}: {}", trace.subject.describe_trace(), timed.name),
                timed.goal.map_or(String::new(), |goal| goal.limit_text()),
                cell(format!("{first:.1}"), timed.goal, spans, first),
                cell(format!("{again:.1}"), timed.goal, spans, again),
            ]
        })
    });
    table(&head, rows)
}

/// A figure with the word whether its goal was met.
fn cell(figure: String, goal: Option<Goal>, spans: usize, measured: f64) -> String {
    figure + goal.map_or("", |goal| goal.word(spans, measured))
}

/// A column's name, and its goal.
type Head = (&'static str, Option<Goal>);

/// Columns as wide as their widest cell, so that it reads well unrendered, too; figures to the
/// right. Goals are the first row, if there are any.
fn table(head: &[Head], rows: impl Iterator<Item = Vec<String>>) -> String {
    let names: Vec<String> = head.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut rows: Vec<Vec<String>> = rows.collect();
    if head.iter().any(|(_, goal)| goal.is_some()) {
        let limits = head[1..].iter().map(|(_, goal)| goal.map(|goal| goal.text()));
        let limits = limits.map(Option::unwrap_or_default);
        rows.insert(0, ["*goal*".to_owned()].into_iter().chain(limits).collect());
    }
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().chain([&names]).map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        })
        .collect();
    let body: String = rows.iter().map(|row| line(row, &widths)).collect();
    line(&names, &widths) + &rule(&widths) + &body
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let padded = cells.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
        if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
    });
    format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
}

/// Between the head and the rest; it also says on which side the columns align.
fn rule(widths: &[usize]) -> String {
    let dashes = widths.iter().enumerate().map(|(column, width)| match column {
        0 => format!("-{}-", "-".repeat(*width)),
        _ => format!("-{}:", "-".repeat(*width)),
    });
    format!("|{}|\n", dashes.collect::<Vec<_>>().join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_well_as_text_and_as_markdown() {
        let rows = || vec![vec!["10k".to_owned(), "3.00×".to_owned()]].into_iter();
        let plain = "| Trace |     × |\n|-------|------:|\n| 10k   | 3.00× |\n";
        assert_eq!(table(&[("Trace", None), ("×", None)], rows()), plain);
        let judged =
            "| Trace  |     × |\n|--------|------:|\n| *goal* |  ≥ 3× |\n| 10k    | 3.00× |\n";
        assert_eq!(table(&[("Trace", None), ("×", Some(goals::INGEST))], rows()), judged);
    }
}
