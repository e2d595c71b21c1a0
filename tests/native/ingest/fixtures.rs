//! Traces recorded from real producers: every file of a trace gives the numbers that were
//! measured when it was recorded, and the same trace as its other files, as far as their
//! formats can carry it.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use spanscope::ingest::Outcome;
use spanscope::trace::{Repair, SpanIdx, Trace};

use super::projection::{Carries, project};
use super::span_total;

pub fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names of all recorded files, whatever their format.
pub fn all_files() -> Vec<String> {
    let folder = format!("{}/tests/fixtures", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = ["", "answers/"]
        .into_iter()
        .flat_map(|below| {
            let files = std::fs::read_dir(format!("{folder}/{below}")).expect("it is there");
            let names = files.map(|file| file.expect("a file").file_name());
            names.map(move |name| format!("{below}{}", name.to_string_lossy())).collect::<Vec<_>>()
        })
        .filter(|name| [".json", ".jsonl", ".pb"].iter().any(|ending| name.ends_with(ending)))
        .collect();
    names.sort();
    names
}

fn expected() -> Json {
    serde_json::from_slice(&fixture("expected.json")).expect("expected.json is JSON")
}

/// The traces with their numbers and the names of their files.
fn traces() -> Vec<(String, Json, Vec<String>)> {
    let expected = expected();
    let traces = expected["traces"].as_object().expect("it lists traces");
    let files = |trace: &Json| -> Vec<String> {
        let names = trace["files"].as_array().expect("every trace has files").iter();
        let names = names.filter_map(Json::as_str).map(str::to_owned);
        names.filter(|name| format_in_name(name).is_some()).collect()
    };
    traces.iter().map(|(name, trace)| (name.clone(), trace.clone(), files(trace))).collect()
}

/// What the ending says; the reader is not told.
fn format_in_name(name: &str) -> Option<&'static str> {
    if name.ends_with(".pb") {
        Some("otlp-protobuf")
    } else if name.ends_with(".jsonl") {
        Some("otlp-json-lines")
    } else if name.ends_with(".json") && name.contains("jaeger-v3") {
        Some("jaeger-v3-json")
    } else {
        name.ends_with(".json").then_some("jaeger-json")
    }
}

fn read_fixture(name: &str) -> Outcome {
    let outcome = spanscope::ingest::read("dropped", &fixture(name));
    assert_eq!(outcome.sources[0].error, None, "{name}");
    assert_eq!(outcome.set_aside, [], "{name}");
    outcome
}

#[test]
fn every_file_is_told_without_a_hint_and_holds_one_trace() {
    let mut files_read = 0;
    for (_, numbers, files) in traces() {
        for name in files {
            let outcome = read_fixture(&name);
            let told = outcome.sources[0].format.map(|format| format.name());
            // One line alone is one object.
            let lines = fixture(&name).iter().filter(|&&byte| byte == b'\n').count();
            let is_one_line = name.ends_with(".jsonl") && lines <= 1;
            let format = if is_one_line { Some("otlp-json") } else { format_in_name(&name) };
            assert_eq!(told, format, "{name}");
            assert_eq!(outcome.recording.traces.len(), 1, "{name}");
            let id = format!("{:032x}", outcome.recording.traces[0].id().0);
            assert_eq!(Some(id.as_str()), numbers["trace_id"].as_str(), "{name}");
            files_read += 1;
        }
    }
    assert!(files_read >= 34, "only {files_read} files");
}

#[test]
fn every_file_gives_the_numbers_measured_when_it_was_recorded() {
    for (_, numbers, files) in traces() {
        for name in files {
            let outcome = read_fixture(&name);
            let trace = &outcome.recording.traces[0];
            for (number, value) in numbers_of(trace) {
                assert_eq!(numbers[number], value, "{number} of {name}");
            }
            assert_times(trace, &numbers, &name);
        }
    }
}

fn numbers_of(trace: &Trace) -> Vec<(&'static str, Json)> {
    let mut services: BTreeMap<&str, u64> = BTreeMap::new();
    for span in trace.spans() {
        *services.entry(trace.service_text(span)).or_default() += 1;
    }
    let orphans =
        trace.repair_counts().into_iter().find(|(kind, _)| *kind == Repair::MissingParent);
    let orphans = orphans.map_or(0, |(_, count)| count);
    let root = trace.roots().find(|&span| trace.parent_id(span).is_none());
    let events: usize = trace.spans().map(|span| trace.events(span).len()).sum();
    vec![
        ("spans", trace.span_count().into()),
        ("error_spans", trace.spans().filter(|&span| trace.is_error(span)).count().into()),
        ("services", serde_json::to_value(services).expect("it is a map")),
        ("root", root.map(|root| trace.name_text(root)).into()),
        ("roots", (trace.roots().count() - orphans).into()),
        ("orphans", orphans.into()),
        ("depth", trace.max_depth().into()),
        ("events", events.into()),
    ]
}

/// Exact to the nanosecond, but for Jaeger's older API, which cuts starts and lengths.
fn assert_times(trace: &Trace, numbers: &Json, name: &str) {
    let number = |key: &str| -> u64 {
        numbers[key]
            .as_u64()
            .or(numbers[key].as_str().and_then(|text| text.parse().ok()))
            .expect("a time")
    };
    let (start, length) = (trace.earliest_nanos(), trace.latest_nanos() - trace.earliest_nanos());
    if format_in_name(name) == Some("jaeger-json") {
        assert_eq!(start, number("start_ns") / 1000 * 1000, "{name}");
        assert!(length.abs_diff(number("duration_ns")) < 2000, "{name}: {length}");
    } else {
        assert_eq!((start, length), (number("start_ns"), number("duration_ns")), "{name}");
    }
}

#[test]
fn every_trace_is_the_same_in_all_its_formats_after_their_losses() {
    for (trace, _, files) in traces() {
        let whole = read_fixture(&format!("{trace}.otlp.jsonl"));
        for name in files {
            let carries = match format_in_name(&name) {
                Some("jaeger-json") => Carries::JaegerLegacy,
                _ => Carries::JaegerV3,
            };
            let read = read_fixture(&name);
            let same = |outcome: &Outcome| project(&outcome.recording.traces[0], carries);
            let (left, right) = (same(&read), same(&whole));
            for (left, right) in left.lines().zip(right.lines()) {
                assert_eq!(left, right, "{name}");
            }
            assert_eq!(left, right, "{name}");
        }
    }
}

#[test]
fn searches_hold_several_traces() {
    for (name, numbers) in expected()["searches"].as_object().expect("it lists searches") {
        let outcome = read_fixture(name);
        assert_eq!(numbers["spans"], span_total(&outcome), "{name}");
        let mut ids: Vec<String> =
            outcome.recording.traces.iter().map(|trace| format!("{:032x}", trace.id().0)).collect();
        ids.sort();
        let mut expected: Vec<&str> =
            numbers["trace_ids"].as_array().expect("ids").iter().filter_map(Json::as_str).collect();
        expected.sort_unstable();
        assert_eq!(ids, expected, "{name}");
    }
}

#[test]
fn all_files_of_one_trace_opened_together_are_one_trace() {
    let mut reader = spanscope::ingest::Reader::new();
    for name in ["order-healthy.jaeger.json", "order-healthy.otlp.jsonl"] {
        reader.begin_source(name);
        assert_eq!(reader.push(&fixture(name)), Ok(()));
    }
    let outcome = reader.finish();
    assert_eq!(outcome.recording.traces.len(), 1);
    let trace = &outcome.recording.traces[0];
    assert_eq!(trace.span_count(), 72);
    let is_twin = |span: SpanIdx| trace.repairs(span).has(Repair::DuplicateId);
    assert_eq!(trace.spans().filter(|&span| is_twin(span)).count(), 36);
}

#[test]
fn answers_that_are_no_traces_say_what_they_are() {
    for (name, kind) in [
        ("answers/services.json", "no_spans"),
        ("answers/operations.json", "no_spans"),
        ("answers/dependencies.json", "no_spans"),
        ("answers/nothing-found.json", "no_spans"),
        ("answers/search-without-service.json", "server_error"),
        ("answers/search-not-finite.json", "server_error"),
        ("answers/metrics-off.json", "server_error"),
        ("not-finite.jaeger.http-500.txt", "server_error"),
    ] {
        let outcome = spanscope::ingest::read(name, &fixture(name));
        let error = outcome.sources[0].error.clone().map(|error| error.kind.name());
        assert_eq!(error, Some(kind), "{name}: {}", String::from_utf8_lossy(&fixture(name)));
    }
}
