//! Everything the build reads → one number, so that an unchanged app is not built again.
//!
//! Invariant: a change to any byte of a source, style, asset, configuration, or to the compiler
//! changes the number. Deliberately absent: times of files, which a checkout changes at will.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::Profile;
use crate::failure::Failure;
use crate::places::Places;
use crate::workbench::Workbench;

pub const INPUTS: [&str; 9] = [
    "src",
    "styles",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "xtask/src/app_build",
];

#[derive(Debug, PartialEq, Eq)]
pub struct Stamp(String);

impl Stamp {
    pub fn of(places: &Places, bench: &Workbench, profile: Profile) -> Result<Stamp, Failure> {
        let mut hasher = DefaultHasher::new();
        bench.exports().hash(&mut hasher);
        (profile == Profile::Release).hash(&mut hasher);
        for input in INPUTS {
            feed(&places.root.join(input), &mut hasher)?;
        }
        Ok(Stamp(format!("{:016x}\n", hasher.finish())))
    }

    /// Of files and folders alone, whatever they are compiled with.
    pub fn of_files(root: &Path, inputs: &[&str]) -> Result<Stamp, Failure> {
        let mut hasher = DefaultHasher::new();
        inputs.iter().try_for_each(|input| feed(&root.join(input), &mut hasher))?;
        Ok(Stamp(format!("{:016x}\n", hasher.finish())))
    }

    pub fn is_that_of(&self, dist: &Path) -> bool {
        dist.join("index.html").is_file() && self.is_noted_in(dist)
    }

    pub fn is_noted_in(&self, folder: &Path) -> bool {
        fs::read_to_string(file(folder)).is_ok_and(|text| text == self.0)
    }

    pub fn write(&self, dist: &Path) -> Result<(), Failure> {
        let path = file(dist);
        fs::write(&path, &self.0).map_err(Failure::file("write", &path))
    }
}

/// Inside, so that it goes when the build goes. A dot file is no part of the app.
fn file(dist: &Path) -> PathBuf {
    dist.join(".built-from")
}

/// In the order of names, with the names.
fn feed(path: &Path, hasher: &mut DefaultHasher) -> Result<(), Failure> {
    path.file_name().hash(hasher);
    if !path.is_dir() {
        let bytes = fs::read(path).map_err(Failure::file("read", path))?;
        bytes.hash(hasher);
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(Failure::file("list", path))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().try_for_each(|path| feed(path, hasher))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(dir: &Path) -> u64 {
        let mut hasher = DefaultHasher::new();
        feed(dir, &mut hasher).unwrap();
        hasher.finish()
    }

    #[test]
    fn changed_byte_and_changed_name_change_the_number() {
        let dir = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("a")).unwrap();
        fs::write(dir.join("a/x"), "1").unwrap();
        let before = number(&dir);
        assert_eq!(number(&dir), before);
        fs::write(dir.join("a/x"), "2").unwrap();
        let changed = number(&dir);
        fs::rename(dir.join("a/x"), dir.join("a/y")).unwrap();
        assert!(before != changed && changed != number(&dir));
        fs::remove_dir_all(dir).unwrap();
    }
}
