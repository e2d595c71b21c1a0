//! Random documents of all families: a seed becomes a tree of JSON, a tree becomes text
//! with its keys in any order, odd white space, and escapes where none are needed.

use base64::Engine as _;
use serde_json::{Value as Json, json};

/// xorshift: the same documents for the same seed, everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn bits(&mut self) -> u64 {
        self.below(u64::MAX >> 11) << 20 ^ self.below(1 << 40)
    }

    pub fn is_one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    pub fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len() as u64) as usize]
    }

    fn list(&mut self, most: u64, mut element: impl FnMut(&mut Random) -> Json) -> Json {
        (0..self.below(most + 1)).map(|_| element(self)).collect()
    }
}

const TEXTS: [&str; 12] = [
    "",
    "GET",
    "true",
    "unset",
    "ein Ärger, 例え, 🦀",
    "quote \" slash \\ / line\nend\ttab",
    "__proto__",
    "[.*](+",
    "12",
    "-9223372036854775808",
    "a text that is longer than thirty-two bytes, so that the search for its end is another one",
    "\u{0}\u{1f}\u{7f}\u{202e}",
];

pub const KEYS: [&str; 14] = [
    "http.request.method",
    "error",
    "span.kind",
    "otel.status_code",
    "otel.status_description",
    "otel.scope.name",
    "otel.library.version",
    "w3c.tracestate",
    "event",
    "exception.type",
    "constructor",
    "ключ",
    "k",
    "",
];

pub fn text(random: &mut Random) -> Json {
    let words = ["server", "CLIENT", "ERROR", "OK", "consumer", "false"];
    if random.is_one_in(3) { random.pick(&words).into() } else { random.pick(&TEXTS).into() }
}

pub fn integer(random: &mut Random) -> i64 {
    match random.below(5) {
        0 => i64::MIN,
        1 => i64::MAX,
        2 => 9_007_199_254_740_993,
        _ => random.below(1000) as i64 - 500,
    }
}

pub fn double(random: &mut Random) -> f64 {
    match random.below(5) {
        0 => -0.5,
        1 => 1e300,
        2 => 5e-324,
        3 => 3.0,
        // Few digits: serde_json's own doubles are not exact to the last bit.
        _ => random.below(10_000) as f64 / 8.0,
    }
}

fn base64(random: &mut Random) -> String {
    let bytes: Vec<u8> = (0..random.below(9)).map(|_| random.below(256) as u8).collect();
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn plain(random: &mut Random, depth: u32) -> Json {
    match random.below(if depth == 0 { 5 } else { 7 }) {
        0 => Json::Null,
        1 => random.is_one_in(2).into(),
        2 => integer(random).into(),
        3 => double(random).into(),
        4 => text(random),
        5 => random.list(3, |random| plain(random, depth - 1)),
        _ => {
            // One key, since the order of several is the serialiser's.
            json!({ random.pick(&KEYS): plain(random, depth - 1) })
        }
    }
}

fn span_id(random: &mut Random) -> Json {
    match random.below(16) {
        0 => "foreign id".into(),
        1 => "ABCDEF0123456789".into(),
        2 => "7".into(),
        // In base64: of either alphabet, without its padding, of both alphabets and so none.
        3 => "+/v7AAAAAAE=".into(),
        4 => "-_v7AAAAAAE=".into(),
        5 => "AAAAAAAAAAI".into(),
        6 => "-/v7AAAAAAE=".into(),
        _ => format!("{:016x}", random.below(6) + 1).into(),
    }
}

fn trace_id(random: &mut Random) -> Json {
    match random.below(12) {
        0 => "0000000000000000000000000000000A".into(),
        1 => "not hexadecimal".into(),
        2 => "S/kvNXezTaajzpKdDg5HNg==".into(),
        3 => "S_kvNXezTaajzpKdDg5HNg==".into(),
        4 => "S/kvNXezTaajzpKdDg5HNg".into(),
        5 => "S/kvNXezTaajzpKdDg5H_g==".into(),
        _ => "4bf92f3577b34da6a3ce929d0e0e4736".into(),
    }
}

/// A document of the family that the seed chooses.
pub fn any(seed: u64, random: &mut Random) -> Json {
    match seed % 5 {
        0 => jaeger(random),
        1 => otlp(random),
        2 => tempo(random),
        3 => json!([otlp_logs(random), otlp(random)]),
        _ => zipkin(random),
    }
}

pub fn jaeger(random: &mut Random) -> Json {
    let mut traces: Vec<Json> = (0..=random.below(3)).map(|_| jaeger_trace(random)).collect();
    match random.below(4) {
        0 => traces.remove(0),
        1 => json!({ "data": traces.remove(0) }),
        2 => Json::Array(traces),
        _ => json!({ "data": traces, "total": 0, "errors": null }),
    }
}

fn jaeger_trace(random: &mut Random) -> Json {
    let mut processes = serde_json::Map::new();
    for name in ["p1", "__proto__", "p2"] {
        if !random.is_one_in(4) {
            let service = random.pick(&["web", "db", "очередь"]);
            let tags = random.list(2, tag);
            processes.insert(name.into(), json!({ "serviceName": service, "tags": tags }));
        }
    }
    json!({
        "traceID": trace_id(random),
        "spans": random.list(6, jaeger_span),
        "processes": processes,
        "warnings": null,
        "unknown": plain(random, 3),
    })
}

fn jaeger_span(random: &mut Random) -> Json {
    let start = 1_700_000_000_000_000 + random.below(1000);
    let mut span = json!({
        "spanID": span_id(random),
        "operationName": text(random),
        "references": random.list(3, reference),
        "startTime": if random.is_one_in(5) { json!(start.to_string()) } else { json!(start) },
        "duration": random.below(1000),
        "tags": random.list(6, tag),
        "logs": random.list(2, log),
        "warnings": random.list(1, |random| random.pick(&TEXTS).into()),
        "flags": random.below(4),
    });
    if !random.is_one_in(4) {
        span["traceID"] = trace_id(random);
    }
    match random.below(8) {
        0 => {}
        1 => span["process"] = json!({ "serviceName": "inline", "tags": random.list(1, tag) }),
        _ => span["processID"] = random.pick(&["p1", "p2", "__proto__", "p9"]).into(),
    }
    if random.is_one_in(3) {
        span["parentSpanID"] = span_id(random);
    }
    span
}

fn reference(random: &mut Random) -> Json {
    let kind = random.pick(&["CHILD_OF", "FOLLOWS_FROM"]);
    let mut reference = json!({ "refType": kind, "spanID": span_id(random) });
    if !random.is_one_in(4) {
        reference["traceID"] = trace_id(random);
    }
    reference
}

fn log(random: &mut Random) -> Json {
    let time = 1_700_000_000_000_000 + random.below(1000);
    json!({ "timestamp": time, "fields": random.list(4, tag) })
}

fn tag(random: &mut Random) -> Json {
    let (name, value) = match random.below(9) {
        0 => ("bool", random.is_one_in(2).into()),
        1 => ("int64", integer(random).into()),
        2 => ("int64", integer(random).to_string().into()),
        3 => ("float64", double(random).into()),
        4 => ("binary", base64(random).into()),
        5 => ("boolean", random.pick(&["true", "false", "maybe"]).into()),
        6 => (random.pick(&["int64", "string", "own", "binary"]), plain(random, 2)),
        _ => ("string", text(random)),
    };
    let mut tag = json!({ "key": random.pick(&KEYS), "value": value });
    if !random.is_one_in(6) {
        tag["type"] = name.into();
    }
    tag
}

pub fn otlp(random: &mut Random) -> Json {
    let resource_spans = random.list(3, otlp_batch);
    match random.below(4) {
        0 => json!({ "result": { "resourceSpans": resource_spans } }),
        1 => json!([{ "resourceSpans": resource_spans }]),
        _ => json!({ "resourceSpans": resource_spans }),
    }
}

fn otlp_batch(random: &mut Random) -> Json {
    json!({
        "resource": { "attributes": random.list(3, attribute) },
        "scopeSpans": random.list(3, |random| json!({
            "scope": { "name": text(random), "attributes": random.list(1, attribute) },
            "spans": random.list(4, otlp_span),
            "schemaUrl": "https://example.org",
        })),
    })
}

/// OTLP under the names that Tempo gave its lists and objects over the years.
pub fn tempo(random: &mut Random) -> Json {
    let mut batches = random.list(3, otlp_batch);
    if random.is_one_in(2) {
        for batch in batches.as_array_mut().into_iter().flatten() {
            rename(batch, "scopeSpans", "instrumentationLibrarySpans");
            for scope in batch["instrumentationLibrarySpans"].as_array_mut().into_iter().flatten() {
                rename(scope, "scope", "instrumentationLibrary");
            }
        }
    }
    match random.below(3) {
        0 => json!({ "batches": batches }),
        1 => json!({ "trace": { "batches": batches }, "metrics": { "inspectedBytes": "12" } }),
        _ => json!({ "trace": { "resourceSpans": batches }, "status": "COMPLETE", "message": "" }),
    }
}

fn rename(object: &mut Json, from: &str, to: &str) {
    let value = object[from].take();
    if let Some(entries) = object.as_object_mut() {
        entries.remove(from);
        entries.insert(to.to_owned(), value);
    }
}

fn otlp_span(random: &mut Random) -> Json {
    let start = 1_700_000_000_000_000_000 + random.below(1000);
    let end = start + random.below(1000);
    json!({
        "traceId": match random.below(8) {
            0 | 1 => "AAAAAAAAAAAAAAAAAAAACg==".into(),
            2 => "AAAAAAAAAAo=".into(),
            _ => trace_id(random),
        },
        "spanId": if random.is_one_in(4) { "AAAAAAAAAAE=".into() } else { span_id(random) },
        "parentSpanId": if random.is_one_in(3) { json!("") } else { span_id(random) },
        "name": text(random),
        "kind": if random.is_one_in(3) { json!("SPAN_KIND_SERVER") } else { json!(random.below(6)) },
        "startTimeUnixNano": if random.is_one_in(3) { json!(start) } else { json!(start.to_string()) },
        "endTimeUnixNano": end.to_string(),
        "attributes": random.list(5, attribute),
        "events": random.list(2, |random| json!({
            "timeUnixNano": start.to_string(), "name": text(random), "attributes": random.list(2, attribute),
        })),
        "links": random.list(2, |random| json!({
            "traceId": trace_id(random), "spanId": span_id(random), "traceState": "a=1",
            "attributes": random.list(1, attribute),
        })),
        "status": if random.is_one_in(2) { json!({}) } else { json!({
            "code": if random.is_one_in(2) { json!(random.below(3)) } else { json!("STATUS_CODE_ERROR") },
            "message": text(random),
        }) },
        "traceState": random.pick(&["", "vendor=1"]),
        "flags": random.below(512),
        "droppedEventsCount": random.below(3),
    })
}

/// A list of spans, a list of such lists, or one span alone.
pub fn zipkin(random: &mut Random) -> Json {
    match random.below(4) {
        0 => zipkin_span(random),
        1 => random.list(3, |random| random.list(4, zipkin_span)),
        _ => random.list(8, zipkin_span),
    }
}

pub fn zipkin_span(random: &mut Random) -> Json {
    let start = 1_700_000_000_000_000 + random.below(1000);
    let mut span = json!({
        "traceId": trace_id(random),
        "id": span_id(random),
        "name": text(random),
        "duration": random.below(1000),
        "localEndpoint": endpoint(random),
        "annotations": random.list(2, |random| {
            json!({ "timestamp": start + random.below(9), "value": text(random) })
        }),
        "tags": tags(random),
    });
    let kinds = ["CLIENT", "SERVER", "PRODUCER", "CONSUMER", "server", "SOMETHING"];
    let mut set = |key: &str, value: Json| span[key] = value;
    if !random.is_one_in(4) {
        set("kind", random.pick(&kinds).into());
    }
    // The callee's half of a call need not say when it was.
    if !random.is_one_in(6) {
        set("timestamp", if random.is_one_in(5) { json!(start.to_string()) } else { json!(start) });
    }
    if !random.is_one_in(4) {
        set("parentId", span_id(random));
    }
    if random.is_one_in(3) {
        set("remoteEndpoint", endpoint(random));
    }
    for flag in ["shared", "debug"] {
        if random.is_one_in(5) {
            set(flag, random.is_one_in(2).into());
        }
    }
    span
}

fn endpoint(random: &mut Random) -> Json {
    let mut endpoint = json!({ "serviceName": random.pick(&["web", "db", "очередь", ""]) });
    for (key, value) in [
        ("ipv4", json!("10.0.0.7")),
        ("ipv6", json!("2001:db8::c001")),
        ("port", json!(random.below(3) * 4040)),
    ] {
        if random.is_one_in(3) {
            endpoint[key] = value;
        }
    }
    if random.is_one_in(9) { Json::Null } else { endpoint }
}

fn tags(random: &mut Random) -> Json {
    let mut tags = serde_json::Map::new();
    for _ in 0..random.below(5) {
        let value = match random.below(9) {
            0 => plain(random, 2),
            _ => text(random),
        };
        tags.insert(random.pick(&KEYS).to_owned(), value);
    }
    Json::Object(tags)
}

/// Log records, most of them of spans that [`otlp`] makes.
pub fn otlp_logs(random: &mut Random) -> Json {
    let resource_logs = random.list(2, |random| {
        json!({
            "resource": { "attributes": random.list(2, attribute) },
            "scopeLogs": random.list(2, |random| json!({
                "scope": { "name": text(random) },
                "logRecords": random.list(4, log_record),
            })),
        })
    });
    json!({ "resourceLogs": resource_logs })
}

fn log_record(random: &mut Random) -> Json {
    let time = 1_700_000_000_000_000_000 + random.below(1000);
    let mut attributes = random.list(3, attribute);
    for key in ["event.name", "exception.type"] {
        if random.is_one_in(4)
            && let Some(list) = attributes.as_array_mut()
        {
            list.push(json!({ "key": key, "value": any_value(random, 1) }));
        }
    }
    json!({
        "timeUnixNano": if random.is_one_in(3) { json!("0") } else { json!(time.to_string()) },
        "observedTimeUnixNano": if random.is_one_in(3) { json!(0) } else { json!(time + 5) },
        "severityNumber": random.below(26),
        "severityText": if random.is_one_in(2) { json!("") } else { text(random) },
        "body": if random.is_one_in(4) { Json::Null } else { any_value(random, 2) },
        "attributes": attributes,
        "traceId": if random.is_one_in(9) { json!("") } else { trace_id(random) },
        "spanId": if random.is_one_in(9) { json!("") } else { span_id(random) },
        "eventName": if random.is_one_in(2) { json!("") } else { text(random) },
        "flags": random.below(2),
        "droppedAttributesCount": random.below(2),
    })
}

fn attribute(random: &mut Random) -> Json {
    let key = if random.is_one_in(4) { "service.name" } else { random.pick(&KEYS) };
    let value = if key == "service.name" {
        json!({ "stringValue": random.pick(&["web", "db"]) })
    } else {
        any_value(random, 3)
    };
    json!({ "key": key, "value": value })
}

fn any_value(random: &mut Random, depth: u32) -> Json {
    match random.below(if depth == 0 { 9 } else { 11 }) {
        0 => json!({ "boolValue": random.is_one_in(2) }),
        1 => json!({ "intValue": integer(random) }),
        2 => json!({ "intValue": integer(random).to_string() }),
        3 => json!({ "intValue": (random.bits() | 1 << 63).to_string() }),
        4 => json!({ "doubleValue": double(random) }),
        5 => json!({ "doubleValue": random.pick(&["Infinity", "no number"]) }),
        6 => json!({ "bytesValue": base64(random) }),
        7 => json!({}),
        8 => json!({ "stringValue": text(random) }),
        9 => {
            json!({ "arrayValue": { "values": random.list(3, |random| any_value(random, depth - 1)) } })
        }
        _ => json!({ "kvlistValue": { "values": random.list(3, |random| {
            json!({ "key": random.pick(&KEYS), "value": any_value(random, depth - 1) })
        }) } }),
    }
}

/// The document as text; `random` decides about everything that means nothing.
pub fn render(json: &Json, random: &mut Random, out: &mut String) {
    render_entry("", json, random, out);
}

/// `key` is where the value stands: the order of Zipkin's tags is that of attributes, and
/// so means something.
fn render_entry(key: &str, json: &Json, random: &mut Random, out: &mut String) {
    space(random, out);
    match json {
        Json::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                render(element, random, out);
            }
            space(random, out);
            out.push(']');
        }
        Json::Object(entries) => {
            let mut entries: Vec<(&String, &Json)> = entries.iter().collect();
            let is_in_order = key == "tags";
            for index in (1..entries.len()).rev().filter(|_| !is_in_order) {
                entries.swap(index, random.below(index as u64 + 1) as usize);
            }
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                space(random, out);
                quote(key, random, out);
                space(random, out);
                out.push(':');
                render_entry(key, value, random, out);
            }
            space(random, out);
            out.push('}');
        }
        Json::String(text) => quote(text, random, out),
        scalar => out.push_str(&scalar.to_string()),
    }
    space(random, out);
}

fn space(random: &mut Random, out: &mut String) {
    if random.is_one_in(9) {
        out.push_str(random.pick(&[" ", "\r\n", "\n\t  "]));
    }
}

fn quote(text: &str, random: &mut Random, out: &mut String) {
    // Nobody escapes digits, and so the reader does not look for numbers in escapes.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || !random.is_one_in(9) {
        out.push_str(&Json::from(text).to_string());
        return;
    }
    out.push('"');
    for unit in text.encode_utf16() {
        out.push_str(&format!("\\u{unit:04X}"));
    }
    out.push('"');
}
