//! Environment → the directories xtask reads and writes.
//!
//! Invariant: nothing outside the repository and the user's cache directory is written by xtask
//! itself (package managers it calls write where they always do).
//! Deliberately absent: the tools' names and versions; those belong to `tools`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

#[derive(Debug, Clone)]
pub struct Places {
    /// The repository.
    pub root: PathBuf,
    /// Shared by all clones: `~/.cache/spanscope` or below `$XDG_CACHE_HOME`.
    pub cache: PathBuf,
}

impl Places {
    pub fn find() -> Result<Places, Failure> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().unwrap_or(&manifest).to_path_buf();
        let cache = cache_home(env::var_os("XDG_CACHE_HOME").map(PathBuf::from), env::home_dir())?;
        Ok(Places { root, cache: cache.join("spanscope") })
    }

    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    pub fn logs(&self) -> PathBuf {
        self.cache.join("logs")
    }

    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    pub fn artifacts(&self) -> PathBuf {
        self.root.join("artifacts")
    }
}

pub fn ensure_dir(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(Failure::file("create the directory", path))
}

/// A relative `$XDG_CACHE_HOME` is to be ignored, says its specification.
fn cache_home(xdg: Option<PathBuf>, home: Option<PathBuf>) -> Result<PathBuf, Failure> {
    xdg.filter(|path| path.is_absolute())
        .or_else(|| home.map(|home| home.join(".cache")))
        .ok_or_else(|| Failure::Missing {
            what: "the user's home directory".into(),
            remedy: "Set HOME, or XDG_CACHE_HOME to an absolute path for the tools.".into(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_cache_home_wins_over_the_home_directory() {
        let found = cache_home(Some("/c".into()), Some("/h".into())).unwrap();
        assert_eq!(found, PathBuf::from("/c"));
    }

    #[test]
    fn relative_cache_home_is_ignored() {
        let found = cache_home(Some("c".into()), Some("/h".into())).unwrap();
        assert_eq!(found, PathBuf::from("/h/.cache"));
    }

    #[test]
    fn no_home_at_all_is_said() {
        let message = cache_home(None, None).unwrap_err().to_string();
        assert!(message.contains("home directory") && message.contains("XDG_CACHE_HOME"));
    }
}
