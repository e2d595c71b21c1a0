//! Texts of fields for a day and a time ⇄ instants.
//!
//! Invariant: an instant comes back from its text the same, to the millisecond; a text that
//! cannot be read has a sentence that says so. Absent: zones by name; whoever asks knows how far
//! theirs is ahead.

use super::instant::instant_from_text;
use super::search_form::{FormField, FormMistake};
use crate::format::iso_8601;

/// Minutes that the zone of the fields is ahead of UTC, at an instant in nanoseconds since the
/// epoch.
pub type ZoneOffset<'a> = &'a dyn Fn(u64) -> i32;

/// `2026-11-26T14:03:12.481`, as fields for a day and a time have it.
pub fn moment_text(micros: u64, offset: ZoneOffset<'_>) -> String {
    let nanos = micros.saturating_mul(1_000);
    let text = iso_8601(nanos, offset(nanos));
    text.get(..23).unwrap_or(&text).to_owned()
}

/// The same, `2026-11-26T14:03` for a whole minute.
pub fn minute_text(micros: u64, offset: ZoneOffset<'_>) -> String {
    let text = moment_text(micros, offset);
    text.strip_suffix(":00.000").unwrap_or(&text).to_owned()
}

/// Microseconds since the epoch of two moments, the second of which is not before the first.
pub fn window_from_texts(
    start: &str,
    end: &str,
    offset: ZoneOffset<'_>,
) -> Result<(u64, u64), Vec<FormMistake>> {
    let mut mistakes = Vec::new();
    let mut note = |field: FormField, text: &str| mistakes.push((field, text.to_owned()));
    let mut moment = |field: FormField, text: &str| {
        let micros = moment_from_text(text, offset);
        if micros.is_none() {
            note(field, "A day and a time are wanted, as in 2026-11-26 14:03:12.481.");
        }
        micros.unwrap_or(0)
    };
    let window = (moment(FormField::Start, start), moment(FormField::End, end));
    if window.1 > 0 && window.1 < window.0 {
        note(FormField::End, "The end is before the start.");
    }
    if mistakes.is_empty() { Ok(window) } else { Err(mistakes) }
}

/// Microseconds since the epoch; seconds and what is below them may be left out.
fn moment_from_text(text: &str, offset: ZoneOffset<'_>) -> Option<u64> {
    let text = text.trim();
    let seconds = if text.len() == 16 { ":00" } else { "" };
    let as_utc = instant_from_text(&format!("{text}{seconds}Z"))?;
    // The offset depends on the moment; that of the moment an offset away is right but for the
    // hour of a change.
    let shifted = |minutes: i32| as_utc.checked_add_signed(-i64::from(minutes) * 60_000_000_000);
    let nanos = shifted(offset(shifted(offset(as_utc))?))?;
    Some(nanos / 1_000).filter(|&micros| micros > 0)
}
