//! The repository → `dist/`: index.html, and everything else below `static/`.
//!
//! Invariant: `dist/` is replaced only by a complete build. Deliberately absent: how the wasm is
//! optimised; Cargo.toml's profile `wasm` and the `data-trunk rel="rust"` link of index.html say
//! that, and `trunk build` alone does the same; it only leaves styles and scripts as long as they are.

mod arrange;
mod shrink;
pub mod sizes;
pub mod stamp;
mod styles;

use std::path::PathBuf;
use std::time::Instant;

use crate::announce::{pass_through, say};
use crate::elapsed;
use crate::failure::Failure;
use crate::lock;
use crate::places::{Places, ensure_dir};
use crate::toolchain;
use crate::tools::{self, binaryen};
use crate::workbench::Workbench;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Release,
    Debug,
}

/// Everything that building the app and running its wasm tests needs.
pub fn workbench(places: &Places) -> Result<Workbench, Failure> {
    let toolchain = toolchain::prepare(places)?;
    let mut bench = Workbench::bare(&toolchain);
    bench.add_path(tools::wasm_bindgen(places)?.ensure(places, &toolchain)?.dir());
    bench.add_path(tools::trunk().ensure(places, &toolchain)?.dir());
    bench.add_path(binaryen::ensure(places)?.dir());
    Ok(bench)
}

/// The directory with the result.
pub fn build(places: &Places, bench: &Workbench, profile: Profile) -> Result<PathBuf, Failure> {
    styles::check_all_are_linked(&places.root)?;
    let output = match profile {
        Profile::Release => places.dist(),
        Profile::Debug => places.target().join("dist-debug"),
    };
    ensure_dir(&places.target())?;
    let _lock = lock::hold(&places.target().join(".app-build.lock"), "building the app")?;
    let stamp = stamp::Stamp::of(places, bench, profile)?;
    if stamp.is_that_of(&output) {
        say("the app is up to date");
        return Ok(output);
    }
    let start = Instant::now();
    let trunk_output = run_trunk(places, bench, profile)?;
    if profile == Profile::Release {
        shrink::shrink(&trunk_output)?;
    }
    arrange::into_dist(&trunk_output, &output)?;
    stamp.write(&output)?;
    say(&format!("built {} in {}", output.display(), elapsed::words(start.elapsed())));
    Ok(output)
}

fn run_trunk(places: &Places, bench: &Workbench, profile: Profile) -> Result<PathBuf, Failure> {
    let output = places.target().join("trunk");
    // Both are copied by index.html; neither need exist in a clone.
    ensure_dir(&places.root.join("public/samples"))?;
    ensure_dir(&output)?;
    // Trunk is kept from looking for tools of its own (--offline), and keeps cargo from fetching.
    let mut cargo = bench.command("cargo", &places.root);
    pass_through(cargo.args(["fetch", "--quiet"]))?;
    let mut trunk = bench.command("trunk", &places.root);
    trunk
        .args(["build", "--offline", "--dist"])
        .arg(&output)
        .env_remove("NO_COLOR")
        .env("RUST_BACKTRACE", "0");
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    say("building the app (the first time about 4 min, then about 1 min) …");
    pass_through(&mut trunk)?;
    Ok(output)
}
