//! A value becomes the text that people read, without putting it anywhere if that can be
//! helped.
//!
//! Invariant: the text is that of [`Pool::value_text`]. Absent: containers, whose elements
//! are looked at one by one.

use super::folding::Folded;
use crate::trace::{Pool, Value};

/// Calls `act` with the text of a value that has no elements.
pub(in crate::analysis) fn with_text<T>(
    pool: &Pool,
    value: Value,
    act: impl FnOnce(&[u8]) -> T,
) -> T {
    match value {
        Value::Null => act(b"null"),
        Value::Bool(true) => act(b"true"),
        Value::Bool(false) => act(b"false"),
        Value::Int(int) => act(decimal(int, &mut [0; 20])),
        Value::Str(text) => act(pool.str_of(&text).as_bytes()),
        Value::Number(text) => act(pool.text(text).as_bytes()),
        _ => act(pool.value_text(value).as_bytes()),
    }
}

/// The digits of a number, which fill `room` from its end.
fn decimal(number: i64, room: &mut [u8; 20]) -> &[u8] {
    let mut rest = number.unsigned_abs();
    let mut at = room.len();
    loop {
        at -= 1;
        room[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        room[at] = b'-';
    }
    &room[at..]
}

/// Which kinds of values can say a word at all.
#[derive(Clone, Copy)]
pub(super) struct Sayers {
    pub short_texts: bool,
    pub ints: bool,
    pub doubles: bool,
}

impl Sayers {
    pub fn of(word: &Folded) -> Sayers {
        let consists_of = |letters: &str| word.chars.iter().all(|&c| letters.contains(c));
        Sayers {
            // Seven bytes are at most seven characters.
            short_texts: word.chars.len() <= 7,
            ints: consists_of("-0123456789"),
            // Those of `1.5e-7`, `NaN` and `-Infinity`.
            doubles: consists_of("-+.0123456789enaifty"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_everywhere() {
        for number in [0, 7, -7, 10, 1_234_567_890, i64::MAX, i64::MIN] {
            assert_eq!(decimal(number, &mut [0; 20]), number.to_string().as_bytes());
        }
    }
}
