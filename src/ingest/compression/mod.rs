//! Compressed bytes become the text inside them, piece by piece; other bytes pass through.
//!
//! Compression is told by its magic number, also inside compressed data. Invariant: what
//! comes out, and where damage is found, does not depend on how the bytes arrived;
//! compressed bytes are worked on in blocks of a fixed size for that. Memory is bounded by
//! a block, a piece and zstd's window, never by the text. Absent: archives of several
//! files (ZIP, tar).

mod gzip;
mod limits;
mod zstd;

use serde::{Deserialize, Serialize};

use self::gzip::Gzip;
use self::zstd::Zstd;
use super::error::ReadErrorKind;

/// The most text that is handed on at once.
const PIECE_BYTES: usize = 256 * 1024;
/// Compressed bytes are worked on this many at a time.
const BLOCK_BYTES: usize = 64 * 1024;
/// As many bytes tell every compression that is known.
const MAGIC_BYTES: usize = 4;
/// Compressed data inside compressed data is unpacked so many times.
pub(super) const MOST_LAYERS: usize = 3;

/// How a source was compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// A name for machines and people, stable across versions.
    pub fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
        }
    }

    fn of(head: &[u8]) -> Option<Compression> {
        if head.starts_with(&gzip::MAGIC) {
            return Some(Compression::Gzip);
        }
        zstd::is_magic(head).then_some(Compression::Zstd)
    }
}

/// Takes text, and what the file around it is compressed by; `false` if it wants no more.
pub(super) type Sink<'a> = dyn FnMut(&[u8], Option<Compression>) -> bool + 'a;

/// Why unpacking ended early, and how far it had come in the compressed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub kind: ReadErrorKind,
    /// Bytes of the file as it was given.
    pub offset: u64,
    pub compression: Compression,
}

/// Why a layer cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    Truncated,
    Other(ReadErrorKind),
}

impl Fault {
    fn damaged(compression: Compression, reason: &str) -> Fault {
        Fault::Other(ReadErrorKind::Damaged { compression, reason: reason.to_owned() })
    }
}

/// What unpacks one compression.
trait Decoder {
    /// Makes at most [`PIECE_BYTES`] of text from some of `input`, or comes nearer to it,
    /// and says how many bytes it consumed; `None` if it needs more of them.
    fn step(&mut self, input: &[u8], piece: &mut Vec<u8>) -> Result<Option<usize>, Fault>;

    /// Whether the compressed data may end here, with `rest` not consumed.
    fn is_complete(&self, rest: &[u8]) -> bool;

    /// Lets go of text that was kept back for what will not come now.
    fn release(&mut self);

    /// Bytes after the end that belong to nothing.
    fn trailing(&self) -> u64;
}

/// One compression inside another, or alone.
struct Layer {
    compression: Compression,
    decoder: Box<dyn Decoder>,
    /// Bytes not consumed yet.
    input: Vec<u8>,
    piece: Vec<u8>,
    consumed: u64,
    produced: u64,
}

/// Unpacks one source.
#[derive(Default)]
pub(super) struct Unpacker {
    /// The outermost first.
    layers: Vec<Layer>,
    /// The first bytes of what may be another layer.
    head: Vec<u8>,
    /// Whether what is innermost is known not to be compressed.
    is_text: bool,
    /// Compressed bytes that do not fill a block yet.
    block: Vec<u8>,
    is_over: bool,
}

/// What ends the flow of pieces.
enum Stop {
    /// The text is not wanted any more.
    Unwanted,
    At(usize, Fault),
}

impl Unpacker {
    /// The outermost compression, if there is one.
    pub fn compression(&self) -> Option<Compression> {
        self.layers.first().map(|layer| layer.compression)
    }

    /// Bytes after the end of compressed data that belong to nothing.
    pub fn trailing(&self) -> u64 {
        self.layers.iter().map(|layer| layer.decoder.trailing()).sum()
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Failure> {
        if self.is_over {
            return Ok(());
        }
        if self.layers.is_empty() && !self.is_text {
            let Some(rest) = self.fill_head(bytes) else {
                return Ok(());
            };
            bytes = rest;
            self.tell_head(sink);
        }
        if self.layers.is_empty() {
            let _ = bytes.chunks(PIECE_BYTES).all(|piece| sink(piece, None));
            return Ok(());
        }
        while self.block.len() + bytes.len() >= BLOCK_BYTES {
            let (missing, rest) = bytes.split_at(BLOCK_BYTES - self.block.len());
            self.block.extend_from_slice(missing);
            bytes = rest;
            let result = self.pass_block(sink);
            self.judge(result, sink)?;
            if self.is_over {
                return Ok(());
            }
        }
        self.block.extend_from_slice(bytes);
        Ok(())
    }

    /// Ends the file. `is_whole` says whether it was to end here.
    pub fn finish(&mut self, is_whole: bool, sink: &mut Sink<'_>) -> Result<(), Failure> {
        if self.is_over {
            return Ok(());
        }
        if self.layers.is_empty() {
            if !self.is_text {
                self.tell_head(sink);
            }
            if self.layers.is_empty() {
                return Ok(());
            }
        }
        let result = self.pass_block(sink).and_then(|()| self.end_layers(sink));
        let result = self.judge(result, sink);
        self.is_over = true;
        if is_whole { result } else { Ok(()) }
    }

    /// Every layer is at its end, and the innermost text is handed on to its last byte.
    fn end_layers(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let mut depth = 0;
        while depth < self.layers.len() {
            if !self.layers[depth].is_complete() {
                return Err(Stop::At(depth, Fault::Truncated));
            }
            depth += 1;
            if depth == self.layers.len() && !self.is_text {
                self.pass_head(sink)?;
            }
        }
        Ok(())
    }

    /// After a fault hands on what is left before it, and says what it was.
    fn judge(&mut self, result: Result<(), Stop>, sink: &mut Sink<'_>) -> Result<(), Failure> {
        let Err(stop) = result else {
            return Ok(());
        };
        self.is_over = true;
        let Stop::At(depth, fault) = stop else {
            return Ok(());
        };
        let offset = self.layers[0].consumed;
        let compression = self.layers[depth].compression;
        let failure = match fault {
            // It ends where the file does, or where the layer around it does.
            Fault::Truncated => Failure {
                kind: ReadErrorKind::Truncated,
                offset: offset + self.layers[0].input.len() as u64,
                compression,
            },
            Fault::Other(kind) => Failure { kind, offset, compression },
        };
        self.release_from(depth, sink);
        Err(failure)
    }

    fn release_from(&mut self, depth: usize, sink: &mut Sink<'_>) {
        let mut depth = depth;
        while depth < self.layers.len() {
            self.layers[depth].input.clear();
            self.layers[depth].decoder.release();
            // Whatever else is wrong, the first fault is the one to tell.
            if self.pass_pieces(depth, sink).is_err() {
                self.layers[depth].piece.clear();
            }
            depth += 1;
            if depth == self.layers.len() && !self.is_text && self.pass_head(sink).is_err() {
                return;
            }
        }
    }

    fn pass_block(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let block = std::mem::take(&mut self.block);
        let result = self.pass(0, &block, sink);
        self.block = block;
        self.block.clear();
        result
    }

    /// Gives `bytes` to the layer at this depth, or to the sink below the innermost.
    fn pass(&mut self, depth: usize, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Stop> {
        if depth < self.layers.len() {
            self.layers[depth].input.extend_from_slice(bytes);
            return self.pass_pieces(depth, sink);
        }
        if self.is_text {
            return wanted(sink(bytes, self.compression()));
        }
        match self.fill_head(bytes) {
            None => Ok(()),
            Some(rest) => {
                self.pass_head(sink)?;
                self.pass(depth, rest, sink)
            }
        }
    }

    /// Hands on all that the layer at this depth makes of its input.
    fn pass_pieces(&mut self, depth: usize, sink: &mut Sink<'_>) -> Result<(), Stop> {
        loop {
            let mut piece = std::mem::take(&mut self.layers[depth].piece);
            let is_more = self.layers[depth].next(&mut piece);
            let result =
                self.within_limits(depth).and_then(|()| self.pass(depth + 1, &piece, sink));
            self.layers[depth].piece = piece;
            // What is wrong with the piece before a fault comes of the same.
            let is_more = is_more.map_err(|fault| Stop::At(depth, fault))?;
            result?;
            if !is_more {
                return Ok(());
            }
        }
    }

    fn within_limits(&self, depth: usize) -> Result<(), Stop> {
        // Of the whole file, so that layers cannot share a ratio among them.
        let (packed, unpacked) = (self.layers[0].consumed, self.layers[depth].produced);
        let excess = limits::excess(packed, unpacked);
        excess.map_or(Ok(()), |kind| Err(Stop::At(depth, Fault::Other(kind))))
    }

    /// Completes the head; gives what is left of `bytes`, or `None` if it is too short yet.
    fn fill_head<'a>(&mut self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let missing = (MAGIC_BYTES - self.head.len()).min(bytes.len());
        let (start, rest) = bytes.split_at(missing);
        self.head.extend_from_slice(start);
        (self.head.len() == MAGIC_BYTES).then_some(rest)
    }

    /// The same for the file's own first bytes, which go into a block if it is compressed.
    fn tell_head(&mut self, sink: &mut Sink<'_>) {
        let head = std::mem::take(&mut self.head);
        match self.tell(&head) {
            true => self.block.extend_from_slice(&head),
            // Whoever wants no more says so again at the next piece.
            false => drop(sink(&head, None)),
        }
    }

    /// The head begins another layer, or the text.
    fn pass_head(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let head = std::mem::take(&mut self.head);
        self.tell(&head);
        // Below the new layer, if it began one.
        let depth = self.layers.len() - usize::from(!self.is_text);
        self.pass(depth, &head, sink)
    }

    /// Whether another layer begins with these bytes.
    fn tell(&mut self, head: &[u8]) -> bool {
        let compression = Compression::of(head).filter(|_| self.layers.len() < MOST_LAYERS);
        match compression {
            Some(compression) => self.layers.push(Layer::new(compression)),
            None => self.is_text = true,
        }
        compression.is_some()
    }
}

fn wanted(is_wanted: bool) -> Result<(), Stop> {
    if is_wanted { Ok(()) } else { Err(Stop::Unwanted) }
}

impl Layer {
    fn new(compression: Compression) -> Layer {
        let decoder: Box<dyn Decoder> = match compression {
            Compression::Gzip => Box::new(Gzip::default()),
            Compression::Zstd => Box::new(Zstd::default()),
        };
        Layer {
            compression,
            decoder,
            input: Vec::new(),
            piece: Vec::new(),
            consumed: 0,
            produced: 0,
        }
    }

    /// Makes the next piece; `false` once more input is needed. The piece counts also
    /// beside a fault.
    fn next(&mut self, piece: &mut Vec<u8>) -> Result<bool, Fault> {
        piece.clear();
        let mut done = 0;
        let result = loop {
            match self.decoder.step(&self.input[done..], piece) {
                Err(fault) => break Err(fault),
                Ok(None) => break Ok(false),
                Ok(Some(used)) => done += used,
            }
            if !piece.is_empty() {
                break Ok(true);
            }
        };
        self.input.drain(..done);
        self.consumed += done as u64;
        self.produced += piece.len() as u64;
        result
    }

    fn is_complete(&self) -> bool {
        self.decoder.is_complete(&self.input)
    }
}
