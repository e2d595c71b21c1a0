//! RFC 3339, as the newer API writes times ⇄ nanoseconds since the epoch.
//!
//! Invariant: what is written is read as the same nanosecond. Absent: times before 1970, and
//! leap seconds, which count as the second after them.

use crate::format::iso_8601;

const SECOND: u64 = 1_000_000_000;
const DAY_SECONDS: i64 = 86_400;

/// `2026-08-04T00:19:51.149000000Z`.
pub(super) fn instant_text(epoch_nanos: u64) -> String {
    iso_8601(epoch_nanos, 0)
}

/// Nanoseconds since the epoch; `None` for what is no such time, or none that fits. Digits
/// beyond the ninth of a second are dropped.
pub(super) fn instant_from_text(text: &str) -> Option<u64> {
    let (date, rest) = text.trim().split_at_checked(10)?;
    let (clock, rest) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(8)?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()),
        None => ("0", rest),
    };
    let days = days_of(parts(date, '-')?)?;
    let [hour, minute, second] = parts(clock, ':')?;
    if hour > 23 || minute > 59 || second > 60 || fraction.is_empty() {
        return None;
    }
    let of_day = (hour * 60 + minute) * 60 + second;
    let seconds = days * DAY_SECONDS + of_day - offset_seconds(zone)?;
    let nanos: u64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    u64::try_from(seconds).ok()?.checked_mul(SECOND)?.checked_add(nanos)
}

/// Three numbers of digits alone.
fn parts(text: &str, between: char) -> Option<[i64; 3]> {
    let mut numbers = text.split(between).map(number);
    let three = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(three)
}

fn number(digits: &str) -> Option<i64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

/// How far a zone is ahead of UTC: `Z`, `+02:00`.
fn offset_seconds(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    Some(sign * (number(hours)? * 60 + number(minutes)?) * 60)
}

/// Days from 1970-01-01, by counting years from March, so that the leap day is a year's last
/// (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days_of([year, month, day]: [i64; 3]) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}
