//! Tallies of the parts → the table at the end, and its last line.
//!
//! Invariant: the last line is exactly `N passed, N failed`, for machines to read.
//! Deliberately absent: colour; it is read in logs.

use std::time::Duration;

use super::tally::Tally;
use crate::elapsed;

pub struct Line {
    pub name: &'static str,
    pub tally: Tally,
    pub time: Duration,
}

pub fn text(lines: &[Line]) -> String {
    let row = |name: &str, passed: String, failed: String, time: String| {
        format!("{name:<10}{passed:>8}{failed:>8}{time:>14}\n")
    };
    let mut text = format!("\n{}", row("part", "passed".into(), "failed".into(), "time".into()));
    let mut total = Tally::default();
    for Line { name, tally, time } in lines {
        let time = elapsed::words(*time);
        text += &row(name, tally.passed.to_string(), tally.failed.to_string(), time);
        total += *tally;
    }
    text + &format!("{} passed, {} failed\n", total.passed, total.failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_line_is_the_sum_of_all_parts_and_nothing_else() {
        let line = |name, passed, failed| Line {
            name,
            tally: Tally { passed, failed },
            time: Duration::from_secs(65),
        };
        let text = text(&[line("lint", 4, 0), line("native", 120, 1)]);
        assert_eq!(text.lines().last(), Some("124 passed, 1 failed"));
        assert!(text.contains("native         120       1     1 min 5 s"), "{text}");
    }
}
