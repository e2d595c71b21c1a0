//! Digits as written become exact integers, doubles, or scaled decimals.
//!
//! Invariant: an integer is exact or refused, never rounded through a double. Absent:
//! opinions about what a number means (see `times`, `jaeger::tag`, `otlp::value`).

/// A number as written: JSON's, or `NaN`, `Infinity`, `-Infinity`.
#[derive(Clone, Copy, Debug)]
pub(in crate::ingest) struct Number<'a>(pub &'a [u8]);

/// The length of the number at the start of `bytes`, `None` if it may go on.
#[inline]
pub(super) fn number_end(bytes: &[u8]) -> Option<usize> {
    let plain = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
    if !is_number_byte(bytes[plain]) {
        return Some(plain);
    }
    bytes.iter().position(|&byte| !is_number_byte(byte))
}

/// The number that up to nineteen digits at the start of `bytes` make, and how many they
/// are; `None` for no digit and for more.
#[inline]
pub(super) fn leading_digits(bytes: &[u8]) -> Option<(u64, usize)> {
    let (mut value, mut length) = (0, 0);
    while length < 16
        && let Some(chunk) = bytes[length..].first_chunk()
        && let Some(eight) = eight_digits(*chunk)
    {
        value = value * 100_000_000 + eight;
        length += 8;
    }
    while let Some(digit) = bytes.get(length).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        if length == 19 {
            return None;
        }
        value = value * 10 + u64::from(digit);
        length += 1;
    }
    (length > 0).then_some((value, length))
}

/// The number that exactly eight digits make, all at once.
#[inline]
fn eight_digits(digits: [u8; 8]) -> Option<u64> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(digits);
    // The high half of a digit is 3, and stays 3 with 6 added.
    let is_three = |word: u64| word & (EACH * 0xf0) == EACH * 0x30;
    if !is_three(word) || !is_three(word.wrapping_add(EACH * 6)) {
        return None;
    }
    let pairs = (word & (EACH * 0x0f)).wrapping_mul(10 << 8 | 1) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100 << 16 | 1) >> 16 & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000 << 32 | 1) >> 32)
}

fn is_number_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// Whether `text` is a JSON number from end to end.
pub(in crate::ingest) fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(rest);
    rest = &rest[whole..];
    if whole == 0 {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = match exponent {
            [b'+' | b'-', digits @ ..] => digits,
            digits => digits,
        };
        let length = digits(exponent);
        return length > 0 && length == exponent.len();
    }
    rest.is_empty()
}

impl<'a> Number<'a> {
    #[inline]
    pub(super) fn is_valid(self) -> bool {
        self.0.iter().all(u8::is_ascii_digit) && !self.0.is_empty()
            || is_number(self.0)
            || self.is_not_finite()
    }

    /// `NaN`, `Infinity` or `-Infinity`, which JSON does not have but producers write.
    pub fn is_not_finite(self) -> bool {
        matches!(self.0, b"NaN" | b"Infinity" | b"-Infinity")
    }

    /// Whether it is written without a fraction or an exponent.
    pub fn is_whole(self) -> bool {
        self.0.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-')
    }

    /// The exact value of plain digits.
    #[inline]
    pub fn to_u64(self) -> Option<u64> {
        // Nineteen digits always fit; checking each step would double the time in wasm.
        let (safe, last) = match self.0 {
            [] => return None,
            digits if digits.len() < 20 => (digits, None),
            [safe @ .., last] if safe.len() == 19 => (safe, Some(last)),
            _ => return None,
        };
        let mut value = 0u64;
        let mut largest_digit = 0;
        for &byte in safe.iter() {
            let digit = byte.wrapping_sub(b'0');
            largest_digit = largest_digit.max(digit);
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        let last = last.map(|byte| byte.wrapping_sub(b'0'));
        if largest_digit.max(last.unwrap_or(0)) > 9 {
            return None;
        }
        match last {
            None => Some(value),
            Some(digit) => value.checked_mul(10)?.checked_add(u64::from(digit)),
        }
    }

    /// The exact value; `12.0` and `1e3` are integers too.
    pub fn to_i64(self) -> Option<i64> {
        if let Some(value) = self.to_u64() {
            return i64::try_from(value).ok();
        }
        let decimal = Decimal::parse(self.0)?;
        let magnitude = i128::try_from(decimal.scaled_exactly(0)?).ok()?;
        i64::try_from(if decimal.is_negative { -magnitude } else { magnitude }).ok()
    }

    /// The nearest double; `None` if there is no finite one.
    pub fn to_f64(self) -> Option<f64> {
        let value: f64 = self.as_str().parse().ok()?;
        value.is_finite().then_some(value)
    }

    pub fn as_str(self) -> &'a str {
        std::str::from_utf8(self.0).unwrap_or_default()
    }
}

/// `text` × 10^`power`, cut to a whole number; `None` if negative or too large.
pub(in crate::ingest) fn decimal_scaled(text: &[u8], power: i32) -> Option<u128> {
    let decimal = Decimal::parse(text)?;
    if decimal.is_negative && decimal.digits != 0 {
        return None;
    }
    decimal.scaled(power)
}

/// digits × 10^exponent.
struct Decimal {
    is_negative: bool,
    digits: u128,
    exponent: i32,
    /// Digits that did not fit were cut off.
    is_cut: bool,
}

impl Decimal {
    fn parse(text: &[u8]) -> Option<Decimal> {
        if !is_number(text) {
            return None;
        }
        let split = text.iter().position(|byte| matches!(byte, b'e' | b'E'));
        let (mantissa, exponent) = text.split_at(split.unwrap_or(text.len()));
        let mut decimal =
            Decimal { is_negative: text[0] == b'-', digits: 0, exponent: 0, is_cut: false };
        if let Some(written) = exponent.get(1..) {
            decimal.exponent = std::str::from_utf8(written).ok()?.parse().ok()?;
        }
        let mut is_fraction = false;
        for &byte in mantissa {
            match byte {
                b'.' => is_fraction = true,
                b'0'..=b'9' => decimal.push(byte - b'0', is_fraction)?,
                _ => {}
            }
        }
        Some(decimal)
    }

    fn push(&mut self, digit: u8, is_fraction: bool) -> Option<()> {
        const ROOM: u128 = u128::MAX / 10 - 1;
        let shift = if self.digits < ROOM {
            self.digits = self.digits * 10 + u128::from(digit);
            -i32::from(is_fraction)
        } else {
            self.is_cut |= digit != 0;
            i32::from(!is_fraction)
        };
        self.exponent = self.exponent.checked_add(shift)?;
        Some(())
    }

    /// Cut to a whole number.
    fn scaled(&self, power: i32) -> Option<u128> {
        let power = self.exponent.checked_add(power)?;
        if self.digits == 0 {
            return Some(0);
        }
        match u32::try_from(power) {
            Ok(up) => self.digits.checked_mul(10u128.checked_pow(up)?),
            Err(_) => match 10u128.checked_pow(power.unsigned_abs()) {
                Some(divisor) => Some(self.digits / divisor),
                None => Some(0),
            },
        }
    }

    /// `None` if anything would be cut.
    fn scaled_exactly(&self, power: i32) -> Option<u128> {
        let whole = self.scaled(power)?;
        let back = Decimal { is_negative: false, digits: whole, exponent: 0, is_cut: false };
        let is_exact = match i32::try_from(self.exponent.checked_add(power)?.unsigned_abs()) {
            _ if self.exponent.checked_add(power)? >= 0 => true,
            Ok(places) => back.scaled(places) == Some(self.digits),
            Err(_) => false,
        };
        (is_exact && !self.is_cut).then_some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact_to_the_last_digit() {
        let int = |text: &str| Number(text.as_bytes()).to_i64();
        assert_eq!(int("9007199254740993"), Some(9_007_199_254_740_993));
        assert_eq!(int("-9223372036854775808"), Some(i64::MIN));
        assert_eq!(int("9223372036854775808"), None);
        assert_eq!(Number(b"18446744073709551615").to_u64(), Some(u64::MAX));
        assert_eq!(Number(b"18446744073709551616").to_u64(), None);
        assert_eq!(Number(b"000000000000000000001").to_u64(), None);
        assert_eq!(Number(b"1/2").to_u64(), None);
        assert_eq!(int("12.0"), Some(12));
        assert_eq!(int("1.5e3"), Some(1500));
        assert_eq!(int("1.5"), None);
        assert_eq!(int("1e400"), None);
        assert_eq!(int("1e-400"), None);
    }

    #[test]
    fn digits_are_read_as_far_as_they_go() {
        for digits in 1..=19usize {
            let text = &b"1234567890123456789"[..digits];
            let value = Number(text).to_u64().expect("digits");
            for after in [&b""[..], b",", b"/1234567", b":1234567", b"\xb01234567", b".5"] {
                let bytes = [text, after].concat();
                assert_eq!(leading_digits(&bytes), Some((value, digits)), "{bytes:?}");
            }
        }
        assert_eq!(leading_digits(b"9999999999999999999"), Some((9_999_999_999_999_999_999, 19)));
        assert_eq!(leading_digits(b"10000000000000000000"), None);
        assert_eq!(leading_digits(b"-1"), None);
        assert_eq!(leading_digits(b""), None);
        for wrong in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
            for place in 0..8 {
                let mut text = *b"00000000";
                text[place] = wrong;
                assert_eq!(eight_digits(text), None, "{wrong:#x} at {place}");
            }
        }
    }

    #[test]
    fn decimals_scale_without_passing_through_a_double() {
        assert_eq!(decimal_scaled(b"1700000000000000.123", 3), Some(1_700_000_000_000_000_123));
        assert_eq!(decimal_scaled(b"1.7e15", 3), Some(1_700_000_000_000_000_000));
        assert_eq!(decimal_scaled(b"12.34567", 3), Some(12_345));
        assert_eq!(decimal_scaled(b"-1", 3), None);
        assert_eq!(decimal_scaled(b"1e999999999999", 3), None);
        assert_eq!(decimal_scaled(&[b'9'; 60], 0), None);
    }

    #[test]
    fn only_numbers_are_numbers() {
        for text in ["0", "-0", "1.5", "1e5", "1E+5", "1.25e-7"] {
            assert!(is_number(text.as_bytes()), "{text}");
        }
        for text in ["", "-", "1.", ".5", "1e", "1-2", "0x1", "1e5.5", "NaN"] {
            assert!(!is_number(text.as_bytes()), "{text}");
        }
    }
}
