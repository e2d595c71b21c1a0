//! What the reader found becomes open traces and words for the user.
//!
//! Invariant: every source that failed, every warning and every span set aside is told.
//! Absent: repairs of single spans, which stand in each trace's summary.

use super::loading::Loaded;
use super::open_trace::OpenTrace;
use super::protocol::{Contents, OpeningId, Problem, SetAsideListing, TraceRef};
use crate::ingest::{Outcome, SourceReport};

pub(super) fn report(opening: OpeningId, outcome: Outcome, failures: Vec<Problem>) -> Loaded {
    let mut notices = failures;
    notices.extend(outcome.sources.iter().filter_map(failed_source));
    let origin = Origin::of(&outcome.sources);
    let traces: Vec<(TraceRef, OpenTrace)> = outcome
        .recording
        .traces
        .into_iter()
        .map(|trace| {
            let name = TraceRef { opening, trace_id: trace.id() };
            (name, OpenTrace::new(name, trace, &origin.format, &origin.source))
        })
        .collect();
    let problem = traces.is_empty().then(|| nothing_opened(&notices));
    notices.extend(outcome.warnings.iter().map(|warning| Problem {
        title: warning.kind.title().to_owned(),
        detail: warning.detail.clone(),
    }));
    let set_aside = outcome.set_aside.iter().map(|span| SetAsideListing {
        source: span.source.clone(),
        offset: span.offset,
        reason: span.reason.to_string(),
        excerpt: span.excerpt.clone(),
    });
    let contents = Contents {
        traces: traces.iter().map(|(_, trace)| trace.listing()).collect(),
        notices,
        set_aside: set_aside.collect(),
    };
    Loaded { traces, contents, problem }
}

/// A source that never answered, or stopped before its end.
pub(super) fn unreachable_source(name: &str, reason: &str) -> Problem {
    Problem { title: format!("{name} could not be read"), detail: reason.to_owned() }
}

struct Origin {
    format: String,
    source: String,
}

impl Origin {
    fn of(sources: &[SourceReport]) -> Origin {
        let mut formats: Vec<&str> = sources
            .iter()
            .filter_map(|source| source.format)
            .map(|format| format.title())
            .collect();
        formats.dedup();
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        Origin { format: formats.join(", "), source: names.join(", ") }
    }
}

fn failed_source(source: &SourceReport) -> Option<Problem> {
    let error = source.error.as_ref()?;
    let title = if source.spans > 0 {
        format!("{} was read only in part: {} spans are shown", source.name, source.spans)
    } else {
        format!("{} could not be opened", source.name)
    };
    Some(Problem { title, detail: error.to_string() })
}

fn nothing_opened(notices: &[Problem]) -> Problem {
    match notices {
        [] => Problem {
            title: "There is nothing to open".to_owned(),
            detail: "No spans were found. Choose a file with traces in Jaeger or OTLP JSON."
                .to_owned(),
        },
        [only] => only.clone(),
        several => Problem {
            title: format!("None of the {} sources could be opened", several.len()),
            detail: several
                .iter()
                .map(|problem| format!("{}: {}", problem.title, problem.detail))
                .collect::<Vec<_>>()
                .join("\n"),
        },
    }
}
