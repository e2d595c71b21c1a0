//! The output of a test program → how many tests passed and failed.
//!
//! Invariant: a program that failed counts at least one failure, and one that was to run tests
//! and ran none has failed. Deliberately absent: names of tests; the output above has them.

use std::ops::AddAssign;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// At least one test.
    Tests,
    /// Tests, or none: documentation may have no examples.
    TestsIfAny,
    /// No test results: the program itself is the test.
    Success,
}

impl Tally {
    pub const FAILURE: Tally = Tally { passed: 0, failed: 1 };
    const SUCCESS: Tally = Tally { passed: 1, failed: 0 };

    /// Takes one line of output in.
    pub fn read(&mut self, line: &str) {
        if let Some(of_line) = of_line(&without_colour(line)) {
            *self += of_line;
        }
    }

    /// What a finished program amounts to.
    pub fn judged(self, expect: Expect, success: bool) -> Tally {
        match (expect, success) {
            (Expect::Success, true) => Tally::SUCCESS,
            (Expect::Success, false) => Tally::FAILURE,
            (Expect::Tests, true) if self == Tally::default() => Tally::FAILURE,
            (_, true) => self,
            (_, false) => Tally { failed: self.failed.max(1), ..self },
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; …`
fn of_line(line: &str) -> Option<Tally> {
    let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    let count = |name: &str| {
        let mut fields = counts.split(';').map(str::trim);
        fields.find_map(|field| field.strip_suffix(name)?.trim().parse::<u64>().ok())
    };
    Some(Tally { passed: count("passed")?, failed: count("failed")? })
}

fn without_colour(line: &str) -> String {
    let mut rest = line;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once('\x1b') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn results_of_several_programs_add_up() {
        let tally = read(&[
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        ]);
        assert_eq!(tally, Tally { passed: 7, failed: 2 });
    }

    #[test]
    fn colours_do_not_hide_a_result() {
        let tally = read(&["test result: \x1b[32mok\x1b[0m. 3 passed; 0 failed; 0 ignored"]);
        assert_eq!(tally, Tally { passed: 3, failed: 0 });
    }

    #[test]
    fn program_that_failed_counts_as_a_failure_even_without_a_result() {
        assert_eq!(Tally::default().judged(Expect::Tests, false), Tally::FAILURE);
        let half = Tally { passed: 3, failed: 0 };
        assert_eq!(half.judged(Expect::Tests, false), Tally { passed: 3, failed: 1 });
    }

    #[test]
    fn program_that_ran_no_test_has_failed() {
        assert_eq!(Tally::default().judged(Expect::Tests, true), Tally::FAILURE);
        assert_eq!(Tally::default().judged(Expect::TestsIfAny, true), Tally::default());
    }

    #[test]
    fn lint_step_counts_as_one() {
        assert_eq!(Tally::default().judged(Expect::Success, true), Tally { passed: 1, failed: 0 });
    }
}
