//! Zipkin's JSON, version 2, in all the forms that servers and people write.

use spanscope::ingest::{Format, SetAsideReason};
use spanscope::trace::{Repair, SpanIdx, SpanKind, Status, Trace};

use super::{attribute_words, attributes_of, only_trace, read, read_well, span_total};

const ONE: SpanIdx = SpanIdx(0);

/// A span with these members besides its ids.
fn span(id: &str, members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{{"traceId":"5af7183fb1d4cf5f","id":"{id}"{comma}{members}}}"#)
}

fn one_span(members: &str) -> String {
    format!("[{}]", span("b1", members))
}

fn resource_of(trace: &Trace, span: SpanIdx) -> Vec<String> {
    attribute_words(trace.pool(), trace.resource(span).attributes)
}

/// Names, services and depths, row by row.
fn tree_of(trace: &Trace) -> Vec<String> {
    trace
        .spans()
        .map(|span| {
            let (name, service) = (trace.name_text(span), trace.service_text(span));
            format!("{}{service} {name}", "  ".repeat(trace.depth(span) as usize - 1))
        })
        .collect()
}

#[test]
fn every_form_is_told_by_its_keys() {
    let (one, two) = (span("1", ""), span("2", r#""name":"get""#));
    let turned = r#"{"tags":{"a":"b"},"name":"n","id":"1","traceId":"a"}"#.to_owned();
    for (text, spans) in [
        (format!("[{one},{two}]"), 2),
        (format!("[[{one}],[],[{two}]]"), 2),
        (one.clone(), 1),
        (format!("{one}\n{two}\r\n{turned}\n"), 3),
        (format!("{one}{two}"), 2),
        (turned, 1),
        (r#"[{"traceId":"a","localEndpoint":null,"name":"no id"}]"#.to_owned(), 1),
    ] {
        let outcome = read_well(&text);
        assert_eq!(outcome.sources[0].format, Some(Format::ZipkinJson), "{text}");
        assert_eq!(span_total(&outcome), spans, "{text}");
        assert_eq!(outcome.warnings, [], "{text}");
    }
}

#[test]
fn a_span_says_everything_in_opentelemetrys_words() {
    let outcome = read_well(&one_span(
        r#""parentId":"6b221d5bc9e6496c","name":"get /api","kind":"CLIENT",
        "timestamp":1700000000000001,"duration":207,"debug":true,"shared":false,
        "localEndpoint":{"serviceName":"frontend","ipv4":"127.0.0.1","ipv6":"::1","port":8080},
        "remoteEndpoint":{"serviceName":"backend","ipv4":"192.168.99.101","port":9000},
        "annotations":[{"timestamp":1700000000000003,"value":"ws"},
                       {"timestamp":1700000000000005.5,"value":"wr","endpoint":{"port":1}}],
        "tags":{"http.path":"/api","http.status_code":"200"}"#,
    ));
    let trace = only_trace(&outcome);
    assert_eq!(trace.id().to_string(), "5af7183fb1d4cf5f");
    assert_eq!(trace.span_id(ONE).to_string(), "00000000000000b1");
    assert_eq!(trace.parent_id(ONE).to_string(), "6b221d5bc9e6496c");
    assert_eq!((trace.name_text(ONE), trace.kind(ONE)), ("get /api", SpanKind::Client));
    assert_eq!(trace.start_nanos(ONE), 1_700_000_000_000_001_000);
    assert_eq!(trace.duration_nanos(ONE), 207_000);
    assert_eq!(
        attributes_of(trace, ONE),
        [
            "http.path=/api",
            "http.status_code=200",
            "peer.service=backend",
            "network.peer.address=192.168.99.101",
            "network.peer.port=9000",
            "zipkin.debug=true",
        ]
    );
    assert_eq!(trace.service_text(ONE), "frontend");
    assert_eq!(
        resource_of(trace, ONE),
        ["service.name=frontend", "host.ip=[\"127.0.0.1\",\"::1\"]", "network.local.port=8080"]
    );
    let pool = trace.pool();
    let events = pool.events(trace.events(ONE));
    let told: Vec<(&str, u64)> =
        events.iter().map(|event| (pool.text(event.name), event.time_nanos)).collect();
    assert_eq!(told, [("ws", 1_700_000_000_000_003_000), ("wr", 1_700_000_000_000_005_500)]);
    assert_eq!(trace.status(ONE), Status::Unset);
}

#[test]
fn kinds_are_named_and_none_is_work_inside() {
    for (members, kind) in [
        ("", SpanKind::Internal),
        (r#""kind":null"#, SpanKind::Internal),
        (r#""kind":"CLIENT""#, SpanKind::Client),
        (r#""kind":"SERVER""#, SpanKind::Server),
        (r#""kind":"PRODUCER""#, SpanKind::Producer),
        (r#""kind":"CONSUMER""#, SpanKind::Consumer),
    ] {
        let outcome = read_well(&one_span(members));
        let trace = only_trace(&outcome);
        assert_eq!(trace.kind(ONE), kind, "{members}");
        assert!(trace.repairs(ONE).is_empty(), "{members}");
    }
    let outcome = read_well(&one_span(r#""kind":"TELEPATHY""#));
    let trace = only_trace(&outcome);
    assert_eq!(trace.kind(ONE), SpanKind::Unspecified);
    assert!(trace.repairs(ONE).has(Repair::FieldIgnored));
}

#[test]
fn a_tag_error_is_the_status_unless_it_is_false() {
    for (tags, status, message, left) in [
        (r#""error":"connection refused""#, Status::Error, "connection refused", ""),
        (r#""error":"true""#, Status::Error, "", ""),
        (r#""error":"""#, Status::Error, "", ""),
        (r#""error":true"#, Status::Error, "", ""),
        (r#""error":"false""#, Status::Unset, "", "error=false"),
        (r#""error":false"#, Status::Unset, "", "error=false"),
        (r#""otel.status_code":"OK""#, Status::Ok, "", ""),
        (r#""otel.status_code":"ERROR","error":"late""#, Status::Error, "late", ""),
        (r#""error.type":"timeout""#, Status::Unset, "", "error.type=timeout"),
        (r#""span.kind":"server""#, Status::Unset, "", "span.kind=server"),
    ] {
        let outcome = read_well(&one_span(&format!(r#""tags":{{{tags}}}"#)));
        let trace = only_trace(&outcome);
        assert_eq!(trace.status(ONE), status, "{tags}");
        assert_eq!(trace.pool().text(trace.status_message(ONE)), message, "{tags}");
        assert_eq!(attributes_of(trace, ONE).join(" "), left, "{tags}");
    }
}

#[test]
fn the_exporters_tags_for_scope_and_state_become_fields_again() {
    let outcome = read_well(&one_span(
        r#""tags":{"otel.scope.name":"flask","otel.scope.version":"2","w3c.tracestate":"a=1"}"#,
    ));
    let trace = only_trace(&outcome);
    let (pool, scope) = (trace.pool(), trace.pool().scope(trace.scope_idx(ONE)));
    assert_eq!((pool.text(scope.name), pool.text(scope.version)), ("flask", "2"));
    assert_eq!(pool.text(trace.trace_state(ONE)), "a=1");
    assert_eq!(attributes_of(trace, ONE), [""; 0]);
}

#[test]
fn ids_of_64_and_128_bits_are_exact() {
    for (id, shown) in [
        ("5af7183fb1d4cf5f", "5af7183fb1d4cf5f"),
        ("463AC35C9F6413AD48485A3953BB6124", "463ac35c9f6413ad48485a3953bb6124"),
    ] {
        let outcome = read_well(&one_span("").replace("5af7183fb1d4cf5f", id));
        assert_eq!(only_trace(&outcome).id().to_string(), shown);
    }
}

/// Both halves of a call with one id, and what is below each.
fn shared(server_flag: &str, parents: &str) -> String {
    let at = |service: &str, start: u64, duration: u64| {
        format!(
            r#""timestamp":{start},"duration":{duration},"localEndpoint":{{"serviceName":"{service}"}}"#
        )
    };
    let spans = [
        span("1", &format!(r#""name":"page","kind":"SERVER",{}"#, at("web", 1000, 100))),
        span(
            "2",
            &format!(r#""parentId":"1","name":"call","kind":"CLIENT",{}"#, at("web", 1010, 80)),
        ),
        span(
            "2",
            &format!(
                r#"{parents}"name":"answer","kind":"SERVER"{server_flag},{}"#,
                at("db", 1020, 60)
            ),
        ),
        span("3", &format!(r#""parentId":"2","name":"query",{}"#, at("db", 1030, 10))),
        span("4", &format!(r#""parentId":"2","name":"resolve",{}"#, at("web", 1011, 2))),
    ];
    format!("[{}]", spans.join(","))
}

#[test]
fn the_halves_of_a_call_with_one_id_are_a_client_and_its_server() {
    for flag in [r#","shared":true"#, ""] {
        for parents in [r#""parentId":"1","#, ""] {
            let outcome = read_well(&shared(flag, parents));
            let trace = only_trace(&outcome);
            assert_eq!(
                tree_of(trace),
                ["web page", "  web call", "    web resolve", "    db answer", "      db query",]
            );
            let (call, answer) = (SpanIdx(1), SpanIdx(3));
            assert_eq!(trace.span_id(call), trace.span_id(answer));
            assert!(trace.spans().all(|span| trace.repairs(span).is_empty()));
        }
    }
}

#[test]
fn a_server_half_without_its_client_has_the_parent_that_it_names() {
    let text = shared(r#","shared":true"#, r#""parentId":"1","#);
    let without = text.replace(r#""name":"call","kind":"CLIENT""#, r#""name":"call""#);
    let without = without.replacen(r#""id":"2""#, r#""id":"9""#, 1);
    let outcome = read_well(&without);
    let tree = tree_of(only_trace(&outcome));
    assert_eq!(tree, ["web page", "  web call", "  db answer", "    web resolve", "    db query"]);
}

#[test]
fn a_server_half_without_times_has_its_clients_start() {
    let text = format!(
        "[{},{},{}]",
        span("2", r#""parentId":"1","name":"answer","kind":"SERVER","shared":true"#),
        span("1", r#""name":"page","timestamp":1700000000000000,"duration":100"#),
        span(
            "2",
            r#""parentId":"1","name":"call","kind":"CLIENT","timestamp":1700000000000050,"duration":9"#
        ),
    );
    let outcome = read_well(&text);
    let trace = only_trace(&outcome);
    assert_eq!(tree_of(trace), [" page", "   call", "     answer"]);
    assert_eq!(trace.start_nanos(SpanIdx(2)), 1_700_000_000_000_050_000);
    assert!(trace.repairs(SpanIdx(2)).has(Repair::StartUnknown));
}

#[test]
fn spans_that_cannot_be_shown_are_set_aside() {
    let good = span("1", "");
    let text = format!(r#"[{good},{{"id":"2"}},17,{{}},{{"traceId":"a","id":""}},null]"#);
    let outcome = read_well(&text);
    assert_eq!(span_total(&outcome), 1);
    let reasons: Vec<SetAsideReason> = outcome.set_aside.iter().map(|span| span.reason).collect();
    assert_eq!(
        reasons,
        [
            SetAsideReason::NoTraceId,
            SetAsideReason::NotAnObject,
            SetAsideReason::NoTraceId,
            SetAsideReason::NothingToShow,
            SetAsideReason::NotAnObject,
        ]
    );
}

#[test]
fn fields_of_the_wrong_kind_are_left_out_and_marked() {
    for members in [
        r#""name":7"#,
        r#""timestamp":"soon""#,
        r#""tags":["a"]"#,
        r#""annotations":{}"#,
        r#""localEndpoint":"web""#,
        r#""remoteEndpoint":[]"#,
        r#""shared":"yes""#,
        r#""kind":3"#,
    ] {
        let outcome = read_well(&one_span(members));
        let trace = only_trace(&outcome);
        assert!(trace.repairs(ONE).has(Repair::FieldIgnored), "{members}");
    }
    let outcome = read_well(&one_span(r#""localEndpoint":{"serviceName":["a"]}"#));
    assert_eq!(outcome.warnings[0].kind.name(), "field_ignored");
}

#[test]
fn a_truncated_or_wrong_file_shows_what_came_and_says_where() {
    let text = format!("[{},{}]", span("1", ""), span("2", r#""name":"last""#));
    for length in text.find("},").expect("it is there") + 1..text.len() {
        let outcome = read(&text[..length]);
        let error = outcome.sources[0].error.clone().expect("it is truncated");
        assert_eq!((error.kind.name(), error.offset), ("truncated", length as u64));
        assert!(span_total(&outcome) >= 1);
    }
    let error = read(&text.replace("\"last\"", "@")).sources[0].error.clone();
    let words = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(words.contains("in span 2's name"), "{words}");
}

#[test]
fn zipkin_beside_other_formats_in_one_list_is_read_too() {
    let jaeger = super::jaeger_span("");
    let outcome = read_well(&format!("[{jaeger},{},{}]", span("1", ""), super::otlp_span("")));
    assert_eq!(span_total(&outcome), 3);
}

/// What follows is read in the way that what came before made likely.
#[test]
fn endpoints_that_differ_in_a_byte_are_told_apart_however_often_each_came() {
    let endpoints = [
        (r#"{"serviceName":"cart","ipv4":"10.0.0.1"}"#, "cart", "[\"10.0.0.1\"]"),
        (r#"{"serviceName":"cart","ipv4":"10.0.0.2"}"#, "cart", "[\"10.0.0.2\"]"),
        (r#"{"serviceName":"card","ipv4":"10.0.0.1"}"#, "card", "[\"10.0.0.1\"]"),
        (r#"{"serviceName":"c}rt","ipv4":"10.0.0.1"}"#, "c}rt", "[\"10.0.0.1\"]"),
        (r#"{"serviceName":"c}rt","ipv6":"10.0.0.1"}"#, "c}rt", "[\"10.0.0.1\"]"),
        (r#"{"serviceName":"cart","ipv4":"10.0.0.1" }"#, "cart", "[\"10.0.0.1\"]"),
    ];
    let order = [0, 1, 2, 3, 4, 5, 0, 0, 1, 5, 4, 3, 2, 1, 0, 3, 4];
    let spans: Vec<String> = (0..)
        .zip(order)
        .map(|(id, at)| {
            let members = format!(r#""timestamp":{},"localEndpoint":{}"#, id + 1, endpoints[at].0);
            span(&format!("{:x}", id + 1), &members)
        })
        .collect();
    let outcome = read_well(&format!("[{}]", spans.join(",")));
    let trace = only_trace(&outcome);
    for (row, at) in trace.spans().zip(order) {
        let (_, service, address) = endpoints[at];
        let expected = [format!("service.name={service}"), format!("host.ip={address}")];
        assert_eq!(resource_of(trace, row), expected);
        assert_eq!(trace.service_text(row), service);
    }
}

#[test]
fn tags_are_read_as_written_whatever_came_before() {
    let usual = r#"{"http.path":"/a/long/path","http.method":"GET","error":"broken pipe"}"#;
    let cases = [
        (usual, vec!["http.path=/a/long/path", "http.method=GET"]),
        (
            r#"{"http.path":"/a/long/path" ,"http.method":"GET"}"#,
            vec!["http.path=/a/long/path", "http.method=GET"],
        ),
        (r#"{"http.path":7,"http.method":["GET"]}"#, vec!["http.path=7", "http.method=[\"GET\"]"]),
        (
            r#"{"http.path":"/a/long/pat\u0068","http.method":"GE\u0054"}"#,
            vec!["http.path=/a/long/path", "http.method=GET"],
        ),
        (
            r#"{"http.path.raw":"/a/long/path","http.method":"GET"}"#,
            vec!["http.path.raw=/a/long/path", "http.method=GET"],
        ),
        (
            r#"{"http.method":"GET","http.path":"/a/long/path"}"#,
            vec!["http.method=GET", "http.path=/a/long/path"],
        ),
        (
            r#"{"http.path":"/a/long/path","error":"false","http.method":"GET"}"#,
            vec!["http.path=/a/long/path", "error=false", "http.method=GET"],
        ),
        (r#"{"http.path" : "/a/long/path"}"#, vec!["http.path=/a/long/path"]),
        ("{}", vec![]),
        (r#"{"http.path":"","http.path":"/b"}"#, vec!["http.path=", "http.path=/b"]),
    ];
    let mut spans = Vec::new();
    for (tags, _) in &cases {
        for tags in [usual, usual, tags] {
            let id = spans.len() + 1;
            let members = format!(r#""name":"n","timestamp":{id},"tags":{tags}"#);
            spans.push(span(&format!("{id:x}"), &members));
        }
    }
    let outcome = read_well(&format!("[{}]", spans.join(",")));
    let trace = only_trace(&outcome);
    for (row, span) in trace.spans().enumerate() {
        let expected = if row % 3 == 2 { &cases[row / 3].1 } else { &cases[0].1 };
        assert_eq!(&attributes_of(trace, span), expected, "{}", cases[row / 3].0);
    }
}

#[test]
fn a_key_that_is_no_text_is_mended_each_time_it_comes() {
    let tags = r#""tags":{"k!":"a value","l":"another value"}"#;
    let spans: Vec<String> = ["1", "2", "3"].map(|id| span(id, tags)).into();
    let mut bytes = format!("[{}]", spans.join(",")).into_bytes();
    bytes.iter_mut().filter(|byte| **byte == b'!').for_each(|byte| *byte = 0xff);
    let outcome = spanscope::ingest::read("test.json", &bytes);
    let trace = only_trace(&outcome);
    for row in trace.spans() {
        assert!(trace.repairs(row).has(Repair::InvalidText));
        assert_eq!(attributes_of(trace, row), ["k\u{fffd}=a value", "l=another value"]);
    }
}

#[test]
fn an_object_of_another_format_between_spans_is_none_of_them() {
    let text = format!(
        r#"[{},{{"traceId":"a","spanId":"b","id":"c"}},{{"traceId":"a","parentId":"b","data":[],"id":"c"}},{}]"#,
        span("1", ""),
        span("2", "")
    );
    assert_eq!(span_total(&read(&text)), 2);
}
