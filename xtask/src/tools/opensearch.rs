//! Maven's index → a real OpenSearch of one node, to be started by tests.
//!
//! Invariant: it is a folder of archives for Java, and nothing runs or is installed. Deliberately
//! absent: plugins; Jaeger needs none.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Origin, Tool, install, on_path};
use crate::announce::Step;
use crate::failure::Failure;
use crate::places::Places;

/// Of the runner; its first two numbers are OpenSearch's.
const VERSION: &str = "3.3.0.0";
const NAME: &str = "opensearch-3.3.0.0";
const LEAST_JAVA: u32 = 21;
/// Where distributions put Javas beside the usual one.
const JAVAS: &str = "/usr/lib/jvm";

/// Its "program" is the folder.
pub fn find(places: &Places) -> Option<Tool> {
    let folder = install::home(places, NAME);
    let version = VERSION.into();
    folder.is_dir().then_some(Tool { program: folder, version, origin: Origin::Cache })
}

pub fn ensure(places: &Places) -> Result<PathBuf, Failure> {
    if let Some(tool) = find(places) {
        return Ok(tool.program);
    }
    let maven = on_path("mvn").ok_or_else(|| Failure::Missing {
        what: "Maven, to get OpenSearch with".into(),
        remedy: "Install Maven and put mvn on PATH.".into(),
    })?;
    install::into(places, NAME, |staging, _| {
        let mut command = Command::new(&maven);
        command
            .args(["--quiet", "--batch-mode", "--file"])
            .arg(places.root.join("tests/e2e/opensearch/pom.xml"))
            .arg("dependency:copy-dependencies")
            .arg(format!("-DoutputDirectory={}", staging.display()));
        let title = format!("getting OpenSearch {VERSION}");
        Step { title, expect: "about 1 min", log_name: NAME.into() }.run(places, &mut command)
    })
}

pub fn how_obtained() -> &'static str {
    "taken from Maven's index (about 1 min)"
}

/// One that is new enough, the usual one if that is.
pub fn find_java() -> Option<Tool> {
    let named = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin/java"));
    let others = std::fs::read_dir(JAVAS).into_iter().flatten().flatten();
    let mut others: Vec<PathBuf> = others.map(|entry| entry.path().join("bin/java")).collect();
    others.sort();
    let all = named.into_iter().chain(on_path("java")).chain(others);
    all.filter(|program| program.is_file()).find_map(|program| {
        let output = Command::new(&program).arg("-version").output().ok()?;
        let version = version_in(&String::from_utf8_lossy(&output.stderr))?;
        let is_enough = version.split('.').next()?.parse::<u32>().ok()? >= LEAST_JAVA;
        is_enough.then_some(Tool { program, version, origin: Origin::Path })
    })
}

pub fn java() -> Result<PathBuf, Failure> {
    find_java().map(|tool| tool.program).ok_or_else(|| Failure::Missing {
        what: format!("Java {LEAST_JAVA} or newer, to run OpenSearch with"),
        remedy: "Install one, and name it in JAVA_HOME or put it on PATH.".into(),
    })
}

/// `openjdk version "25.0.1" 2025-10-21` → `25.0.1`
fn version_in(text: &str) -> Option<String> {
    let (_, version) = text.split_once("version \"")?;
    version.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_of_java_stands_in_quotes() {
        let said = "openjdk version \"25.0.1\" 2025-10-21 LTS\nOpenJDK Runtime Environment\n";
        assert_eq!(version_in(said).as_deref(), Some("25.0.1"));
        assert_eq!(version_in("no such thing"), None);
    }

    #[test]
    fn folder_is_named_after_the_version_that_maven_is_asked_for() {
        let pom = include_str!("../../../tests/e2e/opensearch/pom.xml");
        assert!(pom.contains(&format!("<version>{VERSION}</version>")));
        assert!(NAME.ends_with(VERSION));
    }
}
