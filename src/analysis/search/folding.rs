//! Letters of either case become one.
//!
//! A character is folded to its lower case where that is a single character, and no
//! character outside ASCII is folded into it: `K` (the Kelvin sign) is no `k`, and `İ`
//! stays itself. So a word of ASCII can be found byte by byte, and a folded text has as
//! many characters as the text.
//!
//! Invariant: folding what is folded changes nothing. Absent: languages (Turkish,
//! Lithuanian), final sigma, accents, `ß` as `ss`.

/// `c` without its case.
pub(super) fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) if !only.is_ascii() => only,
        _ => c,
    }
}

/// A text without its case, to be found at the ends of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis) struct Folded {
    pub chars: Vec<char>,
    pub text: String,
    pub is_ascii: bool,
}

impl Folded {
    pub fn of(text: &str) -> Folded {
        let chars: Vec<char> = text.chars().map(fold).collect();
        let text: String = chars.iter().collect();
        Folded { is_ascii: text.is_ascii(), chars, text }
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// How many bytes of UTF-8 say this at the beginning of `bytes`; `None`: other things
    /// are said there.
    pub fn length_at_start(&self, bytes: &[u8]) -> Option<usize> {
        if self.is_ascii {
            let start = bytes.get(..self.text.len())?;
            return start.eq_ignore_ascii_case(self.text.as_bytes()).then_some(start.len());
        }
        let mut length = 0;
        for &wanted in &self.chars {
            let c = first_char(&bytes[length..])?;
            if fold(c) != wanted {
                return None;
            }
            length += c.len_utf8();
        }
        Some(length)
    }

    pub fn is_at_start(&self, bytes: &[u8]) -> bool {
        self.length_at_start(bytes).is_some()
    }

    pub fn is_at_end(&self, bytes: &[u8]) -> bool {
        let start = chars_back(bytes, bytes.len(), self.chars.len());
        start.is_some_and(|start| self.is_at_start(&bytes[start..]))
    }

    pub fn is(&self, text: &str) -> bool {
        self.length_at_start(text.as_bytes()) == Some(text.len())
    }
}

/// `None` where no whole character begins.
fn first_char(bytes: &[u8]) -> Option<char> {
    let width = match bytes.first()? {
        0..=0x7f => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0.. => 4,
        _ => return None,
    };
    std::str::from_utf8(bytes.get(..width)?).ok()?.chars().next()
}

/// Where the `count`-th character before `end` begins; `None` if there are fewer, or if
/// `end` lies within a character.
pub(super) fn chars_back(bytes: &[u8], end: usize, count: usize) -> Option<usize> {
    let is_within = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let mut at = end;
    for _ in 0..count {
        if is_within(at) {
            return None;
        }
        at = at.checked_sub(1)?;
        while is_within(at) {
            at = at.checked_sub(1)?;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_case_and_keep_their_number() {
        assert_eq!(Folded::of("GrÖßE ΣΊΣΥΦΟΣ").text, "größe σίσυφοσ");
        assert_eq!(Folded::of("\u{212a}İ").text, "\u{212a}İ", "no ASCII comes from elsewhere");
        for c in '\0'..=char::MAX {
            assert_eq!(fold(fold(c)), fold(c), "{c:?}");
            assert!(c.is_ascii() || !fold(c).is_ascii(), "{c:?}");
        }
    }

    #[test]
    fn a_folded_text_is_found_at_either_end_of_a_longer_one() {
        for (text, start, end) in [("GET /", "get", " /"), ("ŻÓŁW żółw", "żó", "ŁW")] {
            assert!(Folded::of(start).is_at_start(text.as_bytes()), "{start} in {text}");
            assert!(Folded::of(end).is_at_end(text.as_bytes()), "{end} in {text}");
            assert!(!Folded::of(end).is_at_start(text.as_bytes()), "{end} in {text}");
            assert!(!Folded::of(start).is_at_end(b"z"), "{start} in z");
        }
        assert!(Folded::of("").is_at_start(b"") && Folded::of("").is_at_end(b"x"));
    }

    #[test]
    fn no_character_begins_in_the_middle_of_one() {
        let text = "aß€";
        assert_eq!(chars_back(text.as_bytes(), 6, 2), Some(1));
        assert_eq!(chars_back(text.as_bytes(), 2, 1), None);
        assert_eq!(chars_back(text.as_bytes(), 6, 4), None);
        assert_eq!(first_char(&text.as_bytes()[2..]), None);
        assert_eq!(first_char(&text.as_bytes()[3..5]), None);
    }
}
