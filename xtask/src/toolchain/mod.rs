//! A machine → one Rust compiler that can make wasm, for everything xtask builds.
//!
//! Invariant: the same compiler serves wasm, native, clippy and rustfmt, so that `target/` is
//! shared between all of them. Deliberately absent: pinning a version; the workspace's
//! `rust-version` says what is needed, and any newer compiler will do.

mod ambient;
mod distribution;
mod llvm;
mod sysroot;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::announce::say;
use crate::failure::Failure;
use crate::places::Places;
use crate::running::captured;

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// `ambient` or `distribution`: for trying out one of the two ways.
const FORCE_VARIABLE: &str = "SPANSCOPE_TOOLCHAIN";

#[derive(Debug, Clone)]
pub struct Toolchain {
    /// For people: "1.95.0 (rustup)".
    pub label: String,
    /// To be put first on PATH.
    pub path: Vec<PathBuf>,
    /// To be set for every cargo call.
    pub vars: Vec<(&'static str, String)>,
    /// Variables that would make a rustup proxy of something that is none.
    pub removed: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Forced {
    Nothing,
    Ambient,
    Distribution,
}

/// Installs what is missing.
pub fn prepare(places: &Places) -> Result<Toolchain, Failure> {
    if let Some(ready) = ready(places)? {
        return Ok(ready);
    }
    let forced = forced()?;
    if forced != Forced::Distribution && ambient::add_target()? {
        return ambient::toolchain();
    }
    if forced == Forced::Ambient {
        return Err(no_target());
    }
    say("the Rust on PATH has no wasm target and cannot get one; taking the distribution's Rust");
    distribution::prepare(places)
}

/// What is there already, `None` if it could not make wasm.
pub fn ready(places: &Places) -> Result<Option<Toolchain>, Failure> {
    let forced = forced()?;
    if forced != Forced::Distribution && ambient::has_target() {
        return ambient::toolchain().map(Some);
    }
    if forced != Forced::Ambient {
        return distribution::ready(places);
    }
    Ok(None)
}

/// For native work alone: never installs, and takes the compiler that `prepare` would share.
pub fn native(places: &Places) -> Result<Toolchain, Failure> {
    ready(places)?.map_or_else(ambient::toolchain, Ok)
}

/// For `doctor`: how `prepare` would go about it.
pub fn how_obtained() -> &'static str {
    "rustup target add wasm32-unknown-unknown; else apt-get's rustc-web and a standard library built once (2 min)"
}

fn forced() -> Result<Forced, Failure> {
    match env::var(FORCE_VARIABLE).as_deref() {
        Err(_) | Ok("") => Ok(Forced::Nothing),
        Ok("ambient") => Ok(Forced::Ambient),
        Ok("distribution") => Ok(Forced::Distribution),
        Ok(other) => Err(Failure::Arguments(format!(
            "{FORCE_VARIABLE} is `{other}`; it may be `ambient` or `distribution`"
        ))),
    }
}

fn no_target() -> Failure {
    Failure::Missing {
        what: format!("the target {WASM_TARGET} of the Rust on PATH"),
        remedy: format!("Run `rustup target add {WASM_TARGET}`, or unset {FORCE_VARIABLE}."),
    }
}

/// "rustc 1.96.0 (… )" → "1.96.0"
fn rustc_version(rustc: &mut Command) -> Result<String, Failure> {
    let text = captured(rustc.arg("--version"))?;
    Ok(text.split_whitespace().nth(1).unwrap_or("unknown").to_owned())
}
