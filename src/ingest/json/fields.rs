//! The keys that an object may have, and which of them comes next.
//!
//! Producers write the fields of their objects in the same order again and again. So the
//! key that followed this one last time is compared first, with its quotes and its colon
//! in one go; only if it is another one is the key scanned and looked up. Invariant: what
//! is predicted changes the speed only. Absent: the fields' values.

use std::marker::PhantomData;

use super::cursor::{Cursor, Stop};

/// The most spellings of keys that an object of a known format has.
const MOST: usize = 32;
/// "Nothing is known yet".
const NONE: u8 = u8::MAX;

/// The known keys of one kind of object; made by [`fields!`].
pub(in crate::ingest) trait FieldSet: Copy + 'static {
    /// Each spelling as it stands in an object, from its comma to its colon.
    const SPELLINGS: &'static [(&'static str, Self)];
}

/// An enum of the keys of one kind of object, each with its spellings.
macro_rules! fields {
    ($(#[$meta:meta])* $visibility:vis enum $name:ident {
        $($field:ident = $($key:literal)|+,)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name {
            $($field,)+
        }

        impl $crate::ingest::json::FieldSet for $name {
            const SPELLINGS: &'static [(&'static str, Self)] =
                &[$($((concat!(",\"", $key, "\":"), Self::$field),)+)+];
        }
    };
}
pub(in crate::ingest) use fields;

/// Which keys came after which, for one kind of object.
pub(in crate::ingest) struct FieldOrder<K> {
    /// The spellings after each spelling, the last one learnt first: many objects have a field
    /// that others lack. The last entry is for the opening bracket.
    next: [[u8; 2]; MOST + 1],
    keys: PhantomData<K>,
}

/// Where in an object a scan stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct FieldPosition {
    previous: u8,
    is_first: bool,
}

/// What comes next in an object.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) enum Field<K> {
    /// The value of this key.
    Known(K),
    /// The value of another key.
    Other,
    End,
}

impl<K: FieldSet> Default for FieldOrder<K> {
    fn default() -> Self {
        const { assert!(K::SPELLINGS.len() <= MOST) };
        FieldOrder { next: [[NONE; 2]; MOST + 1], keys: PhantomData }
    }
}

impl Cursor<'_> {
    /// Enters an object whose fields are read with [`Cursor::next_field`].
    #[inline]
    pub fn begin_fields(&mut self) -> Result<FieldPosition, Stop> {
        self.begin_object()?;
        Ok(FieldPosition { previous: MOST as u8, is_first: true })
    }

    /// The next field's key, consumed with its colon.
    #[inline]
    pub fn next_field<K: FieldSet>(
        &mut self,
        order: &mut FieldOrder<K>,
        position: &mut FieldPosition,
    ) -> Result<Field<K>, Stop> {
        for predicted in order.next[usize::from(position.previous)] {
            if let Some(&(literal, key)) = K::SPELLINGS.get(usize::from(predicted))
                && self.eat(&literal.as_bytes()[usize::from(position.is_first)..])
            {
                *position = FieldPosition { previous: predicted, is_first: false };
                return Ok(Field::Known(key));
            }
        }
        self.unpredicted_field(order, position)
    }

    fn unpredicted_field<K: FieldSet>(
        &mut self,
        order: &mut FieldOrder<K>,
        position: &mut FieldPosition,
    ) -> Result<Field<K>, Stop> {
        let Some(key) = self.next_key(&mut position.is_first)? else {
            return Ok(Field::End);
        };
        let name = key.name();
        let is_it = |(literal, _): &(&str, K)| literal.as_bytes()[2..literal.len() - 2] == *name;
        let Some(index) = K::SPELLINGS.iter().position(is_it) else {
            return Ok(Field::Other);
        };
        let next = &mut order.next[usize::from(position.previous)];
        if next[0] != index as u8 {
            *next = [index as u8, next[0]];
        }
        position.previous = index as u8;
        Ok(Field::Known(K::SPELLINGS[index].1))
    }

    /// Consumes `literal` if the next bytes are exactly it.
    #[inline(always)]
    pub fn eat(&mut self, literal: &[u8]) -> bool {
        let is_next = starts_with(self.rest(), literal);
        self.position += if is_next { literal.len() } else { 0 };
        is_next
    }
}

/// `bytes.starts_with(literal)`, eight bytes at a time and without a call.
#[inline(always)]
pub(in crate::ingest) fn starts_with(bytes: &[u8], literal: &[u8]) -> bool {
    let length = literal.len();
    if bytes.len() < length {
        return false;
    }
    let mut at = 0;
    while at + 8 <= length {
        if word_at(bytes, at) != word_at(literal, at) {
            return false;
        }
        at += 8;
    }
    if length >= 8 {
        return word_at(bytes, length - 8) == word_at(literal, length - 8);
    }
    bytes[..length] == *literal
}

#[inline(always)]
fn word_at(bytes: &[u8], at: usize) -> u64 {
    let word = bytes.get(at..at + 8).and_then(|word| word.try_into().ok());
    u64::from_le_bytes(word.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fields! {
        enum Sample {
            Key = "key",
            Long = "a longer name" | "a_longer_name",
            Value = "value",
        }
    }

    fn order(order: &mut FieldOrder<Sample>, text: &str) -> Vec<String> {
        let mut cursor = Cursor::new(text.as_bytes());
        let mut position = cursor.begin_fields().expect("an object");
        let mut names = Vec::new();
        loop {
            match cursor.next_field(order, &mut position).expect("whole") {
                Field::Known(key) => names.push(format!("{key:?}")),
                Field::Other => names.push("other".to_owned()),
                Field::End => return names,
            }
            cursor.skip_value().expect("whole");
        }
    }

    #[test]
    fn fields_are_found_in_any_order_spelling_and_spacing() {
        let mut known = FieldOrder::default();
        for _ in 0..2 {
            let text = r#"{"key":1,"a longer name":2,"value":3}"#;
            assert_eq!(order(&mut known, text), ["Key", "Long", "Value"]);
            let text = r#"{ "value":1,"other":2 , "key" : 3,"key":4,"a longer nam":5}"#;
            assert_eq!(order(&mut known, text), ["Value", "other", "Key", "Key", "other"]);
            assert_eq!(order(&mut known, r#"{"a_longer_name":1}"#), ["Long"]);
            assert_eq!(order(&mut known, "{}"), [""; 0]);
            assert_eq!(order(&mut known, r#"{"k\u0065y":1}"#), ["Key"]);
        }
    }
}
