//! A plan becomes the bytes of a synthetic trace, chunk by chunk.
//!
//! For demonstrations and measurements: the trace looks like one that a shop's services
//! would record, and it can have a million spans without ever being in memory as a whole.
//!
//! Invariant: the same plan gives the same bytes on every machine, and all formats give
//! the same trace, as far as they can carry it: integers only, no clock, no foreign randomness. Absent on purpose:
//! broken input (fixtures and the readers' own tests have that) and the model; what is
//! made here goes through a reader like any other file.

mod attributes;
mod catalog;
mod catalog_services;
mod chain;
mod contact;
mod fan;
mod generator;
mod jaeger_json;
mod json_text;
mod mixed;
mod otlp_json;
mod otlp_proto;
mod random;
mod recipe;
mod request;
mod span;
mod zipkin_json;

use serde::{Deserialize, Serialize};

pub use generator::Generator;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Exactly so many spans.
    pub spans: usize,
    pub shape: Shape,
    pub format: Format,
    pub seed: u64,
}

impl Plan {
    /// All bytes of the trace, for small ones; see [`Generator`] for the others.
    pub fn bytes(self) -> Vec<u8> {
        let mut generator = Generator::new(self);
        let mut bytes = Vec::new();
        while generator.next_chunk(&mut bytes) {}
        bytes
    }
}

/// How the tree looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// A job that sends many requests through a shop's services.
    Mixed,
    /// One chain: every span but the last has one child.
    Deep,
    /// One root whose children are all the other spans.
    Wide,
}

/// How the trace is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// The answer of Jaeger's `/api/traces/{id}`, compact.
    JaegerJson,
    /// OTLP as JSON, one export a line, as the collector's file exporter writes it.
    OtlpJson,
    /// The answer of Tempo's `/api/traces/{id}`, compact.
    TempoJson,
    /// Zipkin's list of spans, version 2, compact.
    ZipkinJson,
    /// OTLP in protobuf, one message.
    OtlpProto,
}

impl Shape {
    pub const ALL: [Shape; 3] = [Shape::Mixed, Shape::Deep, Shape::Wide];

    pub fn name(self) -> &'static str {
        match self {
            Shape::Mixed => "mixed",
            Shape::Deep => "deep",
            Shape::Wide => "wide",
        }
    }

    pub fn from_name(name: &str) -> Option<Shape> {
        Shape::ALL.into_iter().find(|shape| shape.name() == name)
    }
}

impl Format {
    pub const ALL: [Format; 5] = [
        Format::JaegerJson,
        Format::OtlpJson,
        Format::OtlpProto,
        Format::TempoJson,
        Format::ZipkinJson,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Format::JaegerJson => "jaeger",
            Format::OtlpJson => "otlp",
            Format::TempoJson => "tempo",
            Format::ZipkinJson => "zipkin",
            Format::OtlpProto => "otlp-proto",
        }
    }

    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}
