//! Durations as Jaeger's form and API write them (`1.5s`, `1h30m`) ⇄ nanoseconds.
//!
//! Invariant: what is written is one whole number and one unit, which every compatible server
//! reads, and is read back as the same nanoseconds. Absent: negative durations, and days: Go
//! knows none. Source: Go's documentation of `time.ParseDuration`.

/// What to tell whoever typed something else.
pub const DURATION_HINT: &str =
    "A duration is a number and a unit: us, ms, s, m or h, as in 1.2s, 100ms or 1h30m.";

const MICRO: u64 = 1_000;
const MILLI: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// Names and nanoseconds; `ms` before the `m` that it begins with. The letter before the `s`
/// is a micro sign in one, a Greek letter in the other.
const UNITS_READ: [(&str, u64); 8] = [
    ("h", HOUR),
    ("ms", MILLI),
    ("us", MICRO),
    ("µs", MICRO),
    ("μs", MICRO),
    ("ns", 1),
    ("m", MINUTE),
    ("s", SECOND),
];

/// The largest first.
const UNITS_WRITTEN: [(&str, u64); 5] =
    [("h", HOUR), ("m", MINUTE), ("s", SECOND), ("ms", MILLI), ("us", MICRO)];

/// The longest that Go can say, in nanoseconds.
const LONGEST: u128 = i64::MAX as u128;

/// Nanoseconds, what is below one cut off; blanks around numbers and units are passed over.
/// `None` for what is no duration, or longer than 292 years.
pub fn duration_from_text(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    if rest == "0" {
        return Some(0);
    }
    let mut nanos = 0u128;
    let mut is_empty = true;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let after = after.trim_start();
        let (name, unit) = UNITS_READ.iter().find(|(name, _)| after.starts_with(name))?;
        nanos = nanos.checked_add(times(number, *unit)?)?;
        rest = after[name.len()..].trim_start();
        is_empty = false;
    }
    (!is_empty && nanos <= LONGEST).then_some(nanos as u64)
}

/// `number`, which may have decimals, of a unit.
fn times(number: &str, unit: u64) -> Option<u128> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && decimals.is_empty() {
        return None;
    }
    let of = |digits: &str| -> Option<u128> {
        if digits.is_empty() { Some(0) } else { digits.parse().ok() }
    };
    // More decimals than these are below a nanosecond of every unit.
    let decimals = &decimals[..decimals.len().min(20)];
    let below_one = of(decimals)? * u128::from(unit) / 10u128.pow(decimals.len() as u32);
    of(whole)
        .filter(|&whole| whole <= LONGEST)?
        .checked_mul(u128::from(unit))?
        .checked_add(below_one)
}

/// One whole number of the largest unit that takes it: `1500ms`, `90m`.
pub fn duration_text(nanos: u64) -> String {
    let mut sizes = UNITS_WRITTEN.iter();
    match sizes.find(|(_, size)| nanos > 0 && nanos.is_multiple_of(*size)) {
        Some((name, size)) => format!("{}{name}", nanos / size),
        None if nanos == 0 => "0s".to_owned(),
        None => format!("{nanos}ns"),
    }
}
