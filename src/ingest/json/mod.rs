//! JSON bytes become tokens that point into them, with no tree of values in between.
//!
//! Invariant: a token is whole or the answer is [`Stop::Incomplete`]; nothing is ever
//! guessed from half a token. Absent: strictness where it helps nobody (raw control
//! characters in texts and odd escapes pass, what is skipped is only counted by brackets).

mod cursor;
mod fields;
mod number;
mod skip;
mod text;

pub(super) use cursor::{Cursor, Fault, FaultKind, MAX_DEPTH, Shallow, Stop};
pub(super) use fields::{Field, FieldOrder, FieldSet, fields, starts_with};
pub(super) use number::{Number, decimal_scaled, is_number};
pub(super) use skip::Skipper;
pub(super) use text::Text;
