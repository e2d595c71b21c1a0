//! A lock file → one xtask at a time in what it guards.
//!
//! Invariant: the system gives the lock up when its holder ends, however it ends.
//! Deliberately absent: removing the file; that would let two hold "the same" lock.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::announce::say;
use crate::failure::Failure;
use crate::interrupt;

/// Waits for it. `doing` is what the other one does, as in "installing trunk". Held until the
/// file is dropped.
pub fn hold(path: &Path, doing: &str) -> Result<File, Failure> {
    let file = File::create(path).map_err(Failure::file("create the lock", path))?;
    let mut said = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if !said => {
                say(&format!("waiting for another xtask that is {doing} …"));
                said = true;
            }
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(Failure::file("lock", path)(error)),
        }
        interrupt::check()?;
        thread::sleep(Duration::from_millis(200));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_that_was_dropped_can_be_held_again() {
        let path = std::env::temp_dir().join(format!("xtask-lock-{}", std::process::id()));
        let first = hold(&path, "testing").unwrap();
        assert!(matches!(File::create(&path).unwrap().try_lock(), Err(TryLockError::WouldBlock)));
        drop(first);
        assert!(hold(&path, "testing").is_ok());
        std::fs::remove_file(path).unwrap();
    }
}
