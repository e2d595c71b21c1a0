//! However the bytes arrive, the outcome is the same.

use proptest::prelude::*;
use spanscope::ingest::{Outcome, Reader};

use super::documents::{self, Random};
use super::dump::dump;

fn read_in_slices(bytes: &[u8], mut next_length: impl FnMut() -> usize) -> Outcome {
    let mut reader = Reader::new();
    reader.begin_source("test.json");
    let mut rest = bytes;
    while !rest.is_empty() {
        let (slice, after) = rest.split_at(next_length().clamp(1, rest.len()));
        let _ = reader.push(slice);
        rest = after;
    }
    let _ = reader.end_source();
    reader.finish()
}

fn assert_same(whole: &Outcome, sliced: &Outcome, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    assert_eq!(dump(&whole.recording), dump(&sliced.recording), "{text}");
    assert_eq!(whole.sources, sliced.sources, "{text}");
    assert_eq!(whole.warnings, sliced.warnings, "{text}");
    assert_eq!(whole.set_aside, sliced.set_aside, "{text}");
    let lengths = |outcome: &Outcome| outcome.recording.pool.mark();
    assert_eq!(lengths(whole), lengths(sliced), "something of a discarded unit was left behind");
}

fn sample(seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut text = String::new();
    let document = documents::any(seed, &mut random);
    documents::render(&document, &mut random, &mut text);
    let mut bytes = text.into_bytes();
    if seed.is_multiple_of(5) {
        bytes.truncate(bytes.len() * 2 / 3);
    }
    if seed.is_multiple_of(7) && !bytes.is_empty() {
        let at = (seed / 7) as usize % bytes.len();
        bytes[at] = (seed >> 8) as u8;
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn random_slices_give_what_one_slice_gives(seed: u64, most in 1usize..200) {
        let bytes = sample(seed);
        let whole = spanscope::ingest::read("test.json", &bytes);
        let mut random = Random::new(seed);
        let sliced = read_in_slices(&bytes, || 1 + random.below(most as u64) as usize);
        assert_same(&whole, &sliced, &bytes);
    }

    #[test]
    fn single_bytes_give_what_one_slice_gives(seed: u64) {
        let bytes = sample(seed);
        let whole = spanscope::ingest::read("test.json", &bytes);
        assert_same(&whole, &read_in_slices(&bytes, || 1), &bytes);
    }
}

#[test]
fn a_long_attribute_in_many_slices_is_not_scanned_again_for_each() {
    let long = "x".repeat(20_000_000);
    let text =
        super::jaeger_span(&format!(r#""tags":[{{"key":"k","type":"string","value":"{long}"}}]"#));
    // Rescanned for every slice, this would take 200,000 × 10 MB.
    let outcome = read_in_slices(text.as_bytes(), || 100);
    let trace = super::only_trace(&outcome);
    assert_eq!(super::attributes_of(trace, spanscope::trace::SpanIdx(0))[0].len(), 2 + long.len());
}

#[test]
fn a_long_number_that_is_passed_over_is_not_scanned_again_for_each_slice() {
    let text = format!(r#"{{"unknown":{},"data":[]}}"#, "1".repeat(20_000_000));
    // Rescanned for every slice, this would take 20,000 × 10 MB.
    let outcome = read_in_slices(text.as_bytes(), || 1_000);
    assert_eq!(super::span_total(&outcome), 0);
}

#[test]
fn a_value_that_is_passed_over_ends_at_its_own_bracket_however_it_is_cut() {
    let odd = r#"{"a":"}]\\\"}","b\\":["\\",{"c":"\"]"},-1.5e3,null]}"#;
    for unknown in [odd, r#""a \\\" b\\""#, "12", "true", "[]"] {
        let text = format!(
            r#"{{"first":{unknown},"data":[{{"unknown":{unknown},"spans":[{{"traceID":"a","spanID":"1","unknown":{unknown}}}],"last":{unknown}}}],"last":{unknown}}}"#
        );
        for length in 1..12 {
            let outcome = read_in_slices(text.as_bytes(), || length);
            assert_eq!(outcome.sources[0].error, None, "{text}");
            assert_eq!(super::span_total(&outcome), 1, "{text}");
        }
    }
}
