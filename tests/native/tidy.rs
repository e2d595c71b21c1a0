//! The rules of the house, held by tests: who may use whom, how long things may be, and
//! what is never written.
//!
//! Invariant: a failure names the file, the line and the rule. Absent: a parser of Rust;
//! comments and texts are blanked out, and what is left is read as words.

mod exceptions;
mod paths;
mod rooms;
mod sizes;
mod source;
mod words;

/// Fails with all of `offences` that are not excepted, and with exceptions that no longer
/// have an offence.
#[track_caller]
fn assert_none(rule: &str, offences: Vec<Offence>) {
    let excepted = exceptions::files_excepted_from(rule);
    let (borne, broken): (Vec<Offence>, Vec<Offence>) =
        offences.into_iter().partition(|offence| excepted.contains(&offence.file.as_str()));
    let broken: Vec<String> = broken.iter().map(Offence::to_string).collect();
    assert!(broken.is_empty(), "\n{rule}:\n{}\n", broken.join("\n"));
    let is_needed = |file: &&str| borne.iter().any(|offence| offence.file == *file);
    let paid = excepted.into_iter().find(|file| !is_needed(file));
    assert!(paid.is_none(), "{paid:?} no longer needs its exception from {rule:?}");
}

/// A place where a rule is broken.
struct Offence {
    file: String,
    line: usize,
    detail: String,
}

impl std::fmt::Display for Offence {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "  {}:{}: {}", self.file, self.line, self.detail)
    }
}
