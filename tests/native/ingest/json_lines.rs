//! A file of one value a line in which some lines are broken: those are told and passed over.

use proptest::prelude::*;
use spanscope::ingest::{Outcome, Reader, WarningKind};

use super::{error_kind_of, otlp_span, read, read_well, span_total};

/// An OTLP object with one span of this id.
fn line(id: u32) -> String {
    otlp_span("").replace("00000000000000b1", &format!("{id:016x}"))
}

/// Reads well, and says with how many broken lines, and what of the first.
fn broken_lines(text: &str) -> (usize, usize, String, u64) {
    let outcome = read_well(text);
    let mut warnings = outcome.warnings.iter();
    let warning = warnings.find(|warning| warning.kind == WarningKind::BrokenLine);
    let warning = warning.unwrap_or_else(|| panic!("{:?}", outcome.warnings));
    let offset = warning.place.expect("it has a place").offset;
    (span_total(&outcome), warning.count, warning.detail.clone(), offset)
}

#[test]
fn a_broken_line_is_passed_over_and_told_with_its_line_and_byte() {
    let broken = r#"{"resourceSpans":oops}"#;
    let text = format!("{}\r\n{}\r\n{broken}\r\n{}\r\n", line(1), line(2), line(3));
    let (spans, lines, detail, offset) = broken_lines(&text);
    assert_eq!((spans, lines), (3, 1));
    assert_eq!(offset as usize, text.find("oops").expect("it is there"));
    assert!(detail.contains("Line 3") && detail.contains(&format!("byte {offset}")), "{detail}");
    assert!(detail.contains("“o” was found"), "{detail}");
}

#[test]
fn lines_that_end_in_the_middle_do_not_take_the_next_ones_along() {
    let whole = line(2);
    // Right behind an outermost key another object may follow, as in an envelope.
    let is_envelope = |cut: &usize| &whole[..*cut] == "{\"resourceSpans\":";
    for cut in (1..whole.len()).filter(|cut| !is_envelope(cut)) {
        let text = format!("{}\n{}\n{}\n{}\n", line(1), &whole[..cut], line(3), line(4));
        let (spans, lines, detail, _) = broken_lines(&text);
        // A span that was whole before the cut stays.
        let is_read = whole[..cut].contains("\"0000000000000002\"}");
        assert_eq!((spans, lines), (3 + usize::from(is_read), 1), "{}", &whole[..cut]);
        assert!(detail.contains("Line 2"), "{detail}");
    }
}

#[test]
fn every_broken_line_is_counted_and_the_first_is_named() {
    let noise = ["}{", "oops", "{\"resourceSpans\":[{]}", "\"text without an end", "[}"];
    let mut text = format!("{}\n\n", line(1));
    for (id, noise) in (2..).zip(noise) {
        text.push_str(&format!("{noise}\n{}\n", line(id)));
    }
    let (spans, lines, detail, offset) = broken_lines(&text);
    assert_eq!((spans, lines), (6, 5), "{detail}");
    assert!(detail.contains("Line 3"), "{detail}");
    assert_eq!(offset as usize, line(1).len() + 2);
}

#[test]
fn what_is_not_one_value_a_line_is_read_as_it_was() {
    // Values over several lines, after one that is not.
    let value: serde_json::Value = serde_json::from_str(&line(2)).expect("JSON");
    let span = format!("{value:#}");
    assert_eq!(span_total(&read_well(&format!("{}\n{span}\n{}", line(1), line(3)))), 3);
    // A fault on the first line may be one of a document that has no lines.
    assert_eq!(error_kind_of(&format!("{} oops\n{}", line(1), line(2))).name(), "not_json");
    let document = format!("{{\n\"a\":1}}\n{{\"b\":oops}}\n{}", line(1));
    assert_eq!(error_kind_of(&document).name(), "not_json");
    // A last line that ends in the middle is a file that was not copied whole.
    let outcome = read(&format!("{}\n{}", line(1), &line(2)[..60]));
    let error = outcome.sources[0].error.as_ref();
    assert_eq!(error.map(|error| (error.kind.name(), error.line)), Some(("truncated", None)));
}

fn in_slices(bytes: &[u8], length: usize) -> Outcome {
    let mut reader = Reader::new();
    reader.begin_source("test.json");
    bytes.chunks(length).for_each(|slice| drop(reader.push(slice)));
    let _ = reader.end_source();
    reader.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_slicing_changes_nothing(
        damages in prop::collection::vec((0usize..1600, any::<u8>()), 0..4),
        length in 1usize..300,
    ) {
        let text: Vec<String> = (1..9).map(line).collect();
        let mut bytes = text.join("\n").into_bytes();
        for (at, byte) in damages {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let whole = spanscope::ingest::read("test.json", &bytes);
        let sliced = in_slices(&bytes, length);
        prop_assert_eq!(super::dump::dump(&whole.recording), super::dump::dump(&sliced.recording));
        prop_assert_eq!(whole.sources, sliced.sources);
        prop_assert_eq!(whole.warnings, sliced.warnings);
        prop_assert_eq!(whole.set_aside, sliced.set_aside);
    }
}
