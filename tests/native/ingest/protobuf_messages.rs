//! Random messages of OTLP from the published definitions, and their bytes.
//!
//! The bytes are prost's, but for the order of fields, which means nothing: a message may
//! be written in two parts, each with some of its fields.

use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{
    AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList,
};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, LogsData, ResourceLogs, ScopeLogs};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::span::{Event, Link};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, Status, TracesData};
use prost::Message;

use super::documents::{self, KEYS, Random};

/// How messages follow each other in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    Bare,
    Varint,
    BigEndian,
}

impl Framing {
    pub const ALL: [Framing; 3] = [Framing::Bare, Framing::Varint, Framing::BigEndian];

    /// The messages one after another; without lengths they are one message.
    pub fn join(self, messages: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for message in messages {
            match self {
                Framing::Bare => {}
                Framing::Varint => {
                    prost::encode_length_delimiter(message.len(), &mut bytes).expect("room");
                }
                Framing::BigEndian => bytes.extend((message.len() as u32).to_be_bytes()),
            }
            bytes.extend_from_slice(message);
        }
        bytes
    }
}

fn list<T>(random: &mut Random, most: u64, mut one: impl FnMut(&mut Random) -> T) -> Vec<T> {
    (0..random.below(most + 1)).map(|_| one(random)).collect()
}

fn text(random: &mut Random) -> String {
    documents::text(random).as_str().unwrap_or_default().to_owned()
}

pub fn traces(random: &mut Random) -> TracesData {
    TracesData { resource_spans: list(random, 3, resource_spans) }
}

fn resource_spans(random: &mut Random) -> ResourceSpans {
    let resource = Resource {
        attributes: list(random, 3, attribute),
        dropped_attributes_count: random.below(2) as u32,
        ..Resource::default()
    };
    ResourceSpans {
        resource: (!random.is_one_in(6)).then_some(resource),
        scope_spans: list(random, 3, scope_spans),
        schema_url: random.pick(&["", "https://example.org"]).to_owned(),
    }
}

fn scope_spans(random: &mut Random) -> ScopeSpans {
    let scope = InstrumentationScope {
        name: text(random),
        version: text(random),
        attributes: list(random, 1, attribute),
        dropped_attributes_count: random.below(2) as u32,
    };
    ScopeSpans {
        scope: (!random.is_one_in(6)).then_some(scope),
        spans: list(random, 4, span),
        schema_url: String::new(),
    }
}

/// Log records, most of them of spans that [`traces`] makes.
pub fn logs(random: &mut Random) -> LogsData {
    let scope = |random: &mut Random| ScopeLogs {
        log_records: list(random, 4, log_record),
        ..ScopeLogs::default()
    };
    let resource = |random: &mut Random| ResourceLogs {
        resource: random.is_one_in(2).then(Resource::default),
        scope_logs: list(random, 2, scope),
        ..ResourceLogs::default()
    };
    LogsData { resource_logs: list(random, 2, resource) }
}

fn log_record(random: &mut Random) -> LogRecord {
    let time = 1_700_000_000_000_000_000 + random.below(1000);
    LogRecord {
        time_unix_nano: if random.is_one_in(3) { 0 } else { time },
        observed_time_unix_nano: time + 5,
        severity_number: random.below(26) as i32,
        severity_text: if random.is_one_in(2) { String::new() } else { text(random) },
        body: (!random.is_one_in(4)).then(|| any_value(random, 2)),
        attributes: list(random, 3, attribute),
        dropped_attributes_count: random.below(2) as u32,
        flags: random.below(2) as u32,
        trace_id: if random.is_one_in(9) { Vec::new() } else { trace_id(random) },
        span_id: if random.is_one_in(9) { Vec::new() } else { span_id(random) },
        event_name: if random.is_one_in(2) { String::new() } else { text(random) },
    }
}

/// A few ids, so that spans find their parents; some are of an odd length.
pub fn span_id(random: &mut Random) -> Vec<u8> {
    let number = random.below(6) + 1;
    match random.below(12) {
        0 => vec![number as u8],
        1 => vec![0xab; 8],
        _ => number.to_be_bytes().to_vec(),
    }
}

pub fn trace_id(random: &mut Random) -> Vec<u8> {
    if random.is_one_in(8) { vec![10; 16] } else { (1..=16).collect() }
}

fn span(random: &mut Random) -> Span {
    let start = 1_700_000_000_000_000_000 + random.below(1000);
    Span {
        trace_id: trace_id(random),
        span_id: span_id(random),
        trace_state: random.pick(&["", "vendor=1"]).to_owned(),
        parent_span_id: if random.is_one_in(3) { Vec::new() } else { span_id(random) },
        flags: random.below(1 << 20) as u32,
        name: text(random),
        kind: random.below(6) as i32,
        start_time_unix_nano: if random.is_one_in(9) { 0 } else { start },
        end_time_unix_nano: start + random.below(1000),
        attributes: list(random, 5, attribute),
        dropped_attributes_count: random.below(3) as u32,
        events: list(random, 2, |random| Event {
            time_unix_nano: start + random.below(9),
            name: text(random),
            attributes: list(random, 2, attribute),
            dropped_attributes_count: random.below(2) as u32,
        }),
        dropped_events_count: random.below(3) as u32,
        links: list(random, 2, |random| Link {
            trace_id: trace_id(random),
            span_id: span_id(random),
            trace_state: random.pick(&["", "a=1"]).to_owned(),
            attributes: list(random, 1, attribute),
            ..Link::default()
        }),
        dropped_links_count: random.below(3) as u32,
        status: (!random.is_one_in(3))
            .then(|| Status { message: text(random), code: random.below(3) as i32 }),
    }
}

pub fn attribute(random: &mut Random) -> KeyValue {
    let (key, value) = if random.is_one_in(4) {
        let service = random.pick(&["web", "db"]).to_owned();
        ("service.name", Some(AnyValue { value: Some(Any::StringValue(service)) }))
    } else {
        (random.pick(&KEYS), (!random.is_one_in(12)).then(|| any_value(random, 3)))
    };
    KeyValue { key: key.to_owned(), value, ..KeyValue::default() }
}

pub fn any_value(random: &mut Random, depth: u32) -> AnyValue {
    let value = match random.below(if depth == 0 { 6 } else { 8 }) {
        0 => Any::BoolValue(random.is_one_in(2)),
        1 => Any::IntValue(documents::integer(random)),
        2 => Any::DoubleValue(documents::double(random)),
        3 => Any::BytesValue(list(random, 8, |random| random.below(256) as u8)),
        4 => return AnyValue { value: None },
        5 => Any::StringValue(text(random)),
        6 => Any::ArrayValue(ArrayValue {
            values: list(random, 3, |random| any_value(random, depth - 1)),
        }),
        _ => Any::KvlistValue(KeyValueList {
            values: list(random, 3, |random| KeyValue {
                key: random.pick(&KEYS).to_owned(),
                value: Some(any_value(random, depth - 1)),
                ..KeyValue::default()
            }),
        }),
    };
    AnyValue { value: Some(value) }
}

/// A field with this number and these contents.
pub fn field(number: u32, contents: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    prost::encoding::encode_varint(u64::from(number << 3 | 2), &mut bytes);
    prost::encode_length_delimiter(contents.len(), &mut bytes).expect("room");
    bytes.extend_from_slice(contents);
    bytes
}

/// A field of a future version, or of an exporter's own.
pub fn unknown_field(random: &mut Random) -> Vec<u8> {
    // Scopes had the number 1000 once, and are read by it.
    let number = 1001 + random.below(5000) as u32;
    let mut bytes = Vec::new();
    let tag = |wire_type: u32| u64::from(number << 3 | wire_type);
    match random.below(4) {
        0 => {
            prost::encoding::encode_varint(tag(0), &mut bytes);
            prost::encoding::encode_varint(random.below(1 << 40), &mut bytes);
        }
        1 => {
            prost::encoding::encode_varint(tag(1), &mut bytes);
            bytes.extend_from_slice(&[0xff; 8]);
        }
        2 => {
            prost::encoding::encode_varint(tag(5), &mut bytes);
            bytes.extend_from_slice(&[0x0a; 4]);
        }
        _ => bytes = field(number, &vec![0x0a; random.below(300) as usize]),
    }
    bytes
}

/// The parts in any order, but for the first, and with unknown fields between them.
fn shuffled(mut parts: Vec<Vec<u8>>, random: &mut Random) -> Vec<u8> {
    parts.retain(|part| !part.is_empty());
    if random.is_one_in(2) {
        for index in (1..parts.len()).rev() {
            parts.swap(index, random.below(index as u64 + 1) as usize);
        }
    }
    if random.is_one_in(5) && !parts.is_empty() {
        let at = 1 + random.below(parts.len() as u64) as usize;
        parts.insert(at, unknown_field(random));
    }
    parts.concat()
}

/// The bytes of the message, its fields in an order that `random` chooses.
pub fn encode(traces: &TracesData, random: &mut Random) -> Vec<u8> {
    let resource_spans = traces.resource_spans.iter();
    resource_spans.flat_map(|one| field(1, &encode_resource_spans(one, random))).collect()
}

fn encode_resource_spans(spans: &ResourceSpans, random: &mut Random) -> Vec<u8> {
    // Scopes stay in order, since the builder keeps the order of arrival.
    let scopes =
        spans.scope_spans.iter().flat_map(|scope| field(2, &encode_scope_spans(scope, random)));
    let scopes: Vec<u8> = scopes.collect();
    let rest = ResourceSpans { scope_spans: Vec::new(), ..spans.clone() };
    shuffled(vec![rest.encode_to_vec(), scopes], random)
}

fn encode_scope_spans(spans: &ScopeSpans, random: &mut Random) -> Vec<u8> {
    let records = spans.spans.iter().flat_map(|span| field(2, &encode_span(span, random)));
    let records: Vec<u8> = records.collect();
    let rest = ScopeSpans { spans: Vec::new(), ..spans.clone() };
    shuffled(vec![rest.encode_to_vec(), records], random)
}

fn encode_span(span: &Span, random: &mut Random) -> Vec<u8> {
    let ids = Span {
        trace_id: span.trace_id.clone(),
        span_id: span.span_id.clone(),
        name: span.name.clone(),
        start_time_unix_nano: span.start_time_unix_nano,
        ..Span::default()
    };
    let lists = Span {
        attributes: span.attributes.clone(),
        events: span.events.clone(),
        links: span.links.clone(),
        ..Span::default()
    };
    let rest = Span {
        trace_id: Vec::new(),
        span_id: Vec::new(),
        name: String::new(),
        start_time_unix_nano: 0,
        attributes: Vec::new(),
        events: Vec::new(),
        links: Vec::new(),
        ..span.clone()
    };
    shuffled(vec![ids.encode_to_vec(), lists.encode_to_vec(), rest.encode_to_vec()], random)
}
