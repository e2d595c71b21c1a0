//! One span as a file of its own.

use spanscope::export::{Chunks, ExportFormat, raw_span, readable_beginning};
use spanscope::trace::SpanIdx;

use super::assert_json;
use crate::support::{block, drawn, span_named};

const TEXT: &str = "
    order    POST /orders     |==============|
    payment    charge !          |======|      kind=server, attr amount=12, message=a {b}: \"c\"
";

#[test]
fn a_span_of_otlp_has_a_line_for_each_entry() {
    let trace = drawn(TEXT);
    let text = raw_span(&trace, span_named(&trace, "POST /orders"), ExportFormat::OtlpJson);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..4], ["{", "  \"resourceSpans\": [", "    {", "      \"resource\": {"]);
    assert!(text.contains("              \"name\": \"POST /orders\",\n"), "{text}");
    assert!(text.ends_with("\n}\n"));
}

#[test]
fn white_space_is_all_that_makes_it_readable() {
    let trace = drawn(TEXT);
    let span = span_named(&trace, "charge");
    for format in [ExportFormat::OtlpJson, ExportFormat::JaegerJson] {
        let text = raw_span(&trace, span, format);
        assert_json(text.as_bytes());
        assert!(text.contains(r#"a {b}: \"c\""#), "{text}");
        let outcome = spanscope::ingest::read("raw.json", text.as_bytes());
        let again = &outcome.recording.traces[0];
        assert_eq!(again.span_count(), 1);
        assert_eq!(again.name_text(SpanIdx(0)), trace.name_text(span));
        assert_eq!(again.parent_id(SpanIdx(0)), trace.parent_id(span));
        assert_eq!(again.service_text(SpanIdx(0)), "payment");
    }
}

#[test]
fn empty_lists_and_objects_stay_on_their_line() {
    let trace = drawn("a  b  |==|");
    let text = raw_span(&trace, SpanIdx(0), ExportFormat::JaegerJson);
    assert!(text.contains("\"references\": [],"), "{}", block(&text));
}

#[test]
fn the_beginning_of_a_file_can_be_read_wherever_it_ends() {
    let trace = drawn(TEXT);
    for format in [ExportFormat::OtlpJson, ExportFormat::JaegerJson] {
        let file: Vec<u8> = Chunks::new(&trace, format, usize::MAX).flatten().collect();
        let words = |text: &str| text.split_whitespace().collect::<String>();
        let whole = readable_beginning(&file);
        assert!(whole.lines().count() > 20);
        for end in 0..=file.len() {
            let beginning = words(&readable_beginning(&file[..end]));
            assert!(words(&whole).starts_with(beginning.trim_end_matches('\u{fffd}')), "{end}");
        }
    }
}
