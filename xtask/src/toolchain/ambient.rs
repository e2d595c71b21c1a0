//! The Rust on PATH → whether it can make wasm, after asking rustup to add the target.
//!
//! Invariant: rustup is only asked when nothing that works is there. Deliberately absent:
//! remembering that rustup failed; the next run may have a network.

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::{Toolchain, WASM_TARGET, rustc_version};
use crate::announce::{attempt, say};
use crate::failure::Failure;
use crate::running::captured;

/// A download of some 20 MB; a machine without a network fails long before.
const LIMIT: Duration = Duration::from_secs(180);

pub fn has_target() -> bool {
    let mut rustc = Command::new("rustc");
    let Ok(lib_dir) = captured(rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]))
    else {
        return false;
    };
    let Ok(entries) = fs::read_dir(lib_dir.trim()) else {
        return false;
    };
    let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.any(|name| name.starts_with("libstd-") && name.ends_with(".rlib"))
}

pub fn add_target() -> Result<bool, Failure> {
    let title = format!("asking rustup for the target {WASM_TARGET}");
    let mut rustup = Command::new("rustup");
    let added = attempt(&title, rustup.args(["target", "add", WASM_TARGET]), LIMIT)?;
    say(if added { "  added" } else { "  rustup is not here, or cannot get it" });
    Ok(added && has_target())
}

pub fn toolchain() -> Result<Toolchain, Failure> {
    Ok(Toolchain {
        label: format!("{} (on PATH)", rustc_version(&mut Command::new("rustc"))?),
        path: Vec::new(),
        vars: Vec::new(),
        removed: &[],
    })
}
