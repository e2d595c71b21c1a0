//! Openings whose files this browser keeps: what is noted of each ⇄ text, which one a link
//! means, and which make room for another.
//!
//! Invariant: all kept files together never take more than the limit; the ones opened longest
//! ago go first. Absent: the files themselves (see `browser::kept_files`).

mod note;

pub use note::{FileNote, MOST_TRACES_NOTED, Note};

use crate::trace::TraceId;

/// What all kept files may take together, in bytes, wherever the browser has that much.
const MOST_BYTES: u64 = 2_000_000_000;

/// How old an unfinished one is, in milliseconds, when whoever wrote it is surely gone.
const ABANDONED_AFTER_MS: u64 = 3_600_000;

/// An opening that is kept under a name of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// From [`key`].
    pub key: String,
    pub note: Note,
}

/// A name that no other has: when its keeping began, in milliseconds since the epoch, and some
/// chance, since two pages may begin at once.
pub fn key(began_ms: u64, chance: u32) -> String {
    format!("{began_ms}-{chance:08x}")
}

/// Whether something of that name, without a note, will never get one: the page that wrote it
/// was closed. Names that are not ours are left alone.
pub fn is_abandoned(key: &str, now_ms: u64) -> bool {
    let began_ms = key.split_once('-').and_then(|(began_ms, _)| began_ms.parse::<u64>().ok());
    began_ms.is_some_and(|began_ms| began_ms.saturating_add(ABANDONED_AFTER_MS) < now_ms)
}

/// What all kept files may take together, of what the browser grants the page.
pub fn limit_bytes(quota_bytes: u64) -> u64 {
    MOST_BYTES.min(quota_bytes / 10)
}

/// The keys of those that make room for `bytes` more, the one opened longest ago first; `None`
/// if `bytes` alone are over the limit, and then nothing needs to go. O(n log n).
pub fn that_make_room(kept: &[Kept], bytes: u64, limit_bytes: u64) -> Option<Vec<String>> {
    let room = limit_bytes.checked_sub(bytes)?;
    let mut by_age: Vec<&Kept> = kept.iter().collect();
    by_age.sort_by_key(|one| (one.note.opened_ms, &one.key));
    let mut taken: u64 = kept.iter().map(|one| one.note.bytes()).sum();
    let mut leaving = Vec::new();
    for one in by_age {
        if taken <= room {
            break;
        }
        taken -= one.note.bytes();
        leaving.push(one.key.clone());
    }
    Some(leaving)
}

/// The one that a link to a file means: of those with the trace, the one with the mark; if there
/// is none, since the link came from elsewhere, the one opened last.
pub fn holding(kept: &[Kept], mark: Option<u32>, wanted: Option<TraceId>) -> Option<&Kept> {
    let holds = |one: &&Kept| wanted.is_none_or(|id| one.note.holds(id));
    let is_marked = |one: &Kept| mark == Some(mark_of(&one.note.files));
    kept.iter().filter(holds).max_by_key(|one| (is_marked(one), one.note.opened_ms))
}

/// Tells an opening from others in a link, by what [`of_files`] knows it again by.
pub fn mark_of(files: &[FileNote]) -> u32 {
    note::mark(files)
}

/// The one that was made of the same files.
pub fn of_files<'a>(kept: &'a [Kept], files: &[FileNote]) -> Option<&'a Kept> {
    kept.iter().find(|one| one.note.files == files)
}
