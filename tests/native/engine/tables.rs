//! The table of spans and the list of events, a window at a time.

use spanscope::engine::{
    Answer, Ask, Engine, EventRow, EventWish, FilterText, ListWindow, SpanColumn, SpanTableAsk,
    SpanTableRow, TraceRef,
};
use spanscope::layout::Cell;

use super::{ALL, FIRST, ask, begin, generated, key, opened, with_small_trace};

fn table(engine: &mut Engine, trace: TraceRef, wanted: SpanTableAsk) -> ListWindow<SpanTableRow> {
    match ask(engine, trace, Ask::SpanTable(wanted)) {
        Answer::SpanTable(window) => *window,
        other => panic!("no table: {other:?}"),
    }
}

fn by(sort: SpanColumn, is_descending: bool) -> SpanTableAsk {
    let columns = vec![SpanColumn::Name, SpanColumn::Duration];
    SpanTableAsk { sort, is_descending, columns, first: 0, count: 100, locate: None }
}

fn names(window: &ListWindow<SpanTableRow>) -> Vec<String> {
    let name = |row: &SpanTableRow| match &row.cells[0] {
        Cell::Text(name) => name.clone(),
        other => panic!("no name: {other:?}"),
    };
    window.rows.iter().map(name).collect()
}

fn events(
    engine: &mut Engine,
    trace: TraceRef,
    text: &str,
    is_exceptions_only: bool,
) -> ListWindow<EventRow> {
    let wish = EventWish { text: text.to_owned(), is_exceptions_only };
    match ask(engine, trace, Ask::Events { wish, first: 0, count: 100 }) {
        Answer::Events(window) => *window,
        other => panic!("no events: {other:?}"),
    }
}

fn sample(engine: &mut Engine) -> TraceRef {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/public/samples/order-slow.otlp.jsonl");
    let text = std::fs::read_to_string(path).expect("a sample");
    begin(engine, FIRST, "order-slow.otlp.jsonl", &text);
    opened(&engine.step(ALL)).traces[0].trace
}

#[test]
fn the_table_is_sorted_and_tells_where_a_span_is() {
    let (mut engine, trace) = with_small_trace();
    let wanted = SpanTableAsk { locate: Some(key(3)), ..by(SpanColumn::Duration, false) };
    let window = table(&mut engine, trace, wanted);
    assert_eq!(names(&window), ["leaf", "child", "root"]);
    assert_eq!((window.total_rows, window.position), (3, Some(0)));
    assert_eq!(window.rows[1].cells[1], Cell::Nanos(50_000));
    assert!(window.rows[0].is_error);
    let window = table(&mut engine, trace, by(SpanColumn::Name, true));
    assert_eq!(names(&window), ["root", "leaf", "child"]);
}

#[test]
fn with_a_filter_the_table_has_its_matches_only() {
    let (mut engine, trace) = with_small_trace();
    let mut filtered = |text: &str| {
        let filter = FilterText { text: text.to_owned(), ..FilterText::default() };
        ask(&mut engine, trace, Ask::SetFilter { filter, is_matches_only: false });
        let wanted = SpanTableAsk { locate: Some(key(1)), ..by(SpanColumn::Start, false) };
        let window = table(&mut engine, trace, wanted);
        (names(&window), window.position)
    };
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(filtered(""), (list(&["root", "child", "leaf"]), Some(0)));
    assert_eq!(filtered("service=back"), (list(&["child", "leaf"]), None));
    assert_eq!(filtered("service=front"), (list(&["root"]), Some(0)));
    assert_eq!(filtered(""), (list(&["root", "child", "leaf"]), Some(0)));
}

#[test]
fn windows_of_a_long_table_are_pieces_of_one_order() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "generated.json", &generated(5_000));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let mut rows = Vec::new();
    for first in (0..5_000).step_by(700) {
        let wanted = SpanTableAsk { first, count: 700, ..by(SpanColumn::Duration, true) };
        let window = table(&mut engine, trace, wanted);
        assert_eq!((window.first_row, window.total_rows), (first, 5_000));
        rows.extend(window.rows);
    }
    let nanos = |row: &SpanTableRow| match row.cells[1] {
        Cell::Nanos(nanos) => nanos,
        ref other => panic!("no duration: {other:?}"),
    };
    assert_eq!(rows.len(), 5_000);
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(nanos(row))));
    let wild = SpanTableAsk { first: u32::MAX, count: u32::MAX, ..by(SpanColumn::Start, false) };
    assert!(table(&mut engine, trace, wild).rows.is_empty());
}

#[test]
fn attributes_are_columns_and_their_keys_are_told() {
    let (mut engine, trace) = with_small_trace();
    let status = SpanColumn::Attribute("http.status_code".to_owned());
    let columns = vec![status.clone(), SpanColumn::Percentile];
    let wanted = SpanTableAsk { columns, ..by(status, true) };
    let window = table(&mut engine, trace, wanted);
    let cells: Vec<&Cell> = window.rows.iter().map(|row| &row.cells[0]).collect();
    assert_eq!(cells, [&Cell::Number("500".to_owned()), &Cell::Empty, &Cell::Empty]);
    let Answer::AttributeKeys(keys) = ask(&mut engine, trace, Ask::AttributeKeys) else {
        panic!("no keys");
    };
    assert!(keys.contains(&"http.status_code".to_owned()) && keys.contains(&"note".to_owned()));
}

#[test]
fn events_come_in_the_order_of_time_with_what_they_say() {
    let mut engine = Engine::default();
    let trace = sample(&mut engine);
    let all = events(&mut engine, trace, "", false);
    assert_eq!(all.total_rows as usize, all.rows.len());
    assert!(all.rows.is_sorted_by_key(|row| row.time_nanos));
    let thrown = events(&mut engine, trace, "", true);
    assert!(thrown.total_rows > 0 && thrown.total_rows < all.total_rows);
    assert!(thrown.rows.iter().all(|row| row.is_error));
    assert!(thrown.rows[0].line.contains("CardDeclinedError: insufficient funds"));
    let said = events(&mut engine, trace, "INSUFFICIENT", false);
    assert!(said.total_rows > 0 && said.rows.iter().all(|row| row.line.contains("insufficient")));
    assert_eq!(events(&mut engine, trace, "nobody says this", false).total_rows, 0);
    assert_eq!(events(&mut engine, trace, "", false), all);
}
