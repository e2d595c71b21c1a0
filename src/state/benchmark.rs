//! Marks on the browser's time line, read by the benchmark and by profilers.
//!
//! Invariant: names start with `spanscope:`. Absent: measuring; marks cost microseconds
//! and are always there.

use crate::browser::timeline;

/// Marks a moment of opening: `open`, `preview`, `opened`, `settled`.
pub fn mark(moment: &str) {
    timeline::mark(&format!("spanscope:{moment}"));
}
