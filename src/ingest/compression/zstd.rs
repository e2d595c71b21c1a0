//! Zstandard (RFC 8878): frames one after another, some of them to be skipped.
//!
//! A block is handed to the decoder only when it is whole, so that the decoder never
//! wants bytes that have not come. Invariant: a frame with a larger window than
//! [`MOST_WINDOW_BYTES`] is refused before memory is taken for it. Absent: dictionaries.

use std::io::Read as _;

use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::super::error::ReadErrorKind;
use super::{Compression, Decoder, Fault, PIECE_BYTES};

const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const MOST_WINDOW_BYTES: u64 = 128 << 20;
const MOST_BLOCK_BYTES: usize = 128 * 1024;
const BLOCK_HEADER_BYTES: usize = 3;
const CHECKSUM_BYTES: usize = 4;
const SKIPPABLE_HEADER_BYTES: usize = 8;

/// Whether these bytes begin a frame, one to be skipped included.
pub(super) fn is_magic(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC) || is_skippable(bytes)
}

fn is_skippable(bytes: &[u8]) -> bool {
    matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Whether more bytes may make a magic number of these, which are fewer.
fn may_become_magic(start: &[u8]) -> bool {
    let mut skippable = [0x50, 0x2a, 0x4d, 0x18];
    if let Some(&first @ 0x50..=0x5f) = start.first() {
        skippable[0] = first;
    }
    MAGIC.starts_with(start) || skippable.starts_with(start)
}

pub(super) struct Zstd {
    state: State,
    frame: FrameDecoder,
    has_checksum: bool,
    trailing: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Where a frame may begin.
    Between,
    Frame,
    /// Inside a frame to be skipped, with so many bytes to go.
    Skip(u64),
    /// After the last frame.
    Rest,
}

impl Default for Zstd {
    fn default() -> Self {
        let mut frame = FrameDecoder::new();
        frame.set_max_window_size(MOST_WINDOW_BYTES);
        Zstd { state: State::Between, frame, has_checksum: false, trailing: 0 }
    }
}

impl Decoder for Zstd {
    fn step(&mut self, input: &[u8], piece: &mut Vec<u8>) -> Result<Option<usize>, Fault> {
        match self.state {
            State::Between => self.between(input),
            State::Frame if self.frame.can_collect() > 0 => self.collect(piece),
            State::Frame if self.frame.is_finished() => self.end_frame(),
            State::Frame => self.block(input),
            State::Skip(left) => {
                let skipped = left.min(input.len() as u64);
                let left = left - skipped;
                self.state = if left == 0 { State::Between } else { State::Skip(left) };
                Ok((skipped > 0 || left == 0).then_some(skipped as usize))
            }
            State::Rest => {
                self.trailing += input.iter().filter(|&&byte| byte != 0).count() as u64;
                Ok((!input.is_empty()).then_some(input.len()))
            }
        }
    }

    fn is_complete(&self, rest: &[u8]) -> bool {
        matches!(self.state, State::Between | State::Rest) && rest.is_empty()
    }

    fn release(&mut self) {
        if self.state == State::Frame && !self.frame.is_finished() {
            // An empty last block, and a checksum that nobody compares: a finished frame
            // keeps nothing back for references.
            let end = [1, 0, 0, 0, 0, 0, 0];
            let _ = self.frame.decode_blocks(&end[..], BlockDecodingStrategy::UptoBlocks(1));
            self.has_checksum = false;
        }
    }

    fn trailing(&self) -> u64 {
        self.trailing
    }
}

impl Zstd {
    fn between(&mut self, input: &[u8]) -> Result<Option<usize>, Fault> {
        if is_skippable(input) {
            let Some(&[.., a, b, c, d]) = input.first_chunk::<SKIPPABLE_HEADER_BYTES>() else {
                return Ok(None);
            };
            self.state = State::Skip(u64::from(u32::from_le_bytes([a, b, c, d])));
            return Ok(Some(SKIPPABLE_HEADER_BYTES));
        }
        if input.len() < MAGIC.len() && may_become_magic(input) {
            return Ok(None);
        }
        if !input.starts_with(&MAGIC) {
            self.state = State::Rest;
            return Ok(Some(0));
        }
        self.begin_frame(input)
    }

    fn begin_frame(&mut self, input: &[u8]) -> Result<Option<usize>, Fault> {
        let Some(mut header) = header_length(input).and_then(|length| input.get(..length)) else {
            return Ok(None);
        };
        let length = header.len();
        self.frame.reset(&mut header).map_err(|error| fault_of(&error))?;
        self.has_checksum = input[MAGIC.len()] & 4 != 0;
        self.state = State::Frame;
        Ok(Some(length))
    }

    fn block(&mut self, input: &[u8]) -> Result<Option<usize>, Fault> {
        let Some(&[a, b, c]) = input.first_chunk::<BLOCK_HEADER_BYTES>() else {
            return Ok(None);
        };
        let header = u32::from_le_bytes([a, b, c, 0]);
        let (is_last, kind, size) = (header & 1 != 0, header >> 1 & 3, (header >> 3) as usize);
        if kind == 3 || size > MOST_BLOCK_BYTES {
            return Err(damaged("a block of it has an impossible header"));
        }
        let is_run = kind == 1;
        let length = BLOCK_HEADER_BYTES
            + if is_run { 1 } else { size }
            + if is_last && self.has_checksum { CHECKSUM_BYTES } else { 0 };
        let Some(mut block) = input.get(..length) else {
            return Ok(None);
        };
        let decoded = self.frame.decode_blocks(&mut block, BlockDecodingStrategy::UptoBlocks(1));
        decoded.map_err(|error| fault_of(&error))?;
        Ok(Some(length))
    }

    fn collect(&mut self, piece: &mut Vec<u8>) -> Result<Option<usize>, Fault> {
        piece.resize(self.frame.can_collect().min(PIECE_BYTES), 0);
        let read = self.frame.read(piece).unwrap_or(0);
        piece.truncate(read);
        Ok(Some(0))
    }

    fn end_frame(&mut self) -> Result<Option<usize>, Fault> {
        let is_same = self.frame.get_checksum_from_data() == self.frame.get_calculated_checksum();
        self.state = State::Between;
        if self.has_checksum && !is_same {
            return Err(damaged("its checksum does not match"));
        }
        Ok(Some(0))
    }
}

fn damaged(reason: &str) -> Fault {
    Fault::damaged(Compression::Zstd, reason)
}

fn fault_of(error: &FrameDecoderError) -> Fault {
    match error {
        FrameDecoderError::WindowSizeTooBig { requested, max } => {
            Fault::Other(ReadErrorKind::WindowTooLarge { bytes: *requested, most: *max })
        }
        FrameDecoderError::DictNotProvided { .. } => damaged("it needs a dictionary to unpack it"),
        _ => damaged("it is not what a compressor writes"),
    }
}

/// How long the header of the frame at the start of `input` is; `None` if it is not known.
fn header_length(input: &[u8]) -> Option<usize> {
    let descriptor = *input.get(MAGIC.len())?;
    let is_single_segment = descriptor & 0x20 != 0;
    let window = usize::from(!is_single_segment);
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let content_size = match descriptor >> 6 {
        0 => usize::from(is_single_segment),
        larger => 1 << larger,
    };
    Some(MAGIC.len() + 1 + window + dictionary + content_size)
}
