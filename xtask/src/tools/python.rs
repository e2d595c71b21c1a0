//! Packages of Python's index → a folder that a Python finds them in.
//!
//! Invariant: exactly the versions of a list in the repository; nothing is put into the machine's own
//! Python. Deliberately absent: virtual environments, which hold paths and so cannot be renamed when
//! they are complete.

use std::path::PathBuf;
use std::process::Command;

use super::{Origin, Tool, install, on_path};
use crate::announce::Step;
use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;

const PROGRAM: &str = "python3";

pub const OTLP: Packages = Packages {
    version: "1.45.1",
    name: "opentelemetry-python-1.45.1",
    requirements: "otlp.txt",
    what: "OpenTelemetry's SDK for Python",
};

/// Of the last SDK that the exporter for Jaeger's own format was made for.
pub const THRIFT: Packages = Packages {
    version: "1.21.0",
    name: "opentelemetry-python-jaeger-1.21.0",
    requirements: "jaeger_thrift.txt",
    what: "OpenTelemetry's old exporter for Jaeger",
};

pub struct Packages {
    pub version: &'static str,
    /// Of its directory among the tools.
    name: &'static str,
    /// A file of `tests/e2e/producers`.
    requirements: &'static str,
    what: &'static str,
}

/// For people: what a machine has.
pub fn find_program() -> Option<Tool> {
    let program = on_path(PROGRAM)?;
    let said = captured(Command::new(&program).arg("--version")).unwrap_or_default();
    let version = said.split_whitespace().nth(1).unwrap_or("unknown").to_owned();
    Some(Tool { program, version, origin: Origin::Path })
}

pub fn program() -> Result<PathBuf, Failure> {
    on_path(PROGRAM).ok_or_else(|| Failure::Missing {
        what: PROGRAM.into(),
        remedy: "Install Python 3.11 or newer with pip, and put it on PATH.".into(),
    })
}

impl Packages {
    /// Its "program" is the folder.
    pub fn find(&self, places: &Places) -> Option<Tool> {
        let folder = install::home(places, self.name);
        let version = self.version.into();
        folder.is_dir().then_some(Tool { program: folder, version, origin: Origin::Cache })
    }

    pub fn ensure(&self, places: &Places) -> Result<PathBuf, Failure> {
        let python = program()?;
        install::into(places, self.name, |staging, _| {
            let list = places.root.join("tests/e2e/producers").join(self.requirements);
            let mut pip = Command::new(&python);
            pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--target"])
                .arg(staging)
                .arg("--requirement")
                .arg(list);
            let title = format!("installing {} {}", self.what, self.version);
            Step { title, expect: "", log_name: self.name.into() }.run(places, &mut pip)
        })
    }

    pub fn how_obtained(&self) -> &'static str {
        "pip install into a folder of its own (seconds)"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_the_version_that_the_folder_is_named_after() {
        let lists = [
            (OTLP, include_str!("../../../tests/e2e/producers/otlp.txt")),
            (THRIFT, include_str!("../../../tests/e2e/producers/jaeger_thrift.txt")),
        ];
        for (packages, list) in lists {
            assert!(list.contains(&format!("opentelemetry-sdk=={}\n", packages.version)), "{list}");
            assert!(packages.name.ends_with(packages.version));
            let are_pinned = |line: &str| line.starts_with('#') || line.contains("==");
            assert!(list.lines().all(are_pinned), "{list}");
        }
    }
}
