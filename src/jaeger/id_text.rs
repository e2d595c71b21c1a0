//! A trace id in any form that people copy → the id.
//!
//! Invariant: hexadecimal counts first, so an id that Jaeger shows is never taken for anything
//! else; zero is no id. Absent: finding one inside other text (`pasted`).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::trace::TraceId;

/// The id if the whole text is one: up to 32 hexadecimal digits of either case, with `0x`
/// before them or as a UUID with dashes; or 8 or 16 bytes in base64, as protobuf's JSON has
/// them. `None` for anything else.
pub fn trace_id_from_text(text: &str) -> Option<TraceId> {
    let text = text.trim().trim_matches(['"', '\'', '`']);
    let digits = text.strip_prefix("0x").or(text.strip_prefix("0X")).unwrap_or(text);
    let id = TraceId::from_hex(digits.as_bytes())
        .or_else(|| from_uuid(text))
        .or_else(|| from_base64(text));
    id.filter(|id| !id.is_none())
}

/// `4bf92f35-77b3-4da6-a3ce-929d0e0e4736`.
fn from_uuid(text: &str) -> Option<TraceId> {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_uuid = lengths == [8, 4, 4, 4, 12];
    is_uuid.then(|| TraceId::from_hex(text.replace('-', "").as_bytes()))?
}

/// Without its padding a text of 11 letters may be a word, so that is asked for there.
fn from_base64(text: &str) -> Option<TraceId> {
    let letters = text.trim_end_matches('=');
    let padding = text.len() - letters.len();
    let is_id = matches!((letters.len(), padding), (11, 1) | (22, 0 | 2));
    if !is_id {
        return None;
    }
    let engine = if letters.contains(['-', '_']) { URL_SAFE_NO_PAD } else { STANDARD_NO_PAD };
    let bytes = engine.decode(letters).ok()?;
    let number = bytes.iter().fold(0, |number, &byte| number << 8 | u128::from(byte));
    Some(TraceId(number))
}
