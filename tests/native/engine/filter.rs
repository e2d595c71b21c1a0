//! Filters of an open trace: matches, marks, and rows that are left.

use spanscope::engine::{
    Answer, Ask, CandidateKind, Collapse, Direction, Engine, FilterLanguage, FilterText, Filtered,
    TraceRef,
};
use spanscope::layout::{Expansion, RowKey};

use super::{ask, key, names, rows, with_small_trace};

fn typed(text: &str) -> FilterText {
    FilterText { text: text.to_owned(), ..FilterText::default() }
}

fn filtered(
    engine: &mut Engine,
    trace: TraceRef,
    filter: FilterText,
    from: Option<RowKey>,
    direction: Direction,
) -> Filtered {
    match ask(engine, trace, Ask::Filter { filter, from, direction }) {
        Answer::Filtered(filtered) => filtered,
        other => panic!("nothing about a filter: {other:?}"),
    }
}

/// The number of rows that are left.
fn set(engine: &mut Engine, trace: TraceRef, text: &str, is_matches_only: bool) -> u32 {
    match ask(engine, trace, Ask::SetFilter { filter: typed(text), is_matches_only }) {
        Answer::RowsChanged { total_rows, .. } => total_rows,
        other => panic!("the rows did not change: {other:?}"),
    }
}

fn marked(engine: &mut Engine, trace: TraceRef) -> Vec<String> {
    let window = rows(engine, trace);
    let marked = window.rows.iter().filter(|row| row.is_match);
    marked.map(|row| row.name.clone()).collect()
}

#[test]
fn matches_of_a_filter_are_counted_and_walked_round_the_ends() {
    let (mut engine, trace) = with_small_trace();
    let mut next = |from, direction| {
        let found = filtered(&mut engine, trace, typed("service=back"), from, direction);
        assert_eq!((found.total, found.problem), (2, None));
        let at = found.at.expect("a match");
        (at.key, at.position, at.row)
    };
    let (child, leaf) = ((key(2), 0, Some(1)), (key(3), 1, Some(2)));
    assert_eq!(next(None, Direction::Next), child);
    assert_eq!(next(Some(key(2)), Direction::Next), leaf);
    assert_eq!(next(Some(key(3)), Direction::Next), child);
    assert_eq!(next(Some(key(2)), Direction::Previous), leaf);
}

#[test]
fn self_times_and_critical_paths_are_known_to_filters() {
    let (mut engine, trace) = with_small_trace();
    let mut total =
        |text: &str| filtered(&mut engine, trace, typed(text), None, Direction::Next).total;
    assert_eq!(total("self>=40us"), 2);
    assert_eq!(total("critical:true"), 3);
    assert_eq!(total("critical:false or self=10us"), 1);
}

#[test]
fn a_filter_that_is_not_understood_says_where_and_changes_nothing() {
    let (mut engine, trace) = with_small_trace();
    assert_eq!(set(&mut engine, trace, "leaf", true), 3);
    let before = rows(&mut engine, trace);
    let wrong = typed("status:eror");
    let found = filtered(&mut engine, trace, wrong.clone(), None, Direction::Next);
    let problem = found.problem.clone().expect("a problem");
    assert_eq!((problem.from, problem.to, found.total, found.at), (7, 11, 0, None));
    assert_eq!(problem.hint, "did you mean error?");
    let answer = ask(&mut engine, trace, Ask::SetFilter { filter: wrong, is_matches_only: true });
    assert_eq!(
        answer,
        Answer::Filtered(Filtered { problem: Some(problem), ..Filtered::default() })
    );
    assert_eq!(rows(&mut engine, trace), before);
}

#[test]
fn a_set_filter_marks_rows_and_an_empty_one_marks_none() {
    let (mut engine, trace) = with_small_trace();
    let before = rows(&mut engine, trace).generation;
    assert_eq!(set(&mut engine, trace, "status:error or front", false), 3);
    assert!(rows(&mut engine, trace).generation > before);
    assert_eq!(marked(&mut engine, trace), ["root", "leaf"]);
    assert_eq!(set(&mut engine, trace, " ", true), 3);
    assert_eq!(marked(&mut engine, trace), [""; 0]);
}

#[test]
fn only_matches_and_their_ancestors_are_rows_and_can_be_closed() {
    let (mut engine, trace) = with_small_trace();
    assert_eq!(set(&mut engine, trace, "name=child", true), 2);
    let window = rows(&mut engine, trace);
    assert_eq!(names(&window), ["root", "child"]);
    assert_eq!(marked(&mut engine, trace), ["child"]);
    let expansions: Vec<Expansion> = window.rows.iter().map(|row| row.expansion).collect();
    assert_eq!(expansions, [Expansion::Expanded, Expansion::Leaf], "its child is left out");
    let leaf = ask(&mut engine, trace, Ask::Locate { key: key(3), reveal: true });
    assert!(matches!(leaf, Answer::Located { row: None, .. }), "{leaf:?}");
    let closed = Collapse { closed_from_depth: Some(1), exceptions: Vec::new() };
    ask(&mut engine, trace, Ask::Collapse(closed));
    assert_eq!(names(&rows(&mut engine, trace)), ["root"]);
    assert_eq!(set(&mut engine, trace, "nothing", true), 0);
    assert_eq!(set(&mut engine, trace, "", true), 1, "what was closed stays closed");
}

#[test]
fn a_find_of_a_jaeger_link_is_a_filter() {
    let (mut engine, trace) = with_small_trace();
    let find = |text: &str| FilterText { language: FilterLanguage::Jaeger, ..typed(text) };
    let mut total =
        |text: &str| filtered(&mut engine, trace, find(text), None, Direction::Next).total;
    assert_eq!(total("root leaf"), 2);
    assert_eq!(total("long -note status:eror"), 0);
    assert_eq!(total("0000000000000003"), 1);
}

#[test]
fn services_that_a_jaeger_link_hides_have_no_rows_and_no_matches() {
    let (mut engine, trace) = with_small_trace();
    // Of `back` and `front`, the second.
    let only_front = |text: &str| FilterText { services: "2076.2".to_owned(), ..typed(text) };
    let mut set = |filter: FilterText, is_matches_only| {
        ask(&mut engine, trace, Ask::SetFilter { filter, is_matches_only });
        let window = rows(&mut engine, trace);
        (names(&window).join(" "), window.rows.iter().filter(|row| row.is_match).count())
    };
    assert_eq!(set(only_front(""), false), ("root".to_owned(), 0));
    assert_eq!(set(only_front("child or root"), false), ("root".to_owned(), 1));
    assert_eq!(set(only_front("child"), true), (String::new(), 0));
    assert_eq!(set(typed(""), false).0, "root child leaf");
    let found = filtered(&mut engine, trace, only_front("child"), None, Direction::Next);
    assert_eq!((found.total, found.services), (0, Some((1, 2))));
    let stale = FilterText { services: "2077.2".to_owned(), ..typed("child") };
    let found = filtered(&mut engine, trace, stale, None, Direction::Next);
    assert_eq!((found.total, found.services), (1, None));
}

#[test]
fn what_can_be_typed_comes_from_the_trace() {
    let (mut engine, trace) = with_small_trace();
    let complete = Ask::Complete { text: "service:b".to_owned(), caret: 9 };
    let Answer::Candidates(candidates) = ask(&mut engine, trace, complete) else {
        panic!("no candidates");
    };
    let [only] = &candidates[..] else { panic!("not one: {candidates:?}") };
    assert_eq!((only.kind, only.text.as_str()), (CandidateKind::Service, "back"));
    assert_eq!((only.count, only.from, only.to), (Some(2), 8, 9));
}
