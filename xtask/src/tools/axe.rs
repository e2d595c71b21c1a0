//! npm's `axe-core` → the script that looks for what shuts people out of a page.
//!
//! Invariant: it is for the end-to-end tests alone; nothing of it is built into the app (its
//! licence, MPL-2.0, would be asked about then). Deliberately absent: a newer one by chance: rules
//! come and go with versions, and a test must not turn red by itself.

use std::path::PathBuf;

use super::npm::Package;
use super::{Origin, Tool, install};
use crate::failure::Failure;
use crate::places::Places;

pub const VERSION: &str = "4.14.1";

pub fn package() -> Package {
    Package { name: "axe-core", version: VERSION, what: format!("axe-core {VERSION}") }
}

pub fn find(places: &Places) -> Option<Tool> {
    let script = script(places);
    script.is_file().then(|| tool(script))
}

pub fn ensure(places: &Places) -> Result<Tool, Failure> {
    if let Some(tool) = find(places) {
        return Ok(tool);
    }
    let package = package();
    package.require_npm()?;
    install::into(places, &package.home_name(), |staging, _| package.install(places, staging))?;
    find(places).ok_or_else(|| Failure::Missing {
        what: format!("axe.min.js of {}", package.what),
        remedy: format!("Remove {} and try again.", script(places).display()),
    })
}

fn script(places: &Places) -> PathBuf {
    install::home(places, &package().home_name()).join("node_modules/axe-core/axe.min.js")
}

fn tool(program: PathBuf) -> Tool {
    Tool { program, version: VERSION.into(), origin: Origin::Cache }
}
