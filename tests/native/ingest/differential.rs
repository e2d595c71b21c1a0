//! The fast reader against the slow and obvious one.

use proptest::prelude::*;
use serde_json::Value as Json;
use spanscope::generate::{Format, Plan, Shape};

use super::documents::{self, Random};
use super::dump::dump;
use super::oracle::read_slowly;
use super::read;

fn document(seed: u64, make: fn(&mut Random) -> Json) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    documents::render(&make(&mut random), &mut random, &mut text);
    text
}

fn assert_same(text: &str) {
    let outcome = read(text);
    assert_eq!(outcome.set_aside, [], "{text}");
    let (fast, slow) = (dump(&outcome.recording), dump(&read_slowly(text)));
    for (fast, slow) in fast.lines().zip(slow.lines()) {
        assert_eq!(fast, slow, "{text}");
    }
    assert_eq!(fast, slow, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_jaeger_document_becomes_the_same_model_as_through_a_tree(seed: u64) {
        assert_same(&document(seed, documents::jaeger));
    }

    #[test]
    fn any_otlp_document_becomes_the_same_model_as_through_a_tree(seed: u64) {
        assert_same(&document(seed, documents::otlp));
    }

    #[test]
    fn any_document_of_tempo_becomes_the_same_model_as_through_a_tree(seed: u64) {
        assert_same(&document(seed, documents::tempo));
    }

    #[test]
    fn any_document_of_zipkin_becomes_the_same_model_as_through_a_tree(seed: u64) {
        assert_same(&document(seed, documents::zipkin));
    }

    #[test]
    fn any_lines_of_zipkin_spans_become_the_same_model_as_through_trees(seed: u64) {
        let lines: Vec<String> =
            (0..4).map(|line| document(seed.wrapping_add(line), documents::zipkin_span)).collect();
        assert_same(&lines.join("\n"));
    }

    /// Written without a space and one like the other, so that what comes is expected.
    #[test]
    fn any_documents_that_repeat_become_the_same_model_as_through_trees(seed: u64) {
        for make in [documents::jaeger, documents::otlp, documents::tempo, documents::zipkin_span] {
            let mut random = Random::new(seed);
            let documents: Vec<Json> = (0..6).map(|_| make(&mut random)).collect();
            let lines = (0..18).map(|line| documents[line * 5 % 6].to_string());
            assert_same(&lines.collect::<Vec<_>>().join("\n"));
        }
    }

    #[test]
    fn any_sequence_of_otlp_objects_becomes_the_same_model_as_through_trees(seed: u64) {
        let lines: Vec<String> =
            (0..3).map(|line| document(seed.wrapping_add(line), documents::otlp)).collect();
        assert_same(&lines.join("\r\n"));
    }

    #[test]
    fn any_spans_and_logs_in_any_order_become_the_same_model_as_through_trees(seed: u64) {
        let lines: Vec<String> = (0..4)
            .map(|line| {
                let is_log = seed >> line & 1 == 1;
                let make = if is_log { documents::otlp_logs } else { documents::otlp };
                document(seed.wrapping_add(line), make)
            })
            .collect();
        assert_same(&lines.join("\n"));
    }
}

/// Long enough that keys are known by their values, which short documents never reach.
#[test]
fn generated_traces_become_the_same_model_as_through_a_tree() {
    for format in [Format::JaegerJson, Format::OtlpJson, Format::TempoJson, Format::ZipkinJson] {
        for shape in Shape::ALL {
            let plan = Plan { spans: 2_500, shape, format, seed: 11 };
            let bytes = plan.bytes();
            assert_same(&String::from_utf8(bytes).expect("JSON is text"));
        }
    }
}

#[test]
fn generated_documents_hold_spans_of_every_sort() {
    let mut text = String::new();
    for seed in 0..60 {
        text.push_str(&dump(&read(&document(seed, documents::jaeger)).recording));
        text.push_str(&dump(&read(&document(seed, documents::otlp)).recording));
        text.push_str(&dump(&read(&document(seed, documents::zipkin)).recording));
    }
    for sort in [
        "ChildOf",
        "FollowsFrom",
        "Link ",
        "event",
        "bytes",
        "map",
        "array",
        "number",
        "Double(",
        "error",
        "server",
        "missing_parent",
        "unknown_resource",
        "field_ignored",
        "duplicate_id",
        "producer_warning",
        "foreign id",
        "zipkin.debug",
        "start_unknown",
    ] {
        assert!(text.contains(sort), "no {sort} in the generated documents");
    }
}
