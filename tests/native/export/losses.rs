//! What a format cannot carry, and what is kept although it is unusual.

use spanscope::export::ExportFormat;
use spanscope::ingest::Outcome;
use spanscope::trace::{LinkKind, Repair, SpanIdx};

use super::{file, read_again};
use crate::ingest::dump::value_text;

const JAEGER: ExportFormat = ExportFormat::JaegerJson;
const OTLP: ExportFormat = ExportFormat::OtlpJson;

fn read(text: &str) -> Outcome {
    let outcome = spanscope::ingest::read("test.json", text.as_bytes());
    assert_eq!(outcome.sources[0].error, None);
    outcome
}

fn jaeger_span(members: &str) -> Outcome {
    read(&format!(
        r#"{{"data":[{{"traceID":"a1","spans":[{{"traceID":"a1","spanID":"b1",{members}}}]}}]}}"#
    ))
}

fn otlp_span(members: &str) -> Outcome {
    let ids = r#""traceId":"000000000000000000000000000000a1","spanId":"00000000000000b1""#;
    read(&format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{{{ids},{members}}}]}}]}}]}}"#))
}

/// The attributes of the first span.
fn attributes(outcome: &Outcome) -> Vec<String> {
    let trace = &outcome.recording.traces[0];
    let attributes = trace.pool().attributes(trace.attributes(SpanIdx(0)));
    let word = |one: spanscope::trace::Attribute| {
        format!("{}={}", trace.pool().text(one.key), value_text(trace.pool(), one.value))
    };
    attributes.map(word).collect()
}

#[test]
fn jaegers_microseconds_keep_a_child_inside_its_parent() {
    let outcome = read(
        r#"{"resourceSpans":[{"scopeSpans":[{"spans":[
        {"traceId":"a1","spanId":"1","startTimeUnixNano":"1700000000000000900","endTimeUnixNano":"1700000000000003100"},
        {"traceId":"a1","spanId":"2","parentSpanId":"1","startTimeUnixNano":"1700000000000000950","endTimeUnixNano":"1700000000000003050"}]}]}]}"#,
    );
    let again = read_again(&outcome.recording, JAEGER);
    let trace = &again.recording.traces[0];
    let times = trace.spans().map(|span| (trace.start_nanos(span), trace.duration_nanos(span)));
    // Start and length cut each for itself would leave the child 2 µs, and its parent, too.
    assert_eq!(times.collect::<Vec<_>>(), [(1_700_000_000_000_000_000, 3_000); 2]);
}

#[test]
fn numbers_beyond_64_bits_keep_their_digits() {
    let outcome = jaeger_span(
        r#""tags":[{"key":"n","type":"int64","value":18446744073709551616},{"key":"m","type":"float64","value":-1e400}]"#,
    );
    let numbers = ["n=number 18446744073709551616", "m=number -1e400"];
    assert_eq!(attributes(&outcome), numbers);
    assert_eq!(attributes(&read_again(&outcome.recording, JAEGER)), numbers);
    // OTLP has no such type.
    let texts = ["n=\"18446744073709551616\"", "m=\"-1e400\""];
    assert_eq!(attributes(&read_again(&outcome.recording, OTLP)), texts);
}

#[test]
fn lists_and_maps_are_one_text_of_json_in_jaeger() {
    let outcome = otlp_span(
        r#""attributes":[{"key":"k","value":{"kvlistValue":{"values":[
            {"key":"b","value":{"intValue":"9007199254740993"}},
            {"key":"a","value":{"arrayValue":{"values":[{"doubleValue":3},{"bytesValue":"AQI="},{}]}}}]}}}]"#,
    );
    let again = read_again(&outcome.recording, JAEGER);
    let json = r#"{"b":9007199254740993,"a":[3.0,"AQI=",null]}"#;
    assert_eq!(attributes(&again), [format!("k={json:?}")]);
}

#[test]
fn warnings_of_jaeger_stay_warnings() {
    let outcome = jaeger_span(r#""operationName":"x","warnings":["too \"old\"","too new"]"#);
    for format in [JAEGER, OTLP] {
        let again = read_again(&outcome.recording, format);
        assert_eq!(attributes(&again), attributes(&outcome));
        let trace = &again.recording.traces[0];
        assert!(trace.repairs(SpanIdx(0)).has(Repair::ProducerWarning));
    }
    let trace = &outcome.recording.traces[0];
    let text = String::from_utf8(file(trace, OTLP)).expect("JSON is text");
    assert!(text.contains("\"@jaeger@warnings\""), "{text}");
}

#[test]
fn references_of_every_kind_stay_what_they_are() {
    let references = [("CHILD_OF", "c1"), ("FOLLOWS_FROM", "c2"), ("CHILD_OF", "c3")]
        .map(|(kind, id)| format!(r#"{{"refType":"{kind}","traceID":"ff","spanID":"{id}"}}"#));
    let outcome = jaeger_span(&format!(r#""references":[{}]"#, references.join(",")));
    for format in [JAEGER, OTLP] {
        let again = read_again(&outcome.recording, format);
        let trace = &again.recording.traces[0];
        let links = trace.pool().links(trace.links(SpanIdx(0)));
        let kinds: Vec<LinkKind> = links.iter().map(|link| link.kind).collect();
        assert_eq!(kinds, [LinkKind::ChildOf, LinkKind::FollowsFrom, LinkKind::ChildOf]);
        assert!(links.iter().all(|link| link.attributes.is_empty()));
    }
}

#[test]
fn ids_that_are_not_hexadecimal_are_written_as_they_came() {
    let outcome = read(
        r#"{"data":[{"spans":[{"traceID":"order-17","spanID":"step \"one\"","startTime":1700000000000000}]}]}"#,
    );
    for format in [JAEGER, OTLP] {
        let again = read_again(&outcome.recording, format);
        let trace = &again.recording.traces[0];
        assert_eq!(trace.pool().trace_id_text(trace.id()), "order-17");
        assert_eq!(trace.pool().span_id_text(trace.span_id(SpanIdx(0))), "step \"one\"");
    }
}

#[test]
fn otlp_writes_what_its_encoding_asks_for() {
    let outcome = jaeger_span(
        r#""operationName":"x","startTime":1700000000000000,"duration":5,"tags":[
            {"key":"n","type":"int64","value":7},{"key":"span.kind","type":"string","value":"client"}]"#,
    );
    let text = String::from_utf8(file(&outcome.recording.traces[0], OTLP)).expect("JSON is text");
    for part in [
        r#""traceId":"000000000000000000000000000000a1","spanId":"00000000000000b1""#,
        r#""kind":3"#,
        r#""startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000005000""#,
        r#"{"key":"n","value":{"intValue":"7"}}"#,
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn values_nested_a_hundred_times_come_back() {
    let nested = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let outcome = jaeger_span(&format!(r#""tags":[{{"key":"deep","value":{nested}}}]"#));
    let again = read_again(&outcome.recording, OTLP);
    assert_eq!(attributes(&again), attributes(&outcome));
}
