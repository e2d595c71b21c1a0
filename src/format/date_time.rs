//! Nanoseconds since the epoch become dates and times of day.
//!
//! Invariant: the Gregorian calendar, exact for every `u64` of nanoseconds; no leap seconds,
//! as in Unix time. Absent: time zones; the caller brings an offset.

const SECOND: i128 = 1_000_000_000;
const DAY_SECONDS: i64 = 86_400;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date and time of day; the offset from UTC is already in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilTime {
    pub year: i64,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    /// Below one second.
    pub nanos: u32,
}

/// `epoch_nanos` on a clock that is `offset_minutes` ahead of UTC.
pub fn civil_time(epoch_nanos: u64, offset_minutes: i32) -> CivilTime {
    let nanos = i128::from(epoch_nanos) + i128::from(offset_minutes) * 60 * SECOND;
    // At most 2^64 / 10^9 seconds.
    let seconds = nanos.div_euclid(SECOND) as i64;
    let (year, month, day) = date_of(seconds.div_euclid(DAY_SECONDS));
    let of_day = seconds.rem_euclid(DAY_SECONDS) as u32;
    CivilTime {
        year,
        month,
        day,
        hour: of_day / 3600,
        minute: of_day / 60 % 60,
        second: of_day % 60,
        nanos: nanos.rem_euclid(SECOND) as u32,
    }
}

/// The date `days` after 1970-01-01, by counting years from March, so that the leap day is a
/// year's last (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn date_of(days: i64) -> (i64, u32, u32) {
    const DAYS_IN_400_YEARS: i64 = 146_097;
    let since_march_0 = days + 719_468;
    let era = since_march_0.div_euclid(DAYS_IN_400_YEARS);
    let day_of_era = since_march_0.rem_euclid(DAYS_IN_400_YEARS);
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months from March have 31, 30, 31, 30, 31 days, and again: 153 in five.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month <= 2), month as u32, day as u32)
}

/// `Nov 20, 14:03:12.481`, with the year unless it is `this_year`. Rounded down.
pub fn date_time(epoch_nanos: u64, offset_minutes: i32, this_year: Option<i64>) -> String {
    let at = civil_time(epoch_nanos, offset_minutes);
    let month = MONTHS[(at.month - 1) as usize];
    let year = match this_year {
        Some(year) if year == at.year => String::new(),
        _ => format!(" {},", at.year),
    };
    format!(
        "{month} {},{year} {:02}:{:02}:{:02}.{:03}",
        at.day,
        at.hour,
        at.minute,
        at.second,
        at.nanos / 1_000_000
    )
}

/// [`date_time`] in UTC; the word "UTC" is the caller's.
pub fn date_time_utc(epoch_nanos: u64, this_year: Option<i64>) -> String {
    date_time(epoch_nanos, 0, this_year)
}

/// `2025-11-20T14:03:12.481000000Z`, or `+02:00` at the end.
pub fn iso_8601(epoch_nanos: u64, offset_minutes: i32) -> String {
    let at = civil_time(epoch_nanos, offset_minutes);
    let zone = match offset_minutes {
        0 => "Z".to_owned(),
        _ => {
            let sign = if offset_minutes < 0 { '-' } else { '+' };
            let minutes = offset_minutes.unsigned_abs();
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}{zone}",
        at.year, at.month, at.day, at.hour, at.minute, at.second, at.nanos
    )
}

/// `14:03:12.604`. Rounded down.
pub fn time_of_day(epoch_nanos: u64, offset_minutes: i32) -> String {
    let at = civil_time(epoch_nanos, offset_minutes);
    let millis = at.nanos / 1_000_000;
    format!("{:02}:{:02}:{:02}.{millis:03}", at.hour, at.minute, at.second)
}

/// The label of an axis of times whose ticks are `step_nanos` apart: `13:10`, with seconds and
/// what is below them where the step has them; a midnight, and whatever whole days are apart,
/// has its date: `Nov 26`.
pub fn clock_label(epoch_nanos: u64, offset_minutes: i32, step_nanos: u64) -> String {
    const SECOND: u64 = 1_000_000_000;
    const DAY: u64 = 86_400 * SECOND;
    let at = civil_time(epoch_nanos, offset_minutes);
    let is_midnight = (at.hour, at.minute, at.second, at.nanos) == (0, 0, 0, 0);
    if is_midnight || step_nanos >= DAY {
        return format!("{} {}", MONTHS[(at.month - 1) as usize], at.day);
    }
    let mut label = format!("{:02}:{:02}", at.hour, at.minute);
    if !step_nanos.is_multiple_of(60 * SECOND) {
        label += &format!(":{:02}", at.second);
    }
    if !step_nanos.is_multiple_of(SECOND) {
        let fraction = format!("{:09}", at.nanos);
        let digits = (0..9).find(|&digits| step_nanos.is_multiple_of(10u64.pow(9 - digits)));
        label.push('.');
        label += &fraction[..digits.unwrap_or(9) as usize];
    }
    label
}

/// `UTC`, `UTC+2`, `UTC−3:30`.
pub fn zone_offset(offset_minutes: i32) -> String {
    let sign = if offset_minutes < 0 { '\u{2212}' } else { '+' };
    let minutes = offset_minutes.unsigned_abs();
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

/// Minutes ahead of UTC in the way in which browsers name an offset: `GMT`, `GMT+02:00`,
/// `GMT-3:30`.
pub fn minutes_of_offset(text: &str) -> Option<i32> {
    let offset = text.strip_prefix("GMT").or(text.strip_prefix("UTC"))?;
    if offset.is_empty() {
        return Some(0);
    }
    let is_behind = offset.starts_with(['-', '\u{2212}']);
    let mut parts = offset.trim_start_matches(['+', '-', '\u{2212}']).split(':');
    let hours: i32 = parts.next()?.parse().ok()?;
    let minutes: i32 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    let ahead = hours.checked_mul(60)?.checked_add(minutes)?;
    Some(if is_behind { -ahead } else { ahead })
}
