//! Jaeger's Go module → a real Jaeger.
//!
//! Invariant: built as the main module it is; its go.mod has a replace line, which `go install`
//! refuses. Deliberately absent: containers and downloads; a Go proxy is all that is asked for.

use std::path::PathBuf;
use std::process::Command;

use super::{Origin, Tool, install, on_path};
use crate::announce::Step;
use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;

/// The same commit carries both of Jaeger's version numbers, and both programs.
const MODULE: &str = "github.com/jaegertracing/jaeger@v1.76.0";

pub const V2: Edition = Edition {
    version: "2.13",
    name: "jaeger-2.13",
    program: "jaeger",
    package: "./cmd/jaeger",
    expect: "about 7 min",
};

/// All of version 1 in one program, as many still run it.
pub const V1: Edition = Edition {
    version: "1.76",
    name: "jaeger-1.76",
    program: "jaeger-all-in-one",
    package: "./cmd/all-in-one",
    expect: "about 1 min after version 2, else 7",
};

pub struct Edition {
    pub version: &'static str,
    /// Of its directory among the tools.
    name: &'static str,
    program: &'static str,
    package: &'static str,
    expect: &'static str,
}

impl Edition {
    pub fn find(&self, places: &Places) -> Option<Tool> {
        let program = self.program(places);
        program.is_file().then(|| self.tool(program))
    }

    pub fn ensure(&self, places: &Places) -> Result<Tool, Failure> {
        if let Some(tool) = self.find(places) {
            return Ok(tool);
        }
        let go = on_path("go").ok_or_else(|| Failure::Missing {
            what: format!("Go, to build Jaeger {} with", self.version),
            remedy: "Install Go 1.25 or newer and put it on PATH.".into(),
        })?;
        install::into(places, self.name, |staging, _| {
            let source = source_dir(&go)?;
            let mut build = Command::new(&go);
            build
                .arg("build")
                .arg("-C")
                .arg(source)
                .args(["-trimpath", "-o"])
                .arg(staging.join("bin").join(self.program))
                .arg(self.package);
            let title = format!("building Jaeger {}", self.version);
            let log_name = self.name.into();
            Step { title, expect: self.expect, log_name }.run(places, &mut build)
        })?;
        Ok(self.tool(self.program(places)))
    }

    pub fn how_obtained(&self) -> String {
        format!("built from its Go module ({})", self.expect)
    }

    fn program(&self, places: &Places) -> PathBuf {
        install::home(places, self.name).join("bin").join(self.program)
    }

    fn tool(&self, program: PathBuf) -> Tool {
        Tool { program, version: self.version.into(), origin: Origin::Cache }
    }
}

fn source_dir(go: &PathBuf) -> Result<PathBuf, Failure> {
    let answer = captured(Command::new(go).args(["mod", "download", "-json", MODULE]))?;
    dir_in(&answer).ok_or_else(|| Failure::Command {
        command: format!("go mod download -json {MODULE}"),
        how: "it named no directory".into(),
        output: answer,
    })
}

fn dir_in(answer: &str) -> Option<PathBuf> {
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    answer.get("Dir")?.as_str().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_directory_is_what_go_says() {
        assert_eq!(dir_in(r#"{"Path":"x","Dir":"/go/x"}"#), Some("/go/x".into()));
        assert_eq!(dir_in(r#"{"Error":"not found"}"#), None);
    }
}
