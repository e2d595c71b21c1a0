//! Texts become durations and numbers, and durations become texts again.
//!
//! Invariant: a duration is exact in nanoseconds; a number is exact as an `i64` if it has
//! that value, and a double else. Absent: words such as NaN, which are compared as texts.

use std::cmp::Ordering;

/// Units of time with their nanoseconds, the smallest first. The sign of micro exists
/// twice.
pub(super) const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Reads `50ms`, `1.5s` or `1m30s`; 0 needs no unit. The error is what to do.
pub(super) fn duration_nanos(text: &str) -> Result<u64, String> {
    if text == "0" {
        return Ok(0);
    }
    let mut nanos = 0u128;
    let mut rest = text;
    loop {
        let (part, after) = leading_part(rest)?;
        nanos += part;
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    u64::try_from(nanos).map_err(|_| "no span lasts for so long".to_owned())
}

/// One number with its unit, and what follows.
fn leading_part(text: &str) -> Result<(u128, &str), String> {
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let length = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at(length);
    let unit_length = rest.find(is_number).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(unit_length);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.len() + fraction.len() == 0 || whole.len() > 20 || fraction.len() > 15 {
        return Err("a number and a unit, such as 50ms".to_owned());
    }
    if unit.is_empty() {
        return Err(format!("add a unit: {number}ms, {number}us, {number}s"));
    }
    let Some(&(_, unit_nanos)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(format!("{unit} is no unit; use ns, us, ms, s, m or h"));
    };
    let digits = format!("{whole}{fraction}");
    // At most 35 digits, which with the longest unit would not fit; those are too long anyway.
    let count: u128 = digits.parse().map_err(|_| "a number and a unit, such as 50ms".to_owned())?;
    let scale = 10u128.pow(fraction.len() as u32);
    let scaled = count.checked_mul(u128::from(unit_nanos));
    let scaled = scaled.ok_or_else(|| "no span lasts for so long".to_owned())?;
    if !scaled.is_multiple_of(scale) {
        return Err("times are whole nanoseconds".to_owned());
    }
    Ok((scaled / scale, rest))
}

/// In the largest unit that gives a whole number.
pub(super) fn duration_text(nanos: u64) -> String {
    let whole = |&&(name, unit): &&(&str, u64)| name.is_ascii() && nanos.is_multiple_of(unit);
    match UNITS.iter().rev().find(whole) {
        Some((name, unit)) if nanos > 0 => format!("{}{name}", nanos / unit),
        _ => "0".to_owned(),
    }
}

/// See the module. A double has no whole number in the range of `i64` as its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Int(i64),
    Double(f64),
}

impl Number {
    /// `None` for words, and for what is too large for a double.
    pub fn of(text: &str) -> Option<Number> {
        if let Ok(int) = text.parse() {
            return Some(Number::Int(int));
        }
        let is_number = text.bytes().all(|byte| b"+-.0123456789eE".contains(&byte));
        let double = text.parse().ok().filter(|double: &f64| is_number && double.is_finite());
        double.map(Number::of_double)
    }

    /// `double`: finite.
    pub fn of_double(double: f64) -> Number {
        let is_whole = double.fract() == 0.0 && (-TWO_TO_63..TWO_TO_63).contains(&double);
        if is_whole { Number::Int(double as i64) } else { Number::Double(double) }
    }

    pub fn compare(self, other: Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
            (Number::Double(a), Number::Double(b)) => a.partial_cmp(&b),
            (Number::Int(a), Number::Double(b)) => Some(compare_exactly(a, b)),
            (Number::Double(a), Number::Int(b)) => Some(compare_exactly(b, a).reverse()),
        }
    }

    pub fn text(self) -> String {
        match self {
            Number::Int(int) => int.to_string(),
            Number::Double(double) => double.to_string(),
        }
    }
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// `b`: not NaN.
fn compare_exactly(a: i64, b: f64) -> Ordering {
    if b >= TWO_TO_63 {
        Ordering::Less
    } else if b < -TWO_TO_63 {
        Ordering::Greater
    } else {
        let whole = b.floor();
        let fraction = if whole < b { Ordering::Less } else { Ordering::Equal };
        a.cmp(&(whole as i64)).then(fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_exactly_and_written_shortly() {
        for (text, nanos, shortest) in [
            ("0", 0, "0"),
            ("50ms", 50_000_000, "50ms"),
            ("1.5us", 1_500, "1500ns"),
            ("2\u{b5}s", 2_000, "2us"),
            ("1m30s", 90_000_000_000, "90s"),
            ("60m", 3_600_000_000_000, "1h"),
            (".5s", 500_000_000, "500ms"),
        ] {
            assert_eq!(duration_nanos(text), Ok(nanos), "{text}");
            assert_eq!(duration_text(nanos), shortest);
            assert_eq!(duration_nanos(shortest), Ok(nanos));
        }
        for text in ["", "ms", "5", "5d", "0.5ns", "1.2.3s", "99999999999h", "-5ms", "5ms3"] {
            assert!(duration_nanos(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_compared_by_what_they_are_worth() {
        let number = |text: &str| Number::of(text).expect("a number");
        let order = |a: &str, b: &str| number(a).compare(number(b)).expect("an order");
        assert_eq!(order("200", "200.0"), Ordering::Equal);
        assert_eq!(order("9007199254740993", "9007199254740992.0"), Ordering::Greater);
        assert_eq!(order("-2", "-1.5"), Ordering::Less);
        assert_eq!(order("-1.5", "-2"), Ordering::Greater);
        assert_eq!(order("9223372036854775807", "9223372036854775808"), Ordering::Less);
        assert_eq!(order("1e3", "1000"), Ordering::Equal);
        for text in ["", "x", "NaN", "inf", "1e400", "5ms", "-"] {
            assert_eq!(Number::of(text), None, "{text}");
        }
    }
}
