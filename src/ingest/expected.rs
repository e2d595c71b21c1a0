//! Attributes that are written as expected are read without looking at their keys.
//!
//! Invariant: only spellings are learnt that could tell nothing else when read again, so an
//! attribute is the same whether it was expected or not. Absent: what is expected
//! (`key_memory`).

use super::intake::{Intake, plain};
use super::json::{Cursor, Shallow, Stop, Text};
use super::key_memory::Opening;
use super::values::{Declared, typed_value};
use crate::trace::{Attribute, Value};

impl Intake {
    /// Expects these bytes up to the value the next time that the key read last is due, if
    /// they are nothing but `{"key":"…` and the tail around a type's name: then reading
    /// them again could tell nothing else.
    #[cold]
    pub fn learn_opening(
        &mut self,
        bytes: &[u8],
        tail: &[&str; 2],
        declared: Declared,
        brackets: u8,
    ) {
        if !self.key_memory.wants_opening() {
            return;
        }
        let key = self.builder.pool().text(self.key_memory.current_key());
        let compact = |text: &[u8]| -> Vec<u8> {
            text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
        };
        let opening = compact(bytes);
        let type_name = opening
            .strip_prefix(b"{\"key\":\"")
            .and_then(|rest| rest.strip_prefix(&*compact(key.as_bytes())))
            .and_then(|rest| rest.strip_prefix(tail[0].as_bytes()))
            .and_then(|rest| rest.strip_suffix(tail[1].as_bytes()));
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        if type_name.is_some_and(|name| name.iter().all(is_word)) {
            self.key_memory.learn_opening(bytes, declared, brackets);
        }
    }

    /// The same where nothing but the key and its colon stands before the value.
    #[cold]
    pub fn learn_bare_opening(&mut self, key: Text<'_>) {
        if !self.key_memory.wants_opening() {
            return;
        }
        let known = self.builder.pool().text(self.key_memory.current_key());
        // Neither an escape nor what had to be replaced is in a key that is itself.
        if known.as_bytes() == key.raw {
            let opening = [b"\"", key.raw, b"\":"].concat();
            self.key_memory.learn_opening(&opening, Declared::Nothing, 0);
        }
    }

    /// The next attribute of a list if it is written as expected here, right behind the comma
    /// or the bracket, and its value is a scalar; else `None`, and the cursor stands where it
    /// stood.
    #[inline]
    pub fn expected_element(
        &mut self,
        cursor: &mut Cursor<'_>,
        first: &mut bool,
    ) -> Result<Option<Attribute>, Stop> {
        let start = cursor.position;
        if !*first && !cursor.eat(b",") {
            return Ok(None);
        }
        match self.expected_attribute(cursor)? {
            Some(attribute) => {
                *first = false;
                Ok(Some(attribute))
            }
            None => {
                cursor.position = start;
                Ok(None)
            }
        }
    }

    /// The attribute at the cursor if it begins as expected here and its value is a scalar;
    /// else `None`, and the cursor stands where it stood.
    #[inline]
    pub fn expected_attribute(
        &mut self,
        cursor: &mut Cursor<'_>,
    ) -> Result<Option<Attribute>, Stop> {
        let Some((key, opening)) = self.key_memory.expected_opening(cursor.rest()) else {
            return Ok(None);
        };
        let start = cursor.position;
        cursor.position += opening.length;
        if let Some(value) = self.plain_value(opening, cursor) {
            return Ok(Some(Attribute { key, value }));
        }
        cursor.position = start + opening.length;
        let scalar = cursor.shallow()?;
        let is_container = matches!(scalar, Shallow::Object | Shallow::Array);
        if is_container || !cursor.eat_brackets(opening.brackets) {
            cursor.position = start;
            return Ok(None);
        }
        Ok(Some(Attribute { key, value: typed_value(opening.declared, scalar, self) }))
    }

    /// The value at the cursor, if it is of the most usual form of its type and the brackets
    /// follow; if not, the cursor stands anywhere.
    #[inline]
    fn plain_value(&mut self, opening: Opening, cursor: &mut Cursor<'_>) -> Option<Value> {
        match opening.declared {
            Declared::Text => {
                let raw = cursor.plain_text_before(opening.brackets)?;
                Some(self.text_value(plain(raw)))
            }
            Declared::Int => {
                let whole = i64::try_from(cursor.plain_digits()?).ok()?;
                cursor.eat_brackets(opening.brackets).then_some(Value::Int(whole))
            }
            _ => None,
        }
    }
}
