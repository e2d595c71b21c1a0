//! A package of npm at one version → its files below `node_modules/` of a directory.
//!
//! Invariant: the version that is named is the one taken, and nothing is put elsewhere. Deliberately
//! absent: a manifest; each package is taken alone.

use std::path::Path;
use std::process::Command;

use super::on_path;
use crate::announce::Step;
use crate::failure::Failure;
use crate::places::Places;

/// A package and what to call it for people: "wasm-opt 132".
pub struct Package {
    pub name: &'static str,
    pub version: &'static str,
    pub what: String,
}

impl Package {
    /// As a directory of tools is called.
    pub fn home_name(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    pub fn how_obtained(&self) -> String {
        format!("npm install {}@{} (seconds)", self.name, self.version)
    }

    /// That npm is there, before anything is begun.
    pub fn require_npm(&self) -> Result<(), Failure> {
        if on_path("npm").is_some() {
            return Ok(());
        }
        Err(Failure::Missing {
            what: format!("{}, and npm to get it with", self.what),
            remedy: "Install Node.js with npm.".into(),
        })
    }

    pub fn install(&self, places: &Places, staging: &Path) -> Result<(), Failure> {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
            .arg(staging)
            .arg(format!("{}@{}", self.name, self.version));
        let title = format!("installing {}", self.what);
        Step { title, expect: "", log_name: self.home_name() }.run(places, &mut npm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_is_named_with_its_version() {
        let package = Package { name: "a-tool", version: "1.2.3", what: "a tool".into() };
        assert_eq!(package.home_name(), "a-tool-1.2.3");
        assert_eq!(package.how_obtained(), "npm install a-tool@1.2.3 (seconds)");
    }
}
