//! Jaeger JSON in all the forms that servers and people write.

use spanscope::ingest::{Format, WarningKind};
use spanscope::trace::{LinkKind, Repair, SpanIdx, SpanKind, Status, Trace};

use super::{attribute_words, attributes_of, jaeger_span, only_trace, read_well};

const ONE: SpanIdx = SpanIdx(0);

#[test]
fn every_opening_form_is_jaeger_json() {
    let trace = r#"{"traceID":"a","spans":[{"traceID":"a","spanID":"1"}],"processes":{}}"#;
    for text in [
        format!(r#"{{"data":[{trace}],"total":0,"limit":0,"offset":0,"errors":null}}"#),
        format!(r#"{{"total":0,"errors":[],"data":[{trace}]}}"#),
        format!(r#"{{"data":{trace}}}"#),
        format!("[{trace}]"),
        trace.to_owned(),
        format!("\u{feff}{trace}\r\n"),
        format!("\n\n  {trace}"),
        format!("{trace}\n{trace}"),
    ] {
        let outcome = read_well(&text);
        assert_eq!(outcome.sources[0].format, Some(Format::JaegerJson), "{text}");
        assert_eq!(only_trace(&outcome).id().0, 0xa);
        assert_eq!(outcome.warnings, [], "{text}");
    }
}

#[test]
fn processes_may_stand_before_or_after_the_spans() {
    let spans = r#""spans":[{"spanID":"1","processID":"p1"}]"#;
    let processes = r#""processes":{"p1":{"serviceName":"web","tags":[{"key":"host.name","type":"string","value":"h1"}]}}"#;
    for text in [
        format!(r#"{{"traceID":"a",{spans},{processes}}}"#),
        format!(r#"{{{processes},{spans},"traceID":"a"}}"#),
    ] {
        let outcome = read_well(&text);
        let trace = only_trace(&outcome);
        assert_eq!(trace.service_text(ONE), "web");
        let words = attribute_words(trace.pool(), trace.resource(ONE).attributes);
        assert_eq!(words, ["service.name=web", "host.name=h1"]);
        assert!(trace.repairs(ONE).is_empty());
    }
}

#[test]
fn processes_of_two_traces_do_not_mix() {
    let trace = |id: &str, service: &str| {
        format!(
            r#"{{"traceID":"{id}","spans":[{{"spanID":"1","processID":"p1"}}],"processes":{{"p1":{{"serviceName":"{service}"}}}}}}"#
        )
    };
    let outcome = read_well(&format!("[{},{}]", trace("a", "web"), trace("b", "db")));
    let services: Vec<&str> =
        outcome.recording.traces.iter().map(|trace| trace.service_text(ONE)).collect();
    assert_eq!(services, ["web", "db"]);
}

#[test]
fn a_process_that_is_not_in_the_file_is_said() {
    for members in [r#""processID":"p7""#, ""] {
        let outcome = read_well(&jaeger_span(members));
        let trace = only_trace(&outcome);
        assert_eq!(trace.service_text(ONE), "");
        assert!(trace.repairs(ONE).has(Repair::UnknownResource));
    }
    let inline = r#""process":{"serviceName":"inline"}"#;
    let outcome = read_well(&jaeger_span(inline));
    assert_eq!(only_trace(&outcome).service_text(ONE), "inline");
}

#[test]
fn a_span_without_a_trace_id_takes_that_of_its_object_wherever_it_stands() {
    for text in [
        r#"{"traceID":"a","spans":[{"spanID":"1"}]}"#,
        r#"{"spans":[{"spanID":"1"}],"traceID":"a"}"#,
    ] {
        assert_eq!(only_trace(&read_well(text)).id().0, 0xa);
    }
}

/// The parent, and the other references as links.
fn references(list: &str) -> (u64, Vec<(LinkKind, u128, u64)>) {
    let outcome = read_well(&jaeger_span(&format!(r#""references":[{list}],"parentSpanID":"9""#)));
    let trace = only_trace(&outcome);
    let links = trace.pool().links(trace.links(ONE));
    let links = links.iter().map(|link| (link.kind, link.trace_id.0, link.span_id.0)).collect();
    (trace.parent_id(ONE).0, links)
}

#[test]
fn the_first_child_of_in_the_same_trace_is_the_parent_and_the_rest_are_links() {
    let child = |trace: &str, span: &str| {
        format!(r#"{{"refType":"CHILD_OF","traceID":"{trace}","spanID":"{span}"}}"#)
    };
    let follows = |trace: &str, span: &str| {
        format!(r#"{{"refType":"FOLLOWS_FROM","traceID":"{trace}","spanID":"{span}"}}"#)
    };
    let all = [follows("a1", "2"), child("c", "3"), child("a1", "4"), child("a1", "5")].join(",");
    let links = vec![
        (LinkKind::FollowsFrom, 0xa1, 2),
        (LinkKind::ChildOf, 0xc, 3),
        (LinkKind::ChildOf, 0xa1, 5),
    ];
    assert_eq!(references(&all), (4, links));
    let none_child = [follows("c", "2"), follows("a1", "3")].join(",");
    assert_eq!(references(&none_child), (3, vec![(LinkKind::FollowsFrom, 0xc, 2)]));
    assert_eq!(references(&child("c", "2")), (9, vec![(LinkKind::ChildOf, 0xc, 2)]));
    assert_eq!(references(r#"{"refType":"CHILD_OF","spanID":"2"}"#), (2, vec![]));
    assert_eq!(references(""), (9, vec![]));
}

fn tagged(tags: &str) -> spanscope::ingest::Outcome {
    read_well(&jaeger_span(&format!(r#""tags":[{tags}]"#)))
}

#[test]
fn tags_that_opentelemetry_has_fields_for_are_taken_out() {
    let outcome = tagged(
        r#"{"key":"span.kind","type":"string","value":"server"},
           {"key":"otel.scope.name","type":"string","value":"flask"},
           {"key":"otel.library.version","type":"string","value":"0.5"},
           {"key":"otel.status_code","type":"string","value":"ERROR"},
           {"key":"otel.status_description","type":"string","value":"declined"},
           {"key":"error","type":"bool","value":true},
           {"key":"w3c.tracestate","type":"string","value":"a=1"},
           {"key":"http.route","type":"string","value":"/orders"}"#,
    );
    let trace = only_trace(&outcome);
    let pool = trace.pool();
    assert_eq!(trace.kind(ONE), SpanKind::Server);
    assert_eq!(trace.status(ONE), Status::Error);
    assert_eq!(pool.text(trace.status_message(ONE)), "declined");
    assert_eq!(pool.text(trace.trace_state(ONE)), "a=1");
    let scope = pool.scope(trace.scope_idx(ONE));
    assert_eq!((pool.text(scope.name), pool.text(scope.version)), ("flask", "0.5"));
    assert_eq!(attributes_of(trace, ONE), ["http.route=/orders"]);
}

#[test]
fn only_a_true_error_tag_makes_an_error() {
    for (tag, status, kept) in [
        (r#"{"key":"error","type":"bool","value":true}"#, Status::Error, 0),
        (r#"{"key":"error","type":"string","value":"true"}"#, Status::Error, 0),
        (r#"{"key":"error","type":"string","value":"false"}"#, Status::Unset, 1),
        (r#"{"key":"error","type":"string","value":"unset"}"#, Status::Unset, 1),
        (r#"{"key":"error","type":"bool","value":false}"#, Status::Unset, 1),
        (r#"{"key":"error","type":"string","value":"timeout"}"#, Status::Unset, 1),
        (r#"{"key":"otel.status_code","type":"string","value":"OK"}"#, Status::Ok, 0),
    ] {
        let outcome = tagged(tag);
        let trace = only_trace(&outcome);
        assert_eq!(trace.status(ONE), status, "{tag}");
        assert_eq!(attributes_of(trace, ONE).len(), kept, "{tag}");
    }
}

#[test]
fn a_kind_that_is_none_stays_an_attribute() {
    let outcome = tagged(r#"{"key":"span.kind","type":"string","value":"broker"}"#);
    let trace = only_trace(&outcome);
    assert_eq!(trace.kind(ONE), SpanKind::Unspecified);
    assert_eq!(attributes_of(trace, ONE), ["span.kind=broker"]);
}

#[test]
fn values_have_the_type_that_their_tag_declares() {
    for (tag, text, is_repaired) in [
        (r#""type":"bool","value":"true""#, "Bool(true)", false),
        (r#""type":"boolean","value":false"#, "Bool(false)", false),
        (r#""type":"float64","value":3"#, "Double(3.0)", false),
        (r#""type":"float64","value":-0"#, "Double(-0.0)", false),
        (r#""type":"int64","value":12.0"#, "Int(12)", false),
        (r#""type":"binary","value":"AAEC""#, "bytes [0, 1, 2]", false),
        (r#""type":"binary","value":null"#, "Null", false),
        (r#""value":"x""#, "\"x\"", false),
        (r#""value":1.5"#, "Double(1.5)", false),
        (r#""value":18446744073709551616"#, "number 18446744073709551616", false),
        (r#""type":"string","value":5"#, "\"5\"", true),
        (r#""type":"int64","value":"many""#, "\"many\"", true),
        (r#""type":"int64","value":1.5"#, "\"1.5\"", true),
        (r#""type":"bool","value":"maybe""#, "\"maybe\"", true),
        (r#""type":"binary","value":"***""#, "\"***\"", true),
    ] {
        // The type may come before or after the value.
        let turned: Vec<&str> = tag.split(',').rev().collect();
        for tag in [tag.to_owned(), turned.join(",")] {
            let outcome = tagged(&format!(r#"{{{tag},"key":"k"}}"#));
            let trace = only_trace(&outcome);
            let value = trace.pool().attributes(trace.attributes(ONE)).next();
            let value = value.map(|entry| super::dump::value_text(trace.pool(), entry.value));
            assert_eq!(value.as_deref(), Some(text), "{tag}");
            assert_eq!(trace.repairs(ONE).has(Repair::FieldIgnored), is_repaired, "{tag}");
        }
    }
}

#[test]
fn logs_become_events_named_by_their_event_field() {
    let outcome = read_well(&jaeger_span(
        r#""logs":[
            {"timestamp":1700000000000001,"fields":[{"key":"exception.type","type":"string","value":"E"},{"key":"event","type":"string","value":"exception"}]},
            {"fields":[{"key":"event","type":"int64","value":7}]}]"#,
    ));
    assert_eq!(
        events_of(only_trace(&outcome)),
        [("exception", vec!["exception.type=E".to_owned()]), ("log", vec!["event=7".to_owned()])]
    );
}

#[test]
fn a_log_that_tells_the_type_of_an_exception_is_one_without_an_event_field() {
    let outcome = read_well(&jaeger_span(
        r#""logs":[
            {"fields":[{"key":"exception.type","type":"string","value":"E"},{"key":"message","type":"string","value":"exception"}]},
            {"fields":[{"key":"exception.type","type":"string","value":"E"},{"key":"event","type":"string","value":"retry"}]}]"#,
    ));
    let kind = || "exception.type=E".to_owned();
    assert_eq!(
        events_of(only_trace(&outcome)),
        [("exception", vec![kind(), "message=exception".to_owned()]), ("retry", vec![kind()])]
    );
}

fn events_of(trace: &Trace) -> Vec<(&str, Vec<String>)> {
    let pool = trace.pool();
    let events = pool.events(trace.events(ONE)).iter();
    events.map(|event| (pool.text(event.name), attribute_words(pool, event.attributes))).collect()
}

#[test]
fn warnings_of_the_tracing_system_are_kept_and_counted() {
    let text = r#"{"traceID":"a","spans":[{"spanID":"1","warnings":["clock skew","late"]}],"warnings":["truncated by the storage"]}"#;
    let outcome = read_well(text);
    let trace = only_trace(&outcome);
    assert!(trace.repairs(ONE).has(Repair::ProducerWarning));
    assert_eq!(attributes_of(trace, ONE), [r#"spanscope.producer_warnings=["clock skew","late"]"#]);
    let warning = &outcome.warnings[0];
    assert_eq!((warning.kind, warning.count), (WarningKind::ProducerWarning, 3));
}

#[test]
fn keys_written_with_escapes_are_the_same_keys() {
    let text = r#"{"d\u0061ta":[{"sp\u0061ns":[{"tr\u0061ceID":"a","span\u0049D":"1"}]}]}"#;
    assert_eq!(only_trace(&read_well(text)).span_id(ONE).0, 1);
}

#[test]
fn a_root_without_a_start_takes_the_earliest_one_and_not_that_of_a_span_without_an_id() {
    let outcome = super::read_well(
        r#"{"data":[{"traceID":"a","spans":[
        {"traceID":"a","spanID":"1","operationName":"root","startTime":0,"duration":9},
        {"traceID":"a","operationName":"nameless","startTime":1700000005000000,"duration":1},
        {"traceID":"a","spanID":"2","operationName":"child","startTime":1700000000000000,"duration":5}
        ],"processes":{}}]}"#,
    );
    let trace = super::only_trace(&outcome);
    let root = trace.spans().find(|&span| trace.name_text(span) == "root").expect("the root");
    assert_eq!(trace.start_nanos(root), 1_700_000_000_000_000_000);
}
