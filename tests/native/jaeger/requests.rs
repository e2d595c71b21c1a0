//! What is asked of a server, as addresses.

use spanscope::jaeger::{
    Method, Metric, MetricsQuery, Request, SearchQuery, ServiceChoice, TraceOptions, request,
};
use spanscope::trace::{SpanKind, TraceId};

const WINDOW: (u64, u64) = (1_795_380_077_594_001, 1_795_387_277_594_000);

fn get(url: &str) -> Request {
    Request { method: Method::Get, url: url.to_owned() }
}

fn query() -> SearchQuery {
    SearchQuery {
        service: ServiceChoice::Named("a&b".to_owned()),
        operation: Some("GET /ü".to_owned()),
        attributes: vec![("http.url".to_owned(), "x?\"y\"".to_owned())],
        min_duration_nanos: Some(1_500_000_000),
        max_duration_nanos: Some(5_400_000_000_000),
        limit: 7,
        ..SearchQuery::default()
    }
}

#[test]
fn lists_are_below_the_endpoint_or_beside_the_page() {
    assert_eq!(request::v3_services(""), get("api/v3/services"));
    assert_eq!(request::services("http://j/jaeger/"), get("http://j/jaeger/api/services"));
    assert_eq!(request::v3_operations("", "a b/c"), get("api/v3/operations?service=a%20b%2Fc"));
    assert_eq!(request::operations("/j", "x"), get("/j/api/operations?service=x"));
    assert_eq!(request::operation_names("", "a/b"), get("api/services/a%2Fb/operations"));
}

#[test]
fn a_legacy_search_has_only_what_every_server_knows() {
    assert_eq!(
        request::traces("http://j", &query(), WINDOW),
        get("http://j/api/traces?service=a%26b&operation=GET%20%2F%C3%BC\
             &start=1795380077594001&end=1795387277594000&minDuration=1500ms&maxDuration=90m\
             &tags=%7B%22http.url%22%3A%22x%3F%5C%22y%5C%22%22%7D&limit=7")
    );
    let any = SearchQuery { service: ServiceChoice::All, ..SearchQuery::default() };
    assert_eq!(request::traces("", &any, (1, 2)), get("api/traces?start=1&end=2&limit=20"));
}

#[test]
fn a_newer_search_spells_each_parameter_both_ways() {
    let url = request::summaries("", &query(), WINDOW).url;
    let (path, parameters) = url.split_once('?').expect("it has parameters");
    assert_eq!(path, "api/v3/trace-summaries");
    let parameters: Vec<&str> = parameters.split('&').collect();
    assert_eq!(
        parameters,
        [
            "query.serviceName=a%26b",
            "query.service_name=a%26b",
            "query.operationName=GET%20%2F%C3%BC",
            "query.operation_name=GET%20%2F%C3%BC",
            "query.startTimeMin=2026-11-22T20%3A41%3A17.594001000Z",
            "query.start_time_min=2026-11-22T20%3A41%3A17.594001000Z",
            "query.startTimeMax=2026-11-22T22%3A41%3A17.594000000Z",
            "query.start_time_max=2026-11-22T22%3A41%3A17.594000000Z",
            "query.durationMin=1500ms",
            "query.duration_min=1500ms",
            "query.durationMax=90m",
            "query.duration_max=90m",
            "query.attributes=%7B%22http.url%22%3A%22x%3F%5C%22y%5C%22%22%7D",
            "query.searchDepth=7",
            "query.num_traces=7",
        ]
    );
    let traces = request::v3_traces("", &query(), WINDOW).url;
    assert_eq!(traces, url.replace("trace-summaries", "traces"));
}

#[test]
fn single_traces_may_have_a_window_and_be_raw() {
    let id = TraceId(0xab);
    let plain = TraceOptions::default();
    let full = TraceOptions { window_micros: Some((1_000_000, 2_000_001)), is_raw: true };
    assert_eq!(request::trace("", id, plain), get("api/traces/00000000000000ab"));
    assert_eq!(
        request::trace("http://j", id, full),
        get("http://j/api/traces/00000000000000ab?start=1000000&end=2000001&raw=true")
    );
    assert_eq!(
        request::v3_trace("", id, full),
        get("api/v3/traces/00000000000000ab\
             ?startTime=1970-01-01T00%3A00%3A01.000000000Z&start_time=1970-01-01T00%3A00%3A01.000000000Z\
             &endTime=1970-01-01T00%3A00%3A02.000001000Z&end_time=1970-01-01T00%3A00%3A02.000001000Z\
             &rawTraces=true&raw_traces=true")
    );
    assert_eq!(
        request::several_traces("", &[id, TraceId(1 << 64)]),
        get("api/traces?traceID=00000000000000ab&traceID=00000000000000010000000000000000")
    );
}

#[test]
fn dependencies_archive_and_metrics() {
    assert_eq!(request::dependencies("", 9, 5), get("api/dependencies?endTs=9&lookback=5"));
    let archive = request::archive("http://j", TraceId(1));
    assert_eq!(archive.method, Method::Post);
    assert_eq!(archive.url, "http://j/api/archive/0000000000000001");
    let query = MetricsQuery::of_service("a b", 9, 3_600_000);
    let rest = "groupByOperation=true&endTs=9&lookback=3600000&step=60000&ratePer=600000";
    assert_eq!(
        query.request("", Metric::Latencies { percent: 95 }),
        get(&format!("api/metrics/latencies?service=a%20b&quantile=0.95&{rest}"))
    );
    assert_eq!(
        query.request("", Metric::Calls),
        get(&format!("api/metrics/calls?service=a%20b&{rest}"))
    );
    let both = MetricsQuery {
        services: vec!["a".to_owned(), "b".to_owned()],
        is_by_operation: false,
        kinds: vec![SpanKind::Client, SpanKind::Server],
        ..query
    };
    assert_eq!(
        both.request("", Metric::Errors),
        get("api/metrics/errors?service=a&service=b&endTs=9&lookback=3600000&step=60000\
             &ratePer=600000&spanKind=client&spanKind=server")
    );
}
