//! Attributes to search for, as one types them (`http.status_code=402 db="a b" error`) ⇄
//! pairs of key and value.
//!
//! ```text
//! attributes = { pair }                      blanks between them
//! pair       = key [ "=" value ]             no value: true, as logfmt has it
//! value      = word | quoted                 a word has no blank, quote or "="
//! quoted     = '"' { any | '\"' | '\\' | '\n' | '\r' | '\t' } '"'
//! ```
//!
//! Invariant: what is written is read as the same pairs. A backslash before anything else
//! stands for itself, since Elasticsearch and OpenSearch take values for regular expressions.
//! Absent: keys with blanks, quotes or `=` in them; nothing here can say them, so they are
//! written in quotes and read as a mistake.

use std::ops::Range;

/// A key and the value to find. No key occurs twice.
pub type AttributePair = (String, String);

/// Why a text is no list of attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogfmtMistake {
    /// Bytes of the text, at the bounds of characters.
    pub range: Range<usize>,
    /// A sentence: what is wrong, and what to write.
    pub message: String,
}

/// The pairs in the order in which they are typed. O(bytes · pairs).
pub fn attributes_from_text(text: &str) -> Result<Vec<AttributePair>, LogfmtMistake> {
    let mut pairs: Vec<AttributePair> = Vec::new();
    let mut at = 0;
    loop {
        at += blanks(&text[at..]);
        if at == text.len() {
            return Ok(pairs);
        }
        let key_end = at + word_length(&text[at..]);
        let key = &text[at..key_end];
        check_key(text, at, key)?;
        if pairs.iter().any(|(other, _)| other == key) {
            let message =
                format!("“{key}” stands here twice; a search takes one value for each key.");
            return Err(LogfmtMistake { range: at..key_end, message });
        }
        let (value, end) = match text[key_end..].starts_with('=') {
            true => read_value(text, key_end + 1)?,
            false => ("true".to_owned(), key_end),
        };
        check_end(text, end)?;
        pairs.push((key.to_owned(), value));
        at = end;
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == '"' || c == '=').unwrap_or(text.len())
}

fn mistake<T>(range: Range<usize>, message: &str) -> Result<T, LogfmtMistake> {
    Err(LogfmtMistake { range, message: message.to_owned() })
}

fn check_key(text: &str, at: usize, key: &str) -> Result<(), LogfmtMistake> {
    if !key.is_empty() {
        return Ok(());
    }
    match text.as_bytes()[at] {
        b'=' => mistake(at..at + 1, "There is no key before “=”; write key=value without blanks."),
        _ => mistake(
            at..at + 1,
            "A quote begins here, but no key stands before it; write key=\"value\".",
        ),
    }
}

/// What comes behind a value must be a blank, so that no part of it is lost unseen.
fn check_end(text: &str, end: usize) -> Result<(), LogfmtMistake> {
    match text[end..].chars().next() {
        None => Ok(()),
        Some(c) if c.is_whitespace() => Ok(()),
        Some('=') => mistake(end..end + 1, "A value with “=” in it needs quotes: key=\"a=b\"."),
        Some('"') => mistake(
            end..end + 1,
            "A quote stands inside a value; put quotes around all of it, and \\\" for the one inside.",
        ),
        Some(c) => mistake(
            end..end + c.len_utf8(),
            "The value ended at the quote before this; put a blank between, or \\\" for the quote.",
        ),
    }
}

/// The value from `at`, and where it ends.
fn read_value(text: &str, at: usize) -> Result<(String, usize), LogfmtMistake> {
    let Some(quoted) = text[at..].strip_prefix('"') else {
        let end = at + word_length(&text[at..]);
        return Ok((text[at..end].to_owned(), end));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((offset, c)) = characters.next() {
        match c {
            '"' => return Ok((value, at + 1 + offset + 1)),
            '\\' => match escaped(&quoted[offset + 1..]) {
                Some(meant) => {
                    value.push(meant);
                    characters.next();
                }
                None => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    mistake(at..text.len(), "The quote that begins here is never closed.")
}

/// What a backslash before this text makes of its first character; `None` if it stands for
/// itself.
fn escaped(text: &str) -> Option<char> {
    match text.chars().next()? {
        c @ ('"' | '\\') => Some(c),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        _ => None,
    }
}

/// The text that gives these pairs.
pub fn attributes_text(pairs: &[AttributePair]) -> String {
    let texts =
        pairs.iter().map(|(key, value)| format!("{}={}", word(key, false), word(value, true)));
    texts.collect::<Vec<_>>().join(" ")
}

fn word(text: &str, may_be_empty: bool) -> String {
    let is_plain = word_length(text) == text.len() && (may_be_empty || !text.is_empty());
    if is_plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
