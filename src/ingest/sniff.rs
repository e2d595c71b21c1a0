//! The first bytes of a source tell what it is, whatever its name says.
//!
//! Invariant: the answer depends on the first [`SNIFF_BYTES`] bytes only, never on how
//! they arrived. Absent: telling the JSON formats apart; their keys do that in `document`.

use serde::{Deserialize, Serialize};

use super::protobuf::{Framing, framing_of};

/// How many bytes are looked at; fewer if the source is shorter.
pub(super) const SNIFF_BYTES: usize = 512;

/// Something that is no trace, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LooksLike {
    Png,
    Jpeg,
    Gif,
    Pdf,
    Zip,
    Gzip,
    Zstd,
    HtmlPage,
    Xml,
    Sqlite,
    Elf,
    Wasm,
    Utf16,
    Binary,
    PlainText,
}

impl LooksLike {
    /// With its article, for a sentence.
    pub fn title(self) -> &'static str {
        match self {
            LooksLike::Png => "a PNG image",
            LooksLike::Jpeg => "a JPEG image",
            LooksLike::Gif => "a GIF image",
            LooksLike::Pdf => "a PDF document",
            LooksLike::Zip => "a ZIP archive",
            LooksLike::Gzip => "a gzip-compressed file",
            LooksLike::Zstd => "a zstd-compressed file",
            LooksLike::HtmlPage => "an HTML page",
            LooksLike::Xml => "an XML document",
            LooksLike::Sqlite => "an SQLite database",
            LooksLike::Elf => "a program (ELF binary)",
            LooksLike::Wasm => "a WebAssembly binary",
            LooksLike::Utf16 => "text in UTF-16",
            LooksLike::Binary => "a binary file of a kind that is not known here",
            LooksLike::PlainText => "plain text",
        }
    }

    pub(super) fn advice(self) -> &'static str {
        match self {
            LooksLike::Zip => "It is compressed; unpack it first, then open what is inside.",
            LooksLike::Gzip | LooksLike::Zstd => {
                "It is compressed more than three times over; unpack it first, then open what is inside."
            }
            LooksLike::Utf16 => "Save it as UTF-8, then open it again.",
            LooksLike::HtmlPage => {
                "If it came from a server, the address is not that of a trace, or you must log in there first."
            }
            _ => "Choose a file with Jaeger, OTLP, Tempo or Zipkin JSON, or OTLP protobuf.",
        }
    }
}

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// Probably JSON, after a byte order mark of this many bytes.
    Json {
        skip: usize,
    },
    Protobuf(Framing),
    Other(LooksLike),
}

const MAGIC_NUMBERS: [(&[u8], LooksLike); 12] = [
    (b"\x89PNG", LooksLike::Png),
    (b"\xff\xd8\xff", LooksLike::Jpeg),
    (b"GIF8", LooksLike::Gif),
    (b"%PDF", LooksLike::Pdf),
    (b"PK\x03\x04", LooksLike::Zip),
    (b"\x1f\x8b", LooksLike::Gzip),
    (b"\x28\xb5\x2f\xfd", LooksLike::Zstd),
    (b"SQLite format 3\0", LooksLike::Sqlite),
    (b"\x7fELF", LooksLike::Elf),
    (b"\0asm", LooksLike::Wasm),
    (b"\xff\xfe", LooksLike::Utf16),
    (b"\xfe\xff", LooksLike::Utf16),
];

pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    let bytes = &bytes[..bytes.len().min(SNIFF_BYTES)];
    // Its walk is stricter than any magic number, and a length may look like one.
    if let Some(framing) = framing_of(bytes) {
        return Sniffed::Protobuf(framing);
    }
    let magic = MAGIC_NUMBERS.iter().find(|(magic, _)| bytes.starts_with(magic));
    if let Some(&(_, looks_like)) = magic {
        return Sniffed::Other(looks_like);
    }
    let skip = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = bytes[skip..].trim_ascii_start();
    let other = match text {
        [b'{' | b'[' | b'"', 0, ..] | [0, b'{' | b'[' | b'"', ..] => Some(LooksLike::Utf16),
        [b'<', ..] => Some(markup(text)),
        [b'{' | b'[', ..] => None,
        _ => no_json(text),
    };
    other.map_or(Sniffed::Json { skip }, Sniffed::Other)
}

fn markup(text: &[u8]) -> LooksLike {
    let lower = text.to_ascii_lowercase();
    let is_html = [&b"<!doctype html"[..], b"<html", b"<head", b"<body"]
        .iter()
        .any(|tag| memchr::memmem::find(&lower, tag).is_some());
    if is_html { LooksLike::HtmlPage } else { LooksLike::Xml }
}

/// What `text` is if no JSON value starts with its first byte.
fn no_json(text: &[u8]) -> Option<LooksLike> {
    match text.first() {
        None | Some(b'"' | b'-' | b'0'..=b'9') => None,
        Some(b't' | b'f' | b'n') => (!is_json_word(text)).then_some(LooksLike::PlainText),
        Some(_) if is_printable(&text[..text.len().min(64)]) => Some(LooksLike::PlainText),
        Some(_) => Some(LooksLike::Binary),
    }
}

fn is_printable(text: &[u8]) -> bool {
    text.iter().all(|&byte| byte >= b' ' || byte.is_ascii_whitespace())
}

fn is_json_word(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    matches!(&text[..length], b"true" | b"false" | b"null")
}
