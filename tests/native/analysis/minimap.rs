//! The small picture of all spans.

use proptest::prelude::*;
use spanscope::analysis::{MergedBar, ZoomIndex};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, FAN, spans, trace_of};
use crate::support::{assert_drawn, drawn};

fn minimap(trace: &Trace, width_px: u16, lanes: u16) -> Vec<MergedBar> {
    spanscope::analysis::minimap(trace, &ZoomIndex::of(trace), &[], width_px, lanes)
}

/// A lane a line: each bar as the letters of its service, in capitals if it failed.
fn drawn_minimap(trace: &Trace, width_px: u16, lanes: u16) -> String {
    let mut picture = vec![vec![' '; usize::from(width_px)]; usize::from(lanes)];
    for bar in minimap(trace, width_px, lanes) {
        let service = trace.pool().text(bar.service);
        let letter = service.chars().next().expect("a service's name");
        let letter = if bar.is_error { letter.to_ascii_uppercase() } else { letter };
        let columns = usize::from(bar.left_px)..usize::from(bar.right_px);
        for cell in &mut picture[usize::from(bar.lane)][columns] {
            assert_eq!(*cell, ' ', "bars of a lane do not overlap");
            *cell = letter;
        }
    }
    let lines: Vec<String> = picture.into_iter().map(String::from_iter).collect();
    lines.join("\n")
}

const SHOP: &str = "
    order    POST /orders     |===============|
    order      validate        |===|
    payment    charge               |======|
    bank         book !               |==|
";

#[test]
fn with_lanes_enough_every_span_has_its_own() {
    assert_drawn(
        drawn_minimap(&drawn(SHOP), 16, 6),
        "
        oooooooooooooooo
         oooo
              ppppppp
                BBB
        ",
    );
}

#[test]
fn in_a_shared_lane_children_hide_their_parents() {
    assert_drawn(
        drawn_minimap(&drawn(SHOP), 16, 1),
        "
        ooooooppBBBppooo
        ",
    );
}

#[test]
fn the_lowest_failed_span_is_never_hidden() {
    let trace = drawn(
        "
        a  root !      |===============|
        b    fails !    |=====|
        c    hides      |============|
        ",
    );
    assert_drawn(drawn_minimap(&trace, 16, 1), "ABBBBBBcccccccAA");
}

#[test]
fn a_trace_without_length_is_one_column() {
    assert_drawn(drawn_minimap(&drawn("a  now  |"), 8, 2), "a");
}

#[test]
fn no_room_gives_no_bars() {
    let trace = drawn(SHOP);
    assert!(minimap(&trace, 0, 5).is_empty());
    assert!(minimap(&trace, 5, 0).is_empty());
}

#[test]
fn a_chain_of_100_000_and_a_million_siblings_give_few_bars() {
    assert!(minimap(&CHAIN, 1_000, 40).len() <= 40_000);
    assert!(minimap(&FAN, 1_000, 40).len() <= 40_000);
}

#[test]
fn times_of_centuries_do_not_overflow() {
    let mut spans = vec![regular_span(1, u64::MAX - 1), regular_span(u64::MAX / 2, 10)];
    spans[1].id = 2;
    let trace = trace_of(&spans);
    let bars = minimap(&trace, u16::MAX, 2);
    assert_eq!((bars[0].left_px, bars[0].right_px), (0, u16::MAX));
    assert_eq!(bars[1].right_px - bars[1].left_px, 1);
    assert!((32_766..=32_768).contains(&bars[1].left_px));
}

fn regular_span(start_nanos: u64, length_nanos: u64) -> crate::random_spans::RandomSpan {
    crate::random_spans::RandomSpan {
        id: 1,
        parent_id: 0,
        start_nanos,
        length_nanos,
        service: 0,
        failed: false,
        half: 0,
    }
}

/// Whether any span of the lane touches the column, by arithmetic on wide integers.
fn touches(trace: &Trace, span: SpanIdx, column: u16, width_px: u16) -> bool {
    let origin = trace.earliest_nanos();
    let duration = u128::from(trace.latest_nanos() - origin).max(1);
    let at = |nanos: u64| u128::from(nanos - origin) * u128::from(width_px) / duration;
    let left = at(trace.start_nanos(span)).min(u128::from(width_px) - 1);
    let right = at(trace.end_nanos(span)).clamp(left + 1, u128::from(width_px));
    (left..right).contains(&u128::from(column))
}

proptest! {
    #[test]
    fn a_column_is_painted_exactly_if_a_span_of_its_lane_runs_there(
        spans in spans(),
        width_px in 1..50u16,
        lanes in 1..12u16,
    ) {
        let trace = trace_of(&spans);
        let bars = minimap(&trace, width_px, lanes);
        prop_assert!(bars.len() <= usize::from(width_px) * usize::from(lanes));
        let lanes = lanes.min(spans.len() as u16);
        for lane in 0..lanes {
            let edge = |lane: u16| (spans.len() * usize::from(lane) / usize::from(lanes)) as u32;
            for column in 0..width_px {
                let runs = (edge(lane)..edge(lane + 1))
                    .any(|row| touches(&trace, SpanIdx(row), column, width_px));
                let painted = bars.iter().filter(|bar| {
                    bar.lane == lane && (bar.left_px..bar.right_px).contains(&column)
                });
                prop_assert_eq!(painted.count(), usize::from(runs));
            }
        }
    }
}
