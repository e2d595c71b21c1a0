//! Gzip (RFC 1952): members one after another, each a header, deflated data and a trailer.
//!
//! Invariant: length and checksum of every member are compared. Absent: what the header
//! says (name, time, comment). After the last member zeros, as tapes and block devices
//! leave them, are silently passed over, and anything else is counted.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::{Compression, Decoder, Fault, PIECE_BYTES};

pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Longer headers are not headers.
const MOST_HEADER_BYTES: usize = 256 * 1024;
const TRAILER_BYTES: usize = 8;

pub(super) struct Gzip {
    state: State,
    inflate: Decompress,
    crc: Crc,
    trailing: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Header,
    Body,
    Trailer,
    /// After a member: another one may follow.
    Between,
    /// After the last member.
    Rest,
}

impl Default for Gzip {
    fn default() -> Self {
        Gzip { state: State::Header, inflate: Decompress::new(false), crc: Crc::new(), trailing: 0 }
    }
}

impl Decoder for Gzip {
    fn step(&mut self, input: &[u8], piece: &mut Vec<u8>) -> Result<Option<usize>, Fault> {
        match self.state {
            State::Body => self.body(input, piece),
            _ if input.is_empty() => Ok(None),
            State::Header => self.header(input),
            State::Trailer => self.trailer(input),
            State::Between => Ok(self.between(input)),
            State::Rest => {
                self.trailing += input.iter().filter(|&&byte| byte != 0).count() as u64;
                Ok(Some(input.len()))
            }
        }
    }

    fn is_complete(&self, rest: &[u8]) -> bool {
        // The start of a magic number alone is no member.
        matches!(self.state, State::Between | State::Rest) && rest.len() < MAGIC.len()
    }

    fn release(&mut self) {}

    fn trailing(&self) -> u64 {
        self.trailing
    }
}

impl Gzip {
    fn header(&mut self, input: &[u8]) -> Result<Option<usize>, Fault> {
        if input.get(2).is_some_and(|&method| method != 8) {
            return Err(damaged("its header names an unknown method"));
        }
        let Some(length) = header_length(input) else {
            let is_endless = input.len() > MOST_HEADER_BYTES;
            return if is_endless { Err(damaged("its header does not end")) } else { Ok(None) };
        };
        self.inflate.reset(false);
        self.crc.reset();
        self.state = State::Body;
        Ok(Some(length))
    }

    fn body(&mut self, input: &[u8], piece: &mut Vec<u8>) -> Result<Option<usize>, Fault> {
        let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
        piece.resize(PIECE_BYTES, 0);
        let status = self.inflate.decompress(input, piece, FlushDecompress::None);
        piece.truncate((self.inflate.total_out() - before_out) as usize);
        self.crc.update(piece);
        match status {
            Err(_) => return Err(damaged("it is not what a compressor writes")),
            Ok(Status::StreamEnd) => self.state = State::Trailer,
            Ok(Status::Ok | Status::BufError) => {}
        }
        let used = (self.inflate.total_in() - before_in) as usize;
        let is_stuck = used == 0 && piece.is_empty() && self.state == State::Body;
        Ok((!is_stuck).then_some(used))
    }

    fn trailer(&mut self, input: &[u8]) -> Result<Option<usize>, Fault> {
        let Some(&[a, b, c, d, length @ ..]) = input.first_chunk::<TRAILER_BYTES>() else {
            return Ok(None);
        };
        if u32::from_le_bytes([a, b, c, d]) != self.crc.sum() {
            return Err(damaged("its checksum does not match"));
        }
        if u32::from_le_bytes(length) != self.crc.amount() {
            return Err(damaged("its length does not match"));
        }
        self.state = State::Between;
        Ok(Some(TRAILER_BYTES))
    }

    fn between(&mut self, input: &[u8]) -> Option<usize> {
        let is_start = input.iter().zip(&MAGIC).all(|(byte, magic)| byte == magic);
        if is_start && input.len() < MAGIC.len() {
            return None;
        }
        self.state = if is_start { State::Header } else { State::Rest };
        Some(0)
    }
}

fn damaged(reason: &str) -> Fault {
    Fault::damaged(Compression::Gzip, reason)
}

/// How long the header at the start of `input` is; `None` if it does not end there.
fn header_length(input: &[u8]) -> Option<usize> {
    const CHECKSUM: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    let flags = *input.get(3)?;
    let mut length = 10;
    if flags & EXTRA != 0 {
        let extra = input.get(length..)?.first_chunk::<2>()?;
        length += 2 + usize::from(u16::from_le_bytes(*extra));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            length += memchr::memchr(0, input.get(length..)?)? + 1;
        }
    }
    length += if flags & CHECKSUM != 0 { 2 } else { 0 };
    (length <= input.len()).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_ends_after_all_its_optional_parts() {
        let plain = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        assert_eq!(header_length(&plain), Some(10));
        assert_eq!(header_length(&plain[..9]), None);
        let mut full = plain.to_vec();
        full[3] = 2 | 4 | 8 | 16;
        full.extend_from_slice(b"\x03\0abcname\0comment\0\x12\x34");
        assert_eq!(header_length(&full), Some(full.len()));
        assert_eq!(header_length(&full[..full.len() - 1]), None);
    }
}
