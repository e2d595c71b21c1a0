//! Objects that producers repeat word by word, known by their bytes.
//!
//! Invariant: only whole objects are remembered, so bytes that begin with a known one begin
//! with that object and no longer one. Absent: what the objects say.

use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::json::starts_with;
use crate::trace::Stirred;

/// So many objects are recognised when they come again, and so long they may be.
const MOST: usize = 10_000;
pub(super) const MOST_BYTES: usize = 4096;

pub(super) struct Repeats<T> {
    entries: Vec<Entry<T>>,
    by_bytes: HashTable<usize>,
    hasher: Stirred,
    /// The entry that was found last.
    last: usize,
}

struct Entry<T> {
    bytes: Box<[u8]>,
    value: T,
    /// The entry that came after this one last time.
    next: usize,
}

impl<T> Default for Repeats<T> {
    fn default() -> Self {
        Repeats {
            entries: Vec::new(),
            by_bytes: HashTable::new(),
            hasher: Stirred::default(),
            last: 0,
        }
    }
}

impl<T: Copy> Repeats<T> {
    /// The value of the object at the start of `bytes`, and its length, if it is the one that
    /// came after the last one before.
    pub fn expected(&mut self, bytes: &[u8]) -> Option<(T, usize)> {
        let next = self.entries.get(self.last)?.next;
        let entry = self.entries.get(next)?;
        let is_it = starts_with(bytes, &entry.bytes);
        self.last = if is_it { next } else { self.last };
        is_it.then_some((entry.value, entry.bytes.len()))
    }

    /// The value of the object that is these bytes.
    pub fn get(&mut self, bytes: &[u8]) -> Option<T> {
        let entries = &self.entries;
        let is_it = |&entry: &usize| *entries[entry].bytes == *bytes;
        let entry = *self.by_bytes.find(self.hasher.hash_one(bytes), is_it)?;
        self.arrive_at(entry);
        Some(self.entries[entry].value)
    }

    /// These bytes are a whole object of this value.
    pub fn remember(&mut self, bytes: &[u8], value: T) {
        let entry = self.entries.len();
        if bytes.len() > MOST_BYTES || entry >= MOST {
            return;
        }
        self.entries.push(Entry { bytes: bytes.into(), value, next: entry });
        let (entries, hasher) = (&self.entries, &self.hasher);
        let hash = |&entry: &usize| hasher.hash_one(&entries[entry].bytes[..]);
        self.by_bytes.insert_unique(hasher.hash_one(bytes), entry, hash);
        self.arrive_at(entry);
    }

    fn arrive_at(&mut self, entry: usize) {
        self.entries[self.last].next = entry;
        self.last = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_known_by_all_of_its_bytes_and_expected_after_the_one_before() {
        let mut repeats = Repeats::default();
        assert_eq!(repeats.expected(b"{}"), None);
        for (value, object) in ["{\"a\":1}", "{\"a\":2}", "{\"a\":[{}]}"].into_iter().enumerate() {
            assert_eq!(repeats.get(object.as_bytes()), None);
            repeats.remember(object.as_bytes(), value);
        }
        assert_eq!(repeats.get(b"{\"a\":1}"), Some(0));
        assert_eq!(repeats.expected(b"{\"a\":3},"), None);
        assert_eq!(repeats.expected(b"{\"a\":2"), None);
        assert_eq!(repeats.expected(b"{\"a\":2},"), Some((1, 7)));
        assert_eq!(repeats.expected(b"{\"a\":[{}]},"), Some((2, 10)));
        assert_eq!(repeats.get(b"{\"a\":[{}]},"), None);
        assert_eq!(repeats.get(b"{\"a\":1}"), Some(0));
        assert_eq!(repeats.get(b"{\"a\":[{}]}"), Some(2));
        assert_eq!(repeats.get(b"{\"a\":1}"), Some(0));
        assert_eq!(repeats.expected(b"{\"a\":[{}]}"), Some((2, 10)));
    }
}
