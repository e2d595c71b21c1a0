//! Marks on the browser's time line, read by the benchmark and by profilers.
//!
//! Invariant: names start with `spanscope:`. Absent: measuring; marks cost microseconds
//! and are always there.

use crate::browser::timeline;
use crate::engine::Contents;

/// Marks a moment of opening: `open`, `preview`, `settled`.
pub fn mark(moment: &str) {
    timeline::mark(&format!("spanscope:{moment}"));
}

/// Marks that an opening is there, and what it took.
pub fn mark_opened(contents: &Contents) {
    let memory = contents.memory;
    let figures = [
        ("live_bytes", memory.live_bytes as f64),
        ("linear_bytes", memory.linear_bytes as f64),
        ("ingest_ms", contents.ingest_ms),
    ];
    timeline::mark_with("spanscope:opened", &figures);
}
