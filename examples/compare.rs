//! Compares two traces in files, and explains the difference.
//!
//! ```text
//! cargo run --release --no-default-features --example compare -- FIRST SECOND
//! ```
//!
//! Prints one JSON object: `a_ns` and `b_ns`, the durations of the roots of either trace together;
//! `delta_ns`, by how much the second is longer; and `contributions`, the largest first, which add
//! up to `delta_ns` exactly: `change`, `service`, `name`, `contribution_ns`, and the ids of the
//! spans on either side (`spans_a`, `spans_b`). Of a file with several traces the one with the most
//! spans is taken. Exit code 1 if a file cannot be read, 2 if the arguments are not understood.

use std::fs;
use std::process::ExitCode;

use serde::Serialize;
use spanscope::analysis::{Change, Comparison, Contribution, compare, contributions};
use spanscope::ingest::Reader;
use spanscope::trace::Trace;

const HELP: &str = "usage: compare FIRST SECOND";

#[derive(Serialize)]
struct Explanation {
    a_ns: u64,
    b_ns: u64,
    delta_ns: i64,
    contributions: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    change: &'static str,
    service: String,
    name: String,
    contribution_ns: i64,
    spans_a: Vec<String>,
    spans_b: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [first, second] = arguments.as_slice() else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    match (largest(first), largest(second)) {
        (Ok(first), Ok(second)) => {
            println!("{}", serde_json::json!(explanation(&first, &second)));
            ExitCode::SUCCESS
        }
        (first, second) => {
            for problem in [first.err(), second.err()].into_iter().flatten() {
                eprintln!("{problem}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The trace with the most spans in a file.
fn largest(file: &str) -> Result<Trace, String> {
    let bytes = fs::read(file).map_err(|error| format!("{file}: cannot be read: {error}."))?;
    let mut reader = Reader::new();
    reader.begin_source(file);
    reader.push(&bytes).map_err(|error| format!("{file}: {error}"))?;
    let outcome = reader.finish();
    if let Some(error) = outcome.sources.iter().find_map(|source| source.error.as_ref()) {
        return Err(format!("{file}: {error}"));
    }
    let largest = outcome.recording.traces.into_iter().max_by_key(Trace::span_count);
    largest.ok_or_else(|| format!("{file}: there is no trace in it."))
}

fn explanation(first: &Trace, second: &Trace) -> Explanation {
    let comparison = compare(first, second);
    let (a_ns, b_ns) = (comparison.total_nanos(0), comparison.total_nanos(1));
    let lines = contributions(&comparison);
    Explanation {
        a_ns,
        b_ns,
        delta_ns: b_ns as i64 - a_ns as i64,
        contributions: lines.iter().map(|it| line([first, second], &comparison, it)).collect(),
    }
}

fn line(traces: [&Trace; 2], comparison: &Comparison, it: &Contribution) -> Line {
    let node = it.node as usize;
    let ids = |side: usize| {
        let spans = comparison.spans(node, side).iter();
        spans.map(|&span| traces[side].span_id(span).to_string()).collect::<Vec<_>>()
    };
    // Named as it is called now, unless it is gone.
    let named = [1, 0].into_iter().find_map(|side| {
        let span = *comparison.spans(node, side).first()?;
        let trace = traces[side];
        Some((trace.service_text(span).to_owned(), trace.name_text(span).to_owned()))
    });
    let (service, name) = named.unwrap_or_default();
    Line {
        change: word(it.change),
        service,
        name,
        contribution_ns: it.nanos,
        spans_a: ids(0),
        spans_b: ids(1),
    }
}

fn word(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Gone => "gone",
        Change::Renamed => "renamed",
        Change::MoreOften => "more_often",
        Change::LessOften => "less_often",
        Change::ParallelToSerial => "parallel_to_serial",
        Change::SerialToParallel => "serial_to_parallel",
        Change::Reordered => "reordered",
        Change::OntoPath => "onto_path",
        Change::OffPath => "off_path",
        Change::Slower => "slower",
        Change::Faster => "faster",
    }
}
