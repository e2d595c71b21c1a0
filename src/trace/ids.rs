//! Hex text becomes fixed-width ids; rows become typed indices.
//!
//! Invariant: an id of up to 16 (span) or 32 (trace) hex digits keeps its exact value;
//! zero means "none". Absent: ids in other alphabets; the pool keeps their text and hands
//! out a hash in their place (`Pool::foreign_span_id`).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A span's id as it was on the wire. Zero stands for "none".
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SpanId(pub u64);

/// A trace's id as it was on the wire. Zero stands for "none".
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct TraceId(pub u128);

/// A span's row in the columns of its [`super::Trace`]. Renumbered by every rebuild, so it
/// never leaves the engine.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SpanIdx(pub u32);

/// A resource (the thing that produced spans) in the [`super::Pool`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct ResourceIdx(pub u32);

/// An instrumentation scope in the [`super::Pool`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct ScopeIdx(pub u32);

impl SpanId {
    pub const NONE: SpanId = SpanId(0);

    /// Reads 1 to 16 hex digits of either case; `None` for anything else.
    pub fn from_hex(text: &[u8]) -> Option<SpanId> {
        let value = parse_hex(text, 16)?;
        u64::try_from(value).ok().map(SpanId)
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl TraceId {
    pub const NONE: TraceId = TraceId(0);

    /// Reads 1 to 32 hex digits of either case; `None` for anything else.
    pub fn from_hex(text: &[u8]) -> Option<TraceId> {
        parse_hex(text, 32).map(TraceId)
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl SpanIdx {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Sixteen lower-case hex digits.
impl fmt::Display for SpanId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

/// Thirty-two lower-case hex digits, or sixteen where the upper half is zero, as Jaeger
/// shows 64-bit trace ids.
impl fmt::Display for TraceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >> 64 == 0 {
            write!(formatter, "{:016x}", self.0)
        } else {
            write!(formatter, "{:032x}", self.0)
        }
    }
}

fn parse_hex(text: &[u8], most_digits: usize) -> Option<u128> {
    if text.is_empty() || text.len() > most_digits {
        return None;
    }
    let mut value = 0u128;
    for &byte in text {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => return None,
        };
        value = value << 4 | u128::from(digit);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_of_either_case_and_any_length_up_to_the_width_is_exact() {
        assert_eq!(SpanId::from_hex(b"00000000000000aB"), Some(SpanId(0xab)));
        assert_eq!(SpanId::from_hex(b"ab"), Some(SpanId(0xab)));
        assert_eq!(SpanId::from_hex(b"ffffffffffffffff"), Some(SpanId(u64::MAX)));
        assert_eq!(TraceId::from_hex(&[b'f'; 32]), Some(TraceId(u128::MAX)));
        assert_eq!(SpanId::from_hex(b""), None);
        assert_eq!(SpanId::from_hex(b"xyz"), None);
        assert_eq!(SpanId::from_hex(&[b'0'; 17]), None);
    }

    #[test]
    fn ids_are_shown_padded_and_a_64_bit_trace_id_stays_short() {
        assert_eq!(SpanId(0xab).to_string(), "00000000000000ab");
        assert_eq!(TraceId(0xab).to_string(), "00000000000000ab");
        assert_eq!(TraceId(1 << 64).to_string(), "00000000000000010000000000000000");
    }
}
