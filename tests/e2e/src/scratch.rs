//! A folder for files that live as long as a test.
//!
//! Invariant: two scratch folders are never the same one. Absent: anything kept.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

static MADE: AtomicU32 = AtomicU32::new(0);

pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    pub fn new(purpose: &str) -> Scratch {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder =
            env::temp_dir().join(format!("spanscope-{purpose}-{}-{number}", process::id()));
        fs::create_dir_all(&folder)
            .unwrap_or_else(|error| panic!("cannot make {}: {error}", folder.display()));
        Scratch { folder }
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Writes a file and says where it is.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, bytes)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left-overs in the system's temporary folder do no harm, so a failure is not told.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
