//! What stands between `#{` and `}` in a link pattern: a name, and formatters after it.
//!
//! `#{startTime | add -60000000 | epoch_micros_to_date_iso}`
//!
//! Invariant: a formatter that is unknown, or not for such a value, makes no text at all rather
//! than a wrong one. Absent: values. Source: Jaeger UI's documentation of `linkPatterns`, which has
//! formatters for traces alone; here they are for all.

use crate::format;

/// Longer texts are not made by filling up.
const MOST_PADDED_CHARS: usize = 1_000;

/// The text that is wanted; `name` looks up what a name stands for. A name may itself have a bar in
/// it, so the whole is tried first.
pub(super) fn text_of(wanted: &str, name: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let wanted = wanted.trim();
    if let Some(text) = name(wanted) {
        return Some(text);
    }
    let mut parts = wanted.split('|').map(str::trim);
    let first = parts.next()?;
    let formatters: Vec<&str> = parts.collect();
    if formatters.is_empty() {
        return None;
    }
    formatters.into_iter().try_fold(name(first)?, |text, formatter| formatted(&text, formatter))
}

fn formatted(text: &str, formatter: &str) -> Option<String> {
    let words: Vec<&str> = formatter.split_whitespace().collect();
    match words[..] {
        ["epoch_micros_to_date_iso"] => date_iso(text),
        ["pad_start", length] => padded(text, length, " "),
        ["pad_start", length, with] => padded(text, length, with),
        ["add", number] => {
            let sum = text.trim().parse::<i128>().ok()?.checked_add(number.parse().ok()?)?;
            Some(sum.to_string())
        }
        _ => None,
    }
}

/// `2026-11-20T14:03:12.481Z`, as browsers write dates.
fn date_iso(micros: &str) -> Option<String> {
    const MILLIS_END: usize = "2026-11-20T14:03:12.481".len();
    let nanos = micros.trim().parse::<u64>().ok()?.checked_mul(1_000)?;
    let exact = format::iso_8601(nanos, 0);
    Some(format!("{}Z", exact.get(..MILLIS_END)?))
}

/// Filled up at the start to so many characters; a longer text stays as it is.
fn padded(text: &str, length: &str, with: &str) -> Option<String> {
    let length: usize = length.parse().ok().filter(|&length| length <= MOST_PADDED_CHARS)?;
    let missing = length.saturating_sub(text.chars().count());
    Some(with.chars().cycle().take(missing).chain(text.chars()).collect())
}
