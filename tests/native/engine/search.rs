//! Words looked for in an open trace.

use spanscope::engine::{Answer, Ask, Collapse, Direction, Engine, Found, TraceRef};
use spanscope::layout::RowKey;
use spanscope::trace::SpanId;

use super::{ALL, FIRST, ask, begin, generated, opened, with_small_trace};

fn key(id: u64) -> RowKey {
    RowKey::Span { id: SpanId(id), ordinal: 0 }
}

fn find(
    engine: &mut Engine,
    trace: TraceRef,
    query: &str,
    from: Option<RowKey>,
    direction: Direction,
    is_whole_wanted: bool,
) -> Found {
    let query = query.to_owned();
    match ask(engine, trace, Ask::Find { query, from, direction, is_whole_wanted }) {
        Answer::Found(found) => found,
        other => panic!("nothing about a search: {other:?}"),
    }
}

#[test]
fn matches_come_in_the_order_of_rows_and_after_the_last_comes_the_first() {
    let (mut engine, trace) = with_small_trace();
    let mut next = |from, direction| {
        let found = find(&mut engine, trace, "BACK", from, direction, true);
        assert_eq!((found.total, found.searched, found.is_complete), (2, 3, true));
        let at = found.at.expect("a match");
        (at.key, at.position, at.row)
    };
    let (child, leaf) = ((key(2), 0, Some(1)), (key(3), 1, Some(2)));
    assert_eq!(next(None, Direction::Next), child);
    assert_eq!(next(Some(key(1)), Direction::Next), child);
    assert_eq!(next(Some(key(2)), Direction::Next), leaf);
    assert_eq!(next(Some(key(3)), Direction::Next), child);
    assert_eq!(next(None, Direction::Previous), leaf);
    assert_eq!(next(Some(key(3)), Direction::Previous), child);
    assert_eq!(next(Some(key(2)), Direction::Previous), leaf);
    assert_eq!(next(Some(key(99)), Direction::Next), child);
}

#[test]
fn a_match_in_a_closed_row_has_no_row_until_it_is_opened() {
    let (mut engine, trace) = with_small_trace();
    let all = Collapse { closed_from_depth: Some(1), exceptions: Vec::new() };
    ask(&mut engine, trace, Ask::Collapse(all));
    let found = find(&mut engine, trace, "leaf", None, Direction::Next, true);
    assert_eq!(found.at.map(|at| (at.key, at.row)), Some((key(3), None)));
    ask(&mut engine, trace, Ask::Locate { key: key(3), reveal: true });
    let found = find(&mut engine, trace, "leaf", None, Direction::Next, true);
    assert_eq!(found.at.and_then(|at| at.row), Some(2));
}

#[test]
fn nothing_and_no_words_are_found_nowhere() {
    let (mut engine, trace) = with_small_trace();
    for query in ["", "  ", "nowhere"] {
        let found = find(&mut engine, trace, query, None, Direction::Next, false);
        assert_eq!((found.total, found.is_complete, found.at), (0, true, None), "{query:?}");
    }
}

#[test]
fn the_first_match_comes_before_all_spans_are_looked_at_and_the_rest_later() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "large.json", &generated(60_000));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let first = find(&mut engine, trace, "client", None, Direction::Next, false);
    assert!(!first.is_complete && first.searched < 60_000, "{first:?}");
    assert!(first.total > 0 && first.at.is_some());
    let all = find(&mut engine, trace, "client", None, Direction::Next, true);
    assert!(all.is_complete && all.searched == 60_000 && all.total > first.total);
    let again = find(&mut engine, trace, "client", None, Direction::Next, false);
    assert_eq!(again, all);
}
