//! What calls and their changes are called, wherever they are told.
//!
//! Invariant: a call without a name has words too. Absent: colours and signs.

use crate::format;

/// Names are cut behind so many characters.
const MOST_NAME_CHARS: usize = 200;

/// Service and name, as they may be shown.
pub fn call_name(service: &str, name: &str) -> (String, String) {
    (or(service, "unknown service"), or(name, "(no name)"))
}

fn or(text: &str, otherwise: &str) -> String {
    match text {
        "" => otherwise.to_owned(),
        text => format::shorten(&format::visible_text(text), MOST_NAME_CHARS),
    }
}

/// Whether more time is taken, less, or neither.
pub fn tone(nanos: i64) -> &'static str {
    match nanos {
        0 => "same",
        more if more > 0 => "more",
        _ => "less",
    }
}
