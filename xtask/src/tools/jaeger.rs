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

pub const VERSION: &str = "2.13";
/// The same commit carries both of Jaeger's version numbers.
const MODULE: &str = "github.com/jaegertracing/jaeger@v1.76.0";
const NAME: &str = "jaeger-2.13";

pub fn find(places: &Places) -> Option<Tool> {
    let program = program(places);
    let tool = Tool { program, version: VERSION.into(), origin: Origin::Cache };
    tool.program.is_file().then_some(tool)
}

pub fn ensure(places: &Places) -> Result<Tool, Failure> {
    if let Some(tool) = find(places) {
        return Ok(tool);
    }
    let go = on_path("go").ok_or_else(|| Failure::Missing {
        what: format!("Go, to build Jaeger {VERSION} with"),
        remedy: "Install Go 1.25 or newer and put it on PATH.".into(),
    })?;
    install::into(places, NAME, |staging, _| {
        let source = source_dir(&go)?;
        let mut build = Command::new(&go);
        build
            .arg("build")
            .arg("-C")
            .arg(source)
            .args(["-trimpath", "-o"])
            .arg(staging.join("bin/jaeger"))
            .arg("./cmd/jaeger");
        let title = format!("building Jaeger {VERSION}");
        Step { title, expect: "about 7 min", log_name: NAME.into() }.run(places, &mut build)
    })?;
    Ok(Tool { program: program(places), version: VERSION.into(), origin: Origin::Cache })
}

pub fn how_obtained() -> &'static str {
    "built from its Go module (about 7 min)"
}

fn program(places: &Places) -> PathBuf {
    install::home(places, NAME).join("bin/jaeger")
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
