//! The flame graph on the axis of time: lanes, and windows merged to columns.

use proptest::prelude::*;
use spanscope::analysis::{Flame, FlameRect};
use spanscope::trace::{SpanIdx, Trace};

use crate::random_spans::{CHAIN, FAN, spans, spans_in_two_orders, trace_of};
use crate::support::{assert_drawn, drawn, span_named};

fn until(trace: &Trace, span: SpanIdx) -> u64 {
    trace.end_nanos(span).max(trace.start_nanos(span) + 1)
}

fn whole(trace: &Trace, flame: &Flame, width_px: u16) -> Vec<FlameRect> {
    let times = trace.earliest_nanos()..trace.latest_nanos().max(trace.earliest_nanos() + 1);
    flame.window(trace, times, width_px, 0..u32::MAX)
}

/// A lane a line, each span as the last letter of its name; merged ones as their number.
fn picture(trace: &Trace, rects: &[FlameRect], width_px: u16) -> String {
    let lanes = rects.iter().map(|rect| rect.lane + 1).max().unwrap_or(0);
    let mut picture = vec![vec![' '; usize::from(width_px)]; lanes as usize];
    for rect in rects {
        let letter = match rect.count {
            1 => trace.name_text(rect.span).chars().last().expect("a name"),
            count => char::from_digit(count, 36).unwrap_or('+'),
        };
        let letter = if rect.is_error { letter.to_ascii_uppercase() } else { letter };
        for cell in &mut picture[rect.lane as usize][rect.left_px.into()..rect.right_px.into()] {
            assert_eq!(*cell, ' ', "rectangles of a lane do not overlap");
            *cell = letter;
        }
    }
    let lines: Vec<String> = picture.into_iter().map(String::from_iter).collect();
    lines.join("\n")
}

const SHOP: &str = "
    shop   r          |==============================|
    shop     a          |=======|
    db         d         |===|
    shop     b            |=========|
    db         e !           |==|
    shop     c                        |=====|
";

#[test]
fn children_lie_below_their_parent_and_those_that_run_at_once_side_by_side() {
    let trace = drawn(SHOP);
    let flame = Flame::of(&trace);
    assert_drawn(
        picture(&trace, &whole(&trace, &flame, 31), 31),
        "
        rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr
          aaaaaaaa      cccccc
           dddd
            bbbbbbbbbb
               EEE
        ",
    );
}

#[test]
fn a_column_is_marked_if_any_of_its_spans_is_and_kept_apart_from_others() {
    let trace = drawn(
        "
        a  r  |=============================|
        a   a   |=|
        a   b      |=|
        a   c         |=|
        a   d            |=|
        a   e               |=|
        a   f                  |=|
        ",
    );
    let flame = Flame::of(&trace);
    let wanted = span_named(&trace, "d");
    let marks = flame.marks(|span| span == wanted);
    let times = trace.earliest_nanos()..trace.latest_nanos();
    let rects = flame.marked_window(&trace, times.clone(), 5, 1..2, &marks);
    let told: Vec<_> =
        rects.iter().map(|rect| (rect.left_px, rect.count, rect.is_marked)).collect();
    assert!(told.iter().any(|&(_, count, is_marked)| is_marked && count > 1), "{told:?}");
    assert!(told.iter().any(|&(_, _, is_marked)| !is_marked), "{told:?}");
    assert_eq!(rects.iter().map(|rect| rect.count).sum::<u32>(), 6);
    let plain = flame.window(&trace, times, 5, 1..2);
    assert!(plain.iter().all(|rect| !rect.is_marked));
}

#[test]
fn a_child_that_outlives_its_parent_keeps_its_lanes_until_it_ends() {
    let trace = drawn(
        "
        a  r    |=========|
        a    l      |==========|
        a  s               |=====|
        ",
    );
    let flame = Flame::of(&trace);
    let lanes = ["r", "l", "s"].map(|name| flame.lane_of(span_named(&trace, name)));
    assert_eq!(lanes, [0, 1, 2]);
}

#[test]
fn a_part_of_the_time_shows_what_runs_then_and_nothing_else() {
    let trace = drawn(SHOP);
    let flame = Flame::of(&trace);
    let origin = trace.earliest_nanos();
    let at = |milli: u64| origin + milli * 1_000_000;
    let rects = flame.window(&trace, at(12)..at(32), 20, 0..9);
    assert_drawn(
        picture(&trace, &rects, 20),
        "
        rrrrrrrrrrrrrrrrrrr
            cccccc

        bb
        ",
    );
    assert_eq!(flame.window(&trace, at(12)..at(32), 20, 3..9).len(), 1);
    assert_eq!(flame.window(&trace, at(12)..at(12), 20, 0..9), []);
    assert_eq!(flame.window(&trace, at(0)..at(12), 0, 0..9), []);
}

#[test]
fn spans_that_share_a_column_are_merged_and_a_failure_among_them_is_kept() {
    let trace = drawn(
        "
        a  r    |===============|
        a    s  ||
        a    t   ||
        a    u !  ||
        a    v            |=====|
        ",
    );
    let rects = whole(&trace, &Flame::of(&trace), 4);
    assert_drawn(picture(&trace, &rects, 4), "rrrr\n3 vv");
    assert!(rects[1].is_error && !rects[2].is_error);
}

#[test]
fn a_moment_at_the_very_end_does_not_take_the_name_of_what_lasts_until_then() {
    let trace = drawn(
        "
        a  r    |===============|
        a  m                    |
        ",
    );
    let rects = whole(&trace, &Flame::of(&trace), 8);
    assert_drawn(picture(&trace, &rects, 8), "rrrrrrrm");
}

#[test]
fn a_chain_of_100_000_and_a_million_siblings_are_packed_and_looked_at_in_part() {
    let flame = Flame::of(&CHAIN);
    assert_eq!(flame.lane_count(), 100_000);
    assert_eq!(whole(&CHAIN, &flame, 1_000).len(), 100_000);
    let flame = Flame::of(&FAN);
    // Each begins before any other ends.
    assert_eq!(flame.lane_count(), 1_000_000);
    let times = FAN.earliest_nanos()..FAN.latest_nanos();
    assert_eq!(flame.window(&FAN, times, 1_000, 999_990..u32::MAX).len(), 10);
    assert!(flame.heap_bytes() < 14 * FAN.span_count());
}

#[test]
fn a_million_siblings_in_one_lane_become_as_many_rectangles_as_there_are_columns() {
    let trace = crate::random_spans::siblings_in_turn(1_000_000);
    let flame = Flame::of(&trace);
    assert_eq!(flame.lane_count(), 2);
    let rects = whole(&trace, &flame, 1_000);
    assert!(rects.len() <= 1_001, "{} rectangles", rects.len());
    assert_eq!(rects.iter().map(|rect| rect.count).sum::<u32>(), 1_000_000);
}

proptest! {
    #[test]
    fn no_two_spans_of_a_lane_overlap_and_children_lie_below_their_parents(spans in spans()) {
        let trace = trace_of(&spans);
        let flame = Flame::of(&trace);
        for one in trace.spans() {
            if let Some(parent) = trace.parent(one) {
                prop_assert!(flame.lane_of(one) > flame.lane_of(parent));
            }
            for other in (one.0 + 1..trace.span_count() as u32).map(SpanIdx) {
                let overlap = trace.start_nanos(one) < until(&trace, other)
                    && trace.start_nanos(other) < until(&trace, one);
                prop_assert!(!overlap || flame.lane_of(one) != flame.lane_of(other));
            }
        }
    }

    #[test]
    fn below_a_span_only_its_descendants_run_meanwhile_down_to_the_lowest_of_them(
        spans in spans(),
    ) {
        let trace = trace_of(&spans);
        let flame = Flame::of(&trace);
        for span in trace.spans() {
            let subtree = span.0..trace.subtree_end(span).0;
            let lowest = subtree.clone().map(|row| flame.lane_of(SpanIdx(row))).max();
            let block = flame.lane_of(span)..=lowest.unwrap_or(0);
            for other in trace.spans().filter(|other| !subtree.contains(&other.0)) {
                let overlap = trace.start_nanos(span) < until(&trace, other)
                    && trace.start_nanos(other) < until(&trace, span);
                prop_assert!(!overlap || !block.contains(&flame.lane_of(other)));
            }
        }
    }

    #[test]
    fn every_span_in_view_is_in_one_rectangle_over_its_columns_or_next_to_them(
        spans in spans(),
        ends in (0..100u64, 1..100u64),
        width_px in 1..40u16,
    ) {
        let trace = trace_of(&spans);
        let flame = Flame::of(&trace);
        let times = ends.0..ends.0 + ends.1;
        let rects = flame.window(&trace, times.clone(), width_px, 0..u32::MAX);
        for pair in rects.windows(2) {
            let is_after = pair[0].lane < pair[1].lane
                || pair[0].lane == pair[1].lane && pair[0].right_px <= pair[1].left_px;
            prop_assert!(is_after);
        }
        let in_view = |span: SpanIdx| {
            let (start, end) = (trace.start_nanos(span), trace.end_nanos(span));
            let touches = start < times.end && end > times.start;
            touches || start == end && (start == times.start || start == times.end)
        };
        for lane in 0..flame.lane_count() {
            let shown = rects.iter().filter(|rect| rect.lane == lane);
            let there = trace.spans().filter(|&span| flame.lane_of(span) == lane && in_view(span));
            let there: Vec<SpanIdx> = there.collect();
            prop_assert_eq!(shown.clone().map(|rect| rect.count as usize).sum::<usize>(), there.len());
            let any_failed = there.iter().any(|&span| trace.is_error(span));
            prop_assert_eq!(shown.clone().any(|rect| rect.is_error), any_failed);
            for span in there {
                let column = |nanos: u64| {
                    let into = nanos.clamp(times.start, times.end) - times.start;
                    into * u64::from(width_px) / (times.end - times.start)
                };
                let (left, right) = (column(trace.start_nanos(span)), column(trace.end_nanos(span)));
                let is_near = |rect: &FlameRect| {
                    u64::from(rect.left_px) <= right + 1 && u64::from(rect.right_px) + 1 > left
                };
                prop_assert!(shown.clone().any(is_near));
            }
        }
    }

    #[test]
    fn the_order_in_which_spans_came_does_not_matter((one, other) in spans_in_two_orders()) {
        let (one, other) = (trace_of(&one), trace_of(&other));
        let lanes = |trace: &Trace| -> Vec<u32> {
            let flame = Flame::of(trace);
            trace.spans().map(|span| flame.lane_of(span)).collect()
        };
        prop_assert_eq!(lanes(&one), lanes(&other));
    }

    #[test]
    fn a_merged_rectangle_is_named_after_its_longest_span(
        lengths in prop::collection::vec(0..40u64, 1..400),
    ) {
        let trace = crate::random_spans::trace_of_lengths(&lengths);
        let flame = Flame::of(&trace);
        let rects = whole(&trace, &flame, 1);
        let longest = trace.spans().map(|span| trace.duration_nanos(span)).max();
        prop_assert_eq!(rects.len(), 1);
        prop_assert_eq!(Some(trace.duration_nanos(rects[0].span)), longest);
    }
}
