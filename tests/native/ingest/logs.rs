//! Log records become events of their spans, wherever they stand.

use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, LogsData, ResourceLogs, ScopeLogs};
use prost::Message;
use spanscope::ingest::{Format, Outcome, Reader, WarningKind};
use spanscope::trace::{Repair, SpanIdx, Trace};

use super::protobuf_messages::Framing;
use super::{attribute_words, error_of, only_trace, otlp_span, read_well, span_total};

const IDS: &str = r#""traceId":"000000000000000000000000000000a1","spanId":"00000000000000b1""#;
const SPAN: &str = r#""startTimeUnixNano":"1700000000000000100","endTimeUnixNano":"1700000000000000900","events":[{"timeUnixNano":"1700000000000000500","name":"retry"}]"#;

/// An object with these log records, as the members of each.
fn logs(records: &[&str]) -> String {
    let records: Vec<String> = records.iter().map(|members| format!("{{{members}}}")).collect();
    format!(
        r#"{{"resourceLogs":[{{"resource":{{"attributes":[]}},"scopeLogs":[{{"scope":{{"name":"x"}},"logRecords":[{}]}}]}}]}}"#,
        records.join(",")
    )
}

/// The record of the span above, with these members.
fn record(members: &str) -> String {
    format!("{IDS},{members}")
}

fn events_of(trace: &Trace) -> Vec<String> {
    let pool = trace.pool();
    let events = pool.events(trace.events(SpanIdx(0))).iter();
    let words = events.map(|event| {
        let attributes = attribute_words(pool, event.attributes).join(" ");
        format!("{} {} {attributes}", event.time_nanos % 1000, pool.text(event.name))
    });
    words.map(|words| words.trim_end().to_owned()).collect()
}

#[test]
fn logs_before_and_after_their_span_become_its_events_in_the_order_of_time() {
    let early = record(
        r#""timeUnixNano":"1700000000000000200","severityText":"INFO","severityNumber":17,"body":{"stringValue":"begun"},"attributes":[{"key":"n","value":{"intValue":"1"}}]"#,
    );
    let late = record(
        r#""observedTimeUnixNano":"1700000000000000800","severityNumber":18,"body":{"kvlistValue":{"values":[{"key":"a","value":{"boolValue":true}}]}}"#,
    );
    let timeless = record(r#""body":{"stringValue":"when?"}"#);
    let (first, last) = (logs(&[&late]), logs(&[&early, &timeless]));
    for text in [
        format!("{first}\n{}\n{last}", otlp_span(SPAN)),
        format!("{first}\n{last}\n{}", otlp_span(SPAN)),
        format!("[{},{first},{last}]", otlp_span(SPAN)),
        format!("{first}{last}{}", otlp_span(SPAN))
            .replace("scopeLogs", "scope_logs")
            .replace("logRecords", "log_records"),
    ] {
        let outcome = read_well(&text);
        assert_eq!(outcome.warnings, []);
        assert_eq!(
            events_of(only_trace(&outcome)),
            [
                "100 log body=when?",
                "200 log severity_text=INFO body=begun n=1",
                "500 retry",
                r#"800 log severity_text=ERROR body={"a":true}"#,
            ]
        );
    }
}

#[test]
fn a_log_is_named_by_its_event_or_by_its_exception() {
    let exception = r#"{"key":"exception.type","value":{"stringValue":"IOError"}}"#;
    let named = r#"{"key":"event.name","value":{"stringValue":"order.placed"}}"#;
    for (members, event) in [
        (r#""body":{}"#.to_owned(), "100 log"),
        (format!(r#""attributes":[{exception}]"#), "100 exception exception.type=IOError"),
        (
            format!(r#""attributes":[{exception},{named}]"#),
            "100 order.placed exception.type=IOError event.name=order.placed",
        ),
        (
            format!(r#""eventName":"device.crash","attributes":[{exception}]"#),
            "100 device.crash exception.type=IOError",
        ),
        (r#""severityNumber":"SEVERITY_NUMBER_WARN2""#.to_owned(), "100 log severity_text=WARN"),
    ] {
        let span = SPAN.replace(r#""name":"retry""#, "").replace("500\",}", "500\"}");
        let text = format!(
            "{}\n{}",
            otlp_span(&span.replace(r#","events":[{"timeUnixNano":"1700000000000000500"}]"#, "")),
            logs(&[&record(&members)])
        );
        assert_eq!(events_of(only_trace(&read_well(&text))), [event]);
    }
}

#[test]
fn logs_of_another_file_find_their_span() {
    let mut reader = Reader::new();
    for (name, text) in
        [("logs.json", logs(&[&record(r#""eventName":"a""#)])), ("spans.json", otlp_span(""))]
    {
        reader.begin_source(name);
        assert_eq!(reader.push(text.as_bytes()), Ok(()));
        assert_eq!(reader.end_source(), Ok(()));
    }
    let outcome = reader.finish();
    assert_eq!(events_of(only_trace(&outcome)), ["0 a"]);
    assert_eq!(outcome.sources[0].format, Some(Format::OtlpJson));
    assert_eq!((outcome.sources[0].spans, &outcome.sources[0].error), (0, &None));
}

#[test]
fn logs_without_a_span_are_counted() {
    let stranger = r#""traceId":"000000000000000000000000000000a1","spanId":"00000000000000c1""#;
    let outsider = r#""traceId":"000000000000000000000000000000ff","spanId":"00000000000000b1""#;
    let of_no_span = [r#""body":{"stringValue":"started"}"#, r#""traceId":"","spanId":"""#];
    let text =
        format!("{}\n{}", logs(&[stranger, outsider, of_no_span[0], of_no_span[1]]), otlp_span(""));
    let outcome = read_well(&text);
    assert_eq!(outcome.recording.traces.len(), 1);
    let told: Vec<(WarningKind, usize)> =
        outcome.warnings.iter().map(|warning| (warning.kind, warning.count)).collect();
    assert_eq!(told, [(WarningKind::OtherSignal, 2), (WarningKind::LogsWithoutSpan, 2)]);
    assert!(outcome.warnings[0].detail.contains("2 log records of no span"));
}

#[test]
fn logs_alone_are_not_a_trace() {
    let error = error_of(logs(&[&record(r#""eventName":"a""#)]).as_bytes());
    assert!(
        error.to_string().contains("log records, without the spans that they belong to"),
        "{error}"
    );
    let error = error_of(logs(&[r#""body":{"stringValue":"started"}"#]).as_bytes());
    assert!(error.to_string().contains("1 object of logs"), "{error}");
}

#[test]
fn of_spans_with_one_id_the_earliest_gets_the_logs() {
    let span = |start: u64| {
        otlp_span(&format!(r#""startTimeUnixNano":"{start}","endTimeUnixNano":"{start}""#))
    };
    let (late, early) = (span(1_700_000_000_000_000_900), span(1_700_000_000_000_000_100));
    let outcome =
        read_well(&format!("{late}\n{early}\n{}", logs(&[&record(r#""eventName":"a""#)])));
    assert_eq!(events_of(only_trace(&outcome)), ["100 a"]);
}

#[test]
fn what_had_to_be_repaired_in_a_log_is_told_by_its_span() {
    let text = logs(&[&record(r#""timeUnixNano":"1700000000000","body":{"intValue":"many"}"#)]);
    let outcome = read_well(&format!("{}\n{text}", otlp_span("")));
    let repairs = only_trace(&outcome).repairs(SpanIdx(0));
    assert!(repairs.has(Repair::TimeUnit) && repairs.has(Repair::FieldIgnored));
    assert_eq!(events_of(only_trace(&outcome)), ["0 log body=many"]);
}

#[test]
fn a_hundred_thousand_logs_of_one_span_among_as_many_spans_of_one_id_take_no_time() {
    let span = format!("{{{IDS}}}");
    let spans = vec![span.as_str(); 100_000].join(",");
    let text = format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#);
    // Compared each with each, this would be 10,000,000,000 comparisons.
    let outcome = read_well(&format!("{text}\n{}", logs(&vec![IDS; 100_000])));
    let trace = only_trace(&outcome);
    assert_eq!(trace.spans().map(|span| trace.events(span).len()).sum::<usize>(), 100_000);
}

fn in_protobuf(records: Vec<LogRecord>) -> Vec<u8> {
    let scope = ScopeLogs { log_records: records, ..ScopeLogs::default() };
    let resource = ResourceLogs { scope_logs: vec![scope], ..ResourceLogs::default() };
    LogsData { resource_logs: vec![resource] }.encode_to_vec()
}

fn read_protobuf(bytes: &[u8]) -> Outcome {
    spanscope::ingest::read("mixed.pb", bytes)
}

#[test]
fn logs_in_protobuf_are_told_by_their_fields_and_find_their_spans() {
    use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, TracesData};
    let (trace_id, span_id) = (vec![0xa1; 16], vec![0xb1; 8]);
    let text = |text: &str| AnyValue { value: Some(Any::StringValue(text.to_owned())) };
    let attribute = KeyValue {
        key: "exception.type".to_owned(),
        value: Some(text("IOError")),
        ..KeyValue::default()
    };
    let record = LogRecord {
        time_unix_nano: 1_700_000_000_000_000_200,
        severity_number: 17,
        body: Some(text("failed")),
        attributes: vec![attribute],
        trace_id: trace_id.clone(),
        span_id: span_id.clone(),
        ..LogRecord::default()
    };
    let observed = LogRecord {
        time_unix_nano: 0,
        observed_time_unix_nano: 1_700_000_000_000_000_300,
        severity_text: "Error".to_owned(),
        event_name: "seen".to_owned(),
        attributes: Vec::new(),
        body: None,
        ..record.clone()
    };
    let of_no_span = LogRecord { trace_id: Vec::new(), ..record.clone() };
    let span = Span { trace_id, span_id, ..Span::default() };
    let scope = ScopeSpans { spans: vec![span], ..ScopeSpans::default() };
    let resource = ResourceSpans { scope_spans: vec![scope], ..ResourceSpans::default() };
    let spans = TracesData { resource_spans: vec![resource] }.encode_to_vec();
    let logs = in_protobuf(vec![record, of_no_span, observed]);
    for framing in Framing::ALL {
        for parts in [[logs.clone(), spans.clone()], [spans.clone(), logs.clone()]] {
            let outcome = read_protobuf(&framing.join(&parts));
            assert_eq!((span_total(&outcome), &outcome.sources[0].error), (1, &None));
            assert_eq!(
                events_of(only_trace(&outcome)),
                [
                    "200 exception severity_text=ERROR body=failed exception.type=IOError",
                    "300 seen severity_text=Error",
                ]
            );
            let told = &outcome.warnings[0];
            assert_eq!((outcome.warnings.len(), told.kind), (1, WarningKind::OtherSignal));
            assert!(told.detail.contains("1 log record of no span"), "{}", told.detail);
        }
    }
    let error = error_of(&logs);
    assert!(error.to_string().contains("log records, without the spans"), "{error}");
}

#[test]
fn a_damaged_log_in_protobuf_is_left_out_and_told() {
    let good = LogRecord {
        trace_id: vec![1; 16],
        span_id: vec![2; 8],
        time_unix_nano: 5,
        ..LogRecord::default()
    };
    let mut logs = in_protobuf(vec![good; 20]);
    let end = logs.len();
    // The length of the last record's last field.
    logs[end - 9] = 0x7f;
    let outcome = read_protobuf(&logs);
    let told: Vec<(WarningKind, usize)> =
        outcome.warnings.iter().map(|warning| (warning.kind, warning.count)).collect();
    assert_eq!(told, [(WarningKind::FieldIgnored, 1), (WarningKind::LogsWithoutSpan, 19)]);
}
