//! Generated traces are what their plan says, in every format.

use opentelemetry_proto::tonic::trace::v1::TracesData;
use prost::Message as _;
use serde_json::Value;
use spanscope::generate::{Format, Generator, Plan, Shape};
use spanscope::ingest;
use spanscope::trace::{ColumnRange, SpanIdx, Trace};

fn plan(spans: usize, shape: Shape, format: Format) -> Plan {
    Plan { spans, shape, format, seed: 7 }
}

/// The spans of a trace in Jaeger's JSON.
fn jaeger_spans(spans: usize, shape: Shape) -> Vec<Value> {
    let bytes = plan(spans, shape, Format::JaegerJson).bytes();
    let mut document: Value = serde_json::from_slice(&bytes).expect("JSON");
    match document["data"][0]["spans"].take() {
        Value::Array(spans) => spans,
        other => panic!("spans are {other}"),
    }
}

/// The spans of all lines of OTLP JSON.
fn otlp_span_count(spans: usize, shape: Shape) -> usize {
    let bytes = plan(spans, shape, Format::OtlpJson).bytes();
    let lines = serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>();
    lines.map(|line| spans_below(&line.expect("a line of JSON"), "resourceSpans")).sum()
}

fn tempo_span_count(spans: usize, shape: Shape) -> usize {
    let bytes = plan(spans, shape, Format::TempoJson).bytes();
    spans_below(&serde_json::from_slice(&bytes).expect("JSON"), "batches")
}

fn spans_below(document: &Value, key: &str) -> usize {
    let list = |value: &Value, key: &str| value[key].as_array().expect("a list").clone();
    let of_resources = list(document, key).into_iter();
    of_resources
        .flat_map(|of_resource| list(&of_resource, "scopeSpans"))
        .map(|of_scope| list(&of_scope, "spans").len())
        .sum()
}

/// The spans of a message of OTLP, read by the published definitions.
fn proto_span_count(spans: usize, shape: Shape) -> usize {
    let bytes = plan(spans, shape, Format::OtlpProto).bytes();
    let traces = TracesData::decode(&bytes[..]).expect("a message");
    let scopes = traces.resource_spans.iter().flat_map(|of_resource| &of_resource.scope_spans);
    scopes.map(|of_scope| of_scope.spans.len()).sum()
}

#[test]
fn a_trace_has_exactly_the_planned_number_of_spans_in_every_shape_and_format() {
    for shape in Shape::ALL {
        for spans in [0, 1, 2, 3, 10, 999, 2_500] {
            assert_eq!(jaeger_spans(spans, shape).len(), spans, "{shape:?} as Jaeger JSON");
            assert_eq!(otlp_span_count(spans, shape), spans, "{shape:?} as OTLP JSON");
            assert_eq!(tempo_span_count(spans, shape), spans, "{shape:?} as Tempo JSON");
            let zipkin = plan(spans, shape, Format::ZipkinJson).bytes();
            let zipkin: Vec<Value> = serde_json::from_slice(&zipkin).expect("a list");
            assert_eq!(zipkin.len(), spans, "{shape:?} as Zipkin JSON");
            assert_eq!(proto_span_count(spans, shape), spans, "{shape:?} as protobuf");
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_gives_others() {
    for shape in Shape::ALL {
        let plan = plan(700, shape, Format::JaegerJson);
        assert_eq!(plan.bytes(), plan.bytes());
        assert_ne!(plan.bytes(), Plan { seed: 8, ..plan }.bytes());
    }
}

#[test]
fn ids_are_unique_and_every_parent_is_there() {
    for shape in Shape::ALL {
        let spans = jaeger_spans(5_000, shape);
        let ids: std::collections::BTreeSet<&str> =
            spans.iter().map(|span| span["spanID"].as_str().expect("an id")).collect();
        assert_eq!(ids.len(), spans.len());
        let parents = spans.iter().filter_map(|span| span["references"][0]["spanID"].as_str());
        let parents: Vec<&str> = parents.collect();
        assert_eq!(parents.len(), spans.len() - 1, "one root");
        assert!(parents.iter().all(|parent| ids.contains(parent)));
    }
}

#[test]
fn a_mixed_trace_looks_like_a_recorded_one() {
    let spans = jaeger_spans(20_000, Shape::Mixed);
    let has_tag = |span: &Value, key: &str| {
        span["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag["key"] == key))
    };
    let failed = spans.iter().filter(|span| has_tag(span, "error")).count();
    assert!((100..400).contains(&failed), "{failed} of 20,000 spans failed");
    let with_exception = spans.iter().filter(|span| span["logs"][0]["timestamp"].is_u64());
    assert!(with_exception.count() > 50);
    let operations: std::collections::BTreeSet<&str> =
        spans.iter().filter_map(|span| span["operationName"].as_str()).collect();
    assert!((150..500).contains(&operations.len()), "{} operations", operations.len());
    let tags: usize = spans.iter().map(|span| span["tags"].as_array().map_or(0, Vec::len)).sum();
    assert!((7..9).contains(&(tags / spans.len())));
}

#[test]
fn chunks_are_small_and_the_estimate_is_within_a_tenth() {
    for shape in Shape::ALL {
        for format in Format::ALL {
            let mut generator = Generator::new(plan(3_000, shape, format));
            let estimate = generator.total_bytes_estimate();
            let mut total = 0;
            let mut chunk = Vec::new();
            let mut more = true;
            while more {
                chunk.clear();
                more = generator.next_chunk(&mut chunk);
                // A line of OTLP is the largest thing written at once.
                assert!(chunk.len() < 700_000, "a chunk of {} bytes", chunk.len());
                total += chunk.len() as u64;
            }
            let (low, high) = (total * 9 / 10, total * 11 / 10);
            assert!(
                (low..high).contains(&estimate),
                "{shape:?} {format:?}: {estimate} for {total}"
            );
        }
    }
}

/// The trace that a reader makes of the plan, which must be flawless.
fn read_back(plan: Plan) -> Trace {
    let mut outcome = ingest::read("generated", &plan.bytes());
    assert_eq!(outcome.warnings, []);
    assert!(outcome.set_aside.is_empty());
    let trace = outcome.recording.traces.remove(0);
    assert_eq!(trace.repair_counts(), []);
    assert_eq!(trace.span_count(), plan.spans);
    trace
}

fn attributes_text(trace: &Trace, range: ColumnRange) -> String {
    let pool = trace.pool();
    let attributes = pool.attributes(range);
    let texts = attributes.map(|attribute| {
        format!("{}={}", pool.text(attribute.key), pool.value_json(attribute.value))
    });
    // OTLP keeps the service's name among the attributes, Jaeger beside them.
    texts.filter(|text| !text.starts_with("service.name=")).collect::<Vec<_>>().join(" ")
}

/// All that a span says.
fn span_text(trace: &Trace, span: SpanIdx) -> String {
    let pool = trace.pool();
    let events = pool.events(trace.events(span)).iter().map(|event| {
        let attributes = attributes_text(trace, event.attributes);
        format!("{} at {}: {attributes}", pool.text(event.name), event.time_nanos)
    });
    let events: Vec<String> = events.collect();
    format!(
        "{} below {:?}: {} {} {} {} {:?} from {} for {} by {}\n  {}\n  {}\n  {events:?}\n",
        trace.span_id(span),
        trace.parent(span),
        trace.service_text(span),
        trace.name_text(span),
        trace.kind(span).name(),
        trace.status(span).name(),
        pool.text(trace.status_message(span)),
        trace.start_nanos(span),
        trace.duration_nanos(span),
        pool.text(pool.scope(trace.scope_idx(span)).name),
        attributes_text(trace, trace.attributes(span)),
        attributes_text(trace, trace.resource(span).attributes),
    )
}

#[test]
fn formats_that_carry_all_give_the_same_trace() {
    for shape in Shape::ALL {
        let jaeger = read_back(plan(3_000, shape, Format::JaegerJson));
        for format in [Format::OtlpJson, Format::TempoJson] {
            let other = read_back(plan(3_000, shape, format));
            assert_eq!(jaeger.id(), other.id());
            for span in jaeger.spans() {
                assert_eq!(span_text(&jaeger, span), span_text(&other, span), "{shape:?}");
            }
        }
    }
}

/// What Zipkin can carry of a span.
fn carried_by_zipkin(trace: &Trace, span: SpanIdx) -> String {
    let pool = trace.pool();
    let attributes = pool.attributes(trace.attributes(span)).map(|attribute| {
        format!("{}={}", pool.text(attribute.key), pool.value_text(attribute.value))
    });
    let attributes: Vec<String> = attributes.collect();
    let events = pool.events(trace.events(span)).iter();
    let events: Vec<String> =
        events.map(|event| format!("{} at {}", pool.text(event.name), event.time_nanos)).collect();
    let whole = span_text(trace, span);
    let fields = whole.lines().next().unwrap_or_default();
    format!("{fields} {attributes:?} {events:?}")
}

#[test]
fn zipkin_gives_the_same_trace_as_far_as_it_can_carry_it() {
    for shape in Shape::ALL {
        let jaeger = read_back(plan(3_000, shape, Format::JaegerJson));
        let zipkin = read_back(plan(3_000, shape, Format::ZipkinJson));
        assert_eq!(jaeger.id(), zipkin.id());
        for span in jaeger.spans() {
            let same = |trace| carried_by_zipkin(trace, span);
            assert_eq!(same(&jaeger), same(&zipkin), "{shape:?}");
        }
    }
}

#[test]
fn shapes_have_the_shape_that_they_are_named_after() {
    let deep = read_back(plan(5_000, Shape::Deep, Format::JaegerJson));
    assert_eq!(deep.max_depth(), 5_000);
    let wide = read_back(plan(5_000, Shape::Wide, Format::JaegerJson));
    assert_eq!(wide.children(SpanIdx(0)).count(), 4_999);
    let mixed = read_back(plan(20_000, Shape::Mixed, Format::JaegerJson));
    assert!((8..=12).contains(&mixed.max_depth()));
}

#[test]
fn names_of_shapes_and_formats_are_read_back() {
    assert!(Shape::ALL.into_iter().all(|shape| Shape::from_name(shape.name()) == Some(shape)));
    assert!(Format::ALL.into_iter().all(|format| Format::from_name(format.name()) == Some(format)));
    assert_eq!(Shape::from_name("round"), None);
}
