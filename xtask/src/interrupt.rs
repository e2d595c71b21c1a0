//! Ctrl-C, SIGTERM → a flag that every wait looks at.
//!
//! Invariant: after the first signal every wait ends with `Failure::Interrupted` within a tenth
//! of a second, and the children are stopped by whoever waits for them; a second signal exits.
//! Deliberately absent: cleaning up in the handler; a handler that does much deadlocks.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::Failure;

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// The shell's convention for "ended by Ctrl-C".
pub const EXIT_CODE: u8 = 130;

pub fn install() {
    let outcome = ctrlc::set_handler(|| {
        if REQUESTED.swap(true, Ordering::SeqCst) {
            process::exit(EXIT_CODE.into());
        }
    });
    if let Err(error) = outcome {
        eprintln!("note: Ctrl-C will not be handled cleanly: {error}");
    }
}

pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

pub fn check() -> Result<(), Failure> {
    if requested() { Err(Failure::Interrupted) } else { Ok(()) }
}
