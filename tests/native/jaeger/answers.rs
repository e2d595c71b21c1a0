//! Answers of real servers, and of servers that do things their own way.

use spanscope::ingest::read;
use spanscope::jaeger::{
    Dependency, Fault, FaultKind, Found, MetricPoint, Operation, Reply, Series, ServiceSummary,
    TraceSummary, answer, summaries_of,
};
use spanscope::trace::{SpanKind, TraceId};

use crate::ingest::fixtures::fixture;

const URL: &str = "http://j/api/x";

fn ok(body: &str) -> Reply<'_> {
    Reply::new(200, "application/json", body.as_bytes())
}

fn operation(name: &str, kind: Option<SpanKind>) -> Operation {
    Operation { name: name.to_owned(), kind }
}

#[test]
fn services_come_sorted_from_both_dialects() {
    let expected = ["inventory", "order", "payment", "types"];
    for name in ["answers/services.json", "answers/v3-services.json"] {
        let body = fixture(name);
        let reply = Reply::new(200, "text/plain; charset=utf-8", &body);
        assert_eq!(answer::services(URL, &reply).expect(name), expected);
    }
    for empty in ["{}", r#"{"data":null,"total":0,"errors":[]}"#, r#"{"services":[]}"#] {
        assert_eq!(answer::services(URL, &ok(empty)), Ok(Vec::new()), "{empty}");
    }
    // Quickwit has no envelope beside the data.
    assert_eq!(answer::services(URL, &ok(r#"{"data":["b","a","b"]}"#)).unwrap(), ["a", "b"]);
}

#[test]
fn operations_come_in_three_forms() {
    let of = |name: &str| {
        let body = fixture(name);
        answer::operations(URL, &Reply::new(200, "", &body)).expect(name)
    };
    let with_kinds = of("answers/operations.json");
    assert_eq!(with_kinds, of("answers/v3-operations.json"));
    assert_eq!(with_kinds.len(), 12);
    assert_eq!(with_kinds[0], operation("GET", Some(SpanKind::Client)));
    let names = of("answers/service-operations.json");
    assert_eq!(names.len(), 12);
    assert!(names.iter().zip(&with_kinds).all(|(a, b)| a.name == b.name && a.kind.is_none()));
    let odd = r#"{"operations":[{"name":"a","spanKind":""},{"name":"a","spanKind":"SERVER"}]}"#;
    let both = [operation("a", None), operation("a", Some(SpanKind::Server))];
    assert_eq!(answer::operations(URL, &ok(odd)).unwrap(), both);
}

const SUMMARIES: &str = r#"{"summaries":[
  {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","rootServiceName":"web","rootOperationName":"GET /",
   "minStartTimeUnixNano":"1795387276431490123","maxEndTimeUnixNano":"1795387276505722124",
   "spanCount":12,"errorSpanCount":2,"orphanSpanCount":3,
   "services":[{"name":"web","spanCount":8},{"name":"db","spanCount":4,"errorSpanCount":2}]},
  {"traceId":"00000000000000ab","minStartTimeUnixNano":"5","spanCount":1,"services":[{"name":"x"}]},
  {"traceId":"S/kvNXezTaajzpKdDg5HNg==","minStartTimeUnixNano":7,"maxEndTimeUnixNano":9}]}"#;

#[test]
fn summaries_are_read_and_unknown_figures_stay_unknown() {
    let found = answer::summaries(URL, &ok(SUMMARIES)).expect("summaries");
    assert!(!found.are_traces_whole && found.warnings.is_empty());
    let service =
        |name: &str, spans, errors| ServiceSummary { name: name.to_owned(), spans, errors };
    let [first, second, third] = &found.summaries[..] else { panic!("{found:?}") };
    let expected = TraceSummary {
        trace_id: TraceId(0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736),
        root_service: "web".to_owned(),
        root_operation: "GET /".to_owned(),
        start_nanos: 1_795_387_276_431_490_123,
        end_nanos: 1_795_387_276_505_722_124,
        spans: Some(12),
        errors: Some(2),
        orphans: Some(3),
        services: vec![service("db", Some(4), Some(2)), service("web", Some(8), Some(0))],
    };
    assert_eq!(*first, expected);
    assert_eq!((first.duration_nanos(), first.name().as_str()), (74_232_001, "web: GET /"));
    // Zeros are left out beside a count; without one nothing is known.
    assert_eq!((second.spans, second.errors, second.orphans), (Some(1), Some(0), None));
    assert_eq!(second.services, [service("x", None, None)]);
    assert_eq!((second.name().as_str(), second.duration_nanos()), ("00000000000000ab", 0));
    assert_eq!((third.trace_id, third.has_error()), (first.trace_id, None));
    for nothing in ["{}", r#"{"summaries":[]}"#, r#"{"summaries":null}"#] {
        assert_eq!(answer::summaries(URL, &ok(nothing)), Ok(Found::default()), "{nothing}");
    }
}

#[test]
fn whole_traces_give_the_same_rows_in_both_dialects() {
    let found = |name: &str| {
        let body = fixture(name);
        answer::traces(URL, &Reply::new(200, "text/plain", &body)).expect(name)
    };
    let [mut legacy, mut v3] = ["search.jaeger.json", "search.jaeger-v3.json"].map(found);
    assert!(legacy.are_traces_whole && v3.are_traces_whole);
    assert_eq!(legacy.summaries.len(), 4);
    for found in [&mut legacy, &mut v3] {
        found.summaries.sort_by_key(|summary| summary.trace_id);
        // The legacy dialect cuts times to microseconds, start and length each for itself.
        for summary in &mut found.summaries {
            summary.start_nanos /= 1_000;
            summary.end_nanos = 0;
        }
    }
    assert_eq!(legacy.summaries, v3.summaries);
    let failing = legacy.summaries.iter().find(|row| row.root_operation == "POST /orders");
    assert!(failing.is_some_and(|row| row.root_service == "order" && row.orphans == Some(0)));
}

#[test]
fn orphans_are_counted_and_are_no_roots() {
    let body = fixture("lost-context.jaeger.json");
    let summaries = summaries_of(&read("x", &body).recording);
    let [row] = &summaries[..] else { panic!("{summaries:?}") };
    assert_eq!((row.orphans, row.spans), (Some(1), Some(9)));
    let alone = r#"{"data":[{"traceID":"1","spans":[{"traceID":"1","spanID":"2","operationName":"o",
        "references":[{"refType":"CHILD_OF","traceID":"1","spanID":"9"}],"startTime":5,"duration":3,
        "processID":"p1"}],"processes":{"p1":{"serviceName":"s"}}}]}"#;
    let found = answer::traces(URL, &ok(alone)).expect("one trace");
    let row = &found.summaries[0];
    assert_eq!((row.name().as_str(), row.orphans), ("0000000000000001", Some(1)));
    assert_eq!((row.start_nanos, row.end_nanos), (5_000, 8_000));
}

#[test]
fn a_search_that_finds_nothing_is_no_fault() {
    let nothing = Ok(Found { are_traces_whole: true, ..Found::default() });
    let empty = fixture("answers/nothing-found.json");
    assert_eq!(answer::traces(URL, &Reply::new(200, "", &empty)), nothing);
    let not_found = fixture("answers/v3-trace-not-found.json");
    assert_eq!(answer::traces(URL, &Reply::new(404, "", &not_found)), nothing);
    assert_eq!(answer::summaries(URL, &Reply::new(404, "", &not_found)), Ok(Found::default()));
    for body in [
        r#"{"data":[]}"#,
        r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":[]}"#,
        r#"{"data":null,"total":0,"limit":0,"offset":0,"errors":null}"#,
        r#"{"result":{"resourceSpans":[]}}"#,
        r#"{"result":{}}"#,
    ] {
        assert_eq!(answer::traces(URL, &ok(body)), nothing, "{body}");
    }
}

#[test]
fn peculiar_servers_are_understood() {
    // VictoriaTraces: text alone, `error` on every span, warnings null.
    let victoria = r#"{"data":[{"traceID":"1","warnings":null,"processes":{"p1":{"serviceName":"s",
        "tags":[]}},"spans":[{"traceID":"1","spanID":"1","operationName":"a","references":[],
        "startTime":1,"duration":9,"processID":"p1","warnings":null,"logs":[],"tags":[
        {"key":"error","type":"string","value":"unset"},
        {"key":"span.kind","type":"string","value":"server"}]},
        {"traceID":"1","spanID":"2","operationName":"b","references":[{"refType":"CHILD_OF",
        "traceID":"1","spanID":"1"}],"startTime":2,"duration":1,"processID":"p1","warnings":null,
        "logs":[],"tags":[{"key":"error","type":"string","value":"true"}]}]}],
        "total":1,"limit":0,"offset":0,"errors":null}"#;
    let found = answer::traces(URL, &ok(victoria)).expect("VictoriaTraces");
    assert_eq!((found.summaries[0].spans, found.summaries[0].errors), (Some(2), Some(1)));
    // Quickwit: one trace in two objects, processes with a key of their own.
    let quickwit = r#"{"data":[
        {"traceID":"1","spans":[{"traceID":"1","spanID":"1","operationName":"a","references":[],
         "flags":0,"startTime":1,"duration":9,"tags":[],"logs":[],"processID":"s","warnings":[]}],
         "processes":{"s":{"key":"s","serviceName":"s","tags":[]}},"warnings":[]},
        {"traceID":"1","spans":[{"traceID":"1","spanID":"2","operationName":"b","flags":0,
         "references":[{"refType":"CHILD_OF","traceID":"1","spanID":"1"}],"startTime":2,"duration":1,
         "tags":[],"logs":[],"processID":"t","warnings":[]}],
         "processes":{"t":{"key":"t","serviceName":"t","tags":[]}},"warnings":[]}]}"#;
    let found = answer::traces(URL, &ok(quickwit)).expect("Quickwit");
    let [row] = &found.summaries[..] else { panic!("{found:?}") };
    assert_eq!((row.services.len(), row.orphans), (2, Some(0)));
    // GreptimeDB: no processes where they are empty, booleans by another name.
    let greptime = r#"{"data":[{"traceID":"1","spans":[{"traceID":"1","spanID":"1","parentSpanID":"",
        "operationName":"a","references":[],"startTime":1,"duration":9,"processID":"p1","tags":[
        {"key":"error","type":"boolean","value":true}]}]}],
        "total":1,"limit":0,"offset":0,"errors":[]}"#;
    let found = answer::traces(URL, &ok(greptime)).expect("GreptimeDB");
    assert_eq!((found.summaries[0].spans, found.summaries[0].errors), (Some(1), Some(1)));
}

#[test]
fn a_refusal_inside_a_good_answer_is_a_fault_and_a_complaint_beside_traces_is_told() {
    let refusal = r#"{"data":null,"errors":[{"code":500,"msg":"storage is on fire"}]}"#;
    for fault in [
        answer::services(URL, &ok(refusal)).unwrap_err(),
        answer::traces(URL, &ok(refusal)).unwrap_err(),
        answer::archived(URL, &ok(refusal)).unwrap_err(),
    ] {
        assert_eq!((fault.name(), fault.said.as_str()), ("refused", "storage is on fire"));
    }
    let mut body = String::from_utf8(fixture("search.jaeger.json")).expect("text");
    let end = body.rfind("\"errors\":null").expect("the envelope");
    body.replace_range(end.., r#""errors":[{"code":404,"msg":"one trace is gone"}]}"#);
    let found = answer::traces(URL, &ok(&body)).expect("four traces");
    assert_eq!((found.summaries.len(), found.warnings.len()), (4, 1));
    assert!(found.warnings[0].contains("one trace is gone"), "{:?}", found.warnings);
}

#[test]
fn half_an_answer_shows_what_came_and_says_so() {
    let body = fixture("search.jaeger.json");
    let found = answer::traces(URL, &ok(std::str::from_utf8(&body[..body.len() / 2]).unwrap()));
    let found = found.expect("some traces");
    assert!(!found.summaries.is_empty() && found.warnings[0].contains("ends in the middle"));
    let fault = answer::traces(URL, &ok(r#"{"data":[{"traceID":"1","#)).unwrap_err();
    assert_eq!(fault.kind, FaultKind::CutOff { bytes: 24 });
    let fault = answer::services(URL, &ok(r#"{"data":["a","#)).unwrap_err();
    assert_eq!(fault.kind, FaultKind::CutOff { bytes: 13 });
}

#[test]
fn dependencies_come_in_order_and_added_up() {
    let body = fixture("answers/dependencies.json");
    let edges = answer::dependencies(URL, &Reply::new(200, "", &body)).expect("dependencies");
    let texts: Vec<String> =
        edges.iter().map(|edge| format!("{}>{} {}", edge.parent, edge.child, edge.calls)).collect();
    assert_eq!(
        texts.join(", "),
        "inventory>inventory 58, order>inventory 8, order>order 143, order>payment 4, \
         payment>payment 9, types>types 34"
    );
    let twice = r#"{"data":[{"parent":"a","child":"b","callCount":1},{"child":"b"},
        {"parent":"a","child":"b","callCount":"41"}]}"#;
    let edge = |parent: &str, calls| Dependency {
        parent: parent.to_owned(),
        child: "b".to_owned(),
        calls,
    };
    assert_eq!(answer::dependencies(URL, &ok(twice)), Ok(vec![edge("", 0), edge("a", 42)]));
}

#[test]
fn metrics_have_gaps_where_there_is_no_figure() {
    let body = r#"{"name":"service_operation_latencies","type":"GAUGE","help":"…","metrics":[
        {"labels":[{"name":"operation","value":"GET /"},{"name":"service_name","value":"web"}],
         "metricPoints":[
            {"gaugeValue":{"doubleValue":12.5},"timestamp":"2026-08-04T00:19:51.149Z"},
            {"gaugeValue":{"doubleValue":"NaN"},"timestamp":"2026-08-04T02:20:51+02:00"},
            {"gaugeValue":{},"timestamp":"1970-01-01T00:00:01Z"}]},
        {"labels":[]}]}"#;
    let series = answer::metrics(URL, &ok(body)).expect("metrics");
    let point = |time_nanos, value| MetricPoint { time_nanos, value };
    let expected = Series {
        service: "web".to_owned(),
        operation: "GET /".to_owned(),
        points: vec![
            point(1_785_802_791_149_000_000, Some(12.5)),
            point(1_785_802_851_000_000_000, None),
            point(1_000_000_000, Some(0.0)),
        ],
    };
    assert_eq!(series[0], expected);
    assert!(series[1].points.is_empty());
    assert_eq!(answer::metrics(URL, &ok(r#"{"metrics":[]}"#)), Ok(Vec::new()));
    let off = fixture("answers/metrics-off.json");
    let fault = answer::metrics(URL, &Reply::new(501, "text/plain", &off)).unwrap_err();
    assert_eq!(fault.name(), "switched_off");
    assert!(fault.to_string().contains("“metrics querying is currently disabled”"), "{fault}");
}

#[test]
fn json_of_another_shape_is_told_with_its_place() {
    let expected = |result: Result<(), Fault>| match result.expect_err("a fault").kind {
        FaultKind::WrongJson { expected, found } => format!("{expected}, not {found}"),
        other => panic!("{other:?}"),
    };
    for (body, words) in [
        ("[]", "an object with “services” or “data”, not a list"),
        (r#"{"status":"ok"}"#, "an object with “services” or “data”, not an object"),
        (r#"{"data":{"a":1}}"#, "a list at data, not an object"),
        (r#"{"services":["a",7]}"#, "a text at services[1], not a number"),
    ] {
        assert_eq!(expected(answer::services(URL, &ok(body)).map(|_| ())), words);
    }
    for (body, words) in [
        (r#"{"summaries":[{"traceId":"xyz"}]}"#, "a trace id at summaries[0].traceId, not a text"),
        (
            r#"{"summaries":[{"traceId":"1","services":[{"name":"a","spanCount":-1}]}]}"#,
            "a whole number at summaries[0].services[0].spanCount, not a number",
        ),
    ] {
        assert_eq!(expected(answer::summaries(URL, &ok(body)).map(|_| ())), words);
    }
    let metrics = r#"{"metrics":[{"metricPoints":[{"timestamp":"noon"}]}]}"#;
    assert_eq!(
        expected(answer::metrics(URL, &ok(metrics)).map(|_| ())),
        "a time as in RFC 3339 at metrics[0].metricPoints[0].timestamp, not a text"
    );
    let other = answer::traces(URL, &ok(r#"{"status":"ok"}"#)).map(|_| ());
    assert_eq!(expected(other), "an object with “data” or “result”, not an object with status");
    let fault = answer::services(URL, &ok("not json")).unwrap_err();
    assert_eq!(fault.kind, FaultKind::NotJson { place: "line 1, column 2".to_owned() });
}
