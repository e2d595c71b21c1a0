//! Names and values of a link's parameters ⇄ percent-encoded text.
//!
//! Invariant: what was encoded decodes to itself; any text decodes to something. Absent:
//! `+` for a space: it occurs in URLs, and links made here say `%20`.

use std::fmt::Write;

/// `path?name=value&…` in the making.
pub(super) struct LinkText {
    text: String,
    has_query: bool,
}

impl LinkText {
    pub(super) fn new(path: &str) -> LinkText {
        LinkText { text: path.to_owned(), has_query: false }
    }

    /// Adds a segment of the path.
    pub(super) fn segment(mut self, segment: &str) -> LinkText {
        self.text.push('/');
        // A segment ends at the next slash.
        encode(segment, b"-._~:@", &mut self.text);
        self
    }

    /// Parameters that are encoded already.
    pub(super) fn printed(&mut self, parameters: &str) {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.text.push_str(parameters);
        self.has_query = true;
    }

    pub(super) fn parameter(&mut self, name: &str, value: &str) {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.text.push_str(name);
        self.text.push('=');
        // Left readable: what a URL or a list of ids consists of.
        encode(value, b"-._~:@/,", &mut self.text);
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// The parameters of a link, decoded.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn parse(query: &str) -> Parameters {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Parameters(pairs.map(|(name, value)| (decode(name), decode(value))).collect())
    }

    /// The first with this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(other, _)| other == name)?;
        Some(&found.1)
    }

    /// All with this name, in their order.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

fn encode(text: &str, kept: &[u8], result: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            result.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(result, "%{byte:02X}");
        }
    }
}

/// `%41` to `A`; what is no such sequence stays, what is no UTF-8 is replaced.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        match encoded_byte(rest) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &rest[3..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn encoded_byte(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = *text else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}
