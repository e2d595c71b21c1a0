//! Nanoseconds since the epoch become dates and times of day.
//!
//! Invariant: the Gregorian calendar, exact for every `u64` of nanoseconds; no leap seconds,
//! as in Unix time. Absent: time zones; the caller brings an offset.

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
    todo!("{epoch_nanos} {offset_minutes}")
}

/// `Nov 20, 14:03:12.481`, with the year unless it is `this_year`.
pub fn date_time(epoch_nanos: u64, offset_minutes: i32, this_year: Option<i64>) -> String {
    todo!("{epoch_nanos} {offset_minutes} {this_year:?}")
}

/// [`date_time`] in UTC; the word "UTC" is the caller's.
pub fn date_time_utc(epoch_nanos: u64, this_year: Option<i64>) -> String {
    date_time(epoch_nanos, 0, this_year)
}

/// `2025-11-20T14:03:12.481000000Z`, or `+02:00` at the end.
pub fn iso_8601(epoch_nanos: u64, offset_minutes: i32) -> String {
    todo!("{epoch_nanos} {offset_minutes}")
}
