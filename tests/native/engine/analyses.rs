//! Questions about a whole trace: its critical paths, its groups.

use spanscope::engine::{
    Answer, Ask, Direction, Engine, FilterText, GroupBy, GroupName, Grouping, PathMode, PathWindow,
    StatisticsTable, TraceRef, group_filter,
};
use spanscope::layout::RowKey;

use super::{ALL, FIRST, SMALL, ask, begin, generated, key, opened, with_small_trace};

fn path(
    engine: &mut Engine,
    trace: TraceRef,
    mode: PathMode,
    first: u32,
    count: u32,
) -> PathWindow {
    match ask(engine, trace, Ask::CriticalPath { mode, first, count }) {
        Answer::CriticalPath(window) => window,
        other => panic!("no critical path: {other:?}"),
    }
}

#[test]
fn the_critical_path_names_rows_and_adds_up_to_the_root() {
    let (mut engine, trace) = with_small_trace();
    let whole = path(&mut engine, trace, PathMode::Cover, 0, u32::MAX);
    let sections: Vec<(RowKey, u64, u64)> = whole
        .sections
        .iter()
        .map(|section| (section.key, section.start_nanos, section.duration_nanos))
        .collect();
    let expected = [(1, 0, 10), (2, 10, 10), (3, 20, 10), (2, 30, 30), (1, 60, 40)];
    assert_eq!(
        sections,
        expected.map(|(id, start, length)| (key(id), start * 1_000, length * 1_000))
    );
    assert_eq!((whole.total_nanos, whole.ambiguous_nanos, whole.total_sections), (100_000, 0, 5));
    let part = path(&mut engine, trace, PathMode::Cover, 3, 1);
    assert_eq!((part.first_section, part.total_sections), (3, 5));
    assert_eq!(part.sections, whole.sections[3..4]);
    assert_eq!(path(&mut engine, trace, PathMode::Cover, 99, 1).sections, []);
}

#[test]
fn either_mode_of_the_critical_path_has_its_own_answer_whichever_was_asked_first() {
    // A second child that begins 10 µs before the first one ends.
    let late = r#"{"traceID":"a1","spanID":"4","operationName":"late","processID":"p2",
        "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],
        "startTime":1700000000000050,"duration":50},"#;
    let spans = r#""spans":["#;
    let text = SMALL.replacen(spans, &format!("{spans}{late}"), 1);
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "small.json", &text);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    for _ in 0..2 {
        let before = path(&mut engine, trace, PathMode::HappensBefore, 0, 100);
        let cover = path(&mut engine, trace, PathMode::Cover, 0, 100);
        assert_eq!((before.mode, cover.mode), (PathMode::HappensBefore, PathMode::Cover));
        assert_eq!((before.sections.len(), cover.sections.len()), (2, 5));
        assert_eq!((before.ambiguous_nanos, cover.ambiguous_nanos), (40_000, 40_000));
    }
}

fn table(engine: &mut Engine, trace: TraceRef, grouping: impl Into<Grouping>) -> StatisticsTable {
    match ask(engine, trace, Ask::Statistics(grouping.into())) {
        Answer::Statistics(table) => *table,
        other => panic!("no statistics: {other:?}"),
    }
}

#[test]
fn statistics_put_the_largest_self_time_first_and_answer_each_grouping_again() {
    let (mut engine, trace) = with_small_trace();
    let services = table(&mut engine, trace, GroupBy::Service);
    let told: Vec<(GroupName, u64, u64, u64)> = services
        .groups
        .iter()
        .map(|row| {
            let figures = row.figures;
            (row.name.clone(), figures.count, figures.self_nanos, figures.critical_nanos)
        })
        .collect();
    let service = |name: &str| GroupName::Service(name.to_owned());
    // Equal self times: the longer total first.
    assert_eq!(told, [(service("front"), 1, 50_000, 50_000), (service("back"), 2, 50_000, 50_000)]);
    assert_eq!((services.whole.count, services.whole.errors, services.total_groups), (3, 1, 2));
    let nested = Grouping { by: GroupBy::Service, then_by: Some(GroupBy::Operation) };
    let nested_table = table(&mut engine, trace, nested.clone());
    assert_eq!(nested_table.groups[1].total_parts, 2);
    for number in 0..20 {
        table(&mut engine, trace, GroupBy::Attribute(format!("key {number}")));
    }
    assert_eq!(table(&mut engine, trace, GroupBy::Service), services);
    assert_eq!(table(&mut engine, trace, nested), nested_table);
}

#[test]
fn a_table_of_a_group_for_each_span_is_cut_and_says_so() {
    let text = generated(3_000);
    // Every operation gets a name of its own.
    let mut pieces = text.split("\"operationName\":\"");
    let mut renamed = pieces.next().expect("a head").to_owned();
    for (number, piece) in pieces.enumerate() {
        renamed += &format!("\"operationName\":\"{number} {piece}");
    }
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "big.json", &renamed);
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let operations = table(&mut engine, trace, GroupBy::Operation);
    assert_eq!((operations.total_groups, operations.groups.len()), (3_000, 1_000));
    let parts =
        Grouping { by: GroupBy::Attribute("none".into()), then_by: Some(GroupBy::Operation) };
    let nested = table(&mut engine, trace, parts);
    assert_eq!((nested.groups[0].total_parts, nested.groups[0].parts.len()), (3_000, 100));
}

#[test]
fn a_stretch_of_time_is_summed_up_by_service() {
    let (mut engine, trace) = with_small_trace();
    let ask_about = Ask::Stretch { start_nanos: 15_000, end_nanos: 25_000 };
    let Answer::Stretch(sums) = ask(&mut engine, trace, ask_about) else { panic!("no sums") };
    assert_eq!(
        (sums.spans, sums.services, sums.busy_nanos, sums.own_nanos),
        (3, 2, 10_000, 10_000)
    );
    // The third span's 5 µs are of the second service, too, or of the first: places of the list.
    let own: u64 = sums.largest.iter().map(|&(_, nanos)| nanos).sum();
    assert_eq!((own, sums.largest.len()), (10_000, 2));
}

#[test]
fn the_filter_of_a_group_lets_its_spans_through_and_no_others() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "generated.json", &generated(3_000));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let attribute = |key: &str| GroupBy::Attribute(key.to_owned());
    let groupings = [
        Grouping::from(GroupBy::Service),
        Grouping::from(GroupBy::Kind),
        Grouping::from(attribute("http.response.status_code")),
        Grouping { by: attribute("host.name"), then_by: Some(GroupBy::Operation) },
    ];
    let mut groups = 0;
    for grouping in groupings {
        let Answer::Statistics(table) = ask(&mut engine, trace, Ask::Statistics(grouping.clone()))
        else {
            panic!("no statistics")
        };
        for group in &table.groups {
            let whole = std::iter::once((vec![group.name.clone()], group.figures.count));
            let parts = group
                .parts
                .iter()
                .map(|part| (vec![group.name.clone(), part.name.clone()], part.figures.count));
            for (names, count) in whole.chain(parts) {
                let Some(text) = group_filter(&grouping, &names) else {
                    assert_eq!(names[0], GroupName::NoValue);
                    continue;
                };
                let filter = FilterText { text: text.clone(), ..FilterText::default() };
                let wanted = Ask::Filter { filter, from: None, direction: Direction::Next };
                let Answer::Filtered(filtered) = ask(&mut engine, trace, wanted) else {
                    panic!("not filtered")
                };
                assert_eq!(u64::from(filtered.total), count, "{text}");
                groups += 1;
            }
        }
    }
    assert!(groups > 40, "{groups} groups");
}
