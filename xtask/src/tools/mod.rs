//! What the build and the tests need beside a compiler → programs at known places.
//!
//! Invariant: a tool that is there is found without asking any network. Deliberately absent: the
//! order in which commands need tools; each command asks for its own.

pub mod apt;
pub mod axe;
pub mod binaryen;
pub mod browser;
pub mod cargo_tool;
pub mod install;
pub mod jaeger;
pub mod npm;
pub mod opensearch;
pub mod python;
pub mod unpacked;

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::lockfile::locked_version;
use crate::places::Places;
use cargo_tool::CargoTool;

#[derive(Debug, Clone)]
pub struct Tool {
    pub program: PathBuf,
    pub version: String,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Installed by xtask.
    Cache,
    /// Was on the machine.
    Path,
}

impl Tool {
    pub fn dir(&self) -> &Path {
        self.program.parent().unwrap_or(Path::new("."))
    }
}

/// The newest Trunk that the workspace's compiler can build.
pub fn trunk() -> CargoTool {
    CargoTool {
        package: "trunk",
        program: "trunk",
        version: "0.21.14".into(),
        locked: true,
        expect: "about 8 min",
    }
}

/// Its published lock file names a version that was withdrawn, hence not `--locked`.
pub fn wasm_bindgen(places: &Places) -> Result<CargoTool, Failure> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: locked_version(&places.root, "wasm-bindgen")?,
        locked: false,
        expect: "about 3 min",
    })
}

pub fn on_path(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    let dirs = env::var_os("PATH")?;
    env::split_paths(&dirs).map(|dir| dir.join(&name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn program_that_nobody_has_is_not_on_path() {
        assert_eq!(on_path("no-such-program-anywhere"), None);
    }
}
