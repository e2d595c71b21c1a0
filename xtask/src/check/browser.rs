//! The browser half → tests run as wasm in a headless Chromium.
//!
//! Invariant: the runner is of the very version of wasm-bindgen that the tests are linked with.
//! Deliberately absent: node; what these tests ask about only exists in a browser.

use super::sub_run;
use super::tally::{Expect, Tally};
use crate::failure::Failure;
use crate::places::Places;
use crate::toolchain::{self, WASM_TARGET};
use crate::tools::{self, browser};
use crate::workbench::Workbench;

/// Seconds; the runner's own 20 are too few for a busy machine.
const PATIENCE: &str = "300";

pub fn run(places: &Places) -> Result<Tally, Failure> {
    let toolchain = toolchain::prepare(places)?;
    let mut bench = Workbench::bare(&toolchain);
    bench.add_path(tools::wasm_bindgen(places)?.ensure(places, &toolchain)?.dir());
    let found = browser::ensure(places)?;
    let mut cargo = bench.command("cargo", &places.root);
    cargo
        .args(["test", "-p", "spanscope", "--target", WASM_TARGET, "--test", "browser"])
        .env("CHROMEDRIVER", found.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", PATIENCE);
    sub_run::run(&mut cargo, Expect::Tests)
}
