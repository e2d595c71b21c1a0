//! The parts of the test suite → one summary, and `N passed, N failed`.
//!
//! Invariant: a part that cannot run has failed; nothing is skipped quietly, and the other parts
//! still run. Deliberately absent: retrying; a test that passes the second time is broken.

mod browser;
mod e2e;
mod licences;
mod lint;
mod native;
mod sub_run;
mod summary;
mod tally;

use std::time::Instant;

use crate::announce::say;
use crate::failure::Failure;
use crate::places::Places;
pub use e2e::environment;
use summary::Line;
use tally::Tally;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Lint,
    Native,
    Browser,
    E2e,
    Licences,
}

impl Part {
    /// In the order they are run: what fails fastest comes first.
    pub const ALL: [Part; 5] = [Part::Lint, Part::Native, Part::Browser, Part::E2e, Part::Licences];

    pub fn name(self) -> &'static str {
        match self {
            Part::Lint => "lint",
            Part::Native => "native",
            Part::Browser => "browser",
            Part::E2e => "e2e",
            Part::Licences => "licences",
        }
    }

    fn run(self, places: &Places) -> Result<Tally, Failure> {
        match self {
            Part::Lint => lint::run(places),
            Part::Native => native::run(places),
            Part::Browser => browser::run(places),
            Part::E2e => e2e::run(places),
            Part::Licences => licences::run(places),
        }
    }
}

/// Prints everything, and says `Reported` when something failed.
pub fn run(places: &Places, parts: &[Part]) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for part in parts {
        let start = Instant::now();
        let tally = match part.run(places) {
            Err(Failure::Interrupted) => return Err(Failure::Interrupted),
            Err(failure) => {
                say(&format!("{} could not run: {failure}", part.name()));
                Tally::FAILURE
            }
            Ok(tally) => tally,
        };
        lines.push(Line { name: part.name(), tally, time: start.elapsed() });
    }
    print!("{}", summary::text(&lines));
    if lines.iter().any(|line| line.tally.failed > 0) { Err(Failure::Reported) } else { Ok(()) }
}
