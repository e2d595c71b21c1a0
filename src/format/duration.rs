//! Nanoseconds become durations to read and labels of an axis.
//!
//! Invariant: rounding happens once, in integers, half up, and a value that rounds up to
//! the next unit is shown in it. Absent: negative durations.

use super::figures::{divide_rounding, three_figures, with_decimals};

const MICRO: u64 = 1_000;
const MILLI: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Three significant figures: `0`, `640 ns`, `96.0 ms`, `1.24 s`; above a minute the two
/// largest units: `2 min 5 s`, `2 h 5 min`.
pub fn duration(nanos: u64) -> String {
    if nanos == 0 {
        return "0".to_owned();
    }
    if nanos < MICRO {
        return format!("{nanos} ns");
    }
    if divide_rounding(nanos, SECOND / 10) < 600 {
        let units = [(MICRO, "µs"), (MILLI, "ms"), (SECOND, "s")];
        return three_figures(nanos, &units).unwrap_or_default();
    }
    let seconds = divide_rounding(nanos, SECOND);
    let minutes = divide_rounding(nanos, MINUTE);
    let hours = divide_rounding(nanos, HOUR);
    if seconds < 3600 {
        two_units(seconds, 60, "min", "s")
    } else if minutes < 24 * 60 {
        two_units(minutes, 60, "h", "min")
    } else {
        two_units(hours, 24, "d", "h")
    }
}

/// `value` of the small unit, `ratio` of which make a large one; a zero is left out.
fn two_units(value: u64, ratio: u64, large: &str, small: &str) -> String {
    match (value / ratio, value % ratio) {
        (whole, 0) => format!("{whole} {large}"),
        (whole, rest) => format!("{whole} {large} {rest} {small}"),
    }
}

/// All digits, in the largest unit up to seconds of which there is at least one:
/// `1.240512345 s`, `96 ms`.
pub fn duration_exact(nanos: u64) -> String {
    let (size, decimals, name) = match nanos {
        0 => return "0".to_owned(),
        SECOND.. => (SECOND, 9, "s"),
        MILLI.. => (MILLI, 6, "ms"),
        MICRO.. => (MICRO, 3, "µs"),
        _ => (1, 0, "ns"),
    };
    if nanos.is_multiple_of(size) {
        return format!("{} {name}", nanos / size);
    }
    format!("{} {name}", with_decimals(nanos, decimals).trim_end_matches('0'))
}

/// A time from the start of something: `+118 ms`, `−3.00 µs`.
pub fn offset(nanos: i64) -> String {
    let sign = if nanos < 0 { '\u{2212}' } else { '+' };
    format!("{sign}{}", duration(nanos.unsigned_abs()))
}

/// A change of a time: `+541 ms`; `0` where there is none.
pub fn change(nanos: i64) -> String {
    if nanos == 0 { "0".to_owned() } else { offset(nanos) }
}

/// The label of an axis at `at_nanos`, with the digits that ticks `step_nanos` apart need and
/// the unit that suits `largest_nanos`, the last of them.
pub fn axis_label(at_nanos: u64, step_nanos: u64, largest_nanos: u64) -> String {
    let (size, name) = match largest_nanos {
        _ if at_nanos == 0 => return "0".to_owned(),
        MINUTE.. => return clock_label(at_nanos, step_nanos),
        SECOND.. => (SECOND, "s"),
        MILLI.. => (MILLI, "ms"),
        MICRO.. => (MICRO, "µs"),
        _ => (1, "ns"),
    };
    format!("{} {name}", in_unit(at_nanos, size, step_nanos))
}

/// `2 h 5 min 3.5 s`, without the parts that are zero.
fn clock_label(at_nanos: u64, step_nanos: u64) -> String {
    let mut parts = Vec::new();
    let mut rest = at_nanos;
    for (size, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "min")] {
        if rest >= size {
            parts.push(format!("{} {name}", rest / size));
            rest %= size;
        }
    }
    if rest > 0 {
        parts.push(format!("{} s", in_unit(rest, SECOND, step_nanos)));
    }
    parts.join(" ")
}

/// `nanos` in units of `size`, with as many decimals as multiples of `step_nanos` can have.
fn in_unit(nanos: u64, size: u64, step_nanos: u64) -> String {
    let mut decimals = 0;
    let mut last_figure = size;
    while last_figure > 1 && !step_nanos.is_multiple_of(last_figure) {
        last_figure /= 10;
        decimals += 1;
    }
    with_decimals(divide_rounding(nanos, last_figure), decimals)
}

/// How long ago something was: `41 s`, `3 min`, `2 h`, `5 d`. Rounded down.
pub fn age(nanos: u64) -> String {
    let seconds = nanos / 1_000_000_000;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}
