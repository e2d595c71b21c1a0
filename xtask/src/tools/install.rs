//! A recipe → `tools/<name>-<version>/`, complete or not there at all.
//!
//! Invariant: a directory of that name exists only when its recipe succeeded: it is made under
//! another name and renamed last, under a lock that a second xtask waits for.
//! Deliberately absent: removing old versions; another clone may be using them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::lock;
use crate::places::{Places, ensure_dir};

pub fn home(places: &Places, name: &str) -> PathBuf {
    places.tools().join(name)
}

/// The recipe gets the directory to fill and one for what it builds on the way. The latter stays
/// when the recipe fails, so that a second try goes on where the first stopped.
pub fn into(
    places: &Places,
    name: &str,
    recipe: impl FnOnce(&Path, &Path) -> Result<(), Failure>,
) -> Result<PathBuf, Failure> {
    let home = home(places, name);
    if home.is_dir() {
        return Ok(home);
    }
    ensure_dir(&places.tools())?;
    let _lock =
        lock::hold(&places.tools().join(format!(".{name}.lock")), &format!("installing {name}"))?;
    if home.is_dir() {
        return Ok(home);
    }
    let staging = places.tools().join(format!(".{name}.partial"));
    let build = places.tools().join(format!(".{name}.build"));
    remove_if_there(&staging)?;
    ensure_dir(&staging)?;
    ensure_dir(&build)?;
    recipe(&staging, &build)?;
    fs::rename(&staging, &home).map_err(Failure::file("put in place", &home))?;
    remove_if_there(&build)?;
    Ok(home)
}

fn remove_if_there(dir: &Path) -> Result<(), Failure> {
    if dir.is_dir() {
        fs::remove_dir_all(dir).map_err(Failure::file("remove", dir))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(test: &str) -> Places {
        let dir = std::env::temp_dir().join(format!("xtask-install-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        Places { root: dir.clone(), cache: dir }
    }

    fn failing() -> Failure {
        Failure::Arguments("on purpose".into())
    }

    #[test]
    fn finished_recipe_is_put_in_place_and_not_run_again() {
        let places = places("finished");
        let write = |staging: &Path, _: &Path| {
            fs::write(staging.join("tool"), "x").map_err(Failure::file("write", staging))
        };
        let home = into(&places, "tool-1", write).unwrap();
        assert!(home.join("tool").is_file());
        into(&places, "tool-1", |_, _| Err(failing())).unwrap();
        fs::remove_dir_all(places.cache).unwrap();
    }

    #[test]
    fn failed_recipe_leaves_no_tool_and_keeps_what_it_built_on_the_way() {
        let places = places("failed");
        let fail = |_: &Path, build: &Path| {
            fs::write(build.join("half"), "x").map_err(Failure::file("write", build))?;
            Err(failing())
        };
        assert!(into(&places, "tool-1", fail).is_err());
        assert!(!home(&places, "tool-1").exists());
        let resumed = |_: &Path, build: &Path| {
            assert!(build.join("half").is_file());
            Ok(())
        };
        into(&places, "tool-1", resumed).unwrap();
        fs::remove_dir_all(places.cache).unwrap();
    }
}
