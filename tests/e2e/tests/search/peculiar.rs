//! Servers that speak Jaeger's API in ways of their own, as they do it in 2026.

use e2e::app::{App, visit_site};
use e2e::reply::Reply;
use e2e::search_page::SearchPage;
use e2e::site::Site;
use serde_json::{Value, json};

use super::search_for;

/// Opens a search at an endpoint below this path of the page's own server.
fn search_at<'a>(app: &'a App, path: &str) -> SearchPage<'a> {
    SearchPage::open(app, &format!("{}&from={path}", search_for("shop")))
}

/// A span with these tags; the first one of a trace if it has no parent.
fn span(id: &str, parent: Option<&str>, tags: &Value) -> Value {
    let reference = |parent| json!({ "refType": "CHILD_OF", "traceID": "ab", "spanID": parent });
    json!({
        "traceID": "ab", "spanID": id, "operationName": format!("call {id}"),
        "references": parent.map(reference).into_iter().collect::<Vec<_>>(),
        "startTime": 1_700_000_000_000_000_u64, "duration": 1_500, "processID": "p1",
        "tags": tags, "logs": [],
    })
}

fn tag(key: &str, kind: &str, value: &str) -> Value {
    json!({ "key": key, "type": kind, "value": value })
}

#[test]
fn victoria_traces_says_of_every_span_whether_it_failed() {
    const BASE: &str = "/select/jaeger";
    let site = Site::start();
    site.answer(BASE, Reply::Status(400, "unsupported path requested"));
    let list = |data: Value| Reply::json(json!({ "data": data, "total": 1 }).to_string());
    site.answer("/select/jaeger/api/services", list(json!(["shop"])));
    site.answer("/select/jaeger/api/services/shop/operations", list(json!(["call 1"])));
    let error = |value| json!([tag("error", "string", value), tag("n", "string", "1")]);
    let spans = [
        span("1", None, &error("unset")),
        span("2", Some("1"), &error("false")),
        span("3", Some("1"), &error("true")),
    ];
    let trace = json!({
        "traceID": "ab", "spans": spans, "warnings": null,
        "processes": { "p1": { "serviceName": "shop", "tags": [] } },
    });
    site.answer("/select/jaeger/api/traces", list(json!([trace])));
    visit_site(site, |app| {
        app.expect_error("400");
        let page = search_at(app, BASE);
        let rows = page.wait_for_rows(1);
        assert_eq!(rows[0].facts, "3 spans · 1 error · 1 service");
        assert_eq!(page.wait_for_suggestions("services"), ["shop"]);
        assert_eq!(page.wait_for_suggestions("operations"), ["call 1"]);

        // Its errors are plain text.
        app.site.answer(
            "/select/jaeger/api/traces",
            Reply::Status(400, "limit should be not higher than 10000"),
        );
        page.fill("At most", "20000");
        page.find();
        page.wait_for_trouble("limit should be not higher than 10000");
        assert_eq!(page.value("At most"), "20000");
    });
}

/// Refuses a parameter that it does not know, as Quickwit does.
fn quickwit_search(target: &str) -> Reply {
    const KNOWN: [&str; 9] = [
        "service",
        "operation",
        "start",
        "end",
        "tags",
        "minDuration",
        "maxDuration",
        "lookback",
        "limit",
    ];
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let names = query.split('&').filter_map(|part| part.split('=').next());
    if names.filter(|name| !name.is_empty()).any(|name| !KNOWN.contains(&name)) {
        return Reply::Status(400, r#"{"status":400,"message":"unknown field"}"#);
    }
    // One trace in two parts, and a key in each process.
    let part = |span: Value, service: &str| {
        let process = json!({ "serviceName": service, "key": service, "tags": [] });
        json!({ "traceID": "ab", "spans": [span], "processes": { "p1": process } })
    };
    let parts =
        [part(span("1", None, &json!([])), "shop"), part(span("2", Some("1"), &json!([])), "bank")];
    Reply::json(json!({ "data": parts }).to_string())
}

#[test]
fn quickwit_is_asked_nothing_that_it_refuses_and_its_parts_are_one_trace() {
    const BASE: &str = "/api/v1/otel-traces-v0_7/jaeger";
    let site = Site::start();
    site.answer(BASE, Reply::Status(404, r#"{"message":"Route not found"}"#));
    let at = |path: &str| format!("{BASE}/api/{path}");
    site.answer(&at("services"), Reply::json(r#"{"data":["bank","shop"]}"#));
    site.answer(&at("services/shop/operations"), Reply::json(r#"{"data":["call 1"]}"#));
    site.answer(&at("traces"), Reply::made(quickwit_search));
    visit_site(site, |app| {
        app.expect_error("404");
        let page = search_at(app, BASE);
        let rows = page.wait_for_rows(1);
        assert_eq!(rows[0].facts, "2 spans · 2 services");
        assert_eq!(page.wait_for_suggestions("operations"), ["call 1"]);
        page.fill("Has a span over", "1ms");
        page.fill("Attributes", "a=b");
        page.find();
        app.wait_for("an answer", || app.fragment().contains("tags=").then_some(()));
        page.wait_for_rows(1);
        assert_eq!(page.trouble(), None);
    });
}

#[test]
fn greptime_db_leaves_out_what_is_empty() {
    const BASE: &str = "/v1/jaeger";
    let site = Site::start();
    site.answer(BASE, Reply::Status(404, ""));
    let list = |data: Value| {
        let answer = json!({ "data": data, "total": 1, "limit": 0, "offset": 0, "errors": [] });
        Reply::json(answer.to_string())
    };
    let at = |path: &str| format!("{BASE}/api/{path}");
    site.answer(&at("services"), list(json!(["shop"])));
    site.answer(&at("operations"), list(json!([{ "name": "call 1", "spanKind": "server" }])));
    let spans = json!([
        {
            "traceID": "ab", "spanID": "1", "operationName": "call 1",
            "startTime": 1_700_000_000_000_000_u64, "duration": 2_500, "processID": "p1",
            "tags": [{ "key": "error", "type": "boolean", "value": true }],
        },
        {
            "traceID": "ab", "spanID": "2", "parentSpanID": "1", "operationName": "call 2",
            "startTime": 1_700_000_000_000_100_u64, "duration": 500, "processID": "p1",
            "tags": [],
        },
    ]);
    let processes = json!({ "p1": { "serviceName": "shop" } });
    let trace = json!({ "traceID": "ab", "spans": spans, "processes": processes });
    site.answer(&at("traces"), list(json!([trace])));
    visit_site(site, |app| {
        app.expect_error("404");
        let page = search_at(app, BASE);
        let rows = page.wait_for_rows(1);
        assert_eq!(rows[0].facts, "2 spans · 1 error · 1 service");
        assert_eq!(rows[0].operation, "call 1");
        assert_eq!(page.wait_for_suggestions("operations"), ["call 1"]);

        // Nothing found is said by a null.
        app.site.answer(&at("traces"), list(Value::Null));
        page.fill("At most", "30");
        page.find();
        page.wait_for_rows(0);
        assert_eq!(page.trouble(), None);
    });
}
