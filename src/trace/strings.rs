//! Byte strings become small numbers: each distinct text is stored once.
//!
//! Invariant: two ids are equal exactly when their texts are; id 0 is the empty text.
//! Absent: removal; a table lives and dies with its recording.

use std::hash::{BuildHasher, Hasher};

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

/// An interned text in a [`Strings`] table.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct StringId(pub u32);

impl StringId {
    pub const EMPTY: StringId = StringId(0);

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// All texts of a recording, one after another in one buffer of at most 4 GiB.
pub struct Strings {
    bytes: Vec<u8>,
    /// Exclusive end of each text in `bytes`; a text starts where the one before ends.
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Texts seen lately, by a few of their bytes: most look-ups end here.
    recent: Box<[u32; RECENT]>,
}

/// How many texts seen lately are kept at hand, a power of two.
const RECENT: usize = 2048;

impl Default for Strings {
    fn default() -> Self {
        let mut strings = Strings {
            bytes: Vec::new(),
            ends: Vec::new(),
            table: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            recent: Box::new([0; RECENT]),
        };
        strings.look_up(b"", || true);
        strings
    }
}

impl Strings {
    /// The id of `text`, stored first if it is new.
    pub fn intern(&mut self, text: &str) -> StringId {
        self.intern_if(text.as_bytes(), || true).unwrap_or_default()
    }

    /// The same for bytes that may be no text: `None` if they are not UTF-8. Bytes that
    /// are known already need no check.
    pub fn intern_bytes(&mut self, text: &[u8]) -> Option<StringId> {
        self.intern_if(text, || std::str::from_utf8(text).is_ok())
    }

    #[inline]
    fn intern_if(&mut self, text: &[u8], is_text: impl FnOnce() -> bool) -> Option<StringId> {
        let place = recent_place(text);
        let recent = self.recent[place];
        if is_same(slice_of(&self.bytes, &self.ends, recent), text) {
            return Some(StringId(recent));
        }
        let id = self.look_up(text, is_text)?;
        self.recent[place] = id.0;
        Some(id)
    }

    fn look_up(&mut self, text: &[u8], is_text: impl FnOnce() -> bool) -> Option<StringId> {
        let Strings { bytes, ends, table, hasher, .. } = self;
        let hash = hash_of(hasher, text);
        let found = table.find(hash, |&id| is_same(slice_of(bytes, ends, id), text));
        if let Some(&id) = found {
            return Some(StringId(id));
        }
        if !is_text() {
            return None;
        }
        let id = ends.len() as u32;
        bytes.extend_from_slice(text);
        ends.push(bytes.len() as u32);
        table.insert_unique(hash, id, |&other| hash_of(hasher, slice_of(bytes, ends, other)));
        Some(StringId(id))
    }

    /// The id of `text` if it was ever stored.
    pub fn find(&self, text: &str) -> Option<StringId> {
        let hash = hash_of(&self.hasher, text.as_bytes());
        let same = |id: &u32| slice_of(&self.bytes, &self.ends, *id) == text.as_bytes();
        self.table.find(hash, same).map(|&id| StringId(id))
    }

    /// Whether the text with this id is `text`.
    #[inline]
    pub fn is(&self, id: StringId, text: &[u8]) -> bool {
        is_same(slice_of(&self.bytes, &self.ends, id.0), text)
    }

    pub fn get(&self, id: StringId) -> &str {
        let slice = slice_of(&self.bytes, &self.ends, id.0);
        // Only `intern_if` writes to `bytes`, and only what it was told to be text.
        std::str::from_utf8(slice).unwrap_or_default()
    }

    /// All texts one after another, and where each of them ends (exclusive), by id: for
    /// whoever looks at all of them at once.
    pub fn arena(&self) -> (&[u8], &[u32]) {
        (&self.bytes, &self.ends)
    }

    /// How many distinct texts there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }

    /// Bytes of memory held, the hash table included.
    pub fn heap_bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * 4 + self.table.capacity() * 5 + RECENT * 4
    }
}

#[inline]
fn slice_of<'a>(bytes: &'a [u8], ends: &[u32], id: u32) -> &'a [u8] {
    let index = id as usize;
    let start = if index == 0 { 0 } else { ends[index - 1] as usize };
    &bytes[start..ends[index] as usize]
}

/// A place among the recent texts, from the length and the bytes at both ends.
#[inline]
fn recent_place(text: &[u8]) -> usize {
    let word = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let mixed = match text.len() {
        8.. => word(text.first_chunk()) ^ word(text.last_chunk()).rotate_left(29),
        _ => text.iter().fold(0, |mixed, &byte| mixed << 8 | u64::from(byte)),
    };
    let mixed = (mixed ^ text.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 53) as usize % RECENT
}

/// `a == b`, eight bytes at a time: in wasm the library compares single ones.
#[inline]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (a_words, a_rest) = a.as_chunks::<8>();
    let (b_words, b_rest) = b.as_chunks::<8>();
    let word = |bytes: &[u8; 8]| u64::from_ne_bytes(*bytes);
    a_words.iter().zip(b_words).all(|(a, b)| word(a) == word(b))
        && a_rest.iter().zip(b_rest).all(|(a, b)| a == b)
}

fn hash_of(hasher: &DefaultHashBuilder, bytes: &[u8]) -> u64 {
    let mut state = hasher.build_hasher();
    state.write(bytes);
    state.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_an_id_and_the_empty_text_is_zero() {
        let mut strings = Strings::default();
        let first = strings.intern("GET");
        assert_eq!(strings.intern("GET"), first);
        assert_ne!(strings.intern("get"), first);
        assert_eq!(strings.intern(""), StringId::EMPTY);
        assert_eq!(strings.get(first), "GET");
        assert_eq!(strings.find("nowhere"), None);
    }

    #[test]
    fn bytes_that_are_no_text_are_not_stored() {
        let mut strings = Strings::default();
        assert_eq!(strings.intern_bytes(b"a\xff"), None);
        assert_eq!(strings.len(), 1);
        assert_eq!(strings.intern_bytes(b"GET"), Some(strings.intern("GET")));
    }

    #[test]
    fn ten_thousand_texts_are_all_found_again() {
        let mut strings = Strings::default();
        let ids: Vec<_> = (0..10_000).map(|n| strings.intern(&format!("text {n}"))).collect();
        for (n, id) in ids.into_iter().enumerate() {
            assert_eq!(strings.get(id), format!("text {n}"));
            assert_eq!(strings.find(&format!("text {n}")), Some(id));
        }
    }
}
