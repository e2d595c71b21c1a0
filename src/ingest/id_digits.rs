//! The digits of an id, in hex or base64, become a number without a detour over bytes.
//!
//! Invariant: nothing but digits passes. Absent: base64 of fewer bytes than an id has, and
//! what becomes of an id that is neither (`ids`).

/// The number in base64 of eight bytes: eleven digits, padded or not. A part of what
/// `ids::base64_number` understands, without a detour over bytes.
#[inline]
pub(super) fn eight_bytes_of_base64(text: &[u8]) -> Option<u64> {
    let digits: &[u8; 11] = text.strip_suffix(b"=").unwrap_or(text).try_into().ok()?;
    let mut seen = 0;
    let high = base64_digits(&digits[..10], &mut seen);
    let last = base64_digits(&digits[10..], &mut seen);
    // The last digit's two low bits are beyond the bytes.
    is_base64(seen).then_some(high << 4 | last >> 2)
}

/// The same of sixteen bytes: 22 digits.
#[inline]
pub(super) fn sixteen_bytes_of_base64(text: &[u8]) -> Option<u128> {
    let digits: &[u8; 22] = text.strip_suffix(b"==").unwrap_or(text).try_into().ok()?;
    let mut seen = 0;
    let [high, middle, low, last] =
        [&digits[..10], &digits[10..11], &digits[11..21], &digits[21..]]
            .map(|digits| base64_digits(digits, &mut seen));
    let high = high << 4 | middle >> 2;
    let low = middle << 62 | low << 2 | last >> 4;
    is_base64(seen).then_some(u128::from(high) << 64 | u128::from(low))
}

/// The bits of up to ten digits; `seen` gathers what their table says beside the bits.
#[inline]
fn base64_digits(digits: &[u8], seen: &mut u8) -> u64 {
    digits.iter().fold(0, |number, &byte| {
        let digit = BASE64_DIGITS[usize::from(byte)];
        *seen |= digit;
        number << 6 | u64::from(digit & 63)
    })
}

/// Whether all digits are of one alphabet.
fn is_base64(seen: u8) -> bool {
    seen & NO_BASE64 != NO_BASE64
}

/// The marks of what is in one of the two alphabets only; both mark what is in none.
const STANDARD_ONLY: u8 = 64;
const URL_ONLY: u8 = 128;
const NO_BASE64: u8 = STANDARD_ONLY | URL_ONLY;

/// The value of each digit in base64 of either alphabet, with its marks.
const BASE64_DIGITS: [u8; 256] = {
    let common = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut digits = [NO_BASE64; 256];
    let mut value = 0;
    while value < common.len() {
        digits[common[value] as usize] = value as u8;
        value += 1;
    }
    digits[b'+' as usize] = 62 | STANDARD_ONLY;
    digits[b'/' as usize] = 63 | STANDARD_ONLY;
    digits[b'-' as usize] = 62 | URL_ONLY;
    digits[b'_' as usize] = 63 | URL_ONLY;
    digits
};

/// 1 to 16 hex digits of either case.
#[inline]
pub(super) fn hex_u64(text: &[u8]) -> Option<u64> {
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
pub(super) fn hex_u128(text: &[u8]) -> Option<u128> {
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
    use super::super::ids::base64_number;
    use super::*;

    #[test]
    fn base64_that_is_read_at_once_is_what_is_read_over_bytes() {
        let texts = [
            "APBnqgupArc",
            "//////////8",
            "----------8",
            "-_-_-_-_-_8",
            "+/+/+/+/+/9",
            "+_+_+_+_+_8",
            "APBnqgup rc",
            "APBnqgup\u{e9}r",
            "S/kvNXezTaajzpKdDg5HNg",
            "S_kvNXezTaajzpKdDg5HNg",
            "S_kvNXezTaajzpKdDg5H+g",
            "______________________",
            "S/kvNXezTaajzpKdDg5HN",
            "S/kvNXezTaajzpKdDg5HNgA",
            "",
        ];
        for text in texts {
            for padding in ["", "=", "==", "==="] {
                let text = [text, padding].concat();
                let text = text.as_bytes();
                let (eight, sixteen) = (eight_bytes_of_base64(text), sixteen_bytes_of_base64(text));
                let slow = base64_number::<8>(text).map(|number| number as u64);
                let expected = slow.filter(|_| matches!(text.len(), 11..=12) && padding.len() < 2);
                assert_eq!(eight, expected, "{text:?}");
                let slow = base64_number::<16>(text);
                let is_usual =
                    (text.len(), padding) == (22, "") || (text.len(), padding) == (24, "==");
                assert_eq!(sixteen, slow.filter(|_| is_usual), "{text:?}");
            }
        }
        assert_eq!(eight_bytes_of_base64(b"-_-_-_-_-_8="), Some(0xfbff_bffb_ffbf_fbff));
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
