//! The search page, beside a real Jaeger and beside servers that only look like one.

use e2e::app::{App, visit_site};
use e2e::fixtures;
use e2e::jaeger::Jaeger;
use e2e::reply::Reply;
use e2e::search_page::{Found, SearchPage};
use e2e::site::Site;
use serde_json::{Value, json};
use spanscope::format;

mod dialects;
mod elsewhere;
mod faults;
mod found;
mod further;
mod looks;
mod peculiar;
mod waiting;

/// Parameters that find every recorded trace of a service.
fn recorded(service: &str) -> String {
    let (start, end) = fixtures::window_micros();
    format!("service={service}&start={start}&end={end}&lookback=custom&limit=20")
}

/// Runs a test beside a Jaeger that has every recorded trace.
fn beside_jaeger(test: impl FnOnce(&App)) {
    let jaeger = Jaeger::with_fixtures();
    let site = Site::start();
    site.proxy_api_to(&jaeger.origin());
    visit_site(site, test);
}

/// Runs a test beside a server that lists the services `old` and `new`, and finds for each a
/// trace whose root is called as the service.
fn beside_two_services(test: impl FnOnce(&App)) {
    let site = Site::start();
    site.answer("/api", Reply::Status(404, "404 page not found"));
    site.answer("/api/services", Reply::json(r#"{"data":["old","new"]}"#));
    site.answer("/api/operations", Reply::json(r#"{"data":[]}"#));
    site.answer("/api/traces", Reply::made(found_for));
    visit_site(site, test);
}

/// What a search finds for whichever service it names.
fn found_for(target: &str) -> Reply {
    let named = target.split(['?', '&']).find_map(|part| part.strip_prefix("service="));
    Reply::json(one_trace(named.unwrap_or_default()))
}

/// An answer of the legacy API with one trace of one span.
fn one_trace(name: &str) -> String {
    let span = json!({
        "traceID": "ab", "spanID": "1", "operationName": format!("call {name}"), "references": [],
        "startTime": 1_700_000_000_000_000_u64, "duration": 1_500, "processID": "p1",
        "tags": [], "logs": [],
    });
    let trace = json!({
        "traceID": "ab", "spans": [span],
        "processes": { "p1": { "serviceName": name, "tags": [] } },
    });
    json!({ "data": [trace], "errors": null }).to_string()
}

/// A search of that server, with a time of its own.
fn search_for(service: &str) -> String {
    format!(
        "service={service}&start=1699999999000000&end=1700000009000000&lookback=custom&limit=20"
    )
}

fn operations(rows: &[Found]) -> Vec<&str> {
    rows.iter().map(|row| row.operation.as_str()).collect()
}

/// Rows without what comes later.
fn at_once(rows: &[Found]) -> Vec<Found> {
    rows.iter().map(Found::at_once).collect()
}

fn durations(rows: &[Found]) -> Vec<&str> {
    rows.iter().map(|row| row.duration.as_str()).collect()
}

/// How long the recorded traces took, as rows say it.
fn duration_of(trace: &str) -> String {
    format::duration(fixtures::expected(trace).duration_nanos)
}

/// `126 spans · 2 errors · 3 services`.
fn facts_of(trace: &str) -> String {
    let expected = fixtures::expected(trace);
    let errors = match expected.error_spans {
        0 => String::new(),
        1 => " · 1 error".to_owned(),
        errors => format!(" · {errors} errors"),
    };
    format!("{} spans{errors} · {} services", expected.spans, expected.services.len())
}

/// What the form holds, to be compared before and after.
fn form(page: &SearchPage<'_>) -> Vec<String> {
    ["Service", "Operation", "Attributes", "When", "Has a span over", "… under", "At most"]
        .map(|label| page.value(label))
        .to_vec()
}

/// Lists and searches in the API's newer form of the recorded traces of service `order`.
fn order_summaries() -> Value {
    let of_order = |expected: &fixtures::Expected| expected.services.contains(&"order".to_owned());
    let summaries: Vec<Value> =
        fixtures::all_expected().iter().filter(|one| of_order(one)).map(summary).collect();
    json!({ "summaries": summaries })
}

/// Zeros are left out, as the API does.
fn summary(expected: &fixtures::Expected) -> Value {
    let services = expected.services.iter().map(|name| json!({ "name": name, "spanCount": 1 }));
    let mut summary = json!({
        "traceId": expected.trace_id,
        "rootServiceName": "order",
        "rootOperationName": expected.root,
        "minStartTimeUnixNano": expected.start_nanos.to_string(),
        "maxEndTimeUnixNano": (expected.start_nanos + expected.duration_nanos).to_string(),
        "spanCount": expected.spans,
        "services": services.collect::<Vec<Value>>(),
    });
    if expected.error_spans > 0 {
        summary["errorSpanCount"] = json!(expected.error_spans);
    }
    summary
}
