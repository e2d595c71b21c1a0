//! OTLP JSON in all the forms that exporters and servers write.

use spanscope::ingest::{Format, WarningKind};
use spanscope::trace::{Repair, SpanIdx, SpanKind, Status};

use super::{attribute_words, attributes_of, only_trace, otlp_span, read_well, span_total};

const ONE: SpanIdx = SpanIdx(0);

#[test]
fn every_opening_form_is_told_by_its_bytes() {
    let one = otlp_span("");
    let (lines, v3) = (Format::OtlpJsonLines, Format::JaegerV3Json);
    for (text, format, spans) in [
        (one.clone(), Format::OtlpJson, 1),
        (format!("\u{feff}{one}\r\n"), Format::OtlpJson, 1),
        (format!("[{one},{one}]"), Format::OtlpJson, 2),
        (
            one.replace("resourceSpans", "resource_spans").replace("scopeSpans", "scope_spans"),
            Format::OtlpJson,
            1,
        ),
        (one.replace("scopeSpans", "instrumentationLibrarySpans"), Format::OtlpJson, 1),
        (format!("{one}\n{one}\n{one}"), lines, 3),
        (format!("{one}\r\n\r\n{one}\r\n"), lines, 2),
        (format!("{one}{one}"), lines, 2),
        (format!(r#"{{"result":{one}}}"#), v3, 1),
        (format!("{{\"result\":{one}}}\n{{\"result\":{one}}}"), v3, 2),
    ] {
        let outcome = read_well(&text);
        assert_eq!(outcome.sources[0].format, Some(format), "{text}");
        assert_eq!(span_total(&outcome), spans, "{text}");
        assert_eq!(outcome.warnings, [], "{text}");
    }
}

#[test]
fn other_signals_between_the_lines_are_counted_and_passed_over() {
    let one = otlp_span("");
    let metrics =
        r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","gauge":{}}]}]}]}"#;
    let logs =
        r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"up"}}]}]}]}"#;
    let text = [metrics, &one, logs, metrics, &one, "{\"note\":1}"].join("\r\n");
    let outcome = read_well(&text);
    assert_eq!(outcome.sources[0].format, Some(Format::OtlpJsonLines));
    assert_eq!(span_total(&outcome), 2);
    let told: Vec<(WarningKind, usize)> =
        outcome.warnings.iter().map(|warning| (warning.kind, warning.count)).collect();
    assert_eq!(told, [(WarningKind::OtherSignal, 3), (WarningKind::UnrecognisedValue, 1)]);
    assert!(
        outcome.warnings[0].detail.contains("1 log record of no span and 2 objects of metrics")
    );
}

#[test]
fn resource_and_scope_may_stand_after_the_spans() {
    let span = r#"{"traceId":"a1","spanId":"b1"}"#;
    let scope = r#""scope":{"name":"flask","version":"1","attributes":[{"key":"s","value":{"intValue":"1"}}]}"#;
    let resource = r#""resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}},{"key":"host","value":{"stringValue":"h"}}]}"#;
    for text in [
        format!(
            r#"{{"resourceSpans":[{{{resource},"scopeSpans":[{{{scope},"spans":[{span}]}}]}}]}}"#
        ),
        format!(
            r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{span}],{scope}}}],{resource}}}]}}"#
        ),
    ] {
        let outcome = read_well(&text);
        let trace = only_trace(&outcome);
        let pool = trace.pool();
        assert_eq!(trace.service_text(ONE), "web");
        assert_eq!(
            attribute_words(pool, trace.resource(ONE).attributes),
            ["service.name=web", "host=h"]
        );
        let scope = pool.scope(trace.scope_idx(ONE));
        assert_eq!((pool.text(scope.name), pool.text(scope.version)), ("flask", "1"));
        assert_eq!(attribute_words(pool, scope.attributes), ["s=1"]);
    }
}

#[test]
fn a_resource_without_attributes_does_not_inherit_from_the_one_before() {
    let named = r#"{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[{"scope":{"name":"x"},"spans":[{"traceId":"a","spanId":"1"}]},{"spans":[{"traceId":"b","spanId":"2"}]}]}"#;
    let bare = r#"{"scopeSpans":[{"spans":[{"traceId":"c","spanId":"3"}]}]}"#;
    let outcome = read_well(&format!(r#"{{"resourceSpans":[{named},{bare}]}}"#));
    let told: Vec<(&str, &str)> = outcome
        .recording
        .traces
        .iter()
        .map(|trace| {
            let scope = trace.pool().scope(trace.scope_idx(ONE));
            (trace.service_text(ONE), trace.pool().text(scope.name))
        })
        .collect();
    assert_eq!(told, [("web", "x"), ("web", ""), ("", "")]);
}

#[test]
fn repeated_resources_and_scopes_are_stored_once() {
    let one = otlp_span("").replace(
        r#"[{"scopeSpans":[{"#,
        r#"[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[{"scope":{"name":"x"},"#,
    );
    let outcome = read_well(&[one.as_str(); 20].join("\n"));
    assert_eq!(span_total(&outcome), 20);
    // The first stands for "nothing said".
    assert_eq!(outcome.recording.pool.resources().len(), 2);
}

#[test]
fn kinds_and_status_codes_may_be_numbers_or_names() {
    for (members, kind, status) in [
        (r#""kind":2,"status":{"code":2}"#, SpanKind::Server, Status::Error),
        (
            r#""kind":"SPAN_KIND_CLIENT","status":{"code":"STATUS_CODE_OK"}"#,
            SpanKind::Client,
            Status::Ok,
        ),
        (r#""kind":"5","status":{}"#, SpanKind::Consumer, Status::Unset),
        (r#""kind":0,"status":{"code":"STATUS_CODE_UNSET"}"#, SpanKind::Unspecified, Status::Unset),
    ] {
        let outcome = read_well(&otlp_span(members));
        let trace = only_trace(&outcome);
        assert_eq!((trace.kind(ONE), trace.status(ONE)), (kind, status), "{members}");
        assert!(trace.repairs(ONE).is_empty());
    }
}

#[test]
fn everything_a_span_says_is_kept() {
    let outcome = read_well(&otlp_span(
        r#""parentSpanId":"","name":"charge","traceState":"a=1","flags":769,
        "startTimeUnixNano":"1700000000000000001","endTimeUnixNano":"1700000000000000002",
        "droppedAttributesCount":1,"droppedEventsCount":2,"droppedLinksCount":3,
        "status":{"code":2,"message":"declined"},
        "events":[{"timeUnixNano":"1700000000000000001","name":"retry","attributes":[{"key":"n","value":{"intValue":"1"}}]}],
        "links":[{"traceId":"000000000000000000000000000000c1","spanId":"00000000000000d1","traceState":"b=2","attributes":[{"key":"l","value":{"boolValue":true}}]}]"#,
    ));
    let text = super::dump::dump(&outcome.recording);
    let expected = [
        "trace 00000000000000a1",
        r#" 00000000000000b1 parent 0000000000000000 "charge" unspecified error "declined""#,
        r#"  at 1700000000000000001 for 1 state "a=1" flags 769 dropped Dropped { attributes: 1, events: 2, links: 3 } repairs []"#,
        r#"  resource "" {}"#,
        r#"  scope "" "" {}"#,
        "  {}",
        r#"  event 1700000000000000001 "retry" {"n": Int(1)}"#,
        r#"  Link 00000000000000c1 00000000000000d1 "b=2" {"l": Bool(true)}"#,
        "",
    ];
    assert_eq!(text, expected.join("\n"));
}

#[test]
fn values_of_every_type_are_read_at_any_depth() {
    for (value, text) in [
        (r#"{"stringValue":"a"}"#, "\"a\""),
        (r#"{"intValue":"-1"}"#, "Int(-1)"),
        (r#"{"doubleValue":3}"#, "Double(3.0)"),
        (r#"{"doubleValue":"-Infinity"}"#, "Double(-inf)"),
        (r#"{"boolValue":false}"#, "Bool(false)"),
        (r#"{"bytesValue":"AAEC"}"#, "bytes [0, 1, 2]"),
        (r#"{}"#, "Null"),
        ("null", "Null"),
        (r#"{"arrayValue":{}}"#, "array {}"),
        (
            r#"{"arrayValue":{"values":[{"intValue":1},{"arrayValue":{"values":[{}]}}]}}"#,
            r#"array {"": Int(1), "": array {"": Null}}"#,
        ),
        (
            r#"{"kvlistValue":{"values":[{"key":"a","value":{"kvlistValue":{"values":[{"key":"b","value":{"boolValue":true}}]}}}]}}"#,
            r#"map {"a": map {"b": Bool(true)}}"#,
        ),
    ] {
        let outcome =
            read_well(&otlp_span(&format!(r#""attributes":[{{"key":"k","value":{value}}}]"#)));
        let trace = only_trace(&outcome);
        let entry = trace.pool().attributes(trace.attributes(ONE)).next();
        let told = entry.map(|entry| super::dump::value_text(trace.pool(), entry.value));
        assert_eq!(told.as_deref(), Some(text), "{value}");
        assert!(trace.repairs(ONE).is_empty(), "{value}");
    }
}

#[test]
fn values_that_do_not_fit_are_kept_and_marked() {
    for (value, word) in [
        (r#"{"intValue":"many"}"#, "k=many"),
        (r#"{"doubleValue":"fast"}"#, "k=fast"),
        (r#"{"boolValue":7}"#, "k=7"),
        (r#""plain""#, "k=plain"),
        (r#"{"newValue":"future"}"#, "k=future"),
    ] {
        let outcome =
            read_well(&otlp_span(&format!(r#""attributes":[{{"key":"k","value":{value}}}]"#)));
        let trace = only_trace(&outcome);
        assert_eq!(attributes_of(trace, ONE), [word]);
        assert!(trace.repairs(ONE).has(Repair::FieldIgnored), "{value}");
    }
}

#[test]
fn what_jaeger_warns_about_is_the_same_in_both_of_its_dialects() {
    let outcome = read_well(&otlp_span(
        r#""attributes":[{"key":"@jaeger@warnings","value":{"arrayValue":{"values":[{"stringValue":"clock skew"}]}}}]"#,
    ));
    let trace = only_trace(&outcome);
    assert!(trace.repairs(ONE).has(Repair::ProducerWarning));
    assert_eq!(attributes_of(trace, ONE), [r#"spanscope.producer_warnings=["clock skew"]"#]);
    assert_eq!(outcome.warnings[0].kind, WarningKind::ProducerWarning);
}

#[test]
fn a_span_without_a_trace_id_is_set_aside() {
    let text = r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"1"},{"traceId":"","spanId":"2"},{"traceId":"a","spanId":"3"}]}]}]}"#;
    let outcome = read_well(text);
    assert_eq!((span_total(&outcome), outcome.set_aside.len()), (1, 2));
}
