//! The names that an attribute has had become its value in a span.
//!
//! Invariant: names are looked up once a trace; a value that is empty counts as absent, so
//! that a later name is tried. Absent: which names belong together, which whoever asks says.

use crate::trace::{ColumnRange, Pool, StringId, Value};

/// The names of one attribute, the preferred one first.
pub(super) struct Names<const N: usize>([Option<StringId>; N]);

impl<const N: usize> Names<N> {
    pub fn find(pool: &Pool, names: [&str; N]) -> Names<N> {
        Names(names.map(|name| pool.strings.find(name)))
    }

    /// The value under the first of the names that is there. O(attributes).
    pub fn value(&self, pool: &Pool, attributes: ColumnRange) -> Option<Value> {
        self.0.iter().flatten().find_map(|&key| {
            let found = pool.attributes(attributes).find(|attribute| {
                attribute.key == key
                    && attribute.value != Value::EMPTY_TEXT
                    && attribute.value != Value::Null
            });
            found.map(|attribute| attribute.value)
        })
    }

    pub fn text(&self, pool: &Pool, attributes: ColumnRange) -> Option<String> {
        self.value(pool, attributes).map(|value| pool.value_text(value))
    }

    /// A whole number, written as one or as text.
    pub fn number(&self, pool: &Pool, attributes: ColumnRange) -> Option<i64> {
        match self.value(pool, attributes)? {
            Value::Int(number) => Some(number),
            Value::Str(text) => pool.str_of(&text).trim().parse().ok(),
            _ => None,
        }
    }
}
