//! A position in a window of JSON bytes, and the tokens that follow it.
//!
//! Invariant: no method moves past the window, and every one of them makes progress or
//! stops. Absent: memory of what was read; whoever drives the cursor keeps that.

use super::number::{Number, leading_digits, number_end};
use super::skip::Skipper;
use super::text::{Text, first_special};

/// How many brackets may be open inside one value.
pub(in crate::ingest) const MAX_DEPTH: usize = 128;

/// Why a scan ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Stop {
    /// The window ends inside the token: try again with more bytes.
    Incomplete,
    /// The bytes are not what they must be; [`Cursor::fault`] says where and why.
    Broken,
}

/// What is wrong at a byte of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Fault {
    pub at: usize,
    pub kind: FaultKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum FaultKind {
    /// This was expected instead.
    Expected(&'static str),
    /// More than [`MAX_DEPTH`] open brackets.
    TooDeep,
}

/// A value whose contents, if it is a container, have not been entered yet.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) enum Shallow<'a> {
    Null,
    Bool(bool),
    Number(Number<'a>),
    Text(Text<'a>),
    /// The cursor stands on its `{`.
    Object,
    /// The cursor stands on its `[`.
    Array,
}

pub(in crate::ingest) struct Cursor<'a> {
    bytes: &'a [u8],
    pub position: usize,
    fault: Option<Fault>,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { bytes, position: 0, fault: None }
    }

    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// The bytes between two positions of this cursor.
    pub fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        &self.bytes[from..to]
    }

    #[cold]
    pub fn broken(&mut self, expected: &'static str) -> Stop {
        self.fault = Some(Fault { at: self.position, kind: FaultKind::Expected(expected) });
        Stop::Broken
    }

    #[cold]
    pub fn too_deep(&mut self) -> Stop {
        self.fault = Some(Fault { at: self.position, kind: FaultKind::TooDeep });
        Stop::Broken
    }

    /// The next byte that is not white space, not consumed.
    #[inline(always)]
    pub fn peek(&mut self) -> Result<u8, Stop> {
        match self.bytes.get(self.position) {
            Some(&byte) if byte > b' ' => Ok(byte),
            _ => self.peek_after_space(),
        }
    }

    #[inline(never)]
    fn peek_after_space(&mut self) -> Result<u8, Stop> {
        while let Some(&byte) = self.bytes.get(self.position) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.position += 1;
        }
        Err(Stop::Incomplete)
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8, name: &'static str) -> Result<(), Stop> {
        if self.peek()? != byte {
            return Err(self.broken(name));
        }
        self.position += 1;
        Ok(())
    }

    #[inline]
    pub fn begin_object(&mut self) -> Result<(), Stop> {
        self.expect(b'{', "`{`")
    }

    #[inline]
    pub fn begin_array(&mut self) -> Result<(), Stop> {
        self.expect(b'[', "`[`")
    }

    /// The next key of an object with its colon, or `None` past the closing bracket.
    #[inline]
    pub fn next_key(&mut self, first: &mut bool) -> Result<Option<Text<'a>>, Stop> {
        let byte = self.peek()?;
        if byte == b'}' {
            self.position += 1;
            return Ok(None);
        }
        if !*first {
            self.expect(b',', "`,` or `}`")?;
        }
        if self.peek()? != b'"' {
            return Err(self.broken("a key in quotes"));
        }
        let key = self.text()?;
        self.expect(b':', "`:`")?;
        *first = false;
        Ok(Some(key))
    }

    /// Moves to the next element of an array; `false` past the closing bracket.
    #[inline]
    pub fn next_element(&mut self, first: &mut bool) -> Result<bool, Stop> {
        let byte = self.peek()?;
        if byte == b']' {
            self.position += 1;
            return Ok(false);
        }
        if !*first {
            self.expect(b',', "`,` or `]`")?;
            if self.peek()? == b']' {
                return Err(self.broken("a value"));
            }
        }
        *first = false;
        Ok(true)
    }

    /// A text; the cursor stands on its opening quote.
    #[inline]
    pub fn text(&mut self) -> Result<Text<'a>, Stop> {
        let start = self.position + 1;
        let rest = self.bytes.get(start..).ok_or(Stop::Incomplete)?;
        let end = first_special(rest).ok_or(Stop::Incomplete)?;
        if rest[end] == b'"' {
            self.position = start + end + 1;
            return Ok(Text { raw: &rest[..end], is_escaped: false });
        }
        self.escaped_text(start, end)
    }

    #[inline(never)]
    fn escaped_text(&mut self, start: usize, first_escape: usize) -> Result<Text<'a>, Stop> {
        let rest = &self.bytes[start..];
        let mut at = first_escape;
        loop {
            // `at` is a backslash: whatever follows it is not a closing quote.
            let tail = rest.get(at + 2..).ok_or(Stop::Incomplete)?;
            at += 2 + first_special(tail).ok_or(Stop::Incomplete)?;
            if rest[at] == b'"' {
                self.position = start + at + 1;
                return Ok(Text { raw: &rest[..at], is_escaped: true });
            }
        }
    }

    /// The next value; scalars are consumed, containers only looked at.
    #[inline]
    pub fn shallow(&mut self) -> Result<Shallow<'a>, Stop> {
        match self.peek()? {
            b'"' => self.text().map(Shallow::Text),
            b'{' => Ok(Shallow::Object),
            b'[' => Ok(Shallow::Array),
            b't' => self.word(b"true").map(|()| Shallow::Bool(true)),
            b'f' => self.word(b"false").map(|()| Shallow::Bool(false)),
            b'n' => self.word(b"null").map(|()| Shallow::Null),
            b'-' | b'0'..=b'9' | b'N' | b'I' => self.number().map(Shallow::Number),
            _ => Err(self.broken("a value")),
        }
    }

    fn word(&mut self, word: &'static [u8]) -> Result<(), Stop> {
        let rest = &self.bytes[self.position..];
        let common = rest.iter().zip(word).take_while(|(a, b)| a == b).count();
        if common == word.len() {
            self.position += common;
            return Ok(());
        }
        if common == rest.len() {
            return Err(Stop::Incomplete);
        }
        self.position += common;
        Err(self.broken("`true`, `false` or `null`"))
    }

    /// A number as written, `NaN` and `Infinity` among them. Whole only when something
    /// follows it.
    #[inline]
    fn number(&mut self) -> Result<Number<'a>, Stop> {
        let rest = &self.bytes[self.position..];
        let length = number_end(rest).ok_or(Stop::Incomplete)?;
        let number = Number(&rest[..length]);
        if !number.is_valid() {
            return Err(self.broken("a number"));
        }
        self.position += length;
        Ok(number)
    }

    /// Passes over one value of any kind and gives its bytes.
    pub fn skip_value(&mut self) -> Result<&'a [u8], Stop> {
        self.peek()?;
        let start = self.position;
        let mut skipper = Skipper::default();
        while !skipper.step(self)? {}
        Ok(&self.bytes[start..self.position])
    }

    /// A text without escapes that so many closing brackets follow at once, consumed with
    /// them; `None` for anything else, and then nothing is consumed.
    #[inline]
    pub fn plain_text_before(&mut self, brackets: u8) -> Option<&'a [u8]> {
        let (b'"', rest) = self.rest().split_first()? else {
            return None;
        };
        let end = first_special(rest)?;
        let after = end + 1 + usize::from(brackets);
        let closing = rest.get(end..after)?;
        if closing[0] != b'"' || closing[1..].iter().any(|&byte| byte != b'}') {
            return None;
        }
        self.position += 1 + after;
        Some(&rest[..end])
    }

    /// What stands between the quotes at the cursor and so far behind it, if there are such;
    /// not consumed, and a text only if none of it is a quote or a backslash.
    #[inline]
    pub fn text_of_length<const LENGTH: usize>(&self) -> Option<&'a [u8]> {
        let near = self.rest().get(..LENGTH + 2)?;
        (near[0] == b'"' && near[LENGTH + 1] == b'"').then_some(&near[1..=LENGTH])
    }

    /// A whole number of at most nineteen digits, bare or in quotes, consumed; `None` for
    /// anything else, and then nothing is consumed.
    #[inline]
    pub fn plain_digits(&mut self) -> Option<u64> {
        let rest = self.rest();
        let quotes = usize::from(rest.first() == Some(&b'"'));
        let digits = &rest[quotes..];
        let (value, length) = leading_digits(digits)?;
        let is_end = match digits.get(length)? {
            b'"' => quotes == 1,
            b',' | b'}' | b']' => quotes == 0,
            _ => false,
        };
        self.position += if is_end { length + 2 * quotes } else { 0 };
        is_end.then_some(value)
    }

    /// Consumes so many closing brackets if nothing else comes next.
    #[inline]
    pub fn eat_brackets(&mut self, count: u8) -> bool {
        let rest = self.rest();
        let is_next = rest.len() >= usize::from(count)
            && rest[..usize::from(count)].iter().all(|&byte| byte == b'}');
        self.position += if is_next { usize::from(count) } else { 0 };
        is_next
    }

    /// The bytes not yet consumed.
    #[inline]
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.position..]
    }
}
