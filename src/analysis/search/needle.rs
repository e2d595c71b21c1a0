//! A word becomes the places where a text says it, in either case.
//!
//! One character of the word, the rarest as far as a sample tells, is looked for by the
//! last byte of its forms, many bytes at a time; only around those bytes is compared.
//!
//! Invariant: places of hits are those of whole characters, and a hit that begins later
//! ends later. Absent: words of nothing, patterns.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

use super::folding::{Folded, chars_back, fold};
use crate::order;
use crate::trace::Pool;

/// A word to be looked for. See the module.
pub(in crate::analysis) struct Needle {
    pub(super) folded: Folded,
    /// Which of the characters is looked for first.
    anchor: usize,
    anchor_bytes: LastBytes,
}

/// The last bytes of a character's forms, of which no character has more than three.
#[derive(Clone, Copy)]
enum LastBytes {
    One(u8),
    Two(u8, u8),
    Three(u8, u8, u8),
}

impl LastBytes {
    fn of(forms: &[char]) -> LastBytes {
        let last = |form: &char| form.encode_utf8(&mut [0; 4]).bytes().last().unwrap_or(0);
        let mut bytes: Vec<u8> = forms.iter().map(last).collect();
        order::sort(&mut bytes);
        bytes.dedup();
        match bytes[..] {
            [] => LastBytes::One(0),
            [one] => LastBytes::One(one),
            [one, two] => LastBytes::Two(one, two),
            [one, two, three, ..] => LastBytes::Three(one, two, three),
        }
    }

    fn find(self, bytes: &[u8]) -> Option<usize> {
        match self {
            LastBytes::One(one) => memchr(one, bytes),
            LastBytes::Two(one, two) => memchr2(one, two, bytes),
            LastBytes::Three(one, two, three) => memchr3(one, two, three, bytes),
        }
    }

    fn count(self, sample: &Sample) -> u32 {
        let count = |byte: u8| sample.counts[usize::from(byte)];
        match self {
            LastBytes::One(one) => count(one),
            LastBytes::Two(one, two) => count(one) + count(two),
            LastBytes::Three(one, two, three) => count(one) + count(two) + count(three),
        }
    }
}

/// How often each byte occurs in the first texts of a pool.
pub(in crate::analysis) struct Sample {
    counts: [u32; 256],
}

impl Sample {
    pub fn of(pool: &Pool) -> Sample {
        const MOST_BYTES: usize = 32 << 10;
        let mut counts = [0; 256];
        for texts in [pool.strings.arena().0, pool.stored_texts()] {
            texts.iter().take(MOST_BYTES).for_each(|&byte| counts[usize::from(byte)] += 1);
        }
        Sample { counts }
    }
}

impl Needle {
    /// `word`: not empty.
    pub fn new(word: &str, sample: &Sample) -> Needle {
        let folded = Folded::of(word);
        let anchors = anchors(&folded.chars);
        let rarest = anchors.into_iter().min_by_key(|(_, bytes)| bytes.count(sample));
        let (anchor, anchor_bytes) = rarest.unwrap_or((0, LastBytes::One(0)));
        Needle { folded, anchor, anchor_bytes }
    }

    /// The first place at or after `from` that says the word.
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<Range<usize>> {
        // The characters before the anchor take a byte each at least.
        let mut at = from + self.anchor;
        loop {
            let anchor = at + self.anchor_bytes.find(bytes.get(at..)?)?;
            if let Some(hit) = self.around(bytes, anchor)
                && hit.start >= from
            {
                return Some(hit);
            }
            at = anchor + 1;
        }
    }

    pub fn is_in(&self, bytes: &[u8]) -> bool {
        self.find(bytes, 0).is_some()
    }

    /// The hit whose anchor's last byte is at `at`.
    #[inline]
    fn around(&self, bytes: &[u8], at: usize) -> Option<Range<usize>> {
        let start = if self.folded.is_ascii {
            at.checked_sub(self.anchor)?
        } else {
            chars_back(bytes, at + 1, self.anchor + 1)?
        };
        let length = self.folded.length_at_start(&bytes[start..])?;
        Some(start..start + length)
    }
}

/// The characters that can be looked for first: those of ASCII, or all if there are none.
fn anchors(folded: &[char]) -> Vec<(usize, LastBytes)> {
    let places = || folded.iter().copied().enumerate();
    let ascii = places().filter(|(_, c)| c.is_ascii());
    let anchors: Vec<(usize, LastBytes)> =
        ascii.map(|(at, c)| (at, LastBytes::of(&[c, c.to_ascii_uppercase()]))).collect();
    if !anchors.is_empty() {
        return anchors;
    }
    let forms = forms(folded);
    places().zip(forms).map(|((at, _), forms)| (at, LastBytes::of(&forms))).collect()
}

/// For each of these characters, none of them ASCII, all that fold to it. Nothing tells the
/// upper cases of a character one by one, so all letters that have a case are tried, which
/// takes a millisecond.
fn forms(folded: &[char]) -> Vec<Vec<char>> {
    let mut forms = vec![Vec::new(); folded.len()];
    for c in '\u{80}'..='\u{1ffff}' {
        let to = fold(c);
        for (place, _) in folded.iter().enumerate().filter(|&(_, &wanted)| wanted == to) {
            forms[place].push(c);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn places(word: &str, text: &str) -> Vec<Range<usize>> {
        let needle = Needle::new(word, &Sample { counts: [0; 256] });
        let next = |from: usize| needle.find(text.as_bytes(), from);
        std::iter::successors(next(0), |hit| next(hit.start + 1)).collect()
    }

    #[test]
    fn every_place_of_a_word_is_found_even_where_places_overlap() {
        assert_eq!(places("aBa", "ABABAxab"), [0..3, 2..5]);
        assert_eq!(places("żó", "ŻÓŻóz"), [0..4, 4..8]);
        assert_eq!(places("a.b", "axb"), []);
        assert_eq!(places("ab", "a"), []);
    }

    #[test]
    fn forms_of_different_lengths_are_one_letter() {
        assert_eq!("Ⱥ".len(), 2);
        assert_eq!("ⱥ".len(), 3);
        assert_eq!(places("ⱥ", "ȺⱥA"), [0..2, 2..5]);
        assert_eq!(places("Ⱥx", "ⱥXȺx"), [0..4, 4..7]);
        assert_eq!(places("å", "\u{212b}Åå"), [0..3, 3..5, 5..7]);
    }

    #[test]
    fn no_character_has_more_than_three_forms_and_all_lie_in_the_first_two_planes() {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for c in '\u{80}'..=char::MAX {
            *counts.entry(fold(c)).or_default() += 1;
            assert!(c <= '\u{1ffff}' || fold(c) == c, "{c:?}");
        }
        assert!(counts.values().all(|&count| count <= 3));
    }

    #[test]
    fn any_character_may_be_the_one_that_is_looked_for() {
        for rare in [b'g', b'e', b't', b' ', b'/'] {
            let mut counts = [9; 256];
            counts[usize::from(rare)] = 0;
            let needle = Needle::new("GET /", &Sample { counts });
            assert_eq!(needle.find(b"... get /x", 0), Some(4..9));
            assert_eq!(needle.find(b"... get /x", 5), None);
        }
    }
}
