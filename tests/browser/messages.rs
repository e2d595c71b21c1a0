//! Messages survive the way between page and worker.

use spanscope::browser::{storage, wire};
use spanscope::engine::{
    Ask, Command, Event, LoadProgress, OpeningId, Request, SourcePlan, TraceRef,
};
use spanscope::layout::RowKey;
use spanscope::trace::{SpanId, TraceId};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn commands_and_events_are_what_they_were() {
    let trace = TraceRef { opening: OpeningId(3), trace_id: TraceId(u128::MAX) };
    let key = RowKey::Span { id: SpanId(u64::MAX), ordinal: 2 };
    let sources = vec![
        SourcePlan::Text { name: "ä".to_owned(), bytes: vec![0, 255] },
        SourcePlan::Url { url: "u".to_owned(), headers: vec![("a".to_owned(), "b".to_owned())] },
    ];
    let commands = [
        Command::Open { opening: OpeningId(1), sources },
        Command::Ask(Request { id: u32::MAX, trace, ask: Ask::Detail { key } }),
    ];
    for command in commands {
        let bytes = wire::encode(&command).expect("a command encodes");
        assert_eq!(wire::decode::<Command>(&bytes).expect("and decodes"), command);
    }
    let progress = LoadProgress { bytes_read: 1 << 40, bytes_total: u64::MAX, spans: 7 };
    let event = Event::Progress { opening: OpeningId(1), progress };
    let bytes = wire::encode(&event).expect("an event encodes");
    assert_eq!(wire::decode::<Event>(&bytes).expect("and decodes"), event);
}

#[wasm_bindgen_test]
fn what_is_no_message_is_an_error_and_no_panic() {
    assert!(wire::decode::<Event>(&JsValue::NULL).is_err());
    assert!(wire::decode::<Event>(&JsValue::from_str("text")).is_err());
    let garbage = js_sys::Uint8Array::from([255u8; 9].as_slice());
    assert!(wire::decode::<Event>(&garbage).is_err());
}

#[wasm_bindgen_test]
fn a_setting_is_remembered_until_it_is_removed() {
    assert!(storage::write("test", "value"));
    assert_eq!(storage::read("test").as_deref(), Some("value"));
    assert!(storage::remove("test"));
    assert_eq!(storage::read("test"), None);
}
