//! A word becomes the texts that say it: the interned ones as a set, the stored ones asked
//! for one by one.
//!
//! Texts lie one after another with nothing between, so that a single scan sees them all; a
//! hit counts only where it lies within one of them.
//!
//! Invariant: each text of a table is compared at most once, whatever points at it. Absent:
//! short texts, which lie in their values.

use super::bits::Bits;
use super::folding::Folded;
use super::needle::Needle;
use crate::trace::{ColumnRange, StringId, Strings};

/// Some of a pool's interned texts.
pub(super) struct TextSet(Bits);

impl TextSet {
    /// The texts that say the word somewhere. O(bytes of all texts), most of them passed in
    /// strides.
    pub fn containing(strings: &Strings, needle: &Needle) -> TextSet {
        let (bytes, ends) = strings.arena();
        let mut set = Bits::new(ends.len());
        let mut text = 0;
        let mut from = 0;
        while let Some(hit) = needle.find(bytes, from) {
            while ends[text] as usize <= hit.start {
                text += 1;
            }
            let end = ends[text] as usize;
            if hit.end <= end {
                set.add(text as u32);
                from = end;
            } else {
                from = hit.start + 1;
            }
        }
        TextSet(set)
    }

    pub fn beginning_with(strings: &Strings, part: &Folded) -> TextSet {
        TextSet::of(strings, |text| part.is_at_start(text))
    }

    pub fn ending_with(strings: &Strings, part: &Folded) -> TextSet {
        TextSet::of(strings, |text| part.is_at_end(text))
    }

    fn of(strings: &Strings, is_wanted: impl Fn(&[u8]) -> bool) -> TextSet {
        let (bytes, ends) = strings.arena();
        let mut set = Bits::new(ends.len());
        let mut start = 0;
        for (text, &end) in ends.iter().enumerate() {
            if is_wanted(&bytes[start..end as usize]) {
                set.add(text as u32);
            }
            start = end as usize;
        }
        TextSet(set)
    }

    #[inline]
    pub fn has(&self, text: StringId) -> bool {
        self.0.has(text.0)
    }
}

/// How far a scan of stored texts runs ahead, in bytes, so that no step takes long.
const WINDOW_BYTES: usize = 64 << 10;

/// Where the scan of the stored texts has got to: the first hit that lies in
/// `from..limit`, if there is one, is `next`.
///
/// ```text
/// texts   |----a----|--b--|------c------|---d---|
/// scanned           from                   limit
/// hits                 xx    xxx      next: the first, though it is in no text
/// ```
#[derive(Default)]
pub(super) struct StoredScan {
    from: usize,
    limit: usize,
    next: Option<(usize, usize)>,
}

impl StoredScan {
    /// Whether the text at `range` says the word. Texts asked for in the order in which they
    /// lie are scanned together, one that lies before the scan by itself.
    #[inline]
    pub fn says(&mut self, texts: &[u8], range: ColumnRange, needle: &Needle) -> bool {
        let (start, end) = (range.start as usize, range.end as usize);
        if start < self.from {
            return needle.is_in(&texts[start..end]);
        }
        let is_behind = self.next.is_some_and(|(hit, _)| hit < start);
        if end > self.limit {
            self.limit = end.max(start + WINDOW_BYTES).min(texts.len());
            self.scan_from(start, texts, needle);
        } else if is_behind {
            self.scan_from(start, texts, needle);
        }
        // The first hit that begins in the text is the first to end, too.
        self.next.is_some_and(|(_, hit_end)| hit_end <= end)
    }

    fn scan_from(&mut self, start: usize, texts: &[u8], needle: &Needle) {
        self.from = start;
        let hit = needle.find(&texts[..self.limit], start);
        self.next = hit.map(|hit| (hit.start, hit.end));
    }
}
