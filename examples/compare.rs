//! Compares two traces in files, or two sets of traces, and explains the difference.
//!
//! ```text
//! cargo run --release --no-default-features --example compare -- FIRST SECOND
//! cargo run --release --no-default-features --example compare -- --a FILE… --b FILE…
//! ```
//!
//! Prints one JSON object: `a_ns` and `b_ns`, the durations of the roots of either trace together;
//! `delta_ns`, by how much the second is longer; and `contributions`, the largest first, which add
//! up to `delta_ns` exactly: `change`, `service`, `name`, `contribution_ns`, and the ids of the
//! spans on either side (`spans_a`, `spans_b`). Of a file with several traces the one with the most
//! spans is taken. With `--a` and `--b`, all traces of the files are compared, unless there is one
//! on each side: `findings`, the largest first (`service`, `name`, `change`; `effect`, Cliff's
//! delta or the difference of shares, between −1 and 1; `significance`, the rate of false claims at
//! which it is one; `median_shift_ns`, `contribution_ns` to the mean of its kind of request, and a
//! trace and span near the median of each side, `exemplar_a` and `exemplar_b`); `attributes`, whose
//! values are spread otherwise; and `verdict`, which may be that there is too little data. Exit
//! code 1 if a file cannot be read, 2 if the arguments are not understood.

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

use serde::Serialize;
use spanscope::analysis::{
    AttributePlace, AttributeShift, Change, Comparison, Contribution, SetChange, SetComparison,
    SetFinding, SetVerdict, Unit, compare, compare_sets, contributions,
};
use spanscope::ingest::Reader;
use spanscope::trace::Trace;

const HELP: &str = "usage: compare FIRST SECOND | compare --a FILE… --b FILE…";

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

/// Differences between two sets, the largest first.
#[derive(Serialize)]
struct SetExplanation {
    verdict: &'static str,
    /// On either side.
    traces: [u32; 2],
    incomplete_traces: [u32; 2],
    mean_ns: [u64; 2],
    /// What other kinds of requests add to the change of the mean, other calls inside the kinds, and
    /// another time of the same calls.
    mix_ns: i64,
    structure_ns: i64,
    inside_ns: i64,
    findings: Vec<FindingLine>,
    attributes: Vec<AttributeLine>,
}

#[derive(Serialize)]
struct FindingLine {
    service: String,
    name: String,
    change: SetChange,
    effect: f64,
    significance: f64,
    median_shift_ns: Option<i64>,
    contribution_ns: i64,
    exemplar_a: Option<ExemplarLine>,
    exemplar_b: Option<ExemplarLine>,
}

#[derive(Serialize)]
struct ExemplarLine {
    trace_id: String,
    span_id: String,
}

#[derive(Serialize)]
struct AttributeLine {
    service: String,
    place: &'static str,
    key: String,
    value: String,
    traces: [u32; 2],
    of_traces: [u32; 2],
    effect: f64,
    significance: f64,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some([first, second]) = sides(&arguments) else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    let is_plain = !arguments[0].starts_with("--");
    match (traces_of(&first), traces_of(&second)) {
        (Ok(first), Ok(second)) => {
            println!("{}", answer(first, second, is_plain));
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

/// The files of either side: two, or those after `--a` and those after `--b`.
fn sides(arguments: &[String]) -> Option<[Vec<String>; 2]> {
    if let [first, second] = arguments
        && !first.starts_with("--")
        && !second.starts_with("--")
    {
        return Some([vec![first.clone()], vec![second.clone()]]);
    }
    let mut sides = [Vec::new(), Vec::new()];
    let mut side = None;
    for argument in arguments {
        match argument.as_str() {
            "--a" => side = Some(0),
            "--b" => side = Some(1),
            option if option.starts_with("--") => return None,
            file => sides[side?].push(file.to_owned()),
        }
    }
    sides.iter().all(|files| !files.is_empty()).then_some(sides)
}

/// The traces of some files; one that several files hold is there once.
fn traces_of(files: &[String]) -> Result<Vec<Trace>, String> {
    let mut all = Vec::new();
    for file in files {
        all.extend(traces_in(file)?);
    }
    let mut seen = BTreeSet::new();
    all.retain(|trace: &Trace| seen.insert(trace.id()));
    Ok(all)
}

fn traces_in(file: &str) -> Result<Vec<Trace>, String> {
    let bytes = fs::read(file).map_err(|error| format!("{file}: cannot be read: {error}."))?;
    let mut reader = Reader::new();
    reader.begin_source(file);
    reader.push(&bytes).map_err(|error| format!("{file}: {error}"))?;
    let outcome = reader.finish();
    if let Some(error) = outcome.sources.iter().find_map(|source| source.error.as_ref()) {
        return Err(format!("{file}: {error}"));
    }
    match outcome.recording.traces {
        traces if traces.is_empty() => Err(format!("{file}: there is no trace in it.")),
        traces => Ok(traces),
    }
}

/// Two plain files, or two single traces, are explained span by span; else the sets are compared.
fn answer(first: Vec<Trace>, second: Vec<Trace>, is_plain: bool) -> serde_json::Value {
    if !is_plain && (first.len() > 1 || second.len() > 1) {
        return serde_json::json!(set_explanation(&first, &second));
    }
    let largest = |traces: Vec<Trace>| traces.into_iter().max_by_key(Trace::span_count);
    match (largest(first), largest(second)) {
        (Some(first), Some(second)) => serde_json::json!(explanation(&first, &second)),
        _ => unreachable!("a file without a trace is a problem of its own"),
    }
}

fn set_explanation(first: &[Trace], second: &[Trace]) -> SetExplanation {
    let sides = [first, second];
    let [a, b] = sides.map(|traces| traces.iter().collect::<Vec<_>>());
    let comparison = compare_sets(&a, &b);
    let parts = comparison.mean_change();
    let finding = |it: &SetFinding| finding_line(sides, &comparison, it);
    SetExplanation {
        verdict: match comparison.verdict {
            SetVerdict::TooLittleData => "too_little_data",
            SetVerdict::NoDifference => "no_difference",
            SetVerdict::Different => "different",
        },
        traces: comparison.traces,
        incomplete_traces: comparison.incomplete,
        mean_ns: comparison.mean_nanos,
        mix_ns: parts.mix_nanos,
        structure_ns: parts.structure_nanos,
        inside_ns: parts.inside_nanos,
        findings: comparison.findings.iter().map(finding).collect(),
        attributes: comparison.attributes.iter().flat_map(attribute_lines).collect(),
    }
}

fn finding_line(
    sides: [&[Trace]; 2],
    comparison: &SetComparison,
    finding: &SetFinding,
) -> FindingLine {
    let path = &comparison.paths[finding.path as usize];
    let exemplar = |side: usize| {
        let it = finding.exemplars[side]?;
        let trace = &sides[side][it.trace as usize];
        Some(ExemplarLine {
            trace_id: trace.pool().trace_id_text(trace.id()),
            span_id: trace.pool().span_id_text(trace.span_id(it.span)),
        })
    };
    FindingLine {
        service: path.service.clone(),
        name: path.name.clone(),
        change: finding.change,
        effect: finding.effect,
        significance: finding.significance,
        median_shift_ns: (finding.unit == Unit::Nanos).then_some(finding.median_shift),
        contribution_ns: finding.contribution_nanos,
        exemplar_a: exemplar(0),
        exemplar_b: exemplar(1),
    }
}

fn attribute_lines(shift: &AttributeShift) -> impl Iterator<Item = AttributeLine> {
    shift.values.iter().map(|value| AttributeLine {
        service: shift.service.clone(),
        place: if shift.place == AttributePlace::Resource { "resource" } else { "span" },
        key: shift.key.clone(),
        value: value.value.clone(),
        traces: value.traces,
        of_traces: shift.of_traces,
        effect: value.effect,
        significance: value.significance,
    })
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
        Change::Fails => "fails",
        Change::FailsNoLonger => "fails_no_longer",
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
