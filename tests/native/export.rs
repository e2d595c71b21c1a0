//! Files that we write, read again: the same trace, as far as the format carries it.

mod chunks;
mod csv;
mod joined;
mod losses;
mod random_traces;
mod raw;
mod round_trips;

use spanscope::export::{Chunks, ExportFormat};
use spanscope::ingest::{Outcome, Reader};
use spanscope::trace::{Recording, Trace};

use crate::ingest::dump::dump;

/// The whole file of a trace.
fn file(trace: &Trace, format: ExportFormat) -> Vec<u8> {
    Chunks::new(trace, format, 1 << 16).flatten().collect()
}

/// All traces written as files of this format, and these opened together.
fn read_again(recording: &Recording, format: ExportFormat) -> Outcome {
    let mut reader = Reader::new();
    for trace in &recording.traces {
        let bytes = file(trace, format);
        assert_json(&bytes);
        reader.begin_source("exported.json");
        let read = reader.push(&bytes).and_then(|()| reader.end_source());
        assert_eq!(read, Ok(()), "{}", String::from_utf8_lossy(&bytes));
    }
    let outcome = reader.finish();
    assert_eq!(outcome.set_aside, []);
    outcome
}

#[track_caller]
fn assert_json(bytes: &[u8]) {
    let read: Result<serde::de::IgnoredAny, _> = serde_json::from_slice(bytes);
    assert!(read.is_ok(), "{:?} in {}", read.err(), String::from_utf8_lossy(bytes));
}

/// Every column but the repairs: what was mended once is written mended.
fn told(recording: &Recording) -> String {
    let line = |line: &str| match line.rfind(" repairs [") {
        Some(at) if line.starts_with("  at ") => line[..at].to_owned(),
        _ => line.to_owned(),
    };
    dump(recording).lines().map(|text| line(text) + "\n").collect()
}

#[track_caller]
fn assert_same_text(left: &str, right: &str) {
    for (left, right) in left.lines().zip(right.lines()) {
        assert_eq!(left, right);
    }
    assert_eq!(left, right);
}
