//! An attribute's value of any OpenTelemetry type becomes a tag and one 64-bit word.
//!
//! Invariant: integers are exact, a double keeps its bits. Absent: owned text; strings,
//! bytes, arrays and maps live in the pool and are named here.

use super::pool::ColumnRange;
use super::strings::StringId;

/// An attribute's value; copies are cheap, contents lie in the [`super::Pool`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A value that the producer left empty.
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Str(StringId),
    /// A number that fits neither 64-bit form, kept as its text (`1e400`, 2^64).
    Number(StringId),
    /// Raw bytes in `Pool::bytes`.
    Bytes(ColumnRange),
    /// Elements in the attribute columns, their keys empty.
    Array(ColumnRange),
    /// Entries in the attribute columns.
    Map(ColumnRange),
}

impl Value {
    pub(super) fn to_word(self) -> (u8, u64) {
        match self {
            Value::Null => (0, 0),
            Value::Bool(value) => (1, u64::from(value)),
            Value::Int(value) => (2, value as u64),
            Value::Double(value) => (3, value.to_bits()),
            Value::Str(id) => (4, u64::from(id.0)),
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
            4 => Value::Str(StringId(word as u32)),
            5 => Value::Number(StringId(word as u32)),
            6 => Value::Bytes(ColumnRange::from_word(word)),
            7 => Value::Array(ColumnRange::from_word(word)),
            8 => Value::Map(ColumnRange::from_word(word)),
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
            Value::Str(StringId(9)),
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
