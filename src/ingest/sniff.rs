//! The first bytes of a source tell what it is, whatever its name says.
//!
//! Invariant: the answer depends on the first [`SNIFF_BYTES`] bytes only, never on how
//! they arrived. Absent: telling the JSON formats apart; their keys do that in `document`.

use serde::{Deserialize, Serialize};

/// How many bytes are looked at; fewer if the source is shorter.
pub(super) const SNIFF_BYTES: usize = 512;

/// Something that is not JSON, told by its first bytes.
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
    Protobuf,
    Utf16,
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
            LooksLike::Protobuf => "OTLP protobuf, which is not read yet",
            LooksLike::Utf16 => "text in UTF-16",
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
            LooksLike::Protobuf => "Export the trace as OTLP JSON instead.",
            _ => "Choose a file with Jaeger, OTLP, Tempo or Zipkin JSON.",
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
        _ if is_protobuf(bytes) => Some(LooksLike::Protobuf),
        _ if is_plain_text(text) => Some(LooksLike::PlainText),
        _ => None,
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

/// Field 1 of a message (`resource_spans`), whose first field is again number 1 or 2.
fn is_protobuf(bytes: &[u8]) -> bool {
    let [b'\n', rest @ ..] = bytes else {
        return false;
    };
    let length_bytes = rest.iter().take_while(|&&byte| byte >= 0x80).count() + 1;
    let is_length_odd = rest.first().is_some_and(|byte| !byte.is_ascii_whitespace());
    is_length_odd && matches!(rest.get(length_bytes), Some(b'\n' | 0x12))
}

/// A printable first byte with which no JSON value starts.
fn is_plain_text(text: &[u8]) -> bool {
    match text.first() {
        None => false,
        Some(b'"' | b'-' | b'0'..=b'9') => false,
        Some(b't' | b'f' | b'n') => !is_json_word(text),
        Some(_) => text.iter().take(64).all(|&byte| byte >= b' ' || byte.is_ascii_whitespace()),
    }
}

fn is_json_word(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    matches!(&text[..length], b"true" | b"false" | b"null")
}
