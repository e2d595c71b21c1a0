//! Answers of Tempo's query API, old and new.

use spanscope::ingest::Format;
use spanscope::trace::{SpanIdx, SpanKind, Status};

use super::{attribute_words, attributes_of, only_trace, read_well};

/// As Tempo wrote it before its second API.
const OLD: &str = r#"{"batches":[{
    "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"cart"}}]},
    "instrumentationLibrarySpans":[{
        "instrumentationLibrary":{"name":"net/http","version":"2"},
        "spans":[
            {"traceId":"S/kvNXezTaajzpKdDg5HNg==","spanId":"APBnqgupArc=","name":"GET /cart",
             "kind":"SPAN_KIND_SERVER","startTimeUnixNano":"1700000000000000000",
             "endTimeUnixNano":"1700000000000005000",
             "attributes":[{"key":"http.response.status_code","value":{"intValue":"500"}}],
             "status":{"code":"STATUS_CODE_ERROR","message":"no stock"}},
            {"traceId":"S/kvNXezTaajzpKdDg5HNg==","spanId":"AAAAAAAAAAI=",
             "parentSpanId":"APBnqgupArc=","name":"SELECT","kind":"SPAN_KIND_CLIENT",
             "startTimeUnixNano":"1700000000000001000","endTimeUnixNano":"1700000000000002000",
             "status":{}}]}]}]}"#;

fn renamed() -> String {
    OLD.replace("instrumentationLibrarySpans", "scopeSpans")
        .replace("instrumentationLibrary", "scope")
}

#[test]
fn every_form_of_answer_is_told_and_gives_the_same_trace() {
    let inner = renamed();
    for text in [
        OLD.to_owned(),
        inner.clone(),
        format!(r#"{{"trace":{OLD}}}"#),
        format!(r#"{{"metrics":{{"inspectedBytes":"9"}},"trace":{inner},"status":"COMPLETE"}}"#),
        format!(r#"{{"trace":{},"message":""}}"#, inner.replace("batches", "resourceSpans")),
    ] {
        let outcome = read_well(&text);
        assert_eq!(outcome.sources[0].format, Some(Format::TempoJson), "{text}");
        assert_eq!(outcome.warnings, [], "{text}");
        let trace = only_trace(&outcome);
        assert_eq!(trace.id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
        let (server, client) = (SpanIdx(0), SpanIdx(1));
        assert_eq!(trace.span_id(server).to_string(), "00f067aa0ba902b7");
        assert_eq!(trace.span_id(client).to_string(), "0000000000000002");
        assert_eq!(trace.parent(client), Some(server));
        assert_eq!((trace.kind(server), trace.kind(client)), (SpanKind::Server, SpanKind::Client));
        assert_eq!((trace.status(server), trace.status(client)), (Status::Error, Status::Unset));
        assert_eq!(trace.pool().text(trace.status_message(server)), "no stock");
        assert_eq!(trace.service_text(client), "cart");
        assert_eq!(attributes_of(trace, server), ["http.response.status_code=500"]);
        let scope = trace.pool().scope(trace.scope_idx(client));
        assert_eq!(
            (trace.pool().text(scope.name), trace.pool().text(scope.version)),
            ("net/http", "2")
        );
        assert_eq!(attribute_words(trace.pool(), scope.attributes), [""; 0]);
        assert!(trace.repairs(server).is_empty() && trace.repairs(client).is_empty());
    }
}

#[test]
fn ids_of_fewer_bytes_are_numbers_too() {
    let short = OLD.replace("S/kvNXezTaajzpKdDg5HNg==", "APBnqgupArc=");
    let outcome = read_well(&short);
    assert_eq!(only_trace(&outcome).id().to_string(), "00f067aa0ba902b7");
}
