//! The compiler's library source → `lib/rustlib/wasm32-unknown-unknown/lib/*.rlib`, built once.
//!
//! Invariant: built with the vector instructions that the app is built with, and with bitcode
//! inside (thin LTO), without which the app's own link-time optimisation cannot read it.
//! Deliberately absent: host libraries; this sysroot is named for the wasm target alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Toolchain, WASM_TARGET};
use crate::announce::Step;
use crate::failure::Failure;
use crate::places::{Places, ensure_dir};
use crate::tools::install;
use crate::workbench::Workbench;

const CRATE: &str = "nothing";
const MANIFEST: &str =
    "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";

pub fn ensure(places: &Places, name: &str, compiler: &Toolchain) -> Result<PathBuf, Failure> {
    install::into(places, name, |staging, build| {
        lay_out_crate(build)?;
        Step {
            title: "building Rust's standard library for wasm".into(),
            expect: "about 2 min",
            log_name: name.to_owned(),
        }
        .run(places, &mut build_command(build, compiler))?;
        let built = build.join("target").join(WASM_TARGET).join("release/deps");
        let libraries = staging.join("lib/rustlib").join(WASM_TARGET).join("lib");
        copy_libraries(&built, &libraries)
    })
}

fn lay_out_crate(dir: &Path) -> Result<(), Failure> {
    ensure_dir(&dir.join("src"))?;
    for (name, content) in [("Cargo.toml", MANIFEST), ("src/lib.rs", "")] {
        let path = dir.join(name);
        fs::write(&path, content).map_err(Failure::file("write", &path))?;
    }
    Ok(())
}

fn build_command(dir: &Path, compiler: &Toolchain) -> Command {
    let mut cargo = Workbench::bare(compiler).command("cargo", dir);
    cargo
        .args(["build", "--release", "-Zbuild-std=std,panic_abort,test", "--target", WASM_TARGET])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "thin")
        .env("CARGO_TARGET_DIR", dir.join("target"))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Ctarget-feature=+simd128");
    cargo
}

fn copy_libraries(from: &Path, to: &Path) -> Result<(), Failure> {
    ensure_dir(to)?;
    let own = format!("lib{CRATE}-");
    for entry in fs::read_dir(from).map_err(Failure::file("list", from))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with(&own) {
            fs::copy(entry.path(), to.join(&name)).map_err(Failure::file("copy", &entry.path()))?;
        }
    }
    Ok(())
}
