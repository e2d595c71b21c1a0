//! OTLP protobuf in the forms that exporters write, and in forms that nobody should.

use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, KeyValue};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::{
    Gauge, Metric, MetricsData, NumberDataPoint, ResourceMetrics, ScopeMetrics,
};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, TracesData};
use prost::Message;
use spanscope::ingest::{Format, LooksLike, Outcome, ReadErrorKind, Reader, WarningKind};
use spanscope::trace::{Repair, SpanIdx};

use super::documents::Random;
use super::protobuf_messages::{Framing, field};
use super::{attributes_of, error_of, only_trace, span_total};

const ONE: SpanIdx = SpanIdx(0);
const START: u64 = 1_700_000_000_000_000_000;

fn span() -> Span {
    Span {
        trace_id: vec![0xa1; 16],
        span_id: vec![0xb1; 8],
        name: "charge".to_owned(),
        start_time_unix_nano: START,
        end_time_unix_nano: START + 5,
        ..Span::default()
    }
}

/// A file with these spans, each already encoded.
fn file_of(spans: &[&[u8]]) -> Vec<u8> {
    let spans: Vec<u8> = spans.iter().flat_map(|span| field(2, span)).collect();
    field(1, &field(2, &spans))
}

fn file(span: &Span) -> Vec<u8> {
    file_of(&[&span.encode_to_vec()])
}

fn read(bytes: &[u8]) -> Outcome {
    spanscope::ingest::read("traces.pb", bytes)
}

fn read_well(bytes: &[u8]) -> Outcome {
    let outcome = read(bytes);
    assert_eq!(outcome.sources[0].error, None);
    assert_eq!(outcome.sources[0].format, Some(Format::OtlpProtobuf));
    outcome
}

fn text_attribute(key: &str, text: &str) -> KeyValue {
    let value = AnyValue { value: Some(Any::StringValue(text.to_owned())) };
    KeyValue { key: key.to_owned(), value: Some(value), ..KeyValue::default() }
}

#[test]
fn every_framing_is_told_by_its_bytes() {
    let one = file(&span());
    let large = file(&Span { name: "x".repeat(70_000), ..span() });
    for messages in [vec![one.clone()], vec![one.clone(), Vec::new(), one.clone()], vec![large]] {
        for framing in Framing::ALL {
            let outcome = read_well(&framing.join(&messages));
            let spans = messages.iter().filter(|message| !message.is_empty()).count();
            assert_eq!(span_total(&outcome), spans, "{framing:?}");
            assert_eq!(outcome.warnings, []);
        }
    }
}

#[test]
fn an_empty_message_in_front_does_not_change_the_framing() {
    // Short messages with resources that say nothing: where the zero and the length are taken
    // for the highest bytes of another, the second resource still looks like one.
    let small = Span { trace_id: span().trace_id, span_id: span().span_id, ..Span::default() };
    let spans = field(2, &field(2, &small.encode_to_vec()));
    let resource_spans = field(1, &[field(1, &[]), spans].concat());
    let message = [resource_spans.clone(), resource_spans].concat();
    assert!(message.len() < 128, "{} bytes", message.len());
    for empty_messages in 1..4 {
        let mut messages = vec![Vec::new(); empty_messages];
        messages.push(message.clone());
        for framing in [Framing::Varint, Framing::BigEndian] {
            let outcome = read_well(&framing.join(&messages));
            assert_eq!(span_total(&outcome), 2, "{empty_messages} and {framing:?}");
        }
    }
}

#[test]
fn a_length_that_looks_like_another_file_is_a_length() {
    // 0xff 0xfe and 0xfe 0xff begin UTF-16, `{` and `[` JSON.
    for length in [b'{' as usize, b'[' as usize, 0x3f7f, 0x3ffe, 0x7f7f] {
        let mut span = Span { name: "n".repeat(length.saturating_sub(100)), ..span() };
        while file(&span).len() < length {
            span.name.push('n');
        }
        let message = file(&span);
        assert!(message.len() - length < 3, "{length:#x} became {:#x}", message.len());
        assert_eq!(span_total(&read_well(&Framing::Varint.join(&[message]))), 1);
    }
}

#[test]
fn text_and_noise_are_not_taken_for_protobuf() {
    for text in
        ["\n{\"data\":[]}", "\n\n\n[\n\n", "\n \n\n\t{", "{\n\t\"a\": 1}", "[\n\t{\n", "\n5\n"]
    {
        let format = read(text.as_bytes()).sources[0].format;
        assert_ne!(format, Some(Format::OtlpProtobuf), "{text:?}");
    }
    let noise = |looks_like| ReadErrorKind::NotATrace { looks_like };
    assert_eq!(error_of(b"\x01\x02\x03\x04").kind, noise(LooksLike::Binary));
    assert_eq!(error_of(&[0x0a, 0xee, 0x07].repeat(200)).kind, noise(LooksLike::Binary));
    assert_eq!(error_of(b"\0\0\0\x20ftypisom\0\0").kind, noise(LooksLike::Binary));
    let words = error_of(&[0; 600]).to_string();
    assert!(words.contains("This is not a trace: it looks like a binary file"), "{words}");
}

#[test]
fn random_bytes_are_not_taken_for_protobuf() {
    let mut random = Random::new(1);
    for _ in 0..20_000 {
        let length = 64 + random.below(500);
        let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        assert_ne!(read(&bytes).sources[0].format, Some(Format::OtlpProtobuf), "{bytes:?}");
    }
}

#[test]
fn resource_and_scope_may_stand_after_the_spans() {
    let scope = field(1, &[field(1, b"flask"), field(2, b"1")].concat());
    let resource = field(1, &field(1, &text_attribute("service.name", "web").encode_to_vec()));
    let spans = field(2, &span().encode_to_vec());
    for bytes in [
        field(1, &[&resource[..], &field(2, &[&scope[..], &spans].concat())].concat()),
        field(1, &[&field(2, &[&spans[..], &scope].concat())[..], &resource].concat()),
        // What scopes were called before OTLP 1.0.
        field(1, &[&resource[..], &field(1000, &[&spans[..], &scope].concat())].concat()),
    ] {
        let outcome = read_well(&bytes);
        let trace = only_trace(&outcome);
        let scope = trace.pool().scope(trace.scope_idx(ONE));
        assert_eq!(trace.service_text(ONE), "web");
        assert_eq!(
            (trace.pool().text(scope.name), trace.pool().text(scope.version)),
            ("flask", "1")
        );
    }
}

#[test]
fn repeated_resources_are_stored_once() {
    let resource = field(1, &field(1, &text_attribute("service.name", "web").encode_to_vec()));
    let spans = field(2, &field(2, &span().encode_to_vec()));
    let bytes = field(1, &[resource, spans].concat()).repeat(20);
    let outcome = read_well(&bytes);
    assert_eq!(span_total(&outcome), 20);
    // The first stands for "nothing said".
    assert_eq!(outcome.recording.pool.resources().len(), 2);
}

#[test]
fn fields_of_the_wrong_wire_type_do_not_hide_the_span() {
    let good = span().encode_to_vec();
    // kind as bytes; start as a varint; flags as bytes; events, status and name as numbers.
    for field in
        [&b"\x32\x01\x02"[..], b"\x38\x07", b"\x82\x01\x00", b"\x58\x01", b"\x78\x02", b"\x28\x09"]
    {
        let outcome = read_well(&file_of(&[&[&good[..], field].concat()]));
        let trace = only_trace(&outcome);
        assert_eq!((trace.name_text(ONE), trace.start_nanos(ONE)), ("charge", START));
        assert!(trace.repairs(ONE).has(Repair::FieldIgnored), "{field:?}");
    }
    for odd in [Span { kind: 9, ..span() }, Span { kind: -1, ..span() }] {
        assert!(only_trace(&read_well(&file(&odd))).repairs(ONE).has(Repair::FieldIgnored));
    }
}

#[test]
fn a_field_that_comes_twice_counts_once_and_is_told() {
    let mut twice = span().encode_to_vec();
    twice.extend(field(5, b"last"));
    let outcome = read_well(&file_of(&[&twice]));
    assert_eq!(only_trace(&outcome).name_text(ONE), "last");
    assert_eq!(outcome.warnings[0].kind, WarningKind::DuplicateKey);
}

#[test]
fn texts_that_are_not_unicode_are_replaced_marked_and_counted() {
    let name = field(5, b"a\xffb");
    let attribute = field(9, &[field(1, b"k"), field(2, &field(1, b"\xc3"))].concat());
    let ids = Span { name: String::new(), ..span() }.encode_to_vec();
    let outcome = read_well(&file_of(&[&[ids, name, attribute].concat()]));
    let trace = only_trace(&outcome);
    assert_eq!(trace.name_text(ONE), "a\u{fffd}b");
    assert_eq!(attributes_of(trace, ONE), ["k=\u{fffd}"]);
    assert!(trace.repairs(ONE).has(Repair::InvalidText));
    let warning = &outcome.warnings[0];
    assert_eq!((warning.kind, warning.count), (WarningKind::TextReplaced, 2));
}

#[test]
fn numbers_keep_every_bit() {
    let attribute = |value: Any| KeyValue {
        key: "n".to_owned(),
        value: Some(AnyValue { value: Some(value) }),
        ..KeyValue::default()
    };
    let attributes = [
        Any::IntValue(i64::MIN),
        Any::IntValue(9_007_199_254_740_993),
        Any::DoubleValue(f64::NAN),
        Any::DoubleValue(f64::NEG_INFINITY),
        Any::DoubleValue(-0.0),
    ]
    .map(attribute);
    let outcome = read_well(&file(&Span { attributes: attributes.to_vec(), ..span() }));
    assert_eq!(
        attributes_of(only_trace(&outcome), ONE),
        ["n=-9223372036854775808", "n=9007199254740993", "n=NaN", "n=-Infinity", "n=-0.0"]
    );
}

#[test]
fn times_in_milliseconds_are_told_by_their_size() {
    let odd = Span {
        start_time_unix_nano: START / 1_000_000,
        end_time_unix_nano: 1_700_000_000_005,
        ..span()
    };
    let outcome = read_well(&file(&odd));
    let trace = only_trace(&outcome);
    assert_eq!((trace.start_nanos(ONE), trace.duration_nanos(ONE)), (START, 5_000_000));
    assert!(trace.repairs(ONE).has(Repair::TimeUnit));
}

#[test]
fn what_jaeger_warns_about_is_a_warning_here_too() {
    let values = vec![AnyValue { value: Some(Any::StringValue("clock skew".to_owned())) }];
    let value = AnyValue { value: Some(Any::ArrayValue(ArrayValue { values })) };
    let attribute =
        KeyValue { key: "@jaeger@warnings".to_owned(), value: Some(value), ..KeyValue::default() };
    let outcome = read_well(&file(&Span { attributes: vec![attribute], ..span() }));
    assert!(only_trace(&outcome).repairs(ONE).has(Repair::ProducerWarning));
    assert_eq!(outcome.warnings[0].kind, WarningKind::ProducerWarning);
}

#[test]
fn spans_that_cannot_be_shown_are_set_aside_and_the_others_are_shown() {
    let good = span().encode_to_vec();
    let nested = (0..300).fold(field(1, b"deep"), |inner, _| field(5, &field(1, &inner)));
    let deep = [&good[..], &field(9, &[field(1, b"k"), field(2, &nested)].concat())].concat();
    let no_trace = Span { trace_id: Vec::new(), ..span() }.encode_to_vec();
    let only_trace_id = field(1, &[7; 16]);
    // A name that is longer than its span.
    let damaged = [&good[..], b"\x2a\x7fname"].concat();
    let group = [&good[..], b"\x0b\x0c"].concat();
    let outcome =
        read_well(&file_of(&[&good, &damaged, &deep, &no_trace, &only_trace_id, &group, &good]));
    assert_eq!(span_total(&outcome), 2);
    let reasons: Vec<&str> = outcome.set_aside.iter().map(|span| span.reason.name()).collect();
    assert_eq!(reasons, ["damaged", "too_deep", "no_trace_id", "nothing_to_show", "damaged"]);
    assert!(outcome.set_aside[0].excerpt.contains("charge"));
}

#[test]
fn nesting_as_deep_as_allowed_is_read() {
    let nested = (0..128).fold(field(1, b"deep"), |inner, _| field(5, &field(1, &inner)));
    let attribute = field(9, &[field(1, b"k"), field(2, &nested)].concat());
    let outcome = read_well(&file_of(&[&[span().encode_to_vec(), attribute].concat()]));
    let deep = format!("k={}\"deep\"{}", "[".repeat(128), "]".repeat(128));
    assert_eq!(attributes_of(only_trace(&outcome), ONE), [deep]);
}

#[test]
fn damage_near_the_beginning_does_not_hide_what_the_file_is() {
    let attributes = ["a", "b", "c"].map(|key| field(1, &text_attribute(key, "x").encode_to_vec()));
    let resource = field(1, &attributes.concat());
    let spans = field(2, &field(2, &span().encode_to_vec()));
    let bytes = [field(1, &[resource, spans].concat()), vec![0x0f; 9]].concat();
    let outcome = read(&bytes);
    assert_eq!(span_total(&outcome), 1);
    assert_eq!(
        outcome.sources[0].error.as_ref().map(|error| error.kind.name()),
        Some("not_protobuf")
    );
}

#[test]
fn a_resource_that_cannot_be_read_is_left_out_and_told() {
    let resource = field(1, b"\x0a\x7fcut");
    // Behind the bytes that tell the format.
    let spans = field(2, &field(2, &span().encode_to_vec())).repeat(20);
    let outcome = read_well(&field(1, &[spans, resource].concat()));
    assert_eq!(only_trace(&outcome).service_text(ONE), "");
    assert_eq!(outcome.warnings[0].kind, WarningKind::FieldIgnored);
}

#[test]
fn bytes_that_no_message_has_are_told_with_their_place() {
    let whole = file(&span());
    for (tail, expected) in [
        (&b"\x0f"[..], "field of a known kind"),
        (b"\x00", "field of a known kind"),
        (b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "whole number"),
    ] {
        // Behind the bytes that tell the format.
        let bytes = [&whole.repeat(20)[..], tail].concat();
        let outcome = read(&bytes);
        let error = outcome.sources[0].error.clone().expect("it is damaged");
        assert_eq!(error.kind, ReadErrorKind::NotProtobuf { expected: expected.to_owned() });
        assert_eq!(error.offset, (bytes.len() - tail.len()) as u64);
        assert_eq!(span_total(&outcome), 20);
        assert!(error.to_string().contains("What came before is shown"), "{error}");
    }
    // A scope that is longer than its resource.
    let bytes = [&whole.repeat(20)[..], b"\x0a\x04\x12\x30\x0a\x00"].concat();
    let error = error_of(&bytes);
    assert_eq!((error.offset, error.reading.as_str()), (bytes.len() as u64 - 3, "a resource"));
}

#[test]
fn a_file_that_ends_too_early_says_in_which_span() {
    let whole = file(&span()).repeat(3);
    let error = error_of(&whole[..whole.len() - 4]);
    assert_eq!((error.kind, error.offset), (ReadErrorKind::Truncated, whole.len() as u64 - 4));
    assert_eq!(error.reading, "a scope");
    let two: Vec<u8> = [span().encode_to_vec(), span().encode_to_vec()]
        .iter()
        .flat_map(|span| field(2, span))
        .collect();
    let whole = field(1, &field(2, &two));
    assert_eq!(error_of(&whole[..whole.len() - 4]).reading, "span 2");
}

#[test]
fn lengths_that_no_file_has_make_nothing_grow() {
    for length in [b"\xff\xff\xff\xff\x0f".as_slice(), b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f"] {
        for head in [&b"\x0a"[..], b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x0a"] {
            let bytes = [&file(&span()).repeat(20)[..], head, length, b"\x0a\x02"].concat();
            let outcome = read(&bytes);
            assert_eq!(span_total(&outcome), 20);
            assert!(outcome.sources[0].error.is_some());
        }
    }
}

#[test]
fn a_field_of_a_gigabyte_that_nobody_knows_is_passed_over_in_slices() {
    let mut reader = Reader::new();
    reader.begin_source("large.pb");
    let slice = vec![0x0a; 1 << 20];
    assert_eq!(reader.push(&file(&span())), Ok(()));
    // Field 99 of the outermost message: 256 MiB.
    assert_eq!(reader.push(b"\x9a\x06\x80\x80\x80\x80\x01"), Ok(()));
    for _ in 0..256 {
        assert_eq!(reader.push(&slice), Ok(()));
    }
    assert_eq!(reader.push(&file(&Span { span_id: vec![2; 8], ..span() })), Ok(()));
    assert_eq!(reader.end_source(), Ok(()));
    assert_eq!(span_total(&reader.finish()), 2);
}

#[test]
fn a_long_span_in_many_slices_is_not_read_again_for_each() {
    let long = Span { attributes: vec![text_attribute("k", &"x".repeat(20_000_000))], ..span() };
    let bytes = file(&long);
    let mut reader = Reader::new();
    reader.begin_source("long.pb");
    // Read again for every slice, this would take 200,000 × 10 MB.
    for slice in bytes.chunks(100) {
        assert_eq!(reader.push(slice), Ok(()));
    }
    let outcome = reader.finish();
    assert_eq!(attributes_of(only_trace(&outcome), ONE)[0].len(), 20_000_002);
}

fn metrics() -> Vec<u8> {
    let metric = |name: &str| Metric {
        name: name.to_owned(),
        description: "how many".to_owned(),
        unit: "1".to_owned(),
        data: Some(Data::Gauge(Gauge { data_points: vec![NumberDataPoint::default(); 3] })),
        ..Metric::default()
    };
    let scope = ScopeMetrics {
        metrics: vec![metric("queue.length"), metric("queue.age")],
        ..ScopeMetrics::default()
    };
    let resource =
        ResourceMetrics { scope_metrics: vec![scope.clone(), scope], ..ResourceMetrics::default() };
    MetricsData { resource_metrics: vec![resource] }.encode_to_vec()
}

#[test]
fn metrics_between_the_messages_are_counted_and_passed_over() {
    let one = file(&span());
    let outcome = read_well(&Framing::BigEndian.join(&[metrics(), one.clone(), metrics(), one]));
    assert_eq!(span_total(&outcome), 2);
    assert_eq!(outcome.set_aside, []);
    let warning = &outcome.warnings[0];
    assert_eq!((warning.kind, warning.count), (WarningKind::OtherSignal, 2));
    assert!(warning.detail.contains("2 objects of metrics"), "{}", warning.detail);
    let error = error_of(&metrics());
    assert_eq!(error.kind, ReadErrorKind::NoSpans { holds: "1 object of metrics".to_owned() });
}

#[test]
fn a_file_without_spans_is_said_to_hold_none() {
    let scope =
        ScopeSpans { schema_url: "https://example.org".to_owned(), ..ScopeSpans::default() };
    let empty = ResourceSpans { scope_spans: vec![scope], ..ResourceSpans::default() };
    let error = error_of(&TracesData { resource_spans: vec![empty] }.encode_to_vec());
    assert_eq!(error.kind.name(), "no_spans");
    assert!(error.to_string().contains("OTLP protobuf with an empty list"), "{error}");
}
