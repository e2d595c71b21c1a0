//! A byte that does not fit becomes words: what was expected, what was found, in which
//! field.
//!
//! Invariant: nothing here runs before something has gone wrong. Absent: the words of the
//! whole message (`error`).

use super::error::ReadErrorKind;
use super::json::{Cursor, Fault, FaultKind, MAX_DEPTH, Stop};

pub(super) fn fault_kind(fault: Fault, window: &[u8]) -> ReadErrorKind {
    match fault.kind {
        FaultKind::TooDeep => ReadErrorKind::TooDeep { most: MAX_DEPTH },
        FaultKind::Expected(expected) => ReadErrorKind::NotJson {
            expected: expected.to_owned(),
            found: found_at(&window[fault.at..]),
        },
    }
}

/// The first character, or the first byte if it is none that can be shown.
fn found_at(bytes: &[u8]) -> String {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4)]);
    match (start.chars().next(), bytes.first()) {
        (Some(character), _) if !character.is_control() && character != '\u{fffd}' => {
            format!("“{character}”")
        }
        (_, Some(byte)) => format!("the byte 0x{byte:02X}"),
        _ => "the end".to_owned(),
    }
}

/// The key of the object at the start of `unit` (after a comma) in whose value byte `at`
/// lies; empty if there is none.
pub(super) fn field_at(unit: &[u8], at: usize) -> String {
    let start = unit.iter().position(|&byte| byte == b'{').unwrap_or(unit.len());
    let mut cursor = Cursor::new(&unit[start..]);
    let mut field = String::new();
    let mut find = || -> Result<(), Stop> {
        let mut first = true;
        cursor.begin_object()?;
        while let Some(key) = cursor.next_key(&mut first)? {
            if start + cursor.position > at {
                break;
            }
            field = key.for_message(60);
            cursor.skip_value()?;
            if start + cursor.position > at {
                break;
            }
        }
        Ok(())
    };
    // It cannot go further than the fault, which is what is being looked for.
    let _ = find();
    field
}
