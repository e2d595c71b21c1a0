//! Bytes of files and answers become a recording and a list of what was odd about them.
//!
//! A [`Reader`] takes the bytes of one or more sources in slices of any size. Compression
//! and format are told from the bytes; spans go straight into the model's columns as they pass.
//!
//! Invariant: spans in = spans shown + spans set aside, whatever the bytes and however
//! they were sliced. Absent on purpose: fetching, and any public picture of a wire format.

mod body;
mod compression;
mod document;
mod envelope;
mod error;
mod expected;
mod fault;
mod fields;
mod findings;
mod frames;
mod id_digits;
mod ids;
mod intake;
mod jaeger;
mod json;
mod json_body;
mod key_memory;
mod known_keys;
mod notices;
mod otlp;
mod preview;
mod protobuf;
mod reader;
mod repeats;
mod report;
mod sniff;
mod times;
mod values;
mod zipkin;

pub use compression::Compression;
pub use error::{ReadError, ReadErrorKind};
pub use preview::preview;
pub use reader::Reader;
pub use report::{
    Format, Outcome, Place, Progress, SetAside, SetAsideReason, SourceReport, Warning, WarningKind,
};
pub use sniff::LooksLike;

/// Reads one whole source.
pub fn read(name: &str, bytes: &[u8]) -> Outcome {
    let mut reader = Reader::new();
    reader.begin_source(name);
    // An error is in the source's report, beside the spans that came before it.
    let _ = reader.push(bytes).and_then(|()| reader.end_source());
    reader.finish()
}
