//! A program published as a crate → that program at exactly one version.
//!
//! Invariant: a version that differs is never taken; the glue that wasm-bindgen writes must match
//! the crate the app is built with to the last digit. Deliberately absent: an optimised build;
//! these are tools, and an unoptimised one is there in half the time.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::{Origin, Tool, install, on_path};
use crate::announce::{Step, attempt, say};
use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;
use crate::toolchain::Toolchain;
use crate::workbench::Workbench;

/// Prebuilt programs are some megabytes; longer means that they cannot be had.
const PREBUILT_LIMIT: Duration = Duration::from_secs(180);

pub struct CargoTool {
    pub package: &'static str,
    pub program: &'static str,
    pub version: String,
    /// Whether the published lock file can be used.
    pub locked: bool,
    pub expect: &'static str,
}

impl CargoTool {
    pub fn find(&self, places: &Places) -> Option<Tool> {
        let cached = install::home(places, &self.name()).join("bin").join(self.program);
        if cached.is_file() {
            return Some(self.tool(cached, Origin::Cache));
        }
        let there = on_path(self.program)?;
        (version_of(&there)? == self.version).then(|| self.tool(there, Origin::Path))
    }

    pub fn ensure(&self, places: &Places, toolchain: &Toolchain) -> Result<Tool, Failure> {
        if let Some(tool) = self.find(places) {
            return Ok(tool);
        }
        let home = install::into(places, &self.name(), |staging, build| {
            if self.take_prebuilt(staging)? {
                return Ok(());
            }
            self.build(places, toolchain, staging, build)
        })?;
        Ok(self.tool(home.join("bin").join(self.program), Origin::Cache))
    }

    pub fn how_obtained(&self) -> String {
        format!("cargo binstall if there, else built from source ({})", self.expect)
    }

    fn name(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }

    fn tool(&self, program: PathBuf, origin: Origin) -> Tool {
        Tool { program, version: self.version.clone(), origin }
    }

    fn take_prebuilt(&self, staging: &Path) -> Result<bool, Failure> {
        if on_path("cargo-binstall").is_none() {
            return Ok(false);
        }
        let title = format!("looking for a prebuilt {} {}", self.package, self.version);
        let mut binstall = Command::new("cargo-binstall");
        binstall
            .args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"])
            .arg(staging)
            .arg(format!("{}@{}", self.package, self.version));
        let done = attempt(&title, &mut binstall, PREBUILT_LIMIT)?
            && staging.join("bin").join(self.program).is_file();
        say(if done { "  taken" } else { "  none to be had" });
        Ok(done)
    }

    fn build(
        &self,
        places: &Places,
        toolchain: &Toolchain,
        staging: &Path,
        build: &Path,
    ) -> Result<(), Failure> {
        let mut cargo = Workbench::bare(toolchain).command("cargo", build);
        cargo
            .args(["install", self.package, "--version", &self.version, "--debug", "--root"])
            .arg(staging)
            .args(self.locked.then_some("--locked"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TARGET_DIR", build);
        let title = format!("installing {} {}", self.package, self.version);
        Step { title, expect: self.expect, log_name: self.name() }.run(places, &mut cargo)
    }
}

/// `trunk 0.21.14` → `0.21.14`. NO_COLOR=1 stops Trunk even here.
fn version_of(program: &Path) -> Option<String> {
    let text = captured(Command::new(program).arg("--version").env_remove("NO_COLOR")).ok()?;
    second_word(&text)
}

fn second_word(text: &str) -> Option<String> {
    text.split_whitespace().nth(1).map(|word| word.trim_start_matches('v').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_the_word_after_the_programs_name() {
        assert_eq!(second_word("wasm-bindgen 0.2.130\n").as_deref(), Some("0.2.130"));
        assert_eq!(second_word("trunk v0.21.14").as_deref(), Some("0.21.14"));
        assert_eq!(second_word("trunk"), None);
    }
}
