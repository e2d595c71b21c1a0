//! What calls and their changes are called where traces and sets are compared.
//!
//! Invariant: a call without a name has words too. Absent: colours and signs.

use crate::format;

/// In lists names are cut behind so many characters.
const MOST_NAME_CHARS: usize = 200;

/// Service and name, as lists show them.
pub fn call_name(service: &str, name: &str) -> (String, String) {
    let (service, name) = whole_call_name(service, name);
    (format::shorten(&service, MOST_NAME_CHARS), format::shorten(&name, MOST_NAME_CHARS))
}

/// Service and name to their ends.
pub fn whole_call_name(service: &str, name: &str) -> (String, String) {
    (or(service, "unknown service"), or(name, "(no name)"))
}

fn or(text: &str, otherwise: &str) -> String {
    match text {
        "" => otherwise.to_owned(),
        text => format::visible_text(text),
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
