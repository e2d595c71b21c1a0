//! Ids as text, in hex or base64, and as raw bytes become numbers.
//!
//! Invariant: an id that is none of these keeps its text in the pool and gets a stable
//! number; none is lost. Absent: opinions about ids of an odd length.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::fields;
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

/// The span id that comes next; see [`span_id`].
#[inline]
pub(super) fn read_span_id(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<SpanId, Stop> {
    let start = cursor.position;
    if let Some(number) = cursor.plain_text_before(0).and_then(hex_u64) {
        return Ok(SpanId(number));
    }
    cursor.position = start;
    Ok(span_id(fields::scalar(cursor)?, intake))
}

/// The trace id that comes next; see [`trace_id`].
#[inline]
pub(super) fn read_trace_id(cursor: &mut Cursor<'_>, intake: &mut Intake) -> Result<TraceId, Stop> {
    let start = cursor.position;
    if let Some(number) = cursor.plain_text_before(0).and_then(hex_u128) {
        return Ok(TraceId(number));
    }
    cursor.position = start;
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
fn base64_number<const BYTES: usize>(text: &[u8]) -> Option<u128> {
    let bytes = base64_bytes(text)?;
    let is_meant = bytes.len() == BYTES || bytes.len() < BYTES && text.ends_with(b"=");
    is_meant.then(|| bytes.iter().fold(0, |number, &byte| number << 8 | u128::from(byte)))
}

/// 1 to 16 hex digits of either case.
#[inline]
fn hex_u64(text: &[u8]) -> Option<u64> {
    if let Ok(digits) = <&[u8; 16]>::try_from(text) {
        let (high, low) = (digits.first_chunk()?, digits.last_chunk()?);
        return Some(u64::from(eight_hex_digits(high)?) << 32 | u64::from(eight_hex_digits(low)?));
    }
    if text.is_empty() || text.len() > 16 {
        return None;
    }
    let mut value = 0u64;
    let mut wrong = 0u8;
    for &byte in text {
        let digit = HEX_DIGITS[usize::from(byte)];
        wrong |= digit;
        value = value << 4 | u64::from(digit & 15);
    }
    (wrong < 16).then_some(value)
}

/// Exactly eight hex digits of either case, all at once.
#[inline]
fn eight_hex_digits(digits: &[u8; 8]) -> Option<u32> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_be_bytes(*digits);
    if word & (EACH * 0x80) != 0 {
        return None;
    }
    let lower = word | (EACH * 0x20);
    // The high bit of each byte tells whether it is at least so much; none overflows while
    // all bytes are ASCII.
    let at_least = |word: u64, least: u64| word + EACH * (0x80 - least);
    let is_digit = at_least(word, 0x30) & !at_least(word, 0x3a);
    let is_letter = at_least(lower, 0x61) & !at_least(lower, 0x67);
    let is_hex = (is_digit | is_letter) & (EACH * 0x80);
    if is_hex != EACH * 0x80 {
        return None;
    }
    let nibbles = (word & (EACH * 0x0f)) + ((word >> 6) & EACH) * 9;
    let pairs = (nibbles | nibbles >> 4) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
    Some((fours | fours >> 16) as u32)
}

/// 1 to 32 hex digits of either case.
#[inline]
fn hex_u128(text: &[u8]) -> Option<u128> {
    if text.len() <= 16 {
        return hex_u64(text).map(u128::from);
    }
    let (high, low) = text.split_at(text.len() - 16);
    Some(u128::from(hex_u64(high)?) << 64 | u128::from(hex_u64(low)?))
}

/// The value of each hex digit, 255 for every other byte.
const HEX_DIGITS: [u8; 256] = {
    let mut digits = [255; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value] as usize] = value as u8;
        digits[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    digits
};

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

    #[test]
    fn hex_of_any_length_and_case_is_exact_and_nothing_else_passes() {
        assert_eq!(hex_u64(b"00f067aa0ba902b7"), Some(0x00f0_67aa_0ba9_02b7));
        assert_eq!(hex_u64(b"AbC"), Some(0xabc));
        assert_eq!(hex_u128(&[b'F'; 32]), Some(u128::MAX));
        assert_eq!(hex_u128(b"10000000000000000"), Some(1 << 64));
        assert_eq!(hex_u64(b"0123456789abcdef"), Some(0x0123_4567_89ab_cdef));
        assert_eq!(hex_u64(b"FEDCBA9876543210"), Some(0xfedc_ba98_7654_3210));
        for wrong in 0..=u8::MAX {
            let is_hex = wrong.is_ascii_hexdigit();
            for place in [0, 7, 8, 15] {
                let mut text = *b"0000000000000000";
                text[place] = wrong;
                assert_eq!(hex_u64(&text).is_some(), is_hex, "{wrong:#x} at {place}");
            }
        }
        for wrong in [&b""[..], b"g", b"0x1", b"00000000000000000000000000000000f"] {
            assert_eq!(hex_u128(wrong), None);
        }
    }
}
