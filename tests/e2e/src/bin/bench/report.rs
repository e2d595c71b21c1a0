//! Measurements → tables in Markdown for people, and JSON for machines.
//!
//! Invariant: ratios come first, since only they mean the same on every machine; a goal stands at
//! the head of its column or in its row. Absent: colours.

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
            "Trace".to_owned(),
            headed("reader, times as fast as decoding and JSON.parse", goals::INGEST),
            "until open, times as fast".to_owned(),
            headed("until complete ÷ JSON.parse alone (100k)", goals::COMPLETE_RATIO),
            headed("live memory ÷ text", goals::LIVE_MEMORY),
            headed("linear memory ÷ text", goals::LINEAR_MEMORY),
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
        let note = "\n– : no JSON, more than 512 MB, or more than the browser's memory.\n";
        table(&head, self.traces.iter().map(row)) + note
    }

    fn times(&self) -> String {
        let head = [
            "Trace".to_owned(),
            "text MB".to_owned(),
            "file MB".to_owned(),
            "reader MB/s".to_owned(),
            headed("first picture ms (1M)", goals::FIRST_PICTURE),
            headed("complete ms (1M)", goals::COMPLETE),
            "opened ms".to_owned(),
            "JSON.parse ms (with decoding)".to_owned(),
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
                parse.map_or("–".to_owned(), |(alone, all)| format!("{alone:.0} ({all:.0})")),
            ]
        };
        table(&head, self.traces.iter().map(row))
    }

    fn bundle_table(&self) -> String {
        let head = ["Bundle", "raw KB", "gzip KB"].map(str::to_owned);
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
        "Frames".to_owned(),
        "work ms, median".to_owned(),
        "p95".to_owned(),
        headed("p99", goals::FRAME),
        headed("with a missing row", goals::MISSING_ROWS),
        "frames a second".to_owned(),
        "missed by the screen".to_owned(),
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
    let head = ["The engine's answers", "goal", "first ms", "again ms"].map(str::to_owned);
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

/// A column's head with its goal.
fn headed(name: &str, goal: Goal) -> String {
    format!("{name} (goal {})", goal.limit_text())
}

/// A figure with the word whether its goal was met.
fn cell(figure: String, goal: Option<Goal>, spans: usize, measured: f64) -> String {
    figure + goal.map_or("", |goal| goal.word(spans, measured))
}

/// Columns as wide as their widest cell, so that it reads well unrendered, too; figures to the
/// right.
fn table(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let rows: Vec<Vec<String>> = rows.collect();
    let length = |text: &String| text.chars().count();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().map(|row| length(&row[column]));
            cells.chain([length(&head[column])]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
    };
    let rule = widths.iter().enumerate().map(|(column, width)| match column {
        0 => format!("-{}-", "-".repeat(*width)),
        _ => format!("-{}:", "-".repeat(*width)),
    });
    let rule = format!("|{}|\n", rule.collect::<Vec<_>>().join("|"));
    let body: String = rows.iter().map(|row| line(row)).collect();
    line(head) + &rule + &body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_well_as_text_and_as_markdown() {
        let head = ["Trace".to_owned(), "×".to_owned()];
        let rows = vec![vec!["10k".to_owned(), "3.00×".to_owned()]];
        let drawn = "| Trace |     × |\n|-------|------:|\n| 10k   | 3.00× |\n";
        assert_eq!(table(&head, rows.into_iter()), drawn);
    }
}
