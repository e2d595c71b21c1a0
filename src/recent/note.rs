//! What is noted of an opening beside its files ⇄ JSON.
//!
//! Invariant: a note that was written is read back; one that cannot be read is no note, and
//! what it belongs to is not listed. Absent: anything that reading the files again would not
//! tell, but the time.

use serde::{Deserialize, Serialize};

use crate::trace::TraceId;

/// Traces that a note names at most. Links to further ones do not find their file.
pub const MOST_TRACES_NOTED: usize = 5_000;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// For people.
    pub name: String,
    /// In the order in which they were opened.
    pub files: Vec<FileNote>,
    /// When it was opened last, in milliseconds since the epoch.
    pub opened_ms: u64,
    pub trace_count: u64,
    pub span_count: u64,
    /// The first [`MOST_TRACES_NOTED`], with what their views count from in nanoseconds since
    /// the epoch.
    pub traces: Vec<(TraceId, u64)>,
}

/// One file, and what tells it from another of its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    pub name: String,
    pub bytes: u64,
    /// When it was changed last, in milliseconds since the epoch; of text, its hash.
    pub stamp: u64,
}

impl Note {
    pub fn from_json(bytes: &[u8]) -> Option<Note> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Of all its files together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.bytes))
    }

    pub(super) fn holds(&self, trace: TraceId) -> bool {
        self.traces.iter().any(|(id, _)| *id == trace)
    }
}

impl FileNote {
    /// Text has no date, so what it says tells it from another.
    pub fn of_text(name: &str, text: &[u8]) -> FileNote {
        FileNote { name: name.to_owned(), bytes: text.len() as u64, stamp: fnv_1a(FNV_START, text) }
    }
}

/// Thirty-two bits of what tells files from others.
pub(super) fn mark(files: &[FileNote]) -> u32 {
    let hash = files.iter().fold(FNV_START, |hash, file| {
        let hash = fnv_1a(hash, file.name.as_bytes());
        let hash = fnv_1a(hash, &file.bytes.to_le_bytes());
        fnv_1a(hash, &file.stamp.to_le_bytes())
    });
    (hash >> 32) as u32 ^ hash as u32
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// Fowler, Noll, Vo: 64 bits, variant 1a; goes on from a hash.
fn fnv_1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
