//! Chunks of any size are the same file.

use proptest::prelude::*;
use spanscope::export::{Chunks, Export, ExportCursor, ExportFormat};
use spanscope::generate::{Format, Plan, Shape};
use spanscope::trace::Builder;

use super::file;
use super::random_traces::{recording, spans};

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn chunks_are_full_but_the_last_and_make_the_same_file(
        spans in spans(false),
        most_bytes in 1usize..3_000,
    ) {
        let recording = recording(&spans);
        for trace in &recording.traces {
            for format in ExportFormat::ALL {
                let chunks: Vec<Vec<u8>> = Chunks::new(trace, format, most_bytes).collect();
                let (last, full) = chunks.split_last().expect("a head at least");
                prop_assert!(full.iter().all(|chunk| chunk.len() == most_bytes));
                prop_assert!(last.len() <= most_bytes);
                prop_assert_eq!(chunks.concat(), file(trace, format));
            }
        }
    }

    #[test]
    fn an_export_that_knows_nothing_goes_on_from_any_cursor(
        spans in spans(false),
        most_bytes in 1usize..500,
    ) {
        let recording = recording(&spans);
        for trace in &recording.traces {
            for format in ExportFormat::ALL {
                let mut bytes = Vec::new();
                let mut cursor = ExportCursor::default();
                loop {
                    let mut export = Export::new(trace, format);
                    export.seek(trace, cursor);
                    bytes.extend(export.next_chunk(trace, most_bytes));
                    cursor = export.cursor();
                    if export.is_complete(trace) {
                        break;
                    }
                }
                prop_assert_eq!(&bytes, &file(trace, format));
            }
        }
    }
}

#[test]
fn otlp_repeats_a_resource_once_a_batch_and_not_once_a_span() {
    let plan = Plan { spans: 3_000, shape: Shape::Mixed, format: Format::JaegerJson, seed: 1 };
    let outcome = spanscope::ingest::read("generated", &plan.bytes());
    let trace = &outcome.recording.traces[0];
    let bytes = file(trace, ExportFormat::OtlpJson);
    let text = String::from_utf8(bytes).expect("JSON is text");
    let resources = text.matches("\"resource\":").count();
    // Three batches; a service has a handful of instances.
    assert!(resources < 3 * trace.pool().resources().len(), "{resources}");
    assert!(resources >= 3);
}

#[test]
fn an_export_asked_past_its_end_has_nothing_more() {
    let mut builder = Builder::default();
    let trace = builder.trace(spanscope::trace::TraceId(1));
    builder.add(spanscope::trace::SpanRecord { trace, ..Default::default() });
    let trace = builder.build().traces.remove(0);
    for format in ExportFormat::ALL {
        let mut export = Export::new(&trace, format);
        while !export.next_chunk(&trace, 7).is_empty() {}
        assert!(export.is_complete(&trace));
        let end = export.cursor();
        let mut other = Export::new(&trace, format);
        other.seek(&trace, end);
        assert_eq!(other.next_chunk(&trace, 100), b"");
    }
}
