//! The core, its documentation and examples, and xtask itself → tests run on this machine.
//!
//! Invariant: needs nothing but a Rust compiler, so that it starts at once. Deliberately absent:
//! everything that knows a browser; without default features it is not even compiled.

use super::sub_run;
use super::tally::{Expect, Tally};
use crate::failure::Failure;
use crate::places::Places;
use crate::toolchain;
use crate::workbench::Workbench;

const RUNS: [(&str, Expect); 4] = [
    (
        "test -p spanscope-core -p spanscope --no-default-features --lib --test native",
        Expect::Tests,
    ),
    ("test -p spanscope-core -p spanscope --no-default-features --doc", Expect::TestsIfAny),
    ("build -p spanscope --no-default-features --examples", Expect::Success),
    ("test -p xtask --features generate", Expect::Tests),
];

pub fn run(places: &Places) -> Result<Tally, Failure> {
    let bench = Workbench::bare(&toolchain::native(places)?);
    let mut tally = Tally::default();
    for (arguments, expect) in RUNS {
        let mut cargo = bench.command("cargo", &places.root);
        tally += sub_run::run(cargo.args(arguments.split(' ')), expect)?;
    }
    Ok(tally)
}
