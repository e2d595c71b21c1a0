//! Several sources in one opening.

use spanscope::ingest::{Outcome, Reader};

use super::{jaeger_span, otlp_span, span_total};

fn read_all(sources: &[(&str, &str)]) -> Outcome {
    let mut reader = Reader::new();
    for (name, text) in sources {
        reader.begin_source(name);
        let _ = reader.push(text.as_bytes());
        let _ = reader.end_source();
    }
    reader.finish()
}

#[test]
fn a_trace_in_several_sources_and_formats_is_one_trace() {
    let outcome =
        read_all(&[("a.json", &jaeger_span("")), ("b.json", &otlp_span("").replace("b1", "b2"))]);
    assert_eq!(outcome.recording.traces.len(), 1);
    assert_eq!(span_total(&outcome), 2);
    let formats: Vec<&str> = outcome
        .sources
        .iter()
        .filter_map(|source| source.format)
        .map(|format| format.name())
        .collect();
    assert_eq!(formats, ["jaeger-json", "otlp-json"]);
}

#[test]
fn a_source_with_an_error_does_not_spoil_the_others() {
    let cut = &jaeger_span("")[..60];
    let outcome = read_all(&[("cut.json", cut), ("good.json", &otlp_span("")), ("page", "<html>")]);
    assert_eq!(span_total(&outcome), 1);
    let errors: Vec<Option<&str>> = outcome
        .sources
        .iter()
        .map(|source| source.error.as_ref().map(|error| error.kind.name()))
        .collect();
    assert_eq!(errors, [Some("truncated"), None, Some("not_a_trace")]);
}

#[test]
fn places_name_their_source() {
    let odd = r#"{"data":[{"traceID":"a","spans":[{"spanID":"1"},0]}]}"#;
    let outcome = read_all(&[("first", &otlp_span("")), ("second", odd)]);
    assert_eq!(outcome.set_aside[0].source, "second");
    let note = format!("{}\n{{}}", otlp_span(""));
    let outcome = read_all(&[("first", &otlp_span("")), ("second", &note)]);
    assert_eq!(outcome.warnings[0].place.map(|place| place.source), Some(1));
}

#[test]
fn progress_counts_bytes_and_spans_of_all_sources() {
    let mut reader = Reader::new();
    let text = jaeger_span("");
    for name in ["a", "b"] {
        reader.begin_source(name);
        assert_eq!(reader.push(text.as_bytes()), Ok(()));
        assert_eq!(reader.end_source(), Ok(()));
    }
    let progress = reader.progress();
    assert_eq!((progress.bytes, progress.spans), (2 * text.len() as u64, 2));
}

#[test]
fn after_an_error_the_rest_of_the_source_is_refused_and_the_next_is_read() {
    let mut reader = Reader::new();
    reader.begin_source("noise");
    let noise = [b"{\"data\": oops".as_slice(), &[b' '; 600]].concat();
    assert!(reader.push(&noise).is_err());
    assert!(reader.push(b"more").is_err());
    assert!(reader.end_source().is_err());
    reader.begin_source("good");
    assert_eq!(reader.push(otlp_span("").as_bytes()), Ok(()));
    let outcome = reader.finish();
    assert_eq!(span_total(&outcome), 1);
}

#[test]
fn a_source_that_is_abandoned_keeps_its_spans() {
    let mut reader = Reader::new();
    reader.begin_source("slow");
    let text = jaeger_span("");
    assert_eq!(reader.push(&text.as_bytes()[..text.len() - 2]), Ok(()));
    reader.abandon_source();
    let outcome = reader.finish();
    assert_eq!((span_total(&outcome), outcome.sources[0].error.clone()), (1, None));
}
