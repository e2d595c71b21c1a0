//! The machine's Chromium and its driver → where they are.
//!
//! Invariant: browser and driver come from the same place, so their versions fit.
//! Deliberately absent: downloading a browser build of our own.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Origin, Tool, apt, on_path};
use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;

const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

pub fn find() -> Option<Browser> {
    Some(Browser { chromium: find_chromium()?, driver: find_driver()? })
}

pub fn ensure(places: &Places) -> Result<Browser, Failure> {
    if find().is_none() {
        apt::ensure(places, "Chromium and its driver", &PACKAGES)?;
    }
    find().ok_or_else(|| Failure::Missing {
        what: "Chromium with chromedriver".into(),
        remedy: "Install both, or name them in SPANSCOPE_CHROMIUM and SPANSCOPE_CHROMEDRIVER."
            .into(),
    })
}

pub fn find_tools() -> [Option<Tool>; 2] {
    [find_chromium(), find_driver()].map(|found| found.map(|program| tool(&program)))
}

pub fn how_obtained() -> String {
    format!("apt-get install {}", PACKAGES.join(" "))
}

fn find_chromium() -> Option<PathBuf> {
    named_by("SPANSCOPE_CHROMIUM").or_else(|| BROWSERS.iter().find_map(|name| on_path(name)))
}

fn find_driver() -> Option<PathBuf> {
    named_by("SPANSCOPE_CHROMEDRIVER").or_else(|| on_path("chromedriver"))
}

fn named_by(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn tool(program: &Path) -> Tool {
    let text = captured(Command::new(program).arg("--version")).unwrap_or_default();
    let version = first_number(&text).unwrap_or("unknown").to_owned();
    Tool { program: program.to_path_buf(), version, origin: Origin::Path }
}

/// `Chromium 156.0.1 built on Debian` → `156.0.1`
fn first_number(text: &str) -> Option<&str> {
    text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_the_first_word_that_begins_with_a_digit() {
        assert_eq!(first_number("Chromium 156.0.1 built on Debian 12"), Some("156.0.1"));
        assert_eq!(first_number(""), None);
    }
}
