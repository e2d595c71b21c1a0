//! Rows that are no spans, the subtree that is looked at alone, and the way to what failed.

use spanscope::engine::{
    Answer, Arrangement, Ask, Collapse, Direction, Engine, FilterText, HeadDetail, SpanColumn,
    TraceRef,
};
use spanscope::layout::{Cell, Expansion, Row, RowKey, RowWindow, Stretch};
use spanscope::trace::SpanId;

use super::{ALL, FIRST, ask, begin, key, opened, rows};

/// A root (1) with five queries (2 to 6), of which the fourth failed, and two orphans (8, 9)
/// of a span that is not there.
fn with_queries() -> (Engine, TraceRef) {
    with_queries_of(10, 10)
}

/// Of so many microseconds each.
fn with_queries_of(root: u64, query: u64) -> (Engine, TraceRef) {
    let span = |id: u64, parent: u64, name: &str, start: u64, tags: &str| {
        let parent = format!(r#"{{"refType":"CHILD_OF","traceID":"a1","spanID":"{parent:x}"}}"#);
        let references = if id == 1 { "" } else { &parent };
        format!(
            r#"{{"traceID":"a1","spanID":"{id:x}","operationName":"{name}","startTime":{},
               "duration":{},"processID":"p1","references":[{references}],"tags":[{tags}]}}"#,
            1_700_000_000_000_000 + start,
            if id == 1 { root } else { query },
        )
    };
    let failed = r#"{"key":"error","type":"bool","value":true}"#;
    let note = r#"{"key":"note","type":"string","value":"late"}"#;
    let mut spans = vec![span(1, 0, "root", 0, "")];
    for id in 2..=6 {
        spans.push(span(id, 1, "query", id * 10, if id == 5 { failed } else { "" }));
    }
    spans.extend([span(8, 255, "lost", 80, note), span(9, 255, "lost too", 90, failed)]);
    let text = format!(
        r#"{{"data":[{{"traceID":"a1","spans":[{}],"processes":{{"p1":{{"serviceName":"a"}}}}}}]}}"#,
        spans.join(",")
    );
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "queries.json", &text);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    (engine, trace)
}

fn arrange(engine: &mut Engine, trace: TraceRef, focus: Option<RowKey>) -> RowWindow {
    let arrangement = Arrangement { is_grouped: true, has_missing_parents: true, focus };
    ask(engine, trace, Ask::Arrange(arrangement));
    rows(engine, trace)
}

const GROUP: RowKey = RowKey::Group { first: SpanId(2), ordinal: 0 };
const MISSING: RowKey = RowKey::MissingParent { id: SpanId(255), ordinal: 0 };

/// Depth, place, name, members and errors of each row.
fn told(rows: &RowWindow) -> Vec<String> {
    let row = |row: &spanscope::layout::Row| {
        let head = row.members.map_or(String::new(), |members| format!(" × {}", members.count));
        let errors = "!".repeat(row.hidden_errors as usize);
        let place = format!("{}/{}", row.position_in_set, row.set_size);
        let above = row.parent_row.map_or("-".to_owned(), |above| above.to_string());
        format!("{} {place} {above} {}{head}{errors}", row.depth, row.name)
    };
    rows.rows.iter().map(row).collect()
}

#[test]
fn unless_asked_every_span_is_a_row() {
    let (mut engine, trace) = with_queries();
    assert_eq!(rows(&mut engine, trace).rows.len(), 8);
}

#[test]
fn a_group_is_closed_and_orphans_lie_below_their_missing_parent() {
    let (mut engine, trace) = with_queries();
    let rows = arrange(&mut engine, trace, None);
    assert_eq!(
        told(&rows),
        [
            "1 1/2 - root",
            "2 1/1 0 query × 5!",
            "1 2/2 - lost × 2",
            "2 1/2 2 lost",
            "2 2/2 2 lost too",
        ]
    );
    let group = &rows.rows[1];
    assert_eq!((group.key, group.expansion), (GROUP, Expansion::Collapsed));
    assert_eq!(group.members.map(|members| members.total_nanos), Some(50_000));
    assert_eq!((group.start_nanos, group.duration_nanos), (20_000, 50_000));
    assert_eq!(group.hidden.iter().filter(|part| part.is_error).count(), 1);
    assert_eq!(rows.rows[2].key, MISSING);
}

#[test]
fn a_head_shows_when_any_of_its_spans_is_on_a_critical_path() {
    let (mut engine, trace) = with_queries_of(80, 6);
    let rows = arrange(&mut engine, trace, None);
    let stretches = |row: &Row| -> Vec<(u64, u64)> {
        let micros = |stretch: &Stretch| (stretch.start_nanos / 1_000, stretch.end_nanos / 1_000);
        row.critical.iter().map(micros).collect()
    };
    assert_eq!(rows.rows[1].key, GROUP);
    // Between the queries the root itself was at work.
    assert_eq!(stretches(&rows.rows[1]), [(20, 26), (30, 36), (40, 46), (50, 56), (60, 66)]);
    assert_eq!(rows.rows[2].key, MISSING);
    assert_eq!(stretches(&rows.rows[2]), [(80, 86), (90, 96)]);
    let (mut engine, trace) = with_queries_of(70, 10);
    let rows = arrange(&mut engine, trace, None);
    assert_eq!(stretches(&rows.rows[1]), [(20, 70)], "what touches is one");
}

#[test]
fn heads_open_and_close_like_any_row_and_what_hides_a_span_opens() {
    let (mut engine, trace) = with_queries();
    arrange(&mut engine, trace, None);
    let collapse = Collapse { closed_from_depth: None, exceptions: vec![MISSING] };
    ask(&mut engine, trace, Ask::Collapse(collapse));
    assert_eq!(rows(&mut engine, trace).rows.len(), 3);
    let located = ask(&mut engine, trace, Ask::Locate { key: key(5), reveal: false });
    assert!(matches!(located, Answer::Located { row: None, .. }), "{located:?}");
    let located = ask(&mut engine, trace, Ask::Locate { key: key(5), reveal: true });
    let Answer::Located { row: Some(5), opened, .. } = located else { panic!("{located:?}") };
    assert_eq!(opened, [GROUP]);
    let rows = rows(&mut engine, trace);
    assert_eq!(told(&rows)[2..4], ["3 1/5 1 query", "3 2/5 1 query"]);
    let located = ask(&mut engine, trace, Ask::Locate { key: GROUP, reveal: true });
    assert!(matches!(located, Answer::Located { row: Some(1), .. }), "{located:?}");
}

#[test]
fn only_matches_leaves_a_head_that_counts_them() {
    let (mut engine, trace) = with_queries();
    arrange(&mut engine, trace, None);
    let filter = FilterText { text: "status:error".to_owned(), ..FilterText::default() };
    ask(&mut engine, trace, Ask::SetFilter { filter, is_matches_only: true });
    let rows = rows(&mut engine, trace);
    let matches: Vec<_> =
        rows.rows.iter().map(|row| row.members.and_then(|members| members.matches)).collect();
    assert_eq!(matches, [None, Some(1), Some(1), None]);
}

#[test]
fn a_focus_shows_one_subtree_and_counts_levels_from_it() {
    let (mut engine, trace) = with_queries();
    let rows = arrange(&mut engine, trace, Some(key(1)));
    assert_eq!(told(&rows), ["1 1/1 - root", "2 1/1 0 query × 5!"]);
    let rows = arrange(&mut engine, trace, Some(key(5)));
    assert_eq!(told(&rows), ["1 1/1 - query"]);
    let Answer::Ancestors(line) = ask(&mut engine, trace, Ask::Ancestors { key: key(5) }) else {
        panic!("no ancestors");
    };
    let names: Vec<&str> = line.iter().map(|span| span.name.as_str()).collect();
    assert_eq!(names, ["root", "query"]);
}

#[test]
fn a_head_tells_what_is_below_it_and_is_no_span() {
    let (mut engine, trace) = with_queries();
    arrange(&mut engine, trace, None);
    let about = |engine: &mut Engine, key| -> HeadDetail {
        match ask(engine, trace, Ask::Head { key }) {
            Answer::Head(head) => *head,
            other => panic!("no head: {other:?}"),
        }
    };
    let missing = about(&mut engine, MISSING);
    assert_eq!((missing.count, missing.spans, missing.errors), (2, 2, 1));
    assert_eq!(missing.members[1].key, key(9));
    assert_eq!(about(&mut engine, GROUP).duration_nanos, 50_000);
    assert_eq!(ask(&mut engine, trace, Ask::Detail { key: MISSING }), Answer::Gone);
    let unknown = RowKey::MissingParent { id: SpanId(255), ordinal: 1 };
    assert_eq!(ask(&mut engine, trace, Ask::Head { key: unknown }), Answer::Gone);
}

#[test]
fn failures_follow_one_another_round_the_ends_and_below_a_row() {
    let (mut engine, trace) = with_queries();
    arrange(&mut engine, trace, None);
    let mut next = |from, direction, within| match ask(
        &mut engine,
        trace,
        Ask::NextError { from, direction, within },
    ) {
        Answer::Next(next) => next,
        other => panic!("not the next: {other:?}"),
    };
    use Direction::{Next, Previous};
    assert_eq!(next(None, Next, None), Some(key(5)));
    assert_eq!(next(Some(key(5)), Next, None), Some(key(9)));
    assert_eq!(next(Some(key(9)), Next, None), Some(key(5)));
    assert_eq!(next(Some(key(5)), Previous, None), Some(key(9)));
    assert_eq!(next(None, Next, Some(MISSING)), Some(key(9)));
    assert_eq!(next(None, Next, Some(key(8))), None);
    let critical = Ask::NextCritical { from: Some(GROUP), direction: Next };
    assert_eq!(ask(&mut engine, trace, critical), Answer::Next(Some(key(8))));
}

#[test]
fn a_group_sums_up_its_members_in_columns_and_a_missing_parent_says_nothing() {
    let (mut engine, trace) = with_queries();
    arrange(&mut engine, trace, None);
    let columns = vec![
        SpanColumn::SelfTime,
        SpanColumn::Start,
        SpanColumn::Duration,
        SpanColumn::Children,
        SpanColumn::Percentile,
        SpanColumn::Attribute("note".to_owned()),
    ];
    let asked = Ask::Rows { first: 0, count: 10, columns: columns.clone() };
    let Answer::Rows(window) = ask(&mut engine, trace, asked) else { panic!("no rows") };
    assert_eq!(window.columns, columns);
    // Five of 10 µs, from 20 to 70.
    let group = [
        Cell::Nanos(50_000),
        Cell::Offset(20_000),
        Cell::Nanos(50_000),
        Cell::Count(5),
        Cell::Empty,
        Cell::Empty,
    ];
    assert_eq!(window.rows[1].cells, group);
    assert_eq!(window.rows[2].cells, vec![Cell::Empty; 6]);
    assert_eq!(window.rows[3].cells[0], Cell::Nanos(10_000));
    assert_eq!(window.rows[3].cells[5], Cell::Text("late".to_owned()));
}
