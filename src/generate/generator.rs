//! A plan becomes bytes, about 64 KiB at a time.
//!
//! Invariant: what is in memory does not grow with the plan. Absent: any choice of what
//! spans say; this only lets the shape's spans through to the format's writer.

use super::chain::Chain;
use super::fan::Fan;
use super::jaeger_json::JaegerWriter;
use super::mixed::Mixed;
use super::otlp_json::{Dialect, OtlpWriter};
use super::otlp_proto::OtlpProtoWriter;
use super::random::{Random, mixed};
use super::recipe::Recipes;
use super::request::Scribe;
use super::span::Span;
use super::zipkin_json::ZipkinWriter;
use super::{Format, Plan, Shape};

const CHUNK_BYTES: usize = 64 * 1024;
/// 2 March 2026, 08:00 UTC: generated traces read no clock.
const START_MICROS: u64 = 1_772_438_400_000_000;

/// Makes the bytes of one trace.
pub struct Generator {
    plan: Plan,
    spans: Spans,
    writer: Writer,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Within,
    Done,
}

enum Spans {
    Mixed(Box<Mixed>),
    Deep(Box<Chain>),
    Wide(Box<Fan>),
}

enum Writer {
    Jaeger(JaegerWriter),
    Otlp(OtlpWriter),
    Zipkin(ZipkinWriter),
    OtlpProto(OtlpProtoWriter),
}

impl Generator {
    pub fn new(plan: Plan) -> Generator {
        let mut random = Random::new(mixed(plan.seed));
        let trace_id = format!("{:016x}{:016x}", random.next().max(1), random.next());
        let scribe = Scribe { random, recipes: Recipes::new(), spans: Vec::new(), budget: 0 };
        let count = plan.spans;
        let spans = match plan.shape {
            Shape::Mixed => Spans::Mixed(Box::new(Mixed::new(scribe, count, START_MICROS))),
            Shape::Deep => Spans::Deep(Box::new(Chain::new(scribe, count, START_MICROS))),
            Shape::Wide => Spans::Wide(Box::new(Fan::new(scribe, count, START_MICROS))),
        };
        let writer = match plan.format {
            Format::JaegerJson => Writer::Jaeger(JaegerWriter::new(trace_id)),
            Format::OtlpJson => Writer::Otlp(OtlpWriter::new(trace_id, Dialect::Otlp)),
            Format::OtlpProto => Writer::OtlpProto(OtlpProtoWriter::new(&trace_id)),
            Format::TempoJson => Writer::Otlp(OtlpWriter::new(trace_id, Dialect::Tempo)),
            Format::ZipkinJson => Writer::Zipkin(ZipkinWriter::new(trace_id)),
        };
        Generator { plan, spans, writer, state: State::Before }
    }

    /// Appends about 64 KiB; `false` once the trace is complete, the last bytes included.
    pub fn next_chunk(&mut self, out: &mut Vec<u8>) -> bool {
        let enough = out.len() + CHUNK_BYTES;
        while self.state != State::Done && out.len() < enough {
            self.step(out);
        }
        self.state != State::Done
    }

    /// How many bytes the whole trace will have, within a tenth for 1,000 spans and more.
    pub fn total_bytes_estimate(&self) -> u64 {
        let bytes_a_span = match (self.plan.shape, self.plan.format) {
            (Shape::Mixed, Format::JaegerJson) => 848,
            (Shape::Mixed, Format::OtlpJson) => 726,
            (Shape::Mixed, Format::OtlpProto) => 340,
            (Shape::Mixed, Format::TempoJson) => 727,
            (Shape::Mixed, Format::ZipkinJson) => 518,
            (Shape::Deep, Format::JaegerJson) => 695,
            (Shape::Deep, Format::OtlpJson) => 528,
            (Shape::Deep, Format::OtlpProto) => 224,
            (Shape::Deep, Format::TempoJson) => 531,
            (Shape::Deep, Format::ZipkinJson) => 405,
            (Shape::Wide, Format::JaegerJson) => 851,
            (Shape::Wide, Format::OtlpJson) => 752,
            (Shape::Wide, Format::OtlpProto) => 355,
            (Shape::Wide, Format::TempoJson) => 754,
            (Shape::Wide, Format::ZipkinJson) => 515,
        };
        self.plan.spans as u64 * bytes_a_span + 400
    }

    fn step(&mut self, out: &mut Vec<u8>) {
        if self.state == State::Before {
            self.writer.begin(out);
            self.state = State::Within;
        } else if let Some(span) = self.spans.next() {
            self.writer.write(out, span);
        } else {
            self.writer.end(out);
            self.state = State::Done;
        }
    }
}

impl Spans {
    fn next(&mut self) -> Option<Span> {
        match self {
            Spans::Mixed(spans) => spans.next(),
            Spans::Deep(spans) => spans.next(),
            Spans::Wide(spans) => spans.next(),
        }
    }
}

impl Writer {
    fn begin(&mut self, out: &mut Vec<u8>) {
        match self {
            Writer::Jaeger(writer) => writer.begin(out),
            Writer::Otlp(writer) => writer.begin(out),
            Writer::Zipkin(writer) => writer.begin(out),
            // A message has no beginning of its own.
            Writer::OtlpProto(_) => {}
        }
    }

    fn write(&mut self, out: &mut Vec<u8>, span: Span) {
        match self {
            Writer::Jaeger(writer) => writer.write(out, &span),
            Writer::Otlp(writer) => writer.write(out, span),
            Writer::Zipkin(writer) => writer.write(out, &span),
            Writer::OtlpProto(writer) => writer.write(out, span),
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        match self {
            Writer::Jaeger(writer) => writer.end(out),
            Writer::Otlp(writer) => writer.end(out),
            Writer::Zipkin(writer) => writer.end(out),
            Writer::OtlpProto(writer) => writer.end(out),
        }
    }
}
