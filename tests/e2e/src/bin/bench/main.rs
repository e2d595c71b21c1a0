//! `cargo xtask bench`: how fast the built page is, in the browser that users have.
//!
//! Invariant: what is compared was measured in the same browser, in turn, several times; medians
//! are told. Absent: a verdict that fails; goals stand beside the figures.

mod bundle;
mod comparison;
mod engine_worker;
mod frames;
mod goals;
mod json_parse;
mod machine;
mod measured;
mod opening;
mod operations;
mod options;
mod report;
mod service_map;
mod start_up;
mod statistics;
mod subject;
mod table;

use std::fs;
use std::process::ExitCode;
use std::time::Duration;

use comparison::Compared;
use e2e::environment;
use options::{Options, Part};
use report::Report;

/// Longer than anything here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(300);

fn main() -> ExitCode {
    let options = match Options::from_arguments() {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", options::help());
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}\n\n{}", options::help());
            return ExitCode::from(2);
        }
    };
    let report = measure(&options);
    print!("{}", report.tables());
    if let Some(path) = &options.json {
        if let Err(error) = fs::write(path, format!("{:#}\n", report.json())) {
            eprintln!("error: cannot write {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
        println!("\nWritten to {}", path.display());
    }
    ExitCode::SUCCESS
}

/// Tells what is being measured, apart from the tables.
fn say(step: &str) {
    eprintln!("{step} …");
}

fn measure(options: &Options) -> Report {
    // First, since the measurement itself is a load.
    let machine = machine::describe();
    let start_up = options.has(Part::Traces).then(|| {
        say("start of the app");
        start_up::measure(options.repetitions_of(0))
    });
    let traces = options.subjects().into_iter().map(measured::measure).collect();
    let map = options.has(Part::Map).then(|| service_map::measure(options.repetitions_of(0)));
    let of_part = |part, measure: fn(usize) -> Compared| {
        options.has(part).then(|| measure(options.repetitions_of(0)))
    };
    let pair = of_part(Part::Compare, comparison::of_two_traces);
    let sets = of_part(Part::Sets, comparison::of_two_sets);
    Report {
        machine,
        bundle: options.has(Part::Traces).then(|| bundle::measure(&environment::dist())),
        start_up,
        traces,
        map,
        comparisons: pair.into_iter().chain(sets).collect(),
    }
}
