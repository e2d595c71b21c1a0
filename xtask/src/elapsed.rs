//! Durations and sizes → the words used in progress lines.
//!
//! Invariant: at most two units, so that a column of them can be read at a glance.
//! Deliberately absent: the app's own formats (`src/format`); xtask does not depend on the app.

use std::time::Duration;

/// `0.4 s`, `12 s`, `7 min 31 s`, `1 h 2 min`.
pub fn words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Kilobytes of 1000 bytes, as the budget counts them.
pub fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_at_most_two_units() {
        let text = |seconds| words(Duration::from_secs(seconds));
        assert_eq!(words(Duration::from_millis(420)), "0.4 s");
        assert_eq!([text(12), text(451), text(3725)], ["12 s", "7 min 31 s", "1 h 2 min"]);
    }

    #[test]
    fn sizes_are_kilobytes_of_a_thousand() {
        assert_eq!(kilobytes(1_234_567), "1234.6 KB");
    }
}
