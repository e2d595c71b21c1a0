//! Nanoseconds become durations to read and labels of an axis.
//!
//! Invariant: rounding happens once, in integers, half up, and a value that rounds up to
//! the next unit is shown in it. Absent: negative durations.

/// Three significant figures: `0`, `640 ns`, `96.0 ms`, `1.24 s`, `2 min 5 s`, `2 h 5 min`.
pub fn duration(nanos: u64) -> String {
    todo!("{nanos}")
}

/// All digits: `1.240512345 s`.
pub fn duration_exact(nanos: u64) -> String {
    todo!("{nanos}")
}

/// A time from the start of something: `+118 ms`, `−3.00 µs`.
pub fn offset(nanos: i64) -> String {
    todo!("{nanos}")
}

/// The label of an axis at `at_nanos`, with the digits that ticks `step_nanos` apart need and
/// the unit that suits `largest_nanos`, the last of them.
pub fn axis_label(at_nanos: u64, step_nanos: u64, largest_nanos: u64) -> String {
    todo!("{at_nanos} {step_nanos} {largest_nanos}")
}
