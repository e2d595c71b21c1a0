//! Ids as text, in hex or base64, and as raw bytes become numbers.
//!
//! Invariant: an id that is none of these keeps its text in the pool and gets a stable
//! number; none is lost. Absent: opinions about ids of an odd length.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::fields;
use super::id_digits::{eight_bytes_of_base64, hex_u64, hex_u128, sixteen_bytes_of_base64};
use super::intake::Intake;
use super::json::{Cursor, Shallow, Stop, Text};
use crate::trace::{SpanId, TraceId};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Bytes from base64 of either alphabet, padded or not.
pub(super) fn base64_bytes(text: &[u8]) -> Option<Vec<u8>> {
    BASE64.decode(text).or_else(|_| BASE64_URL.decode(text)).ok()
}

/// The id in the quotes at the cursor, consumed, if it is hex, or base64 of all its bytes;
/// `None` for anything else, and then nothing is consumed.
#[inline]
pub(super) fn plain_span_id(cursor: &mut Cursor<'_>) -> Option<SpanId> {
    // No digit is a quote or a backslash, so the text needs not be searched for its end; with
    // its padding base64 is not hex.
    if let Some(number) = cursor.text_of_length::<16>().and_then(hex_u64) {
        cursor.position += 18;
        return Some(SpanId(number));
    }
    if let Some(number) = cursor.text_of_length::<12>().and_then(eight_bytes_of_base64) {
        cursor.position += 14;
        return Some(SpanId(number));
    }
    let start = cursor.position;
    let number = |text| hex_u64(text).or_else(|| eight_bytes_of_base64(text));
    let number = cursor.plain_text_before(0).and_then(number);
    if number.is_none() {
        cursor.position = start;
    }
    number.map(SpanId)
}

/// The same for a trace id.
#[inline]
pub(super) fn plain_trace_id(cursor: &mut Cursor<'_>) -> Option<TraceId> {
    if let Some(number) = cursor.text_of_length::<32>().and_then(hex_u128) {
        cursor.position += 34;
        return Some(TraceId(number));
    }
    if let Some(number) = cursor.text_of_length::<24>().and_then(sixteen_bytes_of_base64) {
        cursor.position += 26;
        return Some(TraceId(number));
    }
    let start = cursor.position;
    let number = |text| hex_u128(text).or_else(|| sixteen_bytes_of_base64(text));
    let number = cursor.plain_text_before(0).and_then(number);
    if number.is_none() {
        cursor.position = start;
    }
    number.map(TraceId)
}

/// The span id that comes next; see [`span_id`].
#[inline]
pub(super) fn read_span_id(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<SpanId, Stop> {
    if let Some(id) = plain_span_id(cursor) {
        return Ok(id);
    }
    Ok(span_id(fields::scalar(cursor)?, intake))
}

/// The trace id that comes next; see [`trace_id`].
#[inline]
pub(super) fn read_trace_id(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<TraceId, Stop> {
    if let Some(id) = plain_trace_id(cursor) {
        return Ok(id);
    }
    Ok(trace_id(fields::scalar(cursor)?, intake))
}

/// A span id; [`SpanId::NONE`] for an empty or absent one.
#[inline]
pub(super) fn span_id(value: Shallow<'_>, intake: &mut Intake) -> SpanId {
    match value {
        Shallow::Text(text) if !text.is_escaped => match hex_u64(text.raw) {
            Some(number) => SpanId(number),
            None => uncommon_span_id(text, intake),
        },
        Shallow::Text(text) => uncommon_span_id(text, intake),
        Shallow::Null => SpanId::NONE,
        _ => {
            intake.field_ignored();
            SpanId::NONE
        }
    }
}

/// A trace id; [`TraceId::NONE`] for an empty or absent one.
#[inline]
pub(super) fn trace_id(value: Shallow<'_>, intake: &mut Intake) -> TraceId {
    match value {
        Shallow::Text(text) if !text.is_escaped => match hex_u128(text.raw) {
            Some(number) => TraceId(number),
            None => uncommon_trace_id(text, intake),
        },
        Shallow::Text(text) => uncommon_trace_id(text, intake),
        Shallow::Null => TraceId::NONE,
        _ => {
            intake.field_ignored();
            TraceId::NONE
        }
    }
}

/// A span id in raw bytes, the first one the highest.
#[inline]
pub(super) fn span_id_from_bytes(bytes: &[u8], intake: &mut Intake) -> SpanId {
    match number_from_bytes(bytes).map(u64::try_from) {
        Some(Ok(number)) => SpanId(number),
        _ => intake.builder.pool_mut().foreign_span_id(&hex_text(bytes)),
    }
}

/// A trace id in raw bytes, the first one the highest.
#[inline]
pub(super) fn trace_id_from_bytes(bytes: &[u8], intake: &mut Intake) -> TraceId {
    match number_from_bytes(bytes) {
        Some(number) => TraceId(number),
        None => intake.builder.pool_mut().foreign_trace_id(&hex_text(bytes)),
    }
}

/// `None` for more than 16 bytes.
#[inline]
fn number_from_bytes(bytes: &[u8]) -> Option<u128> {
    let mut padded = [0; 16];
    padded.get_mut(16_usize.checked_sub(bytes.len())?..)?.copy_from_slice(bytes);
    Some(u128::from_be_bytes(padded))
}

#[cold]
fn hex_text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cold]
fn uncommon_span_id(text: Text<'_>, intake: &mut Intake) -> SpanId {
    if text.raw.is_empty() {
        return SpanId::NONE;
    }
    let name = text.name();
    let from_base64 = || base64_number::<8>(&name).map(|number| number as u64);
    match hex_u64(&name).or_else(from_base64) {
        Some(number) => SpanId(number),
        None => intake.with_text(text, |pool, text| pool.foreign_span_id(text)),
    }
}

#[cold]
fn uncommon_trace_id(text: Text<'_>, intake: &mut Intake) -> TraceId {
    if text.raw.is_empty() {
        return TraceId::NONE;
    }
    let name = text.name();
    match hex_u128(&name).or_else(|| base64_number::<16>(&name)) {
        Some(number) => TraceId(number),
        None => intake.with_text(text, |pool, text| pool.foreign_trace_id(text)),
    }
}

/// The number in base64: of `BYTES` bytes, or of fewer if padding shows that it is base64
/// and not just a word of such letters.
pub(super) fn base64_number<const BYTES: usize>(text: &[u8]) -> Option<u128> {
    let bytes = base64_bytes(text)?;
    let is_meant = bytes.len() == BYTES || bytes.len() < BYTES && text.ends_with(b"=");
    is_meant.then(|| bytes.iter().fold(0, |number, &byte| number << 8 | u128::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_an_id_is_its_number_and_words_are_not() {
        assert_eq!(base64_number::<8>(b"APBnqgupArc="), Some(0x00f0_67aa_0ba9_02b7));
        assert_eq!(base64_number::<8>(b"APBnqgupArc"), Some(0x00f0_67aa_0ba9_02b7));
        assert_eq!(base64_number::<16>(b"APBnqgupArc="), Some(0x00f0_67aa_0ba9_02b7));
        assert_eq!(base64_number::<16>(b"/////////////////////w=="), Some(u128::MAX));
        assert_eq!(base64_number::<8>(b"AQ=="), Some(1));
        assert_eq!(base64_number::<8>(b"/////////////////////w=="), None);
        for word in [&b"order17x"[..], b"checkout", b"not base64!"] {
            assert_eq!(base64_number::<16>(word), None);
        }
    }

    #[test]
    fn bytes_of_any_number_are_an_id() {
        let mut intake = Intake::new(&[]);
        let mut trace_id = |bytes: &[u8]| {
            let id = trace_id_from_bytes(bytes, &mut intake);
            intake.builder.pool().trace_id_text(id)
        };
        assert_eq!(trace_id(&[]), "0000000000000000");
        assert_eq!(trace_id(&[1, 2]), "0000000000000102");
        assert_eq!(trace_id(&[0xab; 16]), "ab".repeat(16));
        assert_eq!(trace_id(&[0xab; 17]), "ab".repeat(17));
        assert_eq!(span_id_from_bytes(&[0, 0, 0, 0, 0, 0, 1, 0], &mut intake), SpanId(256));
        assert_ne!(span_id_from_bytes(&[1; 9], &mut intake), SpanId::NONE);
    }
}
