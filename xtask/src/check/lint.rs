//! Formatting and clippy, native and wasm → one result each.
//!
//! Invariant: every line of Rust in the repository passes both, with warnings denied, in the
//! configuration in which it is compiled. Deliberately absent: the browser half compiled for the
//! host; it never runs there.

use super::sub_run;
use super::tally::{Expect, Tally};
use crate::failure::Failure;
use crate::places::Places;
use crate::toolchain::{self, WASM_TARGET};
use crate::workbench::Workbench;

const FORMAT: &str = "fmt --all --check";
const CORE: &str =
    "clippy -p spanscope-core -p spanscope --no-default-features --all-targets -- -D warnings";
const DEVELOPER_TOOLS: &str =
    "clippy -p xtask -p e2e --features xtask/generate --all-targets -- -D warnings";

pub fn run(places: &Places) -> Result<Tally, Failure> {
    let bench = Workbench::bare(&toolchain::prepare(places)?);
    let app = format!(
        "clippy -p spanscope --target {WASM_TARGET} --lib --bins --test browser -- -D warnings"
    );
    let mut tally = Tally::default();
    for arguments in [FORMAT, CORE, DEVELOPER_TOOLS, &app] {
        let mut cargo = bench.command("cargo", &places.root);
        tally += sub_run::run(cargo.args(arguments.split(' ')), Expect::Success)?;
    }
    Ok(tally)
}
