//! The built app → `target/dist/spanscope-VERSION.tar.gz`, and its checksum beside it.
//!
//! Invariant: the same sources make the same bytes. Deliberately absent: publishing; where an
//! archive goes from here is its maker's matter.

mod contents;
mod licences;
mod policy;
mod squeeze;
mod tarball;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::announce::say;
use crate::app_build::{self, Profile, stamp};
use crate::elapsed::kilobytes;
use crate::failure::Failure;
use crate::places::{Places, ensure_dir};
use crate::running::captured;
use crate::workbench::Workbench;

/// What the archive is made of, beside what the app is built from.
const INPUTS: [&str; 4] = ["dist", "deploy", "LICENSE", "xtask/src/dist"];

/// What an archive is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// As small as can be, which takes a minute.
    Release,
    /// The same but for the `.br` files, which are larger.
    Tests,
}

pub fn run(places: &Places) -> Result<(), Failure> {
    let bench = app_build::workbench(places)?;
    app_build::build(places, &bench, Profile::Release)?;
    let archive = archive(places, &bench, Purpose::Release)?;
    let bytes = fs::metadata(&archive).map_err(Failure::file("look at", &archive))?.len();
    println!("{}  {}", archive.display(), kilobytes(bytes));
    Ok(())
}

/// The archive of what `dist/` holds now, made anew only if anything in it has changed.
pub fn archive(places: &Places, bench: &Workbench, purpose: Purpose) -> Result<PathBuf, Failure> {
    let name = format!("spanscope-{}", env!("CARGO_PKG_VERSION"));
    let folder = places.target().join(match purpose {
        Purpose::Release => "dist",
        Purpose::Tests => "dist-tests",
    });
    let archive = folder.join(format!("{name}.tar.gz"));
    let stamp = stamp::Stamp::of_files(&places.root, &INPUTS)?;
    if archive.is_file() && stamp.is_noted_in(&folder) {
        return Ok(archive);
    }
    ensure_dir(&folder)?;
    say(match purpose {
        Purpose::Release => "putting the archive together (about 1 min) …",
        Purpose::Tests => "putting an archive together for the tests …",
    });
    let contents = contents::of_app(places, bench, purpose)?;
    let bytes = tarball::packed(&name, &contents, time_of_sources(places)?)?;
    fs::write(&archive, &bytes).map_err(Failure::file("write", &archive))?;
    let sums = folder.join("SHA256SUMS");
    let sum = format!("{}  {name}.tar.gz\n", tarball::sha256(&bytes));
    fs::write(&sums, sum).map_err(Failure::file("write", &sums))?;
    stamp.write(&folder)?;
    Ok(archive)
}

/// When the last commit was made that changed anything of it; the same in every clone.
fn time_of_sources(places: &Places) -> Result<u64, Failure> {
    if let Some(seconds) = env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok()) {
        return Ok(seconds);
    }
    let mut git = Command::new("git");
    git.current_dir(&places.root).args(["log", "-1", "--format=%ct", "--"]);
    let sources = stamp::INPUTS.iter().chain(&INPUTS[1..]);
    let answer = captured(git.args(sources))?;
    answer.trim().parse().map_err(|_| Failure::Missing {
        what: "the time of the last commit, which the files of the archive get".into(),
        remedy: "Set SOURCE_DATE_EPOCH to seconds since 1970.".into(),
    })
}
