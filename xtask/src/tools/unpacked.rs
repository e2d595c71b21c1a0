//! A server's Debian package → that server, to be started by tests.
//!
//! Invariant: nothing is installed; Debian's packages would start a server at once, on the port that
//! everybody knows, so only their files are taken. Deliberately absent: configuring them; the tests
//! bring what they try.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Origin, Tool, apt, install, on_path};
use crate::failure::Failure;
use crate::places::Places;

pub const NGINX: Unpacked = Unpacked {
    name: "nginx",
    program: "usr/sbin/nginx",
    version_argument: "-v",
    version_follows: "nginx/",
};

pub const PROMETHEUS: Unpacked = Unpacked {
    name: "prometheus",
    program: "usr/bin/prometheus",
    version_argument: "--version",
    version_follows: "version ",
};

pub struct Unpacked {
    /// Of package and program.
    pub name: &'static str,
    /// Below the root; not on the PATH of everybody who may run it.
    program: &'static str,
    version_argument: &'static str,
    version_follows: &'static str,
}

impl Unpacked {
    pub fn find(&self, places: &Places) -> Option<Tool> {
        let installed = Path::new("/").join(self.program);
        let installed = on_path(self.name).or_else(|| Some(installed).filter(|p| p.is_file()));
        let cached = install::home(places, self.name).join(self.program);
        installed.map(|program| self.tool(program, Origin::Path)).or_else(|| {
            cached.is_file().then_some(cached).map(|program| self.tool(program, Origin::Cache))
        })
    }

    pub fn ensure(&self, places: &Places) -> Result<Tool, Failure> {
        if let Some(tool) = self.find(places) {
            return Ok(tool);
        }
        install::into(places, self.name, |staging, build| {
            apt::unpack(places, self.name, staging, build)
        })?;
        self.find(places).ok_or_else(|| Failure::Missing {
            what: format!("{}, which its Debian package did not hold", self.name),
            remedy: format!("Install {} and put it on PATH.", self.name),
        })
    }

    pub fn how_obtained(&self) -> &'static str {
        "taken out of Debian's package (seconds)"
    }

    fn tool(&self, program: PathBuf, origin: Origin) -> Tool {
        let version = self.version_of(&program).unwrap_or_else(|| "unknown".into());
        Tool { program, version, origin }
    }

    /// Some say their version among the errors.
    fn version_of(&self, program: &Path) -> Option<String> {
        let output = Command::new(program).arg(self.version_argument).output().ok()?;
        let said = [output.stdout, output.stderr].concat();
        self.number_in(&String::from_utf8_lossy(&said))
    }

    /// `nginx version: nginx/1.22.1 (Debian)` → `1.22.1`
    fn number_in(&self, text: &str) -> Option<String> {
        let (_, version) = text.split_once(self.version_follows)?;
        version.split_whitespace().next().map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_what_follows_the_name() {
        let version = NGINX.number_in("nginx version: nginx/1.22.1\n");
        assert_eq!(version.as_deref(), Some("1.22.1"));
        let version = PROMETHEUS.number_in("prometheus, version 2.42.0+ds (branch: debian/sid)\n");
        assert_eq!(version.as_deref(), Some("2.42.0+ds"));
        assert_eq!(NGINX.number_in("nginx: command not found"), None);
    }
}
