//! A name in front of an operator becomes a field of spans or the key of an attribute.
//!
//! Invariant: a name is a field only if it stands bare; between quotes it is a key, and so
//! a key that has a field's name can be asked for. Absent: which keys a trace has.

use super::lexer::{ends_value, word_length};

/// Names that are fields; everything else is an attribute's key.
pub(super) const FIELDS: [&str; 14] = [
    "service",
    "name",
    "kind",
    "status",
    "duration",
    "self",
    "start",
    "offset",
    "depth",
    "children",
    "descendants",
    "id",
    "event",
    "critical",
];
/// Like a field, but what follows is a key.
pub(super) const HAS: &str = "has";
/// Names beside the fields that are, or may be, no keys.
const NOT_KEYS: [&str; 3] = [HAS, "service.name", "error"];
/// Words that join terms, in either case.
pub(super) const KEYWORDS: [&str; 3] = ["and", "or", "not"];

/// Where an attribute may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The first of span, resource, scope and events that has the key.
    First,
    Span,
    Resource,
    Scope,
    Events,
}

/// What stands before a key that is wanted in one place only.
pub(super) const PREFIXES: [(&str, Place); 4] = [
    ("span.", Place::Span),
    ("resource.", Place::Resource),
    ("scope.", Place::Scope),
    ("event.", Place::Events),
];

/// An attribute's key, and where to look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub place: Place,
    /// Not empty.
    pub name: String,
}

impl Key {
    /// A key as it is written without quotes.
    pub fn bare(text: &str) -> Key {
        let with_prefix = |(prefix, place): (&str, Place)| {
            let name = text.strip_prefix(prefix).filter(|name| !name.is_empty())?;
            Some(Key { place, name: name.to_owned() })
        };
        let found = PREFIXES.into_iter().find_map(with_prefix);
        found.unwrap_or_else(|| Key::literal(text))
    }

    /// A key as it is written between quotes.
    pub fn literal(text: &str) -> Key {
        Key { place: Place::First, name: text.to_owned() }
    }

    /// The shortest text that is read as this key before an operator.
    pub fn text(&self) -> String {
        let bare = self.bare_text();
        let is_literal = self.place == Place::First;
        let is_taken = NOT_KEYS.contains(&bare.as_str()) || FIELDS.contains(&bare.as_str());
        let is_read_so = is_bare_key(&bare) && !is_taken && Key::bare(&bare) == *self;
        if is_read_so || !is_literal { bare } else { quoted(&bare) }
    }

    /// The same behind `has:`.
    pub fn text_as_value(&self) -> String {
        let bare = self.bare_text();
        if Key::bare(&bare) == *self { value_text(&bare) } else { quoted(&bare) }
    }

    fn bare_text(&self) -> String {
        let prefix = PREFIXES.into_iter().find(|&(_, place)| place == self.place);
        format!("{}{}", prefix.map_or("", |(prefix, _)| prefix), self.name)
    }
}

/// Whether a word needs no quotes where a term may begin.
pub(super) fn is_bare(word: &str) -> bool {
    let is_keyword = KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word));
    let is_whole = word_length(word) == word.len();
    is_whole && !word.is_empty() && !is_keyword && !word.starts_with('-')
}

/// Whether a word needs nothing between it and the operator behind it: neither does a last `!`
/// become part of that, nor that a part of an address.
pub(super) fn is_bare_key(word: &str) -> bool {
    is_bare(word) && !word.ends_with('!') && !word.contains("://")
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A value after an operator, quoted where it must be. One that would make something else of
/// the operator before it is, so that neither `a==b` nor an address `a://b` comes about.
pub(super) fn value_text(text: &str) -> String {
    let is_misread = ["=", "~", "//"].iter().any(|start| text.starts_with(start));
    let is_bare = !text.is_empty() && !text.contains(ends_value) && !is_misread;
    if is_bare { text.to_owned() } else { quoted(text) }
}
