//! The first bytes of a source tell whether they are OTLP in protobuf, and how its
//! messages follow each other.
//!
//! Protobuf has no magic number, so the bytes are walked as messages: every length must
//! fit into the one around it, and every message must begin with a field that it has.
//! Invariant: text of any kind is refused. Absent: the insides of records.

use super::wire::{WireType, split_tag, varint};

/// How messages follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Framing {
    /// The source is one message.
    Bare,
    /// Each has its length before it, as a varint.
    Varint,
    /// Each has its length before it, in four bytes, the highest first (as the Collector's
    /// file exporter writes it).
    Fixed,
}

/// So many good fields are no accident, whatever comes behind them: the file is damaged.
const SURE_FIELDS: usize = 7;

/// The fields that a message of the sort has.
type Shape = &'static [(u32, Contents)];

#[derive(Clone, Copy)]
enum Contents {
    Message(Shape),
    /// Bytes that are not looked into.
    Bytes,
    /// A name, a key or an address.
    Text,
    Number,
}

const TRACES: Shape = &[(1, Contents::Message(RESOURCE_SPANS))];
const RESOURCE_SPANS: Shape = &[
    (1, Contents::Message(RESOURCE)),
    (2, Contents::Message(SCOPE_SPANS)),
    (3, Contents::Text),
    (1000, Contents::Message(SCOPE_SPANS)),
];
const RESOURCE: Shape =
    &[(1, Contents::Message(ATTRIBUTE)), (2, Contents::Number), (3, Contents::Bytes)];
const SCOPE_SPANS: Shape =
    &[(1, Contents::Message(SCOPE)), (2, Contents::Bytes), (3, Contents::Text)];
const SCOPE: Shape = &[
    (1, Contents::Text),
    (2, Contents::Text),
    (3, Contents::Message(ATTRIBUTE)),
    (4, Contents::Number),
];
const ATTRIBUTE: Shape = &[(1, Contents::Text), (2, Contents::Bytes)];

/// How the source that begins with `bytes` is framed; `None` if it is not OTLP in protobuf.
pub(in crate::ingest) fn framing_of(bytes: &[u8]) -> Option<Framing> {
    if is_text(bytes) {
        return None;
    }
    // With a zero in front, the highest byte of a length is likelier than an empty message,
    // where both are possible: messages shorter than 128 bytes look the same under either.
    let order = match bytes.first() {
        Some(0) => [Framing::Bare, Framing::Fixed, Framing::Varint],
        _ => [Framing::Bare, Framing::Varint, Framing::Fixed],
    };
    let walks = order.map(|framing| (framing, Walk::through(bytes, framing)));
    let is_whole = |walk: &Walk<'_>| walk.fits && walk.known > walk.unknown;
    let is_begun = |walk: &Walk<'_>| walk.known >= SURE_FIELDS;
    best(&walks, is_whole).or_else(|| best(&walks, is_begun))
}

/// The framing under which most of the fields are ones that exist; the first of several. A
/// wrong one may find some, too: where a message is read a level too high, its parts look
/// like others.
fn best(walks: &[(Framing, Walk<'_>)], is_fitting: impl Fn(&Walk<'_>) -> bool) -> Option<Framing> {
    let fitting = walks.iter().rev().filter(|(_, walk)| is_fitting(walk));
    let surplus = |walk: &Walk<'_>| walk.known as i64 - walk.unknown as i64;
    fitting.max_by_key(|(_, walk)| surplus(walk)).map(|&(framing, _)| framing)
}

/// No byte is one that only binary files have.
fn is_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < b' ' && !byte.is_ascii_whitespace();
    !bytes.iter().any(is_control) && is_unicode(bytes)
}

/// UTF-8, the last character maybe cut.
fn is_unicode(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).err().is_none_or(|error| error.error_len().is_none())
}

struct Walk<'a> {
    rest: &'a [u8],
    /// Fields begun, of all messages.
    known: usize,
    unknown: usize,
    /// Whether all bytes, as far as they go, are messages.
    fits: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Halt {
    /// The bytes end here.
    End,
    Unfit,
}

impl<'a> Walk<'a> {
    fn through(bytes: &'a [u8], framing: Framing) -> Walk<'a> {
        let mut walk = Walk { rest: bytes, known: 0, unknown: 0, fits: true };
        let end = match framing {
            Framing::Bare => walk.message(TRACES, u64::MAX),
            Framing::Varint | Framing::Fixed => walk.messages(framing),
        };
        walk.fits = end != Err(Halt::Unfit);
        walk
    }

    /// Messages and their lengths until the bytes end.
    fn messages(&mut self, framing: Framing) -> Result<(), Halt> {
        loop {
            let length = match framing {
                Framing::Fixed => {
                    let (length, rest) = self.rest.split_first_chunk().ok_or(Halt::End)?;
                    self.rest = rest;
                    u64::from(u32::from_be_bytes(*length))
                }
                _ => {
                    let mut room = u64::MAX;
                    self.varint(&mut room)?
                }
            };
            self.message(TRACES, length)?;
        }
    }

    /// One message of this length.
    fn message(&mut self, shape: Shape, mut length: u64) -> Result<(), Halt> {
        let mut is_first = true;
        while length > 0 {
            let tag = self.varint(&mut length)?;
            let (number, wire_type) = split_tag(tag).map_err(|_| Halt::Unfit)?;
            let known = shape.iter().find(|(known, _)| *known == number).map(|field| field.1);
            if known.is_none() && is_first {
                return Err(Halt::Unfit);
            }
            is_first = false;
            let seen = if known.is_some() { &mut self.known } else { &mut self.unknown };
            *seen += 1;
            self.field(known, wire_type, &mut length)?;
        }
        Ok(())
    }

    fn field(
        &mut self,
        known: Option<Contents>,
        wire_type: WireType,
        length: &mut u64,
    ) -> Result<(), Halt> {
        match (known, wire_type) {
            (None | Some(Contents::Number), WireType::Varint) => self.varint(length).map(drop),
            (None, WireType::Fixed64) => self.skip(8, length),
            (None, WireType::Fixed32) => self.skip(4, length),
            (None | Some(Contents::Bytes), WireType::Bytes) => {
                let inner = self.varint(length)?;
                self.skip(inner, length)
            }
            (Some(Contents::Text), WireType::Bytes) => {
                let inner = self.varint(length)?;
                let seen = self.rest.len().min(usize::try_from(inner).unwrap_or(usize::MAX));
                if !is_unicode(&self.rest[..seen]) {
                    return Err(Halt::Unfit);
                }
                self.skip(inner, length)
            }
            (Some(Contents::Message(shape)), WireType::Bytes) => {
                let inner = self.varint(length)?;
                *length = length.checked_sub(inner).ok_or(Halt::Unfit)?;
                self.message(shape, inner)
            }
            _ => Err(Halt::Unfit),
        }
    }

    /// A number inside a message with `length` bytes left.
    fn varint(&mut self, length: &mut u64) -> Result<u64, Halt> {
        let (value, bytes) = varint(self.rest).map_err(|_| Halt::Unfit)?.ok_or(Halt::End)?;
        self.skip(bytes as u64, length)?;
        Ok(value)
    }

    fn skip(&mut self, count: u64, length: &mut u64) -> Result<(), Halt> {
        *length = length.checked_sub(count).ok_or(Halt::Unfit)?;
        let inside = usize::try_from(count).ok().and_then(|count| self.rest.get(count..));
        self.rest = inside.ok_or(Halt::End)?;
        Ok(())
    }
}
