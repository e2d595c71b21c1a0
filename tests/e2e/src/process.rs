//! A server of a test: started, watched, ended.
//!
//! Invariant: it ends with the test, however that ends. Absent: what it is ready for, which whoever
//! starts it asks.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub(crate) struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Everything that it says goes into a file of `folder`.
    pub fn start(command: &mut Command, folder: &Path, log: &str) -> Process {
        let log = folder.join(log);
        let file = File::create(&log).expect("a scratch folder takes files");
        let errors = file.try_clone().expect("a file can be written by two");
        let child = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(errors)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        Process { child, log }
    }

    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// All that it said so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn said_last(&self) -> String {
        let said = self.said();
        let tail: Vec<&str> = said.lines().rev().take(10).collect();
        format!("Its log ends with, newest first:\n{}", tail.join("\n"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
