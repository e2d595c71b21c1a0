//! Traces with hostile texts and values of every type.
//!
//! Invariant: ids come from a small range, so that duplicates, orphans and circles are common;
//! a trace meant for Jaeger has only what Jaeger can carry. Absent: times that a reader takes
//! for another unit.

use proptest::collection::vec;
use proptest::prelude::*;
use spanscope::trace::{
    Attribute, Builder, ColumnRange, Dropped, Event, Link, LinkKind, Recording, Resource,
    ResourceIdx, Scope, ScopeIdx, SpanId, SpanKind, SpanRecord, Status, StringId, TraceId, Value,
};

const ORIGIN_NANOS: u64 = 1_700_000_000_000_000_000;

#[derive(Clone, Debug)]
enum Made {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    Bytes(Vec<u8>),
    Array(Vec<Made>),
    Map(Entries),
}

type Entries = Vec<(String, Made)>;

#[derive(Clone, Debug)]
pub struct MadeSpan {
    /// Its own, its parent's, and those of links, with the trace and the kind of each.
    ids: (u64, u64, Vec<(u64, u64, u8)>),
    texts: (String, String, String),
    kind: u64,
    status: u8,
    /// From the origin, and long; in `unit` nanoseconds.
    times: (u64, u64),
    unit: u64,
    place: (usize, usize),
    flags: u16,
    dropped: u32,
    attributes: Entries,
    events: Vec<(u64, String, Entries)>,
    link_attributes: Entries,
}

fn text() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 13] = [
        "",
        "GET /",
        "=HYPERLINK(\"http://x\")",
        "quote \" slash \\ / \u{8}\u{c}\n\r\t",
        "\u{0}\u{1f}\u{7f}\u{85}\u{202e}\u{2028}\u{feff}",
        "</script><!--",
        "__proto__",
        "12",
        "NaN",
        "9007199254740993",
        "{\"a\":[1]}",
        "例え 🦀 \u{10ffff}",
        "a text that is longer than the word of a value and than thirty-two bytes",
    ];
    let characters = vec(any::<char>(), 0..12).prop_map(|all| all.into_iter().collect());
    prop_oneof![prop::sample::select(&KNOWN[..]).prop_map(str::to_owned), characters]
}

fn scalar() -> impl Strategy<Value = Made> {
    prop_oneof![
        Just(Made::Null),
        any::<bool>().prop_map(Made::Bool),
        any::<i64>().prop_map(Made::Int),
        (-3i64..3).prop_map(|near| Made::Int((1 << 53) + near)),
        any::<u64>().prop_map(|bits| Made::Double(f64::from_bits(bits))),
        prop::sample::select(&[0.0, -0.0, 1.0, 1e300, 5e-324, f64::MAX, f64::NAN][..])
            .prop_map(Made::Double),
        prop::sample::select(&[f64::INFINITY, f64::NEG_INFINITY][..]).prop_map(Made::Double),
        text().prop_map(Made::Text),
        vec(any::<u8>(), 0..6).prop_map(Made::Bytes),
    ]
}

fn entries(is_flat: bool) -> BoxedStrategy<Entries> {
    let nested = scalar().prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Made::Array),
            vec((text(), inner), 0..3).prop_map(Made::Map),
        ]
    });
    if is_flat {
        vec((text(), scalar()), 0..4).boxed()
    } else {
        vec((text(), nested), 0..4).boxed()
    }
}

/// `is_for_jaeger`: without what Jaeger cannot carry.
pub fn spans(is_for_jaeger: bool) -> impl Strategy<Value = Vec<MadeSpan>> {
    let entries = move || entries(is_for_jaeger);
    // Links of a span without a parent into its own trace read as a parent there.
    let first_trace = u64::from(is_for_jaeger);
    let first_kind = u8::from(is_for_jaeger);
    let links = vec((first_trace..3, 0..8u64, first_kind..3), 0..3);
    let ids = (0..8u64, 0..9u64, links);
    let texts = (text(), text(), text());
    let small = (0..6u64, 0..3u8, (0..60u64, 0..30u64), (0..4usize, 0..4usize));
    let counts = (0..1024u16, if is_for_jaeger { 0..1u32 } else { 0..3u32 });
    let events = vec((0..60u64, text(), entries()), 0..3);
    let link_attributes = if is_for_jaeger { Just(Vec::new()).boxed() } else { entries() };
    let span = (ids, texts, small, counts, entries(), events, link_attributes);
    let span = span.prop_map(move |(ids, texts, small, counts, attributes, events, links)| {
        let (kind, status, times, place) = small;
        let (flags, dropped) = counts;
        let unit = if is_for_jaeger { 1000 } else { 1 };
        MadeSpan {
            ids,
            texts,
            kind,
            status,
            times,
            unit,
            place,
            flags,
            dropped,
            attributes,
            events,
            link_attributes: links,
        }
    });
    vec(span, 1..20)
}

pub fn recording(spans: &[MadeSpan]) -> Recording {
    let mut builder = Builder::default();
    let is_for_jaeger = spans[0].unit > 1;
    let resources = resources(&mut builder);
    let scopes = scopes(&mut builder, is_for_jaeger);
    for span in spans {
        let record = record(span, &resources, &scopes, &mut builder);
        builder.add(record);
    }
    builder.build()
}

fn resources(builder: &mut Builder) -> [ResourceIdx; 4] {
    let mut named = |name: &str| {
        let service = builder.intern(name);
        let value = builder.text_value(name);
        let service_name = Attribute { key: builder.intern("service.name"), value };
        let port = Attribute { key: builder.intern("port"), value: Value::Int(i64::MIN) };
        let attributes = builder.push_attributes(&[service_name, port]);
        builder.pool_mut().push_resource(Resource { service, attributes })
    };
    [Builder::NO_RESOURCE, named("web"), named("a service \"in quotes\"\n"), named("web")]
}

fn scopes(builder: &mut Builder, is_for_jaeger: bool) -> [ScopeIdx; 4] {
    let mut scope = |name: &str, version: &str, is_described: bool| {
        let key = builder.intern("k");
        let described = [Attribute { key, value: Value::Bool(true) }];
        let attributes = if is_described { &described[..] } else { &[] };
        let attributes = builder.push_attributes(attributes);
        let (name, version) = (builder.intern(name), builder.intern(version));
        builder.pool_mut().push_scope(Scope { name, version, attributes })
    };
    let is_described = !is_for_jaeger;
    [
        Builder::NO_SCOPE,
        scope("io.\"telemetry\"", "1.2", is_described),
        scope("", "3", false),
        scope("only a name", "", is_described),
    ]
}

fn record(
    span: &MadeSpan,
    resources: &[ResourceIdx; 4],
    scopes: &[ScopeIdx; 4],
    builder: &mut Builder,
) -> SpanRecord {
    let (id, parent_id, links) = &span.ids;
    let at = |time: u64| ORIGIN_NANOS + time * span.unit;
    let events: Vec<Event> = span
        .events
        .iter()
        .map(|(time, name, attributes)| Event {
            time_nanos: at(*time),
            name: builder.intern(name),
            attributes: stored(attributes, builder),
        })
        .collect();
    let trace_state = if span.unit > 1 { "" } else { &span.texts.2 };
    let links: Vec<Link> = links
        .iter()
        .map(|&(trace, id, kind)| Link {
            trace_id: TraceId(u128::from(trace) + 1),
            span_id: SpanId(id),
            kind: [LinkKind::Link, LinkKind::FollowsFrom, LinkKind::ChildOf][usize::from(kind)],
            trace_state: builder.intern(trace_state),
            attributes: stored(&span.link_attributes, builder),
        })
        .collect();
    SpanRecord {
        trace: builder.trace(TraceId(1)),
        id: SpanId(*id),
        parent_id: SpanId(*parent_id),
        name: builder.intern(&span.texts.0),
        kind: SpanKind::from_number(span.kind),
        status: [Status::Unset, Status::Ok, Status::Error][usize::from(span.status)],
        status_message: builder.intern(&span.texts.1),
        start_nanos: at(span.times.0),
        end_nanos: at(span.times.0 + span.times.1),
        resource: resources[span.place.0],
        scope: scopes[span.place.1],
        trace_state: builder.intern(&span.texts.2),
        flags: span.flags,
        attributes: stored(&span.attributes, builder),
        events: builder.push_events(&events),
        links: builder.push_links(&links),
        dropped: Dropped { attributes: span.dropped, events: span.dropped / 2, links: 0 },
        ..SpanRecord::default()
    }
}

fn stored(entries: &Entries, builder: &mut Builder) -> ColumnRange {
    let attributes: Vec<Attribute> = entries
        .iter()
        .map(|(key, made)| Attribute { key: builder.intern(key), value: value(made, builder) })
        .collect();
    builder.push_attributes(&attributes)
}

fn value(made: &Made, builder: &mut Builder) -> Value {
    match made {
        Made::Null => Value::Null,
        Made::Bool(value) => Value::Bool(*value),
        Made::Int(value) => Value::Int(*value),
        Made::Double(value) => Value::Double(*value),
        Made::Text(text) => builder.text_value(text),
        Made::Bytes(bytes) => Value::Bytes(builder.pool_mut().push_bytes(bytes)),
        Made::Array(elements) => {
            let elements: Vec<Attribute> = elements
                .iter()
                .map(|made| Attribute { key: StringId::EMPTY, value: value(made, builder) })
                .collect();
            Value::Array(builder.push_attributes(&elements))
        }
        Made::Map(entries) => Value::Map(stored(entries, builder)),
    }
}
