//! The text of an attribute becomes what people take it for: a tree, a query, an address, a
//! conversation, a stack.
//!
//! Invariant: a reading leaves nothing of the text out; what is no such text stays plain.
//! Absent: guessing across several attributes, and anything drawn.

mod address;
mod conversation;
mod json_tree;
mod sql;
mod stack;

pub use address::{Address, address};
pub use conversation::{Message, conversation};
pub use json_tree::{JsonKind, JsonLine, json_tree};
pub use sql::{SqlKind, SqlPiece, sql};
pub use stack::{StackLine, stack};

/// What a text is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    Plain,
    Json(Vec<JsonLine>),
    Sql(Vec<SqlPiece>),
    Address(Address),
    Conversation(Vec<Message>),
    Stack(Vec<StackLine>),
}

/// Longer texts stay plain: nobody reads them piece by piece.
const MOST_BYTES: usize = 200_000;

/// `key` says what to expect, the text whether it is so. O(bytes).
pub fn reading(key: &str, text: &str) -> Reading {
    if text.len() > MOST_BYTES {
        return Reading::Plain;
    }
    let found = None
        .or_else(|| conversation(key, text).map(Reading::Conversation))
        .or_else(|| stack(key, text).map(Reading::Stack))
        .or_else(|| sql(key, text).map(Reading::Sql))
        .or_else(|| address(text).map(Reading::Address))
        .or_else(|| json_tree(text).map(Reading::Json));
    found.unwrap_or(Reading::Plain)
}
