//! Changes between sets as signs and words.
//!
//! Invariant: each change has a word of its own. Absent: colours.

use crate::engine::{FindingRow, PathName, SetChange, Unit};
use crate::format;
use crate::route::{SetSource, SetSplit, SetsLink};
use crate::state::AppState;
use crate::views::call_words::{self, call_name};

pub(super) fn sign(change: SetChange) -> &'static str {
    match change {
        SetChange::MoreRequests | SetChange::MoreTraces => "↑",
        SetChange::FewerRequests | SetChange::FewerTraces => "↓",
        SetChange::New => "+",
        SetChange::Gone => "−",
        SetChange::MoreOften => "⊞",
        SetChange::LessOften => "⊟",
        SetChange::MoreErrors => "✕",
        SetChange::FewerErrors => "✓",
        SetChange::Slower => "▲",
        SetChange::Faster => "▼",
        SetChange::OntoPath => "→",
        SetChange::OffPath => "←",
    }
}

pub(super) fn word(change: SetChange) -> &'static str {
    match change {
        SetChange::MoreRequests => "a larger share of requests",
        SetChange::FewerRequests => "a smaller share of requests",
        SetChange::New => "new",
        SetChange::Gone => "gone",
        SetChange::MoreTraces => "in more traces",
        SetChange::FewerTraces => "in fewer traces",
        SetChange::MoreOften => "more often",
        SetChange::LessOften => "less often",
        SetChange::MoreErrors => "fails more",
        SetChange::FewerErrors => "fails less",
        SetChange::Slower => "slower",
        SetChange::Faster => "faster",
        SetChange::OntoPath => "waited for now",
        SetChange::OffPath => "no longer waited for",
    }
}

/// Whether that is worse, better, or neither.
pub(super) fn tone(row: &FindingRow) -> &'static str {
    match row.change {
        SetChange::MoreErrors | SetChange::Slower => "more",
        SetChange::FewerErrors | SetChange::Faster => "less",
        _ => call_words::tone(row.contribution_nanos),
    }
}

pub(super) fn named(call: &PathName) -> (String, String) {
    call_name(&call.service, &call.name)
}

/// A value in the unit of a finding.
pub(super) fn in_unit(unit: Unit, value: u64) -> String {
    match unit {
        Unit::Nanos => format::duration(value),
        Unit::Thousandths => match (value / 1_000, value % 1_000) {
            (whole, 0) => format::count(whole),
            (whole, rest) => format!("{whole}.{}", rest / 100),
        },
    }
}

/// Between −1 and 1, with its sign.
pub(super) fn effect(value: f64) -> String {
    let sign = if value < 0.0 { '−' } else { '+' };
    format!("{sign}{:.2}", value.abs())
}

pub(super) fn percent(part: u32, whole: u32) -> String {
    match whole {
        0 => "–".to_owned(),
        whole => format::percent(f64::from(part) / f64::from(whole)),
    }
}

/// What was compared: `12.0 ms → 240 ms`, `0 % → 31 % fail`, `1 → 14 calls`.
pub(super) fn before_and_after(row: &FindingRow) -> String {
    let [before, after] = &row.figures;
    let medians = row.spreads.map(|spread| in_unit(row.unit, spread.p50));
    match row.change {
        SetChange::MoreErrors | SetChange::FewerErrors => format!(
            "{} → {} of traces fail here",
            percent(before.failed_traces, before.traces),
            percent(after.failed_traces, after.traces)
        ),
        SetChange::MoreTraces | SetChange::FewerTraces | SetChange::New | SetChange::Gone => {
            format!(
                "in {} → {} of traces",
                percent(before.traces, before.traces_above),
                percent(after.traces, after.traces_above)
            )
        }
        SetChange::MoreRequests | SetChange::FewerRequests => format!(
            "{} → {} requests",
            format::count(u64::from(before.requests)),
            format::count(u64::from(after.requests))
        ),
        SetChange::MoreOften | SetChange::LessOften => {
            format!("median {} → {} calls", medians[0], medians[1])
        }
        _ => format!("median {} → {}", medians[0], medians[1]),
    }
}

/// What a set is, by its source and the split.
pub(super) fn set_words(app: AppState, link: &SetsLink, side: usize) -> String {
    let wanted = link.wanted();
    let of = match wanted.get(side).or(wanted.first()).copied() {
        Some(SetSource::Search { link, .. }) => app.words_of_query(&link.query),
        Some(SetSource::Opened(source)) => app
            .find(source, None)
            .map_or_else(|| "what was opened".to_owned(), |opening| opening.name.clone()),
        None => "nothing yet".to_owned(),
    };
    let part = link.split.as_ref().map(|split| split_words(split, side == 1));
    match part {
        Some(part) => format!("{part}: {of}"),
        None => of,
    }
}

fn split_words(split: &SetSplit, is_second: bool) -> String {
    match (split, is_second) {
        (SetSplit::Errors, true) => "Requests that failed".to_owned(),
        (SetSplit::Errors, false) => "Requests that went well".to_owned(),
        (SetSplit::Slower(nanos), true) => format!("{} or longer", format::duration(*nanos)),
        (SetSplit::Slower(nanos), false) => format!("Shorter than {}", format::duration(*nanos)),
        (SetSplit::Value { key, value }, true) => format!("With {key} = {value}"),
        (SetSplit::Value { key, .. }, false) => format!("With another {key}, or none"),
        (SetSplit::Chosen { first: None, .. }, true) => "Those chosen".to_owned(),
        (SetSplit::Chosen { first: None, .. }, false) => "All others".to_owned(),
        (SetSplit::Chosen { .. }, false) => "The first selection".to_owned(),
        (SetSplit::Chosen { .. }, true) => "The second selection".to_owned(),
    }
}
