//! Numbers become text: durations, times, counts, bytes; untrusted text becomes visible.
//!
//! Invariant: everything shown goes through here, so the same number reads the same in
//! every view; integers are rounded as integers. Absent: languages other than English.

mod date_time;
mod duration;
mod figures;
mod quantity;
mod text;

pub use date_time::{
    CivilTime, civil_time, clock_label, date_time, date_time_utc, iso_8601, minutes_of_offset,
    time_of_day, zone_offset,
};
pub use duration::{age, axis_label, change, duration, duration_exact, offset};
pub use quantity::{bytes, count, percent, rate, rate_label};
pub use text::{shorten, visible_lines, visible_text};
