//! What people paste, and what they mean by it.

use base64::Engine as _;
use proptest::prelude::*;
use spanscope::jaeger::{Pasted, pasted, trace_id_from_text};
use spanscope::trace::TraceId;

const ID: u128 = 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736;
const HEX: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn trace(id: u128) -> Pasted {
    Pasted::Trace { endpoint: None, trace_id: TraceId(id), parameters: String::new() }
}

fn trace_at(endpoint: &str, parameters: &str) -> Pasted {
    let endpoint = Some(endpoint.to_owned()).filter(|endpoint| !endpoint.is_empty());
    Pasted::Trace { endpoint, trace_id: TraceId(ID), parameters: parameters.to_owned() }
}

#[test]
fn an_id_is_read_in_any_form() {
    for text in [
        HEX,
        " 4BF92F3577B34DA6A3CE929D0E0E4736\n",
        "0x4bf92f3577b34da6a3ce929d0e0e4736",
        "\"4bf92f3577b34da6a3ce929d0e0e4736\"",
        "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
        "S/kvNXezTaajzpKdDg5HNg==",
        "S/kvNXezTaajzpKdDg5HNg",
        "S_kvNXezTaajzpKdDg5HNg==",
    ] {
        assert_eq!(pasted(text), trace(ID), "{text}");
    }
    for (text, id) in [("ab", 0xab), ("00f067aa0ba902b7", 0xf0_67aa_0ba9_02b7), ("1", 1)] {
        assert_eq!(pasted(text), trace(id), "{text}");
    }
    assert_eq!(pasted("APBnqgupArc="), trace(0xf0_67aa_0ba9_02b7));
}

#[test]
fn what_is_no_id_is_nothing() {
    for text in [
        "",
        "  ",
        "0",
        "00000000000000000000000000000000",
        "observation",
        "deployments",
        "checkout is slow",
        "4bf92f3577b34da6a3ce929d0e0e47361",
        "4bf92f35-77b3-4da6-a3ce929d0e0e4736",
        "span_id=00f067aa0ba902b7",
        "deadline exceeded after 30s",
        "2026-08-04T00:19:51.149Z",
    ] {
        assert_eq!(pasted(text), Pasted::Nothing, "{text}");
        assert_eq!(trace_id_from_text(text), None, "{text}");
    }
}

#[test]
fn headers_of_every_propagation_are_read() {
    for text in [
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        r#"-H "traceparent:00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00" http://x"#,
        "b3: 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "b3=4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-d-05e3ac9a4f6e3b90",
        "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "X-B3-TraceId: 4bf92f3577b34da6a3ce929d0e0e4736",
        "uber-trace-id: 4bf92f3577b34da6a3ce929d0e0e4736:f067aa0ba902b7ff:0:1",
        "uber-trace-id=4bf92f3577b34da6a3ce929d0e0e4736%3Af067aa0ba902b7ff%3A0%3A1",
        "X-Amzn-Trace-Id: Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=53995c3f42cd8ad8;Sampled=1",
    ] {
        assert_eq!(pasted(text), trace(ID), "{text}");
    }
    // Version ff is none, and an id of zeros is none.
    for text in [
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 4bf92f3577b34da6a3ce929d0e0e4737",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01 4bf92f3577b34da6a3ce929d0e0e4736",
    ] {
        assert_ne!(pasted(text), trace(0), "{text}");
    }
}

#[test]
fn log_lines_that_name_a_trace() {
    for text in [
        "level=error msg=\"declined\" trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7",
        r#"{"span_id":"00f067aa0ba902b7","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","x":1}"#,
        r#"{\"traceID\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}"#,
        "INFO [trace.id: 4BF92F3577B34DA6A3CE929D0E0E4736] started",
        "otel.trace_id = 0x4bf92f3577b34da6a3ce929d0e0e4736, md5 d41d8cd98f00b204e9800998ecf8427e",
        "md5=d41d8cd98f00b204e9800998ecf8427e Trace-Id 4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
        "logging.googleapis.com/trace: projects/p/traces/4bf92f3577b34da6a3ce929d0e0e4736 ok",
        "ERROR 4bf92f3577b34da6a3ce929d0e0e4736 payment declined",
        "dd.trace_id=4bf92f3577b34da6a3ce929d0e0e4736 dd.span_id=1",
    ] {
        assert_eq!(pasted(text), trace(ID), "{text}");
    }
    // Two ids, and none is named.
    let two = "4bf92f3577b34da6a3ce929d0e0e4736 d41d8cd98f00b204e9800998ecf8427e";
    assert_eq!(pasted(two), Pasted::Nothing);
    assert_eq!(pasted("x trace_id=00f067aa0ba902b7"), trace(0xf0_67aa_0ba9_02b7));
    // A stack trace names no trace, and a trace id in a word is none.
    for text in ["backtrace id deadbeef1", "stacktrace: at face()", "traces sampled: 100"] {
        assert_eq!(pasted(text), Pasted::Nothing, "{text}");
    }
}

#[test]
fn datadogs_ids_are_decimal_unless_they_could_be_either() {
    let id = 5_577_006_791_947_779_410;
    for text in [
        "dd.trace_id=5577006791947779410 dd.span_id=77",
        r#"{"dd":{"trace_id":"5577006791947779410","span_id":"77"}}"#,
        "[dd.service=x dd.trace_id=5577006791947779410]",
        "trace_id: 5577006791947779410,",
    ] {
        assert_eq!(pasted(text), trace(id), "{text}");
    }
    assert_eq!(pasted("dd.trace_id=123456789 x"), trace(123_456_789));
    assert_eq!(pasted("dd.trace_id=1234567890123456 x"), Pasted::Nothing);
    assert_eq!(pasted("dd.trace_id=99999999999999999999 x"), Pasted::Nothing);
}

#[test]
fn links_to_jaegers_pages_and_api() {
    for (text, endpoint, parameters) in [
        ("https://j.example/trace/4bf92f3577b34da6a3ce929d0e0e4736", "https://j.example", ""),
        (
            "https://j.example/jaeger/ui/trace/4bf92f3577b34da6a3ce929d0e0e4736/?uiFind=a%20b&uiEmbed=v0",
            "https://j.example/jaeger/ui",
            "uiFind=a%20b&uiEmbed=v0",
        ),
        (
            "https://j.example/monitoring/trace/4bf92f3577b34da6a3ce929d0e0e4736",
            "https://j.example/monitoring",
            "",
        ),
        ("localhost:16686/trace/4bf92f3577b34da6a3ce929d0e0e4736", "http://localhost:16686", ""),
        ("/trace/4bf92f3577b34da6a3ce929d0e0e4736", "", ""),
        (
            "http://j/x/api/traces/4bf92f3577b34da6a3ce929d0e0e4736?raw=true",
            "http://j/x",
            "raw=true",
        ),
        ("http://j/api/v3/traces/4bf92f3577b34da6a3ce929d0e0e4736", "http://j", ""),
        ("http://j/trace/S%2FkvNXezTaajzpKdDg5HNg%3D%3D", "http://j", ""),
        ("https://z/zipkin/traces/4bf92f3577b34da6a3ce929d0e0e4736", "", ""),
    ] {
        let found = pasted(text);
        match &found {
            Pasted::Trace { .. } if text.contains("zipkin") => assert_eq!(found, trace(ID)),
            _ => assert_eq!(found, trace_at(endpoint, parameters), "{text}"),
        }
    }
    let text = "see (https://j.example/trace/4bf92f3577b34da6a3ce929d0e0e4736?uiFind=x).";
    assert_eq!(pasted(text), trace_at("https://j.example", "uiFind=x"));
}

#[test]
fn links_to_comparisons_searches_and_spanscope_itself() {
    let id = TraceId(ID);
    let compare = |a, b| Pasted::Compare { endpoint: Some("http://j".to_owned()), a, b };
    let both = format!("http://j/trace/{HEX}...ab?cohort={HEX}&cohort=ab");
    assert_eq!(pasted(&both), compare(Some(id), Some(TraceId(0xab))));
    assert_eq!(pasted(&format!("http://j/trace/{HEX}...")), compare(Some(id), None));
    assert_eq!(pasted(&format!("http://j/trace/...{HEX}")), compare(None, Some(id)));
    let search =
        pasted("http://j/jaeger/search?service=a+b&lookback=2d&tags=%7B%22k%22%3A%22v%22%7D");
    let Pasted::Search { endpoint: Some(endpoint), link } = search else { panic!("{search:?}") };
    assert_eq!(endpoint, "http://j/jaeger");
    let printed = link.print();
    assert_eq!(printed, "service=a%20b&lookback=2d&limit=20&tags=%7B%22k%22%3A%22v%22%7D");
    assert_eq!(pasted("https://search.example/search?q=spans"), Pasted::Nothing);
    let own = format!("https://page/scope/index.html#/trace/{HEX}?zoom=1-2&v=1");
    assert_eq!(pasted(&own), trace_at("https://page/scope", "zoom=1-2&v=1"));
    let own = format!("https://page/#/trace/{HEX}?from=http%3A%2F%2Fj&v=1");
    assert_eq!(pasted(&own), trace_at("http://j", "from=http%3A%2F%2Fj&v=1"));
    assert_eq!(pasted(&format!("#/trace/{HEX}")), trace(ID));
    assert!(matches!(pasted("https://page/#/search?service=a"), Pasted::Search { .. }));
}

#[test]
fn links_to_grafana_and_others_name_a_trace_and_no_endpoint() {
    for text in [
        "https://g.example/explore?schemaVersion=1&panes=%7B%22x%22:%7B%22datasource%22:%22tempo%22,\
         %22queries%22:%5B%7B%22refId%22:%22A%22,%22queryType%22:%22traceql%22,\
         %22query%22:%224bf92f3577b34da6a3ce929d0e0e4736%22%7D%5D,%22range%22:%7B%7D%7D%7D&orgId=1",
        "https://g.example/sub/explore?left=%7B%22datasource%22:%22Tempo%22,%22queries%22:%5B%7B\
         %22queryType%22:%22traceId%22,%22query%22:%224bf92f3577b34da6a3ce929d0e0e4736%22%7D%5D%7D",
        "https://g.example/explore?orgId=1&left=%5B%22now-1h%22,%22now%22,%22traces%22,%7B%22query\
         %22:%224bf92f3577b34da6a3ce929d0e0e4736%22,%22queryType%22:%22traceId%22%7D%5D",
        "https://other.example/ui?traceID=4bf92f3577b34da6a3ce929d0e0e4736&x=1",
    ] {
        assert_eq!(pasted(text), trace(ID), "{text}");
    }
    let logs = "https://g.example/explore?panes=%7B%22x%22:%7B%22queries%22:%5B%7B%22expr%22:%22up%22%7D%5D%7D%7D";
    assert_eq!(pasted(logs), Pasted::Nothing);
}

proptest! {
    #[test]
    fn an_id_is_the_same_in_all_its_forms(id in 1u128..) {
        let bytes = id.to_be_bytes();
        let hex = format!("{id:032x}");
        let uuid = format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
        let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
        for text in [hex.clone(), hex.to_uppercase(), format!("0x{hex}"), uuid, base64] {
            prop_assert_eq!(trace_id_from_text(&text), Some(TraceId(id)), "{}", text);
        }
        let line = format!("got trace_id={hex} from {hex}");
        prop_assert_eq!(pasted(&line), trace(id));
    }

    #[test]
    fn no_text_breaks_the_box(
        text in "\\PC*|(https?://)?[a-z./]{0,9}/(trace|traces|search|explore)/?[0-9a-f.%-]{0,40}[?#][a-zA-Z0-9=&%{}\":/.]{0,40}|\
                 [İü]{0,2}(trace|dd|Trace)[._-]?[iI][dD][ =:\"]{0,3}[0-9a-fü-]{0,40}",
    ) {
        pasted(&text);
    }
}
