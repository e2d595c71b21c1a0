//! The reader as browsers run it, 32-bit and with 128-bit vectors: against the slow and
//! obvious one, and in slices of any size.

use spanscope::generate::{Format, Plan, Shape};
use spanscope::ingest::{Outcome, Reader, read};
use wasm_bindgen_test::wasm_bindgen_test;

#[path = "../native/ingest/documents.rs"]
#[allow(dead_code, reason = "the native tests use the rest")]
mod documents;
#[path = "../native/ingest/dump.rs"]
#[allow(dead_code, reason = "the native tests use the rest")]
mod dump;
#[path = "../native/ingest/jaeger_oracle.rs"]
mod jaeger_oracle;
#[path = "../native/ingest/logs_oracle.rs"]
mod logs_oracle;
#[path = "../native/ingest/oracle.rs"]
mod oracle;
#[path = "../native/ingest/otlp_oracle.rs"]
mod otlp_oracle;
#[path = "../native/ingest/zipkin_oracle.rs"]
mod zipkin_oracle;

use documents::Random;
use dump::dump;
use oracle::read_slowly;

/// How many random documents each test reads.
const DOCUMENTS: u64 = 400;

fn document(seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    let document = documents::any(seed, &mut random);
    documents::render(&document, &mut random, &mut text);
    text
}

fn read_in_slices(bytes: &[u8], mut next_length: impl FnMut() -> usize) -> Outcome {
    let mut reader = Reader::new();
    reader.begin_source("test.json");
    let mut rest = bytes;
    while !rest.is_empty() {
        let (slice, after) = rest.split_at(next_length().clamp(1, rest.len()));
        // Its error is in the outcome, and compared there.
        let _ = reader.push(slice);
        rest = after;
    }
    let _ = reader.end_source();
    reader.finish()
}

#[wasm_bindgen_test]
fn random_documents_become_the_same_model_as_through_a_tree() {
    for seed in 0..DOCUMENTS {
        let text = document(seed);
        let outcome = read("test.json", text.as_bytes());
        assert_eq!(dump(&outcome.recording), dump(&read_slowly(&text)), "{text}");
    }
}

#[wasm_bindgen_test]
fn generated_traces_become_the_same_model_as_through_a_tree() {
    for format in [Format::JaegerJson, Format::OtlpJson, Format::TempoJson, Format::ZipkinJson] {
        let plan = Plan { spans: 1_500, shape: Shape::Mixed, format, seed: 5 };
        let bytes = plan.bytes();
        let text = String::from_utf8(bytes).expect("JSON is text");
        let outcome = read("test.json", text.as_bytes());
        assert_eq!(dump(&outcome.recording), dump(&read_slowly(&text)));
        let sliced = read_in_slices(text.as_bytes(), || 4_099);
        assert_eq!(dump(&outcome.recording), dump(&sliced.recording));
    }
}

#[wasm_bindgen_test]
fn random_slices_give_what_one_slice_gives() {
    for seed in 0..DOCUMENTS {
        let text = document(seed);
        let whole = read("test.json", text.as_bytes());
        let mut random = Random::new(seed);
        let sliced = read_in_slices(text.as_bytes(), || 1 + random.below(150) as usize);
        assert_eq!(dump(&whole.recording), dump(&sliced.recording), "{text}");
        assert_eq!(whole.sources, sliced.sources, "{text}");
        assert_eq!(whole.warnings, sliced.warnings, "{text}");
    }
}
