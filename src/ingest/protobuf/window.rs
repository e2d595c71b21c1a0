//! A window of a source of protobuf becomes heads of fields, and fields that are whole.
//!
//! Invariant: nothing moves past the window or past the message around it. Absent: memory
//! of what was read; whoever drives the window keeps that.

use super::wire::{WireType, split_tag, varint};

/// Why reading ends for now, or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Halt {
    /// Try again when the window, from where it now stands, has so many bytes.
    Incomplete { needed: usize },
    /// At this position of the window should be something else.
    Broken { at: usize, expected: &'static str },
}

/// The beginning of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A field without contents to enter, of which so many bytes are left.
    Skip { length: u64 },
    /// So many bytes of contents follow.
    Bytes { number: u32, length: u64 },
}

#[derive(Clone, Copy)]
pub(in crate::ingest) struct Window<'a> {
    bytes: &'a [u8],
    pub position: usize,
    /// Where the unit in hand begins.
    unit: usize,
    /// Bytes of the source before the window.
    before: u64,
}

impl<'a> Window<'a> {
    pub fn new(bytes: &'a [u8], before: u64) -> Window<'a> {
        Window { bytes, position: 0, unit: 0, before }
    }

    /// What follows is a unit of its own.
    pub fn begin_unit(&mut self) {
        self.unit = self.position;
    }

    /// Bytes of the source before the position.
    pub(super) fn offset(&self) -> u64 {
        self.before + self.position as u64
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.position..]
    }

    fn incomplete(&self, more: u64) -> Halt {
        let begun = (self.position - self.unit) as u64;
        let needed = usize::try_from(begun.saturating_add(more)).unwrap_or(usize::MAX);
        Halt::Incomplete { needed }
    }

    #[cold]
    fn broken(&self, expected: &'static str) -> Halt {
        Halt::Broken { at: self.position, expected }
    }

    /// Passes over at most `count` bytes and says how many.
    pub(super) fn pass_over(&mut self, count: u64) -> Result<u64, Halt> {
        let passed = count.min(self.rest().len() as u64);
        if passed == 0 {
            return Err(self.incomplete(1));
        }
        self.position += passed as usize;
        Ok(passed)
    }

    /// A number inside a message that ends at offset `end`.
    #[inline]
    pub(super) fn varint(&mut self, end: u64) -> Result<u64, Halt> {
        let room = end - self.offset();
        let rest = self.rest();
        let inside = usize::try_from(room).map_or(rest, |room| &rest[..rest.len().min(room)]);
        match varint(inside) {
            Ok(Some((value, length))) => {
                self.position += length;
                Ok(value)
            }
            Ok(None) if (inside.len() as u64) < room => {
                Err(self.incomplete(inside.len() as u64 + 1))
            }
            _ => Err(self.broken("whole number")),
        }
    }

    /// A length in four bytes, the highest first.
    pub(super) fn big_endian(&mut self) -> Result<u64, Halt> {
        let (length, _) = self.rest().split_first_chunk().ok_or(self.incomplete(4))?;
        self.position += length.len();
        Ok(u64::from(u32::from_be_bytes(*length)))
    }

    /// The offset `length` bytes ahead, which must not lie behind `end`.
    #[inline]
    pub(super) fn end_after(&self, length: u64, end: u64) -> Result<u64, Halt> {
        let after = self.offset().checked_add(length).filter(|&after| after <= end);
        after.ok_or_else(|| self.broken("length that the message has room for"))
    }

    /// The next field of a message that ends at offset `end`.
    #[inline]
    pub(super) fn head(&mut self, end: u64) -> Result<Head, Halt> {
        let start = *self;
        let tag = self.varint(end)?;
        let (number, wire_type) =
            split_tag(tag).map_err(|_| start.broken("field of a known kind"))?;
        let length = match wire_type {
            WireType::Varint => {
                self.varint(end)?;
                return Ok(Head::Skip { length: 0 });
            }
            WireType::Fixed64 => 8,
            WireType::Fixed32 => 4,
            WireType::Bytes => {
                let before_length = *self;
                let length = self.varint(end)?;
                if self.end_after(length, end).is_err() {
                    return Err(before_length.broken("length that the message has room for"));
                }
                return Ok(Head::Bytes { number, length });
            }
        };
        self.end_after(length, end)?;
        Ok(Head::Skip { length })
    }

    /// The next `length` bytes, if they are all there.
    #[inline]
    pub(super) fn whole(&mut self, length: u64) -> Result<&'a [u8], Halt> {
        let bytes = usize::try_from(length).ok().and_then(|length| self.rest().get(..length));
        let bytes = bytes.ok_or_else(|| self.incomplete(length))?;
        self.position += bytes.len();
        Ok(bytes)
    }
}
