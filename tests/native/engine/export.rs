//! Files and raw spans, by question and answer.

use spanscope::engine::{
    Answer, Ask, Engine, Event, ExportCursor, ExportFormat, OpeningId, Request, TraceRef,
};

use super::{ALL, FIRST, SECOND, ask, begin, generated, key, opened, rows, with_small_trace};

/// The whole file and the number of its chunks; `between` is done after each.
fn exported(
    engine: &mut Engine,
    trace: TraceRef,
    format: ExportFormat,
    mut between: impl FnMut(&mut Engine),
) -> (Vec<u8>, usize) {
    let (mut file, mut chunks) = (Vec::new(), 0);
    let mut next = Some(ExportCursor::default());
    while let Some(cursor) = next {
        let answer = ask(engine, trace, Ask::ExportChunk { format, cursor });
        let Answer::ExportChunk { bytes, next: after } = answer else {
            panic!("no chunk: {answer:?}");
        };
        file.extend(bytes);
        next = after;
        if let Some(after) = after {
            assert!(after.items_written() >= cursor.items_written(), "progress goes back");
        }
        chunks += 1;
        between(engine);
    }
    (file, chunks)
}

#[test]
fn a_trace_leaves_in_chunks_and_opens_again() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "big.json", &generated(4_000));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    for format in [ExportFormat::JaegerJson, ExportFormat::OtlpJson] {
        let (file, chunks) = exported(&mut engine, trace, format, |_| {});
        assert!(chunks > 2, "{chunks}");
        let again = OpeningId(9);
        begin(&mut engine, again, "again", std::str::from_utf8(&file).expect("JSON"));
        let contents = opened(&engine.step(ALL));
        assert_eq!(contents.traces[0].spans, 4_000);
        assert_eq!(contents.traces[0].trace.trace_id, trace.trace_id);
        engine.close(again);
    }
}

#[test]
fn rows_are_answered_between_the_chunks_and_other_exports_do_not_mix() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "big.json", &generated(2_000));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let alone = exported(&mut engine, trace, ExportFormat::OtlpJson, |_| {}).0;
    let disturbed = exported(&mut engine, trace, ExportFormat::OtlpJson, |engine| {
        assert_eq!(rows(engine, trace).total_rows, 2_000);
        let other =
            Ask::ExportChunk { format: ExportFormat::JaegerJson, cursor: ExportCursor::default() };
        ask(engine, trace, other);
    });
    assert_eq!(disturbed.0, alone);
}

#[test]
fn a_chunk_is_one_answer_and_loading_goes_on_after_it() {
    let (mut engine, trace) = with_small_trace();
    begin(&mut engine, SECOND, "second.json", super::SMALL);
    let cursor = ExportCursor::default();
    let ask = Ask::ExportChunk { format: ExportFormat::Csv, cursor };
    engine.submit(Request { id: 1, trace, ask });
    let events = engine.step(ALL);
    let Event::Response { id: 1, answer: Answer::ExportChunk { bytes, next: None } } = &events[0]
    else {
        panic!("{events:?}");
    };
    assert_eq!(bytes.split(|&byte| byte == b'\n').count(), 5);
    assert!(matches!(events[1], Event::Opened { opening: SECOND, .. }), "{events:?}");
}

#[test]
fn a_span_is_shown_as_it_is_written() {
    let (mut engine, trace) = with_small_trace();
    for (format, word) in [
        (ExportFormat::OtlpJson, "\"spanId\": \"0000000000000002\""),
        (ExportFormat::JaegerJson, "\"operationName\": \"child\""),
        (ExportFormat::Csv, "\"back\",\"child\""),
    ] {
        let answer = ask(&mut engine, trace, Ask::RawSpan { key: key(2), format });
        let Answer::RawSpan(text) = answer else { panic!("{answer:?}") };
        assert!(text.contains(word), "{text}");
    }
    let gone = Ask::RawSpan { key: key(99), format: ExportFormat::OtlpJson };
    assert_eq!(ask(&mut engine, trace, gone), Answer::Gone);
}
