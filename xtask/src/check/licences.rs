//! Every package in Cargo.lock → whether its licence and its source are allowed.
//!
//! Invariant: a licence that is not on the list, a package without one, and a source other than
//! the public registry are failures that name the package. Deliberately absent: cargo-deny, which
//! takes minutes to build; the evaluation of licence expressions is the same crate it uses.

use serde_json::Value;
use spdx::{Expression, ParseMode};

use super::tally::Tally;
use crate::announce::say;
use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;
use crate::toolchain;
use crate::workbench::Workbench;

/// Permissive ones only: they ask for no more than their text to be kept.
const ALLOWED: [&str; 12] = [
    "Apache-2.0",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

pub fn run(places: &Places) -> Result<Tally, Failure> {
    let bench = Workbench::bare(&toolchain::native(places)?);
    let mut cargo = bench.command("cargo", &places.root);
    let metadata = captured(cargo.args(["metadata", "--format-version", "1", "--locked"]))?;
    let packages = packages_in(&metadata).ok_or_else(|| Failure::Command {
        command: "cargo metadata".into(),
        how: "its answer names no packages".into(),
        output: metadata.chars().take(200).collect(),
    })?;
    let objections: Vec<String> = packages.iter().filter_map(Package::objection).collect();
    for objection in &objections {
        say(&format!("licences: {objection}"));
    }
    say(&format!("licences: {} packages, {} objections", packages.len(), objections.len()));
    Ok(if objections.is_empty() { Tally { passed: 1, failed: 0 } } else { Tally::FAILURE })
}

struct Package {
    name: String,
    licence: Option<String>,
    /// `None` for the workspace's own.
    source: Option<String>,
}

impl Package {
    fn objection(&self) -> Option<String> {
        let Package { name, .. } = self;
        if self.source.as_deref().is_some_and(|source| !is_public_registry(source)) {
            return Some(format!("{name} comes from {}", self.source.as_deref().unwrap_or("?")));
        }
        match &self.licence {
            None => Some(format!("{name} names no licence")),
            Some(licence) if is_allowed(licence) => None,
            Some(licence) => Some(format!("{name} is under `{licence}`, which is not on the list")),
        }
    }
}

/// `a OR b` needs one of them, `a AND b` both; an exception only grants more. The old `a/b` is
/// read as `a OR b`.
fn is_allowed(licence: &str) -> bool {
    let expression = Expression::parse_mode(licence, ParseMode::LAX);
    expression.is_ok_and(|expression| {
        expression.evaluate(|requirement| {
            requirement.license.id().is_some_and(|id| ALLOWED.contains(&id.name))
        })
    })
}

fn is_public_registry(source: &str) -> bool {
    source.starts_with("registry+") && source.ends_with("/crates.io-index")
}

fn packages_in(metadata: &str) -> Option<Vec<Package>> {
    let metadata: Value = serde_json::from_str(metadata).ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages = metadata.get("packages")?.as_array()?.iter();
    packages
        .map(|package| {
            Some(Package {
                name: format!("{} {}", package["name"].as_str()?, package["version"].as_str()?),
                licence: text(&package["license"]),
                source: text(&package["source"]),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_allowed_alternative_is_enough_but_a_conjunction_needs_all() {
        assert!(is_allowed("MIT OR GPL-3.0-only") && is_allowed("MIT/Apache-2.0"));
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!is_allowed("MIT AND GPL-3.0-only") && !is_allowed("AGPL-3.0-only"));
    }

    #[test]
    fn exception_to_an_allowed_licence_is_allowed() {
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception"));
    }

    #[test]
    fn text_that_is_no_licence_is_not_allowed() {
        assert!(!is_allowed("do what you want") && !is_allowed(""));
    }

    #[test]
    fn package_from_elsewhere_is_named() {
        let metadata = r#"{"packages":[
            {"name":"own","version":"1.0.0","license":"MIT","source":null},
            {"name":"far","version":"2.0.0","license":"MIT","source":"git+https://example.org/far"},
            {"name":"bare","version":"3.0.0","license":null,"source":null}]}"#;
        let packages = packages_in(metadata).unwrap();
        let objections: Vec<String> = packages.iter().filter_map(Package::objection).collect();
        assert_eq!(
            objections,
            ["far 2.0.0 comes from git+https://example.org/far", "bare 3.0.0 names no licence"]
        );
    }
}
