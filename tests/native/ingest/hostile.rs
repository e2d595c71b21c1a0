//! Inputs that are real JSON and real traces, and break other viewers.

use std::fmt::Write as _;

use spanscope::ingest::WarningKind;
use spanscope::trace::{Repair, SpanIdx};

use super::{attributes_of, jaeger_span, only_trace, otlp_span, read_well};

#[test]
fn a_chain_of_a_hundred_thousand_spans_is_read_whole() {
    let mut spans = String::new();
    for id in 1..=100_000 {
        let comma = if id == 1 { "" } else { "," };
        let parent = id - 1;
        let _ = write!(
            spans,
            r#"{comma}{{"traceID":"a","spanID":"{id:x}","parentSpanID":"{parent:x}","startTime":{id}}}"#
        );
    }
    let outcome = read_well(&format!(r#"{{"data":[{{"spans":[{spans}]}}]}}"#));
    let trace = only_trace(&outcome);
    assert_eq!((trace.span_count(), trace.max_depth()), (100_000, 100_000));
}

#[test]
fn integers_beyond_a_double_are_exact() {
    let tag = |kind: &str, value: &str| format!(r#"{{"key":"n","type":"{kind}","value":{value}}}"#);
    let tags = [
        tag("int64", "9007199254740993"),
        tag("int64", "\"9007199254740993\""),
        tag("int64", "-9223372036854775808"),
        tag("int64", "18446744073709551615"),
        tag("own", "9007199254740993"),
    ]
    .join(",");
    let outcome = read_well(&jaeger_span(&format!(r#""tags":[{tags}]"#)));
    assert_eq!(
        attributes_of(only_trace(&outcome), SpanIdx(0)),
        [
            "n=9007199254740993",
            "n=9007199254740993",
            "n=-9223372036854775808",
            "n=18446744073709551615",
            "n=9007199254740993"
        ]
    );
    let value = |value: &str| format!(r#"{{"key":"n","value":{{"intValue":{value}}}}}"#);
    let values = [value("\"9007199254740993\""), value("9007199254740993")].join(",");
    let outcome = read_well(&otlp_span(&format!(r#""attributes":[{values}]"#)));
    let trace = only_trace(&outcome);
    assert_eq!(attributes_of(trace, SpanIdx(0)), ["n=9007199254740993"; 2]);
    assert!(trace.repairs(SpanIdx(0)).iter().all(|repair| repair != Repair::FieldIgnored));
}

#[test]
fn numbers_that_no_double_holds_are_shown_as_text() {
    let tags =
        [r#"1e400"#, "-1e400", "NaN", "Infinity", "-Infinity", "123456789012345678901234567890"]
            .map(|number| format!(r#"{{"key":"n","type":"float64","value":{number}}}"#));
    let outcome = read_well(&jaeger_span(&format!(r#""tags":[{}]"#, tags[..5].join(","))));
    assert_eq!(
        attributes_of(only_trace(&outcome), SpanIdx(0)),
        ["n=1e400", "n=-1e400", "n=NaN", "n=Infinity", "n=-Infinity"]
    );
    let outcome = read_well(&otlp_span(
        r#""attributes":[{"key":"n","value":{"doubleValue":"NaN"}},{"key":"n","value":{"doubleValue":1e400}},{"key":"n","value":{"doubleValue":-0}}]"#,
    ));
    let trace = only_trace(&outcome);
    assert_eq!(attributes_of(trace, SpanIdx(0)), ["n=NaN", "n=1e400", "n=-0.0"]);
    assert!(trace.repairs(SpanIdx(0)).iter().all(|repair| repair != Repair::FieldIgnored));
}

#[test]
fn ids_are_exact_whatever_their_case_length_or_alphabet() {
    let spans = |ids: &str| format!(r#"{{"data":[{{"spans":[{{{ids}}}]}}]}}"#);
    for (ids, trace_id, span_id) in [
        (
            r#""traceID":"4BF92F3577B34DA6A3CE929D0E0E4736","spanID":"00F067AA0BA902B7""#,
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "00f067aa0ba902b7",
        ),
        (r#""traceID":"ab","spanID":"1""#, "00000000000000ab", "0000000000000001"),
        (
            r#""traceID":"ffffffffffffffff1","spanID":"ffffffffffffffff""#,
            "000000000000000ffffffffffffffff1",
            "ffffffffffffffff",
        ),
        (
            r#""traceID":"order-17","spanID":"7b1e9a52-3c1f-4d0e-9d1f-1b1f1b1f1b1f""#,
            "order-17",
            "7b1e9a52-3c1f-4d0e-9d1f-1b1f1b1f1b1f",
        ),
    ] {
        let outcome = read_well(&spans(ids));
        let trace = only_trace(&outcome);
        assert_eq!(trace.pool().trace_id_text(trace.id()), trace_id);
        assert_eq!(trace.pool().span_id_text(trace.span_id(SpanIdx(0))), span_id);
    }
    let base64 = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"S/kvNXezTaajzpKdDg5HNg==","spanId":"APBnqgupArc="}]}]}]}"#;
    let outcome = read_well(base64);
    let trace = only_trace(&outcome);
    assert_eq!(trace.id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(trace.span_id(SpanIdx(0)).to_string(), "00f067aa0ba902b7");
}

#[test]
fn texts_that_are_not_unicode_are_replaced_marked_and_counted() {
    let mut bytes = jaeger_span(
        r#""operationName":"a!b","tags":[{"key":"k","value":"\ud83d \u0000 \ud83e\udd80"}]"#,
    )
    .into_bytes();
    let at = bytes.iter().position(|&byte| byte == b'!').expect("it is there");
    bytes[at] = 0xff;
    let outcome = spanscope::ingest::read("test.json", &bytes);
    let trace = only_trace(&outcome);
    assert_eq!(trace.name_text(SpanIdx(0)), "a\u{fffd}b");
    assert_eq!(attributes_of(trace, SpanIdx(0)), ["k=\u{fffd} \0 🦀"]);
    assert!(trace.repairs(SpanIdx(0)).has(Repair::InvalidText));
    assert_eq!(
        (outcome.warnings[0].kind, outcome.warnings[0].count),
        (WarningKind::TextReplaced, 2)
    );
}

#[test]
fn names_of_javascript_prototypes_are_plain_data() {
    let text = r#"{"data":[{"traceID":"a","processes":{"__proto__":{"serviceName":"constructor","tags":[{"key":"toString","type":"string","value":"__proto__"}]}},"spans":[{"spanID":"1","operationName":"__proto__","processID":"__proto__","tags":[{"key":"__proto__","type":"string","value":"hasOwnProperty"}]}]}]}"#;
    let outcome = read_well(text);
    let trace = only_trace(&outcome);
    assert_eq!(trace.service_text(SpanIdx(0)), "constructor");
    assert_eq!(attributes_of(trace, SpanIdx(0)), ["__proto__=hasOwnProperty"]);
    assert!(trace.repairs(SpanIdx(0)).is_empty());
}

#[test]
fn a_key_that_comes_twice_counts_once_and_is_told() {
    let outcome = read_well(&jaeger_span(
        r#""operationName":"first","tags":[{"key":"a","value":1},{"key":"error","value":true}],"tags":[{"key":"b","value":2}],"operationName":"last""#,
    ));
    let trace = only_trace(&outcome);
    assert_eq!(trace.name_text(SpanIdx(0)), "last");
    assert_eq!(attributes_of(trace, SpanIdx(0)), ["b=2"]);
    assert!(!trace.is_error(SpanIdx(0)));
    assert_eq!(
        (outcome.warnings[0].kind, outcome.warnings[0].count),
        (WarningKind::DuplicateKey, 2)
    );
}

#[test]
fn nesting_as_deep_as_allowed_is_read() {
    let deep = "[".repeat(120) + "1" + &"]".repeat(120);
    let outcome = read_well(&jaeger_span(&format!(r#""tags":[{{"key":"k","value":{deep}}}]"#)));
    assert_eq!(attributes_of(only_trace(&outcome), SpanIdx(0)), [format!("k={deep}")]);
}

#[test]
fn fields_of_the_wrong_kind_do_not_hide_the_span() {
    let outcome = read_well(&jaeger_span(
        r#""operationName":{"a":[1]},"references":"none","startTime":"soon","duration":[],"tags":{"a":1},"logs":7,"processID":[],"process":3,"warnings":true,"flags":"x","parentSpanID":{}"#,
    ));
    assert!(only_trace(&outcome).repairs(SpanIdx(0)).has(Repair::FieldIgnored));
    let outcome = read_well(&otlp_span(
        r#""name":[],"kind":"SPAN_KIND_STRANGE","startTimeUnixNano":true,"endTimeUnixNano":{},"attributes":{"a":1},"events":"none","links":[1],"status":"ERROR","traceState":{},"flags":-1,"droppedEventsCount":"many""#,
    ));
    assert!(only_trace(&outcome).repairs(SpanIdx(0)).has(Repair::FieldIgnored));
}

#[test]
fn a_span_without_an_id_is_shown() {
    let outcome = read_well(r#"{"data":[{"traceID":"a","spans":[{"operationName":"nameless"}]}]}"#);
    let trace = only_trace(&outcome);
    assert_eq!(trace.name_text(SpanIdx(0)), "nameless");
    assert!(trace.repairs(SpanIdx(0)).has(Repair::FieldIgnored));
}

#[test]
fn a_process_of_its_own_for_each_of_fifty_thousand_spans_takes_no_longer_than_one() {
    let mut spans = String::new();
    for id in 1..=50_000 {
        let comma = if id == 1 { "" } else { "," };
        let _ = write!(spans, r#"{comma}{{"spanID":"{id:x}","processID":"p{id}"}}"#);
    }
    // Compared each with each, this would be 2,500,000,000 comparisons.
    let outcome = read_well(&format!(r#"{{"data":[{{"traceID":"a","spans":[{spans}]}}]}}"#));
    let counts = only_trace(&outcome).repair_counts();
    assert!(counts.contains(&(Repair::UnknownResource, 50_000)));
}

#[test]
fn a_resource_repeated_after_many_spans_counts_once() {
    let span = |id: u32| format!(r#"{{"traceId":"a","spanId":"{id:x}"}}"#);
    let spans: Vec<String> = (1..=20_000).map(span).collect();
    let resource =
        r#","resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]}"#;
    // Told to every span each time, this would be 800,000,000 changes.
    let resources = resource.repeat(40_000);
    let text = format!(
        r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{}]}}]{resources}}}]}}"#,
        spans.join(",")
    );
    let outcome = read_well(&text);
    let trace = only_trace(&outcome);
    assert!(trace.spans().all(|span| trace.service_text(span) == "web"));
}

#[test]
fn spans_read_before_a_file_breaks_off_know_their_resource() {
    let text = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"a","spanId":"1"}]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"cut"#;
    let outcome = super::read(text);
    assert_eq!(only_trace(&outcome).service_text(SpanIdx(0)), "web");
}
