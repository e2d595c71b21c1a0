//! Questions about flame graphs.

use spanscope::engine::{Answer, Ask, Engine, FilterText, FlamePlace, FlameStep, TraceRef};
use spanscope::layout::{FlameContent, FlameSumRows, FlameSumWindow, FlameWindow, RowKey};

use super::{ALL, FIRST, ask, begin, generated, key, opened, with_small_trace};

fn flame(engine: &mut Engine, trace: TraceRef, end_nanos: u64, width_px: u16) -> FlameWindow {
    let ask_flame = Ask::Flame { start_nanos: 0, end_nanos, width_px, first_lane: 0, lanes: 100 };
    match ask(engine, trace, ask_flame) {
        Answer::Flame(window) => window,
        other => panic!("no flame graph: {other:?}"),
    }
}

fn sum(engine: &mut Engine, trace: TraceRef, root: Option<RowKey>) -> FlameSumWindow {
    let ask_sum = Ask::FlameSum { root, width_px: 1_000, first_depth: 0, depths: 100 };
    match ask(engine, trace, ask_sum) {
        Answer::FlameSum(window) => window,
        other => panic!("no aggregated flame graph: {other:?}"),
    }
}

fn table(engine: &mut Engine, trace: TraceRef, first: u32, count: u32) -> FlameSumRows {
    match ask(engine, trace, Ask::FlameSumRows { root: None, first, count }) {
        Answer::FlameSumRows(rows) => rows,
        other => panic!("no rows: {other:?}"),
    }
}

#[test]
fn a_span_has_its_name_where_there_is_room_for_one() {
    let (mut engine, trace) = with_small_trace();
    let window = flame(&mut engine, trace, 100_000, 100);
    let told: Vec<_> = window
        .rects
        .iter()
        .map(|rect| (rect.key(), rect.left_px, rect.right_px, rect.is_error, window.name(rect)))
        .collect();
    let expected = [
        (Some(key(1)), 0, 100, false, Some("root")),
        (Some(key(2)), 10, 60, false, Some("child")),
        (Some(key(3)), 20, 30, true, None),
    ];
    assert_eq!(told, expected);
    assert_eq!((window.total_lanes, window.lanes), (3, 3));
    assert_eq!(ask(&mut engine, trace, Ask::FlameLane { key: key(3) }), Answer::FlameLane(2));
    assert_eq!(ask(&mut engine, trace, Ask::FlameLane { key: key(99) }), Answer::Gone);
}

#[test]
fn a_wild_window_is_answered() {
    let (mut engine, trace) = with_small_trace();
    assert_eq!(flame(&mut engine, trace, 0, 100).rects, []);
    assert_eq!(flame(&mut engine, trace, u64::MAX, 100).rects.len(), 3);
    assert_eq!(flame(&mut engine, trace, 100_000, 0).rects, []);
    let beyond = Ask::Flame {
        start_nanos: u64::MAX,
        end_nanos: 5,
        width_px: u16::MAX,
        first_lane: u32::MAX,
        lanes: u32::MAX,
    };
    let Answer::Flame(window) = ask(&mut engine, trace, beyond) else { panic!("no answer") };
    assert_eq!((window.rects.len(), window.lanes, window.total_lanes), (0, 0, 3));
}

#[test]
fn a_window_of_a_generated_trace_counts_every_span() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "big.json", &generated(3_000));
    let listing = opened(&engine.step(ALL)).traces[0].clone();
    let ask_all = Ask::Flame {
        start_nanos: 0,
        end_nanos: listing.duration_nanos,
        width_px: 300,
        first_lane: 0,
        lanes: u32::MAX,
    };
    let Answer::Flame(window) = ask(&mut engine, listing.trace, ask_all) else { panic!("none") };
    let count = |content: &FlameContent| match content {
        FlameContent::Span { .. } => 1,
        FlameContent::Merged { count } => *count,
    };
    assert!(window.total_lanes <= 500);
    assert_eq!(window.rects.iter().map(|rect| count(&rect.content)).sum::<u32>(), listing.spans);
}

#[test]
fn the_aggregated_graph_zooms_into_a_node_and_names_what_lies_above_it() {
    let (mut engine, trace) = with_small_trace();
    let whole = sum(&mut engine, trace, None);
    assert_eq!((whole.total_nanos, whole.total_depths, whole.total_rows), (100_000, 3, 3));
    assert!(whole.above.is_empty());
    let child = sum(&mut engine, trace, Some(key(2)));
    assert_eq!((child.total_nanos, child.total_depths, child.total_rows), (50_000, 2, 2));
    let above: Vec<&str> = child.above.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(above, ["root"]);
    let told: Vec<_> = child
        .shares
        .iter()
        .map(|share| (child.name(share), share.figures.depth, share.right_ratio))
        .collect();
    assert_eq!(told, [("child", 0, 1.0), ("leaf", 1, 0.2)]);
    let gone = Ask::FlameSum { root: Some(key(99)), width_px: 9, first_depth: 0, depths: 9 };
    assert_eq!(ask(&mut engine, trace, gone), Answer::Gone);
}

#[test]
fn the_table_has_every_node_in_the_order_of_the_picture() {
    let (mut engine, trace) = with_small_trace();
    let rows = table(&mut engine, trace, 0, 100);
    let told: Vec<_> = rows
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.figures.self_nanos, row.figures.total_nanos))
        .collect();
    let expected = [("root", 50_000, 100_000), ("child", 40_000, 50_000), ("leaf", 10_000, 10_000)];
    assert_eq!(told, expected);
    let last = table(&mut engine, trace, 2, u32::MAX);
    assert_eq!((last.first_row, last.total_rows, last.rows.len()), (2, 3, 1));
    assert!(!last.rows[0].has_children && last.rows[0].figures.errors == 1);
    assert_eq!(table(&mut engine, trace, 99, 1).rows, []);
}

#[test]
fn what_the_filter_does_not_let_through_is_dimmed_in_both_graphs() {
    let (mut engine, trace) = with_small_trace();
    let dimmed = |engine: &mut Engine| {
        let rects = flame(engine, trace, 100_000, 100).rects;
        let shares = sum(engine, trace, None).shares;
        let rects: Vec<bool> = rects.iter().map(|rect| rect.is_dimmed).collect();
        let shares: Vec<bool> = shares.iter().map(|share| share.is_dimmed).collect();
        assert_eq!(rects, shares);
        rects
    };
    assert_eq!(dimmed(&mut engine), [false; 3]);
    for (text, expected) in [
        ("name:child", [true, false, true]),
        ("status:error", [true, true, false]),
        ("name:nobody", [true; 3]),
        ("", [false; 3]),
    ] {
        let filter = FilterText { text: text.to_owned(), ..FilterText::default() };
        ask(&mut engine, trace, Ask::SetFilter { filter, is_matches_only: false });
        assert_eq!(dimmed(&mut engine), expected, "{text}");
    }
}

/// Goes a step and says where that leads.
fn step(engine: &mut Engine, trace: TraceRef, from: RowKey, step: FlameStep) -> Option<FlamePlace> {
    match ask(engine, trace, Ask::FlameStep { key: from, step }) {
        Answer::FlameStep(place) => place,
        other => panic!("no step: {other:?}"),
    }
}

#[test]
fn steps_lead_to_parents_children_and_siblings_and_nowhere_else() {
    let (mut engine, trace) = with_small_trace();
    let child = step(&mut engine, trace, key(1), FlameStep::Child).expect("a child");
    let expected = FlamePlace { key: key(2), lane: 1, start_nanos: 10_000, duration_nanos: 50_000 };
    assert_eq!(child, expected);
    let back = step(&mut engine, trace, key(2), FlameStep::Parent).map(|place| place.key);
    assert_eq!(back, Some(key(1)));
    for (from, way) in [
        (1, FlameStep::Parent),
        (1, FlameStep::Next),
        (1, FlameStep::Previous),
        (2, FlameStep::Next),
        (2, FlameStep::Previous),
        (3, FlameStep::Child),
    ] {
        assert_eq!(step(&mut engine, trace, key(from), way), None, "{from} {way:?}");
    }
    let gone = Ask::FlameStep { key: key(99), step: FlameStep::Next };
    assert_eq!(ask(&mut engine, trace, gone), Answer::Gone);
}

#[test]
fn a_step_to_the_next_sibling_and_back_ends_where_it_began() {
    let mut engine = Engine::default();
    begin(&mut engine, FIRST, "big.json", &generated(500));
    let trace = opened(&engine.step(ALL)).traces[0].trace;
    let rows = super::rows(&mut engine, trace);
    let mut steps = 0;
    for row in &rows.rows {
        if let Some(next) = step(&mut engine, trace, row.key, FlameStep::Next) {
            let back = step(&mut engine, trace, next.key, FlameStep::Previous);
            assert_eq!(back.map(|place| place.key), Some(row.key));
            let parent = |engine: &mut Engine, from| {
                step(engine, trace, from, FlameStep::Parent).map(|place| place.key)
            };
            assert_eq!(parent(&mut engine, next.key), parent(&mut engine, row.key));
            steps += 1;
        }
    }
    assert!(steps > 10);
}
