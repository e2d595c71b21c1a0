//! One file of several traces.

use proptest::prelude::*;
use serde_json::{Value, json};
use spanscope::export::{Chunks, ExportFormat, JoinedJaeger};
use spanscope::trace::Recording;

use super::random_traces::{recording, spans};
use super::{assert_json, file};

#[test]
fn a_file_of_no_trace_is_a_file_too() {
    let bytes = JoinedJaeger::default().finish();
    let read: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(read["data"], json!([]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn traces_stand_in_one_file_as_in_their_own_whatever_the_chunks(
        recorded in proptest::collection::vec(spans(true), 0..4),
        most_bytes in 1usize..400,
    ) {
        let recordings: Vec<Recording> = recorded.iter().map(|spans| recording(spans)).collect();
        let mut joined = JoinedJaeger::default();
        let mut bytes = Vec::new();
        let mut wanted = Vec::new();
        for trace in recordings.iter().flat_map(|recording| &recording.traces) {
            let format = ExportFormat::JaegerJson;
            let mut chunks = Chunks::new(trace, format, most_bytes).peekable();
            while let Some(chunk) = chunks.next() {
                bytes.extend(joined.add(&chunk, chunks.peek().is_none()));
            }
            let own: Value = serde_json::from_slice(&file(trace, format)).expect("JSON");
            wanted.push(own["data"][0].clone());
        }
        bytes.extend(joined.finish());
        assert_json(&bytes);
        let read: Value = serde_json::from_slice(&bytes).expect("JSON");
        prop_assert_eq!(&read["data"], &Value::Array(wanted));
    }
}
