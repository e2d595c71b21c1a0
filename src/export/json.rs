//! Texts and numbers become JSON's.
//!
//! Invariant: what is written is valid JSON, whatever the text. Absent: escapes that JSON does
//! not ask for.

use std::fmt::Display;
use std::io::Write as _;

use base64::Engine as _;

/// The text in quotes.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[written..at]);
        written = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            control => push(out, format_args!("\\u{control:04x}")),
        }
    }
    out.extend_from_slice(&bytes[written..]);
    out.push(b'"');
}

/// What a number or a format shows.
pub(super) fn push(out: &mut Vec<u8>, shown: impl Display) {
    // Writing to memory does not fail.
    let _ = write!(out, "{shown}");
}

/// The shortest number that reads as the same double. JSON has none for what is not finite:
/// those are OTLP's words in quotes.
pub(super) fn push_double(out: &mut Vec<u8>, double: f64) {
    if double.is_finite() {
        let _ = write!(out, "{double:?}");
    } else if double.is_nan() {
        out.extend_from_slice(b"\"NaN\"");
    } else {
        out.extend_from_slice(if double > 0.0 { b"\"Infinity\"" } else { b"\"-Infinity\"" });
    }
}

/// Base64 in quotes.
pub(super) fn push_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// The commas of a list: none before its first element.
#[derive(Default)]
pub(super) struct Commas {
    is_inside: bool,
}

impl Commas {
    pub fn next(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.is_inside, true) {
            out.push(b',');
        }
    }
}
