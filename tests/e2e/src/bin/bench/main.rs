//! `cargo xtask bench`: how fast the built page is, in the browser that users have.
//!
//! Invariant: what is compared was measured in the same browser, in turn, several times; medians
//! are told. Absent: limits; a number is good or bad for whoever reads it.

mod bundle;
mod frames;
mod machine;
mod opening;
mod options;
mod report;
mod start_up;
mod statistics;

use std::fs;
use std::process::ExitCode;

use e2e::environment;
use options::Options;
use report::Report;

fn main() -> ExitCode {
    let options = match Options::from_arguments() {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", options::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}\n\n{}", options::HELP);
            return ExitCode::from(2);
        }
    };
    let report = measure(&options);
    print!("{}", report.table());
    if let Some(path) = &options.json {
        if let Err(error) = fs::write(path, format!("{:#}\n", report.json())) {
            eprintln!("error: cannot write {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
        println!("\nWritten to {}", path.display());
    }
    ExitCode::SUCCESS
}

fn measure(options: &Options) -> Report {
    // First, since the measurement itself is a load.
    let machine = machine::describe();
    eprintln!("measuring the start of the app");
    let start_up = start_up::measure(options.repetitions);
    let traces = options.plans().into_iter().map(|plan| {
        let name = opening::describe(plan);
        eprintln!("measuring {name}");
        opening::measure(plan, options.repetitions)
    });
    Report {
        machine,
        bundle: bundle::measure(&environment::dist()),
        start_up,
        traces: traces.collect(),
    }
}
