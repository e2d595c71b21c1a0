//! `cargo xtask …`: a developer's word → the app built, served, tested or measured.
//!
//! Invariant: works on a fresh clone, by obtaining what it needs, and says what it does.
//! Deliberately absent: any dependency on the app itself, which may be broken at the moment.

mod announce;
mod app_build;
mod args;
mod check;
mod delegate;
mod dist;
mod doctor;
mod elapsed;
mod failure;
mod interrupt;
mod lock;
mod lockfile;
mod places;
mod running;
mod serve;
mod toolchain;
mod tools;
mod workbench;

use std::env;
use std::process::ExitCode;

use app_build::Profile;
use args::Task;
use failure::Failure;
use places::Places;

fn main() -> ExitCode {
    interrupt::install();
    match args::parse(env::args_os().skip(1)).and_then(carry_out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Interrupted) => ExitCode::from(interrupt::EXIT_CODE),
        Err(Failure::Reported) => ExitCode::FAILURE,
        Err(failure @ Failure::Arguments(_)) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(task: Task) -> Result<(), Failure> {
    let places = Places::find()?;
    match task {
        Task::Help => print!("{}", args::HELP),
        Task::Doctor => doctor::run(&places)?,
        Task::Env => print!("{}", app_build::workbench(&places)?.exports()),
        Task::Build { debug } => build(&places, debug)?,
        Task::Dist => dist::run(&places)?,
        Task::Serve(options) => serve::run(&places, &options)?,
        Task::Test(parts) => check::run(&places, &parts)?,
        Task::Bench(words) => delegate::bench(&places, &words)?,
        Task::Generate(words) => delegate::generate(&places, &words)?,
    }
    Ok(())
}

fn build(places: &Places, debug: bool) -> Result<(), Failure> {
    let bench = app_build::workbench(places)?;
    let profile = if debug { Profile::Debug } else { Profile::Release };
    let dist = app_build::build(places, &bench, profile)?;
    let sizes = app_build::sizes::measure(&dist.join("static"))?;
    print!("{}", app_build::sizes::report(&sizes));
    Ok(())
}
