//! Ids as text, in hex or base64, and as raw bytes become numbers.
//!
//! Invariant: an id that is none of these keeps its text in the pool and gets a stable
//! number; none is lost. Absent: opinions about ids of an odd length.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::intake::Intake;
use super::json::{Shallow, Text};
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
    let bytes = base64_bytes(&name).filter(|_| matches!(name.len(), 11 | 12));
    let from_base64 = bytes.and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes);
    match hex_u64(&name).or(from_base64) {
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
    let bytes = base64_bytes(&name).filter(|_| matches!(name.len(), 22 | 24));
    let from_base64 = bytes.and_then(|bytes| bytes.try_into().ok()).map(u128::from_be_bytes);
    match hex_u128(&name).or(from_base64) {
        Some(number) => TraceId(number),
        None => intake.with_text(text, |pool, text| pool.foreign_trace_id(text)),
    }
}

/// 1 to 16 hex digits of either case.
#[inline]
fn hex_u64(text: &[u8]) -> Option<u64> {
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
        for wrong in [&b""[..], b"g", b"0x1", b"00000000000000000000000000000000f"] {
            assert_eq!(hex_u128(wrong), None);
        }
    }
}
