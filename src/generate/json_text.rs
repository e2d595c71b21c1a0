//! Texts and numbers become JSON at the end of a byte buffer.
//!
//! Invariant: whatever the text, what is written is one JSON string. Absent: structure,
//! which the writers of the formats know.

use std::io::Write as _;

/// Writes `text` in quotes.
pub(super) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for &byte in text.as_bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => push_arguments(out, format_args!("\\u{byte:04x}")),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

pub(super) fn push_raw(out: &mut Vec<u8>, json: &str) {
    out.extend_from_slice(json.as_bytes());
}

/// Writes what `format_args!` describes; nothing is escaped.
pub(super) fn push_arguments(out: &mut Vec<u8>, arguments: std::fmt::Arguments<'_>) {
    // Writing to a vector cannot fail.
    let _ = out.write_fmt(arguments);
}

/// Writes `open`, the items with commas between them, and `close`.
pub(super) fn push_list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives() {
        let text = "a \"quoted\" back\\slash\nline\ttab \u{1} ünï 統";
        let mut out = Vec::new();
        push_string(&mut out, text);
        let read: String = serde_json::from_slice(&out).expect("a JSON string");
        assert_eq!(read, text);
    }
}
