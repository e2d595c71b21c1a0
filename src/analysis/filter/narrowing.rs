//! An attribute on the screen becomes a term of a filter.
//!
//! Invariant: what comes out is read as "this attribute with this value". Absent: adding it to
//! a filter (see `composing`).

use super::keys::{Key, Place, is_bare_key, value_text};

/// Where an attribute that is asked for stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributePlace {
    Span,
    Resource,
    Scope,
    Event,
}

/// `key=value`, quoted where the language wants it.
pub fn attribute_term(place: AttributePlace, key: &str, value: &str) -> String {
    let place = match place {
        // The first place that is looked at.
        AttributePlace::Span => Place::First,
        AttributePlace::Resource => Place::Resource,
        AttributePlace::Scope => Place::Scope,
        AttributePlace::Event => Place::Events,
    };
    let wanted = Key { place, name: key.to_owned() };
    let bare = wanted.text();
    // Between quotes a place cannot be named.
    let is_read_so = place == Place::First || (is_bare_key(&bare) && Key::bare(&bare) == wanted);
    let text = if is_read_so { bare } else { Key::literal(key).text() };
    format!("{text}={}", value_text(value))
}
