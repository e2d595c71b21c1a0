//! An attribute's value of any OpenTelemetry type becomes a tag and one 64-bit word.
//!
//! Invariant: integers are exact, a double keeps its bits, a text of up to seven bytes is
//! in the word itself. Absent: longer texts, bytes, arrays and maps, which live in the pool
//! and are named here.

use super::pool::ColumnRange;
use super::strings::StringId;

/// An attribute's value; copies are cheap, contents lie in the [`super::Pool`].
///
/// Two equal values may differ in where their texts are: compare what
/// [`super::Pool::value_text`] or [`super::Pool::str_of`] give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A value that the producer left empty.
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Str(ValueText),
    /// A number that fits neither 64-bit form, kept as its text (`1e400`, 2^64).
    Number(StringId),
    /// Raw bytes in `Pool::bytes`.
    Bytes(ColumnRange),
    /// Elements in the attribute columns, their keys empty.
    Array(ColumnRange),
    /// Entries in the attribute columns.
    Map(ColumnRange),
}

/// Where the text of a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueText {
    Short(ShortText),
    /// A text that repeats, longer than seven bytes.
    Interned(StringId),
    /// A text of a key whose values do not repeat, stored without being looked up.
    Stored(ColumnRange),
}

impl ValueText {
    pub const EMPTY: ValueText = ValueText::Short(ShortText::EMPTY);
}

/// Up to seven bytes of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ShortText {
    /// Zeros past the length.
    bytes: [u8; ShortText::MOST_BYTES],
    length: u8,
}

impl ShortText {
    /// The most bytes that fit.
    pub const MOST_BYTES: usize = 7;
    pub const EMPTY: ShortText = ShortText { bytes: [0; ShortText::MOST_BYTES], length: 0 };

    /// `None` for a longer text and for bytes that are not UTF-8.
    #[inline]
    pub fn of(text: &[u8]) -> Option<ShortText> {
        if text.len() > ShortText::MOST_BYTES {
            return None;
        }
        let mut bytes = [0; ShortText::MOST_BYTES];
        for (to, &from) in bytes.iter_mut().zip(text) {
            *to = from;
        }
        let is_text = text.is_ascii() || std::str::from_utf8(text).is_ok();
        is_text.then_some(ShortText { bytes, length: text.len() as u8 })
    }

    pub fn as_str(&self) -> &str {
        // It was text when it was made.
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }

    fn to_word(self) -> u64 {
        let [a, b, c, d, e, f, g] = self.bytes;
        u64::from_le_bytes([a, b, c, d, e, f, g, self.length])
    }

    fn from_word(word: u64) -> ShortText {
        let [a, b, c, d, e, f, g, length] = word.to_le_bytes();
        ShortText { bytes: [a, b, c, d, e, f, g], length: length.min(7) }
    }
}

impl Value {
    pub const EMPTY_TEXT: Value = Value::Str(ValueText::EMPTY);

    pub(super) fn to_word(self) -> (u8, u64) {
        match self {
            Value::Null => (0, 0),
            Value::Bool(value) => (1, u64::from(value)),
            Value::Int(value) => (2, value as u64),
            Value::Double(value) => (3, value.to_bits()),
            Value::Str(ValueText::Interned(id)) => (4, u64::from(id.0)),
            Value::Str(ValueText::Short(text)) => (9, text.to_word()),
            Value::Str(ValueText::Stored(range)) => (10, range.to_word()),
            Value::Number(id) => (5, u64::from(id.0)),
            Value::Bytes(range) => (6, range.to_word()),
            Value::Array(range) => (7, range.to_word()),
            Value::Map(range) => (8, range.to_word()),
        }
    }

    pub(super) fn from_word(tag: u8, word: u64) -> Value {
        match tag {
            1 => Value::Bool(word != 0),
            2 => Value::Int(word as i64),
            3 => Value::Double(f64::from_bits(word)),
            4 => Value::Str(ValueText::Interned(StringId(word as u32))),
            5 => Value::Number(StringId(word as u32)),
            6 => Value::Bytes(ColumnRange::from_word(word)),
            7 => Value::Array(ColumnRange::from_word(word)),
            8 => Value::Map(ColumnRange::from_word(word)),
            9 => Value::Str(ValueText::Short(ShortText::from_word(word))),
            10 => Value::Str(ValueText::Stored(ColumnRange::from_word(word))),
            _ => Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_its_word() {
        let range = ColumnRange { start: 7, end: u32::MAX };
        for value in [
            Value::Null,
            Value::Bool(true),
            Value::Int(i64::MIN),
            Value::Int(9_007_199_254_740_993),
            Value::Double(-0.0),
            Value::Str(ValueText::Interned(StringId(9))),
            Value::Str(ValueText::Stored(range)),
            Value::Str(ShortText::of(b"1234567").map_or(ValueText::EMPTY, ValueText::Short)),
            Value::EMPTY_TEXT,
            Value::Number(StringId(3)),
            Value::Bytes(range),
            Value::Array(range),
            Value::Map(range),
        ] {
            let (tag, word) = value.to_word();
            assert_eq!(Value::from_word(tag, word), value);
        }
    }
}
