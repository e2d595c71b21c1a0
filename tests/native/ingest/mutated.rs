//! Damaged documents: never a panic, never a hang, never a span that vanishes.

use proptest::prelude::*;

use super::documents::{self, Random};
use super::{read_well, span_total};

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    const PIECES: [&[u8]; 14] = [
        b"\"", b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\0", b"\xff", b"1e999", b"null",
        b"NaN", b"\\ud83d",
    ];
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() as u64 + 1) as usize;
        let piece = PIECES[random.below(PIECES.len() as u64) as usize];
        match random.below(3) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, piece.iter().copied())),
            _ => {
                let end = bytes.len().min(at + piece.len());
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_documents_give_spans_or_an_error(seed: u64) {
        let mut random = Random::new(seed);
        let document = match seed % 3 {
            0 => documents::jaeger(&mut random),
            1 => documents::otlp(&mut random),
            _ => serde_json::json!([documents::otlp_logs(&mut random), documents::otlp(&mut random)]),
        };
        let mut text = String::new();
        documents::render(&document, &mut random, &mut text);
        let mut bytes = text.into_bytes();
        damage(&mut bytes, &mut random);
        let outcome = spanscope::ingest::read("test.json", &bytes);
        let report = &outcome.sources[0];
        prop_assert_eq!(span_total(&outcome), report.spans);
        prop_assert!(report.spans > 0 || report.error.is_some());
        if let Some(error) = &report.error {
            prop_assert!(error.offset <= bytes.len() as u64);
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn any_bytes_at_all_give_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let outcome = spanscope::ingest::read("noise", &bytes);
        prop_assert!(outcome.sources[0].error.is_some());
    }

    #[test]
    fn spans_in_are_spans_shown_and_spans_set_aside(entries in proptest::collection::vec(0usize..8, 0..30)) {
        // One entry of a list of spans each, from good to hopeless.
        let kinds = [
            r#"{"traceID":"a","spanID":"1","operationName":"good"}"#,
            r#"{"traceID":"a","operationName":"no id"}"#,
            r#"{"spanID":"2","operationName":"no trace id"}"#,
            r#"{"traceID":"","spanID":"3"}"#,
            "null",
            "[1,2]",
            "{}",
            r#"{"traceID":7,"spanID":[],"operationName":{"a":1},"startTime":"soon","tags":"none","logs":{},"references":0}"#,
        ];
        let list: Vec<&str> = entries.iter().map(|&entry| kinds[entry]).collect();
        for id in ["", r#""traceID":"a","#] {
            let text = format!(r#"{{"data":[{{{id}"spans":[{}]}}]}}"#, list.join(","));
            let outcome = spanscope::ingest::read("test.json", text.as_bytes());
            prop_assert_eq!(span_total(&outcome) + outcome.set_aside.len(), entries.len());
            let text = format!(r#"{{"data":[{{"spans":[{}],{id}"total":0}}]}}"#, list.join(","));
            let outcome = spanscope::ingest::read("test.json", text.as_bytes());
            prop_assert_eq!(span_total(&outcome) + outcome.set_aside.len(), entries.len());
        }
    }
}

#[test]
fn what_is_set_aside_says_where_why_and_what() {
    let text = r#"{"data":[{"spans":[{"traceID":"a","spanID":"1"},  17, {"spanID":"2"}]}]}"#;
    let outcome = read_well(text);
    let told: Vec<(u64, &str, &str)> = outcome
        .set_aside
        .iter()
        .map(|span| (span.offset, span.reason.name(), span.excerpt.as_str()))
        .collect();
    let offset = |part: &str| text.find(part).map_or(0, |offset| offset as u64);
    assert_eq!(
        told,
        [
            (offset("17"), "not_an_object", "17"),
            (offset(r#"{"spanID":"2"}"#), "no_trace_id", r#"{"spanID":"2"}"#),
        ]
    );
}
