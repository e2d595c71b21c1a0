//! Odd things about sources, as they are noticed, become at most one warning a kind.
//!
//! Invariant: counts are complete, places and words are those of the first occurrence.
//! Absent: a warning for every single occurrence; a million bad spans make one line.

use super::report::{Place, Warning, WarningKind};
use crate::order;

/// A kind of telemetry that is not traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OtherSignal {
    Logs,
    Metrics,
    Profiles,
}

#[derive(Default)]
pub(super) struct Notices {
    warnings: Vec<Warning>,
    /// What was passed over, by [`OtherSignal`]: records of logs, objects of the others.
    signals: [usize; 3],
}

impl Notices {
    pub fn add(&mut self, kind: WarningKind, count: usize, place: Place, detail: &str) {
        match self.warnings.iter_mut().find(|warning| warning.kind == kind) {
            Some(warning) => warning.count += count,
            None => {
                let detail = detail.to_owned();
                self.warnings.push(Warning { kind, count, detail, place: Some(place) });
            }
        }
    }

    /// Something that no place of a source can be named for.
    pub fn add_without_place(&mut self, kind: WarningKind, count: usize, detail: &str) {
        let detail = detail.to_owned();
        self.warnings.push(Warning { kind, count, detail, place: None });
    }

    pub fn has(&self, kind: WarningKind) -> bool {
        self.warnings.iter().any(|warning| warning.kind == kind)
    }

    pub fn add_signal(&mut self, signal: OtherSignal, place: Place) {
        self.signals[signal as usize] += 1;
        self.add(WarningKind::OtherSignal, 1, place, "");
    }

    pub fn finish(mut self) -> Vec<Warning> {
        let passed_over = counted(
            self.signals,
            [("log record", "of no span"), ("object", "of metrics"), ("object", "of profiles")],
        );
        for warning in &mut self.warnings {
            if warning.kind == WarningKind::OtherSignal {
                warning.detail = format!("Passed over beside the traces: {passed_over}.");
            }
        }
        order::sort_by_key(&mut self.warnings, |warning| warning.kind);
        self.warnings
    }
}

/// "2 objects of logs and 1 object of metrics".
pub(super) fn signals_text(counts: [usize; 3]) -> String {
    counted(counts, [("object", "of logs"), ("object", "of metrics"), ("object", "of profiles")])
}

/// Each count with its noun, and what is said of it.
fn counted(counts: [usize; 3], words: [(&str, &str); 3]) -> String {
    let parts: Vec<String> = counts
        .into_iter()
        .zip(words)
        .filter(|&(count, _)| count > 0)
        .map(|(count, (noun, of))| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {noun}{plural} {of}")
        })
        .collect();
    parts.join(" and ")
}
