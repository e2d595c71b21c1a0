//! Debian's nginx → the web server that the deployment's configuration is tried with.
//!
//! Invariant: nothing is installed; Debian's package would start a server on port 80 at once, so
//! only its files are taken. Deliberately absent: configuring it; the tests bring deploy/nginx.conf.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Origin, Tool, apt, install, on_path};
use crate::failure::Failure;
use crate::places::Places;

const NAME: &str = "nginx";
/// Not on the PATH of everybody who may run it.
const INSTALLED: &str = "/usr/sbin/nginx";

pub fn find(places: &Places) -> Option<Tool> {
    let installed =
        on_path(NAME).or_else(|| Some(PathBuf::from(INSTALLED)).filter(|p| p.is_file()));
    let cached = Some(cached(places)).filter(|program| program.is_file());
    installed
        .map(|program| tool(program, Origin::Path))
        .or_else(|| cached.map(|program| tool(program, Origin::Cache)))
}

pub fn ensure(places: &Places) -> Result<Tool, Failure> {
    if let Some(tool) = find(places) {
        return Ok(tool);
    }
    install::into(places, NAME, |staging, build| apt::unpack(places, NAME, staging, build))?;
    find(places).ok_or_else(|| Failure::Missing {
        what: "nginx, which its Debian package did not hold".into(),
        remedy: "Install nginx and put it on PATH.".into(),
    })
}

pub fn how_obtained() -> &'static str {
    "taken out of Debian's package (seconds)"
}

fn cached(places: &Places) -> PathBuf {
    install::home(places, NAME).join("usr/sbin/nginx")
}

fn tool(program: PathBuf, origin: Origin) -> Tool {
    let version = version_of(&program).unwrap_or_else(|| "unknown".into());
    Tool { program, version, origin }
}

/// It says its version among the errors.
fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("-v").output().ok()?;
    number_in(&String::from_utf8_lossy(&output.stderr))
}

/// `nginx version: nginx/1.22.1 (Debian)` → `1.22.1`
fn number_in(text: &str) -> Option<String> {
    let (_, version) = text.split_once("nginx/")?;
    version.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_what_follows_the_name() {
        assert_eq!(number_in("nginx version: nginx/1.22.1\n").as_deref(), Some("1.22.1"));
        assert_eq!(number_in("nginx: command not found"), None);
    }
}
