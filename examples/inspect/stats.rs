//! What reading a file took becomes an object that is printed.
//!
//! Invariant: the heap counts what was kept of the file; the peak is the whole process's,
//! reading included. Absent: time spent on analyses and on printing.

use std::time::Duration;

use serde::Serialize;
use spanscope::ingest::Outcome;

#[derive(Serialize)]
pub struct StatsLine<'a> {
    file: &'a str,
    bytes: u64,
    spans: usize,
    read_ms: f64,
    heap_bytes: u64,
    /// Null where the system does not tell.
    peak_rss_bytes: Option<u64>,
    /// Null for an empty file.
    heap_share: Option<f64>,
}

pub fn stats_line<'a>(
    file: &'a str,
    bytes: u64,
    outcome: &Outcome,
    reading: Duration,
) -> StatsLine<'a> {
    let recording = &outcome.recording;
    let of_traces: usize = recording.traces.iter().map(|trace| trace.heap_bytes()).sum();
    let heap_bytes = (recording.pool.heap_bytes() + of_traces) as u64;
    StatsLine {
        file,
        bytes,
        spans: recording.traces.iter().map(|trace| trace.span_count()).sum(),
        read_ms: reading.as_secs_f64() * 1_000.0,
        heap_bytes,
        peak_rss_bytes: peak_rss_bytes(),
        heap_share: (bytes > 0).then(|| heap_bytes as f64 / bytes as f64),
    }
}

/// Linux tells it in kibibytes: `VmHWM:     5120 kB`.
fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim_end().parse().ok()?;
    Some(kibibytes * 1_024)
}
