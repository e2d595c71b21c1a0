//! Commands that need the app's own code → a program that is compiled for them alone.
//!
//! Invariant: arguments arrive there as they were typed. Deliberately absent: linking the app into
//! xtask; that would make every command wait for it, and break with it.

use std::ffi::OsString;

use crate::announce::pass_through;
use crate::check;
use crate::failure::Failure;
use crate::places::Places;
use crate::toolchain;
use crate::workbench::Workbench;

/// The measuring program of tests/e2e, with the surroundings of the end-to-end tests.
pub fn bench(places: &Places, words: &[OsString]) -> Result<(), Failure> {
    let (bench, variables) = check::environment(places)?;
    let mut cargo = bench.command("cargo", &places.root);
    cargo.args(["run", "--quiet", "--release", "-p", "e2e", "--bin", "bench", "--"]);
    pass_through(cargo.args(words).envs(variables))
}

/// This package's second program, the only one with the app's core in it.
pub fn generate(places: &Places, words: &[OsString]) -> Result<(), Failure> {
    let bench = Workbench::bare(&toolchain::native(places)?);
    let mut cargo = bench.command("cargo", &places.root);
    cargo.args(["run", "--quiet", "--release", "-p", "xtask", "--features", "generate"]);
    cargo.args(["--bin", "generate", "--"]).args(words);
    pass_through(&mut cargo)
}
