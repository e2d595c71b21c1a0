//! Written and read again: recorded, generated and random traces.

use proptest::prelude::*;
use spanscope::export::ExportFormat;
use spanscope::generate::{self, Plan, Shape};
use spanscope::ingest::Outcome;
use spanscope::trace::{Builder, CallHalf, Scope, SpanId, SpanRecord, Trace, TraceId};

use super::random_traces::{recording, spans};
use super::{assert_same_text, read_again, told};
use crate::ingest::documents::{self, Random};
use crate::ingest::dump::dump;
use crate::ingest::fixtures::{all_files, fixture};
use crate::ingest::projection::{Carries, project};

fn assert_otlp_keeps_all(outcome: &Outcome) {
    let again = read_again(&outcome.recording, ExportFormat::OtlpJson);
    assert_same_text(&told(&again.recording), &numbers_as_texts(&told(&outcome.recording)));
}

/// OTLP has no type for numbers beyond 64 bits.
fn numbers_as_texts(told: &str) -> String {
    let (first, others) = told.split_once(": number ").unwrap_or((told, ""));
    let quoted = others.split(": number ").filter(|_| !others.is_empty()).map(|other| {
        let end = other.find([',', '}']).expect("a list ends");
        format!(": \"{}\"{}", &other[..end], &other[end..])
    });
    first.to_owned() + &quoted.collect::<String>()
}

/// What Jaeger carries is kept, and once it is all that is left, everything is.
fn assert_jaeger_keeps_what_it_can(outcome: &Outcome) {
    let once = read_again(&outcome.recording, ExportFormat::JaegerJson);
    let projected = |outcome: &Outcome| -> String {
        let mut traces: Vec<&Trace> = outcome.recording.traces.iter().collect();
        traces.sort_by_key(|trace| trace.id());
        traces.into_iter().map(|trace| project(trace, Carries::JaegerExport)).collect()
    };
    assert_same_text(&projected(&once), &projected(outcome));
    let twice = read_again(&once.recording, ExportFormat::JaegerJson);
    assert_same_text(&dump(&twice.recording), &dump(&once.recording));
}

#[test]
fn every_recorded_trace_comes_back() {
    let mut traces = 0;
    for name in all_files() {
        let outcome = spanscope::ingest::read(&name, &fixture(&name));
        traces += outcome.recording.traces.len();
        assert_otlp_keeps_all(&outcome);
        assert_jaeger_keeps_what_it_can(&outcome);
    }
    assert!(traces > 30, "only {traces} traces");
}

#[test]
fn every_generated_trace_comes_back() {
    for format in generate::Format::ALL.into_iter().filter(|one| *one != ZIPKIN) {
        for shape in Shape::ALL {
            let bytes = Plan { spans: 250, shape, format, seed: 3 }.bytes();
            let outcome = spanscope::ingest::read("generated", &bytes);
            assert_otlp_keeps_all(&outcome);
            assert_jaeger_keeps_what_it_can(&outcome);
        }
    }
}

#[test]
fn a_trace_of_several_batches_comes_back() {
    let format = generate::Format::OtlpJson;
    let bytes = Plan { spans: 2_500, shape: Shape::Mixed, format, seed: 4 }.bytes();
    assert_otlp_keeps_all(&spanscope::ingest::read("generated", &bytes));
}

const ZIPKIN: generate::Format = generate::Format::ZipkinJson;

/// Depth, service, name, start and length of every row.
fn tree_text(outcome: &Outcome) -> String {
    let mut lines = Vec::new();
    for trace in &outcome.recording.traces {
        lines.extend(trace.spans().map(|span| {
            let parent = trace.parent(span).map_or("", |parent| trace.name_text(parent));
            let (start, length) = (trace.start_nanos(span), trace.duration_nanos(span));
            let depth = trace.depth(span);
            let names = [trace.service_text(span), trace.name_text(span), parent];
            format!("{depth} {names:?} {start} {length}\n")
        }));
    }
    lines.sort();
    lines.concat()
}

fn has_shared_ids(trace: &Trace) -> bool {
    trace.spans().any(|span| trace.half(span) == CallHalf::Server)
}

/// Two calls with an id each for both halves, one of them of two services, and spans below.
const SHARED: &str = r#"[
  {"traceId":"a1","id":"1","name":"root","kind":"SERVER","timestamp":1700000000000000,"duration":900,
   "localEndpoint":{"serviceName":"web"}},
  {"traceId":"a1","id":"2","parentId":"1","name":"call","kind":"CLIENT","timestamp":1700000000000100,
   "duration":700,"localEndpoint":{"serviceName":"web"}},
  {"traceId":"a1","id":"2","parentId":"1","name":"serve","kind":"SERVER","shared":true,
   "timestamp":1700000000000200,"duration":500,"localEndpoint":{"serviceName":"mid"}},
  {"traceId":"a1","id":"2","parentId":"1","name":"serve","kind":"SERVER","shared":true,
   "timestamp":1700000000000200,"duration":500,"localEndpoint":{"serviceName":"side"}},
  {"traceId":"a1","id":"3","parentId":"2","name":"in mid","timestamp":1700000000000300,"duration":100,
   "localEndpoint":{"serviceName":"mid"}},
  {"traceId":"a1","id":"4","parentId":"2","name":"in side","timestamp":1700000000000300,"duration":100,
   "localEndpoint":{"serviceName":"side"}},
  {"traceId":"a1","id":"5","parentId":"2","name":"in web","timestamp":1700000000000300,"duration":100,
   "localEndpoint":{"serviceName":"web"}}]"#;

#[test]
fn halves_of_calls_that_share_an_id_keep_their_places_in_the_tree() {
    let outcome = spanscope::ingest::read("zipkin.json", SHARED.as_bytes());
    let tree = tree_text(&outcome);
    assert!(tree.contains(r#"4 ["side", "in side", "serve"]"#), "{tree}");
    for format in [ExportFormat::OtlpJson, ExportFormat::JaegerJson] {
        let again = read_again(&outcome.recording, format);
        assert_same_text(&tree_text(&again), &tree);
        assert_eq!(again.recording.traces[0].repair_counts(), [], "no duplicates");
    }
}

#[test]
fn generated_zipkin_keeps_its_tree() {
    let bytes = Plan { spans: 600, shape: Shape::Mixed, format: ZIPKIN, seed: 3 }.bytes();
    let outcome = spanscope::ingest::read("generated", &bytes);
    for format in [ExportFormat::OtlpJson, ExportFormat::JaegerJson] {
        let again = read_again(&outcome.recording, format);
        assert_same_text(&tree_text(&again), &tree_text(&outcome));
    }
}

#[test]
fn twins_of_different_scopes_come_back_in_their_order() {
    let mut builder = Builder::default();
    let scopes = ["a", "b"].map(|name| {
        let name = builder.intern(name);
        builder.pool_mut().push_scope(Scope { name, ..Scope::default() })
    });
    // All alike but for their scopes and flags: the order of arrival is all that tells them.
    for (scope, flags) in [(1, 1), (0, 2), (1, 3), (0, 4)] {
        let trace = builder.trace(TraceId(1));
        builder.add(SpanRecord {
            trace,
            id: SpanId(5),
            start_nanos: 1_700_000_000_000_000_000,
            end_nanos: 1_700_000_000_000_000_009,
            scope: scopes[scope],
            flags,
            ..SpanRecord::default()
        });
    }
    let recording = builder.build();
    let again = read_again(&recording, ExportFormat::OtlpJson);
    assert_same_text(&told(&again.recording), &told(&recording));
}

fn document(seed: u64) -> Outcome {
    let mut random = Random::new(seed);
    let mut text = String::new();
    documents::render(&documents::any(seed, &mut random), &mut random, &mut text);
    spanscope::ingest::read("any.json", text.as_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_trace_comes_back_from_otlp(spans in spans(false)) {
        let recording = recording(&spans);
        let again = read_again(&recording, ExportFormat::OtlpJson);
        assert_same_text(&told(&again.recording), &told(&recording));
    }

    #[test]
    fn any_trace_that_jaeger_can_carry_comes_back_from_it(spans in spans(true)) {
        let recording = recording(&spans);
        let again = read_again(&recording, ExportFormat::JaegerJson);
        assert_same_text(&told(&again.recording), &told(&recording));
    }

    #[test]
    fn any_document_comes_back_from_otlp(seed: u64) {
        let outcome = document(seed);
        if !outcome.recording.traces.iter().any(has_shared_ids) {
            assert_otlp_keeps_all(&outcome);
        }
    }

    #[test]
    fn what_came_back_from_jaeger_once_comes_back_the_same(seed: u64) {
        let once = read_again(&document(seed).recording, ExportFormat::JaegerJson);
        let twice = read_again(&once.recording, ExportFormat::JaegerJson);
        assert_same_text(&dump(&twice.recording), &dump(&once.recording));
    }
}
