//! The bytes between two quotes become text: escapes resolved, broken Unicode replaced.
//!
//! Invariant: decoding never fails; what cannot be text becomes U+FFFD and is reported.
//! Absent: copies of plain texts, which are read where they lie.

use std::borrow::Cow;

/// The contents of a JSON string, still as written.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct Text<'a> {
    /// Between the quotes.
    pub raw: &'a [u8],
    /// Whether there is a backslash in `raw`.
    pub is_escaped: bool,
}

impl<'a> Text<'a> {
    /// Writes the decoded text and tells whether anything had to be replaced.
    pub fn decode_into(self, decoded: &mut String) -> bool {
        decoded.clear();
        if !self.is_escaped {
            return push_lossy(decoded, self.raw);
        }
        let mut is_replaced = false;
        let mut rest = self.raw;
        while let Some(at) = memchr::memchr(b'\\', rest) {
            is_replaced |= push_lossy(decoded, &rest[..at]);
            let (character, length) = escape(&rest[at..]);
            is_replaced |= character.is_none();
            decoded.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = &rest[at + length..];
        }
        is_replaced | push_lossy(decoded, rest)
    }

    /// The decoded bytes, to be compared with a known name.
    #[inline]
    pub fn name(self) -> Cow<'a, [u8]> {
        if !self.is_escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut decoded = String::new();
        self.decode_into(&mut decoded);
        Cow::Owned(decoded.into_bytes())
    }

    /// The decoded text, at most `limit` characters of it, for a message.
    pub fn for_message(self, limit: usize) -> String {
        let mut decoded = String::new();
        self.decode_into(&mut decoded);
        decoded.chars().take(limit).collect()
    }
}

fn push_lossy(decoded: &mut String, bytes: &[u8]) -> bool {
    let mut is_replaced = false;
    for chunk in bytes.utf8_chunks() {
        decoded.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            decoded.push(char::REPLACEMENT_CHARACTER);
            is_replaced = true;
        }
    }
    is_replaced
}

/// The character of the escape at the start of `bytes` and how many bytes it takes.
fn escape(bytes: &[u8]) -> (Option<char>, usize) {
    let plain = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'u') => return unicode_escape(bytes),
        // Something else than an escape: only the backslash is lost.
        _ => return (None, 1),
    };
    (Some(plain), 2)
}

fn unicode_escape(bytes: &[u8]) -> (Option<char>, usize) {
    let Some(high) = four_digits(bytes) else {
        return (None, 2);
    };
    if !(0xd800..0xdc00).contains(&high) {
        return (char::from_u32(high), 6);
    }
    match bytes.get(6..).and_then(four_digits) {
        Some(low @ 0xdc00..=0xdfff) => {
            let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(code), 12)
        }
        _ => (None, 6),
    }
}

/// The number in `\uXXXX` at the start of `bytes`.
fn four_digits(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |value, &byte| Some(value << 4 | char::from(byte).to_digit(16)?))
}

/// The index of the first quote or backslash. Most texts are short, so the first bytes
/// are looked at eight at a time before the search for long ones is set up.
#[inline]
pub(super) fn first_special(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < 32 {
        let Some(chunk) = bytes.get(at..at + 8).and_then(|chunk| chunk.try_into().ok()) else {
            break;
        };
        let word = u64::from_le_bytes(chunk);
        let hits = zero_bytes(word ^ (LOW * 0x22)) | zero_bytes(word ^ (LOW * 0x5c));
        if hits != 0 {
            return Some(at + hits.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr::memchr2(b'"', b'\\', &bytes[at..]).map(|index| at + index)
}

const LOW: u64 = 0x0101_0101_0101_0101;

/// The high bit of each byte that is zero (the lowest set one is exact).
#[inline(always)]
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & (LOW << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &[u8]) -> (String, bool) {
        let mut text = String::new();
        let is_replaced = Text { raw, is_escaped: true }.decode_into(&mut text);
        (text, is_replaced)
    }

    #[test]
    fn escapes_and_surrogate_pairs_become_characters() {
        assert_eq!(decoded(br#"a\n\"\\\/\u00e9\ud83d\ude00z"#), ("a\n\"\\/é😀z".into(), false));
        assert_eq!(decoded(br"nul \u0000 kept"), ("nul \0 kept".into(), false));
    }

    #[test]
    fn lone_surrogates_odd_escapes_and_invalid_bytes_are_replaced() {
        assert_eq!(decoded(br"\ud83d!"), ("\u{fffd}!".into(), true));
        assert_eq!(decoded(br"\ude00\u12"), ("\u{fffd}\u{fffd}12".into(), true));
        assert_eq!(decoded(br"\ud83d\u0041"), ("\u{fffd}A".into(), true));
        assert_eq!(decoded(br"\x41"), ("\u{fffd}x41".into(), true));
        assert_eq!(decoded(b"a\xffb"), ("a\u{fffd}b".into(), true));
        let mut text = String::new();
        assert!(Text { raw: b"\\n\xff", is_escaped: false }.decode_into(&mut text));
        assert_eq!(text, "\\n\u{fffd}");
    }

    #[test]
    fn the_first_quote_or_backslash_is_found_wherever_it_lies() {
        for length in 0..70 {
            for special in [b'"', b'\\'] {
                let mut bytes = vec![b'!'; length];
                assert_eq!(first_special(&bytes), None);
                bytes.push(special);
                bytes.extend_from_slice(b"\"\\#\"");
                assert_eq!(first_special(&bytes), Some(length));
            }
        }
    }
}
