//! A value nobody wants is passed over, in as many pieces as the window brings it.
//!
//! Invariant: what is kept between two pieces is a few bytes, however long the value.
//! Absent: checking the inside of a skipped container; only its brackets are counted.

use super::cursor::{Cursor, MAX_DEPTH, Shallow, Stop};
use super::text::first_special;

/// The state of a skip between two windows.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ingest) struct Skipper {
    /// Open brackets.
    depth: usize,
    is_in_text: bool,
    /// The last byte seen was a backslash inside a text.
    is_after_backslash: bool,
}

impl Skipper {
    /// Goes on until the value ends (`true`) or something must be looked at again
    /// (`false`). [`Stop::Incomplete`] keeps what was skipped: the position has moved.
    pub fn step(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, Stop> {
        if self.is_in_text {
            self.skip_text(cursor)?;
            return Ok(self.depth == 0);
        }
        if self.depth == 0 {
            return self.enter(cursor);
        }
        self.skip_structure(cursor)
    }

    fn enter(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, Stop> {
        match cursor.peek()? {
            b'"' => {
                cursor.position += 1;
                self.is_in_text = true;
                Ok(false)
            }
            b'{' | b'[' => {
                cursor.position += 1;
                self.depth = 1;
                Ok(false)
            }
            _ => match cursor.shallow()? {
                Shallow::Object | Shallow::Array => Ok(false),
                _ => Ok(true),
            },
        }
    }

    fn skip_structure(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, Stop> {
        let rest = cursor.rest();
        for (index, &byte) in rest.iter().enumerate() {
            match byte {
                b'"' => {
                    cursor.position += index + 1;
                    self.is_in_text = true;
                    return Ok(false);
                }
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        cursor.position += index;
                        return Err(cursor.too_deep());
                    }
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        cursor.position += index + 1;
                        return Ok(true);
                    }
                }
                _ => {}
            }
        }
        cursor.position += rest.len();
        Err(Stop::Incomplete)
    }

    fn skip_text(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Stop> {
        let rest = cursor.rest();
        let mut at = usize::from(self.is_after_backslash && !rest.is_empty());
        self.is_after_backslash = self.is_after_backslash && rest.is_empty();
        while let Some(index) = rest.get(at..).and_then(first_special) {
            at += index;
            if rest[at] == b'"' {
                cursor.position += at + 1;
                self.is_in_text = false;
                return Ok(());
            }
            self.is_after_backslash = at + 1 == rest.len();
            at += 2;
        }
        cursor.position += rest.len();
        Err(Stop::Incomplete)
    }
}
