//! npm's `binaryen` → a wasm-opt that understands what the compiler writes.
//!
//! Invariant: the version Trunk is told to expect (Trunk.toml `[tools]`) is the one taken.
//! Deliberately absent: the distribution's binaryen, which is years too old.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::npm::Package;
use super::{Origin, Tool, install, on_path};
use crate::failure::Failure;
use crate::places::{Places, ensure_dir};
use crate::running::captured;

pub const VERSION: &str = "132";

pub fn find(places: &Places) -> Option<Tool> {
    let cached = install::home(places, &package().home_name()).join("bin/wasm-opt");
    if cached.is_file() {
        return Some(tool(cached, Origin::Cache));
    }
    let there = on_path("wasm-opt")?;
    let text = captured(Command::new(&there).arg("--version")).ok()?;
    says_version(&text).then(|| tool(there, Origin::Path))
}

pub fn ensure(places: &Places) -> Result<Tool, Failure> {
    if let Some(tool) = find(places) {
        return Ok(tool);
    }
    let package = package();
    package.require_npm()?;
    let home = install::into(places, &package.home_name(), |staging, _| {
        package.install(places, staging)?;
        link_program(staging)
    })?;
    Ok(tool(home.join("bin/wasm-opt"), Origin::Cache))
}

pub fn package() -> Package {
    Package { name: "binaryen", version: VERSION, what: format!("wasm-opt {VERSION}") }
}

fn tool(program: std::path::PathBuf, origin: Origin) -> Tool {
    Tool { program, version: VERSION.into(), origin }
}

/// Relative, because the directory is renamed when it is complete.
#[cfg(unix)]
fn link_program(staging: &Path) -> Result<(), Failure> {
    let bin = staging.join("bin");
    ensure_dir(&bin)?;
    let real = "../node_modules/binaryen/bin/wasm-opt";
    std::os::unix::fs::symlink(real, bin.join("wasm-opt")).map_err(Failure::file("link", &bin))?;
    fs::metadata(bin.join("wasm-opt")).map(drop).map_err(Failure::file("find wasm-opt in", &bin))
}

#[cfg(not(unix))]
fn link_program(staging: &Path) -> Result<(), Failure> {
    fs::rename(staging.join("node_modules/.bin"), staging.join("bin"))
        .map_err(Failure::file("find wasm-opt in", staging))
}

fn says_version(text: &str) -> bool {
    text.split_whitespace().any(|word| word == VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_is_taken() {
        assert!(says_version("wasm-opt version 132 (version_132)"));
        assert!(!says_version("wasm-opt version 108"));
    }

    #[test]
    fn trunk_is_told_the_same_version() {
        let config = include_str!("../../../Trunk.toml");
        assert!(config.contains(&format!("wasm_opt = \"version_{VERSION}\"")));
    }
}
