//! What the reader found becomes open traces and words for the user.
//!
//! Invariant: every source that failed, every warning and every span set aside is told.
//! Absent: repairs of single spans, which stand in each trace's summary.

use super::loading::Loaded;
use super::memory::memory_use;
use super::open_trace::OpenTrace;
use super::protocol::{Contents, OpeningId, Problem, SetAsideListing, TraceRef};
use crate::ingest::{Outcome, SourceReport, WarningKind};
use crate::trace::{Recording, Trace};

/// A source that never answered, or stopped before its end.
pub(super) struct SourceFailure {
    /// Its place among the opening's sources: several may have one name.
    pub source: usize,
    /// For the user.
    pub reason: String,
}

pub(super) fn report(opening: OpeningId, outcome: Outcome, failures: Vec<SourceFailure>) -> Loaded {
    let sources = &outcome.sources;
    let failure_of = |place| failures.iter().find(|failure| failure.source == place);
    let failed = sources.iter().enumerate();
    let failed = failed.filter_map(|(place, source)| failed_source(source, failure_of(place)));
    let mut notices: Vec<Problem> = failed.collect();
    let traces: Vec<(TraceRef, OpenTrace)> = open_traces(opening, outcome.recording, sources);
    let problem = traces.is_empty().then(|| nothing_opened(&notices));
    notices.extend(outcome.warnings.iter().map(|warning| Problem {
        title: title_of(warning.kind).to_owned(),
        detail: warning.detail.clone(),
    }));
    let set_aside = outcome.set_aside.iter().map(|span| SetAsideListing {
        source: span.source.clone(),
        offset: span.offset,
        reason: span.reason.explanation().to_owned(),
        excerpt: span.excerpt.clone(),
    });
    let contents = Contents {
        traces: traces.iter().map(|(_, trace)| trace.listing()).collect(),
        notices,
        set_aside: set_aside.collect(),
        memory: memory_use(&traces),
        ..Contents::default()
    };
    Loaded { traces, contents, problem }
}

/// The trace of an outcome that has a single one.
pub(super) fn only_trace(opening: OpeningId, outcome: Outcome) -> Option<(TraceRef, OpenTrace)> {
    open_traces(opening, outcome.recording, &outcome.sources).pop()
}

fn open_traces(
    opening: OpeningId,
    recording: Recording,
    sources: &[SourceReport],
) -> Vec<(TraceRef, OpenTrace)> {
    let origin = Origin::of(sources);
    let open = |trace: Trace| {
        let name = TraceRef { opening, trace_id: trace.id() };
        (name, OpenTrace::new(name, trace, &origin.format, &origin.source))
    };
    recording.traces.into_iter().map(open).collect()
}

fn title_of(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::OtherSignal => "Logs or metrics were passed over",
        WarningKind::TextReplaced => "Some text was not valid Unicode",
        WarningKind::DuplicateKey => "A key occurs twice",
        WarningKind::ProducerWarning => "The tracing system warned about this trace",
        WarningKind::ServerMessage => "The server reported a problem",
        WarningKind::UnrecognisedValue => "Something that is no trace was passed over",
        WarningKind::FieldIgnored => "A value of the wrong kind was left out",
        WarningKind::TrailingBytes => "Something after the compressed data was passed over",
        WarningKind::LogsWithoutSpan => "Log records belong to spans that are not here",
        WarningKind::BrokenLine => "A line is broken and was passed over",
    }
}

struct Origin {
    format: String,
    source: String,
}

impl Origin {
    fn of(sources: &[SourceReport]) -> Origin {
        let formats = sources.iter().filter_map(|source| source.format);
        let mut formats: Vec<&str> = formats.map(|format| format.title()).collect();
        formats.dedup();
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        Origin { format: formats.join(", "), source: names.join(", ") }
    }
}

/// What to say about a source that was not read to its end.
fn failed_source(source: &SourceReport, failure: Option<&SourceFailure>) -> Option<Problem> {
    let detail = match (failure, &source.error) {
        (Some(failure), _) => failure.reason.clone(),
        (None, Some(error)) => error.to_string(),
        (None, None) => return None,
    };
    let title = if source.spans > 0 {
        format!("{} was read only in part: {} spans are shown", source.name, source.spans)
    } else {
        format!("{} could not be opened", source.name)
    };
    Some(Problem { title, detail })
}

fn nothing_opened(notices: &[Problem]) -> Problem {
    match notices {
        [] => Problem {
            title: "There is nothing to open".to_owned(),
            detail: "No spans were found. Choose a file with traces in Jaeger, OTLP, Tempo or Zipkin JSON, or OTLP protobuf."
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
