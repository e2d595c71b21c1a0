//! The bytes of one message become its fields, in the order in which they stand.
//!
//! Invariant: a field is whole or the message is damaged; a length is believed only as far
//! as there are bytes. Absent: groups, which OTLP never had, and what fields mean.

use super::super::report::SetAsideReason;

/// The most bytes that a varint may have.
const MOST_VARINT_BYTES: usize = 10;
/// Tags are 29 bits of number, from 1, and 3 of wire type.
const LEAST_TAG: u64 = 8;
const MOST_TAG: u64 = u32::MAX as u64;

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum WireType {
    Varint,
    Fixed64,
    /// A length, then so many bytes.
    Bytes,
    Fixed32,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Payload<'a> {
    Varint(u64),
    Fixed64(u64),
    Bytes(&'a [u8]),
    Fixed32(u32),
}

/// The number at the start of `bytes` and how many bytes it takes; `Ok(None)` if it may go
/// on behind them, an error if it is longer than any number.
#[inline]
pub(super) fn varint(bytes: &[u8]) -> Result<Option<(u64, usize)>, SetAsideReason> {
    if let Some(&byte) = bytes.first()
        && byte < 0x80
    {
        return Ok(Some((u64::from(byte), 1)));
    }
    long_varint(bytes)
}

fn long_varint(bytes: &[u8]) -> Result<Option<(u64, usize)>, SetAsideReason> {
    let mut value = 0u64;
    for (place, &byte) in bytes.iter().take(MOST_VARINT_BYTES).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return Ok(Some((value, place + 1)));
        }
    }
    if bytes.len() < MOST_VARINT_BYTES { Ok(None) } else { Err(SetAsideReason::Damaged) }
}

/// A field's number and wire type; an error for numbers and types that do not exist.
#[inline]
pub(super) fn split_tag(tag: u64) -> Result<(u32, WireType), SetAsideReason> {
    let wire_type = match tag & 7 {
        0 => WireType::Varint,
        1 => WireType::Fixed64,
        2 => WireType::Bytes,
        5 => WireType::Fixed32,
        _ => return Err(SetAsideReason::Damaged),
    };
    if !(LEAST_TAG..=MOST_TAG).contains(&tag) {
        return Err(SetAsideReason::Damaged);
    }
    Ok(((tag >> 3) as u32, wire_type))
}

/// The fields of a message that is there as a whole; ends after an error.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub fn of(message: &'a [u8]) -> Fields<'a> {
        Fields { rest: message }
    }

    #[inline]
    fn number(&mut self) -> Result<u64, SetAsideReason> {
        let (value, length) = varint(self.rest)?.ok_or(SetAsideReason::Damaged)?;
        self.rest = &self.rest[length..];
        Ok(value)
    }

    #[inline]
    fn bytes(&mut self, length: u64) -> Result<&'a [u8], SetAsideReason> {
        if length > self.rest.len() as u64 {
            return Err(SetAsideReason::Damaged);
        }
        let (bytes, rest) = self.rest.split_at(length as usize);
        self.rest = rest;
        Ok(bytes)
    }

    fn fixed<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], SetAsideReason> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(SetAsideReason::Damaged)?;
        self.rest = rest;
        Ok(*bytes)
    }

    #[inline]
    fn field(&mut self) -> Result<(u32, Payload<'a>), SetAsideReason> {
        let (number, wire_type) = split_tag(self.number()?)?;
        let payload = match wire_type {
            WireType::Varint => Payload::Varint(self.number()?),
            WireType::Fixed64 => Payload::Fixed64(u64::from_le_bytes(self.fixed()?)),
            WireType::Bytes => {
                let length = self.number()?;
                Payload::Bytes(self.bytes(length)?)
            }
            WireType::Fixed32 => Payload::Fixed32(u32::from_le_bytes(self.fixed()?)),
        };
        Ok((number, payload))
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Payload<'a>), SetAsideReason>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

impl Payload<'_> {
    pub fn wire_type(self) -> WireType {
        match self {
            Payload::Varint(_) => WireType::Varint,
            Payload::Fixed64(_) => WireType::Fixed64,
            Payload::Bytes(_) => WireType::Bytes,
            Payload::Fixed32(_) => WireType::Fixed32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_are_exact_up_to_64_bits_and_refused_beyond() {
        assert_eq!(varint(&[0x7f]), Ok(Some((127, 1))));
        assert_eq!(varint(&[0xd4, 0x56, 9]), Ok(Some((11_092, 2))));
        let mut most = [0xff; 10];
        most[9] = 1;
        assert_eq!(varint(&most), Ok(Some((u64::MAX, 10))));
        assert_eq!(varint(&[0x80; 9]), Ok(None));
        assert_eq!(varint(&[0x80; 10]), Err(SetAsideReason::Damaged));
        assert_eq!(varint(&[]), Ok(None));
    }

    #[test]
    fn tags_of_groups_and_of_number_zero_are_refused() {
        assert_eq!(split_tag(0x0a), Ok((1, WireType::Bytes)));
        for wrong in [0, 2, 0x0b, 0x0c, 0x0e, 0x0f, 1 << 32 | 2] {
            assert_eq!(split_tag(wrong), Err(SetAsideReason::Damaged), "{wrong:#x}");
        }
    }

    #[test]
    fn a_field_that_ends_behind_its_message_is_an_error_and_the_last() {
        let mut fields = Fields::of(&[0x08, 1, 0x12, 200, 1, b'x']);
        assert!(matches!(fields.next(), Some(Ok((1, Payload::Varint(1))))));
        assert!(matches!(fields.next(), Some(Err(SetAsideReason::Damaged))));
        assert!(fields.next().is_none());
    }
}
