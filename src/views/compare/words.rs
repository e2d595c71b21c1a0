//! Changes as signs and words.
//!
//! Invariant: each change has a sign of its own. Absent: colours.

use crate::engine::{Change, ContributionLine, SideFigures};
use crate::format;
use crate::views::call_words::call_name;

/// One letter's width, for a column.
pub(super) fn sign(change: Change) -> &'static str {
    match change {
        Change::New => "+",
        Change::Gone => "−",
        Change::Renamed => "≈",
        Change::Fails => "✕",
        Change::FailsNoLonger => "✓",
        Change::MoreOften => "⊞",
        Change::LessOften => "⊟",
        Change::ParallelToSerial => "⇥",
        Change::SerialToParallel => "⇉",
        Change::Reordered => "⇅",
        Change::OntoPath => "→",
        Change::OffPath => "←",
        Change::Slower => "▲",
        Change::Faster => "▼",
    }
}

pub(super) fn word(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Gone => "gone",
        Change::Renamed => "renamed",
        Change::Fails => "fails now",
        Change::FailsNoLonger => "no longer fails",
        Change::MoreOften => "more often",
        Change::LessOften => "less often",
        Change::ParallelToSerial => "one after another now",
        Change::SerialToParallel => "at once now",
        Change::Reordered => "in another order",
        Change::OntoPath => "waited for now",
        Change::OffPath => "no longer waited for",
        Change::Slower => "slower",
        Change::Faster => "faster",
    }
}

/// What there is to say about a contribution beside its name: `14 → 87 calls`.
pub(super) fn particulars(line: &ContributionLine) -> String {
    let [before, after] = line.spans;
    let [was, is] = line.critical_nanos.map(format::duration);
    let times = match line.change {
        Change::New | Change::Gone => String::new(),
        _ => format!("{was} → {is}"),
    };
    let calls = match (before, after) {
        (0, 1) | (1, 0) | (1, 1) => String::new(),
        (0, many) | (many, 0) => format!("×{}", format::count(u64::from(many))),
        (before, after) if before == after => format!("×{}", format::count(u64::from(after))),
        (before, after) => format!(
            "{} → {} calls",
            format::count(u64::from(before)),
            format::count(u64::from(after))
        ),
    };
    let errors = failures(line.errors);
    let was = line.was.as_ref().map(|(service, own)| {
        let (service, own) = call_name(service, own);
        format!("was {service} {own}")
    });
    let said = [was.unwrap_or_default(), calls, times, errors];
    said.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}

fn failures([before, after]: [u32; 2]) -> String {
    match (before, after) {
        (0, 0) => String::new(),
        (before, after) if before == after => format!("{after} failed on both sides"),
        (0, after) => format!("{after} failed"),
        (before, 0) => format!("{before} no longer failed"),
        (before, after) => format!("failures {before} → {after}"),
    }
}

/// By how much calls took longer together.
pub(super) fn duration_change(figures: [&SideFigures; 2]) -> i64 {
    figures[1].duration_nanos as i64 - figures[0].duration_nanos as i64
}
