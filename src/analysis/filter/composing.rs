//! Terms are written, added to a filter that somebody typed, and taken out again.
//!
//! Invariant: what was added can be taken out, and the text that was there before comes back;
//! a filter with a term added lets nothing through that it did not before. Absent: a filter
//! that is not understood; there the term stands alone.

use super::Filter;
use super::keys::value_text;

/// `service="a b"`, `http.route=/orders`: spans whose field or attribute is exactly this.
/// `field` is one of the fields of the language, or else an attribute's key.
pub fn term_of_field(field: &str, value: &str) -> String {
    format!("{field}={}", value_text(value))
}

/// Whether a filter has this term where [`with_term`] puts it.
pub fn has_term(text: &str, term: &str) -> bool {
    position(text, term).is_some()
}

/// The filter and this term, too; itself if it has the term.
pub fn with_term(text: &str, term: &str) -> String {
    let text = text.trim();
    if has_term(text, term) {
        return text.to_owned();
    }
    if text.is_empty() || Filter::parse(text).is_err() {
        return term.to_owned();
    }
    // What the text means must not be torn apart by what is added.
    let is_and_chain =
        Filter::parse(&format!("{text} {term}")) == Filter::parse(&format!("({text}) {term}"));
    if is_and_chain { format!("{text} {term}") } else { format!("({text}) {term}") }
}

/// The filter without this term.
pub fn without_term(text: &str, term: &str) -> String {
    let Some(at) = position(text, term) else { return text.trim().to_owned() };
    let before = text[..at].trim_end();
    let after = text[at + term.len()..].trim_start();
    let rest = [before, after].into_iter().filter(|part| !part.is_empty());
    let rest = rest.collect::<Vec<_>>().join(" ");
    let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match inner {
        Some(inner)
            if Filter::parse(inner).is_ok() && Filter::parse(inner) == Filter::parse(&rest) =>
        {
            inner.to_owned()
        }
        _ => rest,
    }
}

/// Where the term stands by itself at the end or the beginning, or between two others.
fn position(text: &str, term: &str) -> Option<usize> {
    let is_edge = |byte: Option<u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace());
    let bytes = text.as_bytes();
    let mut places = text.match_indices(term).map(|(at, _)| at);
    places.find(|&at| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        is_edge(before) && is_edge(bytes.get(at + term.len()).copied()) && is_outside(&text[..at])
    })
}

/// Whether no bracket and no quote is open at the end of this text.
fn is_outside(before: &str) -> bool {
    let (mut depth, mut is_quoted, mut is_escaped) = (0i32, false, false);
    for byte in before.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b'(' if !is_quoted => depth += 1,
            b')' if !is_quoted => depth -= 1,
            _ => {}
        }
    }
    depth == 0 && !is_quoted
}
