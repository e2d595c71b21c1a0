//! Bars, their labels and marks, and what a pointer hits.

use proptest::prelude::*;
use spanscope::layout::{
    Bar, EventTick, Part, Placement, ScrollMap, hit, label_left_px, merge_events, place,
};

use super::{row, rows, scale};

/// A lane of 40 pixels over nanoseconds 100 to 140, a letter a pixel; `<` and `>` where the
/// bar is cut, or where the span lies if it is not in view.
fn drawn(start_nanos: u64, duration_nanos: u64) -> String {
    let mut lane = vec![' '; 40];
    match place(&scale(100, 140, 40.0), start_nanos, duration_nanos) {
        Placement::Before => lane[0] = '<',
        Placement::After => lane[39] = '>',
        Placement::Within(bar) => {
            lane[bar.left_px as usize..bar.right_px as usize].fill('=');
            if bar.is_cut_left {
                lane[0] = '<';
            }
            if bar.is_cut_right {
                lane[39] = '>';
            }
        }
    }
    format!("|{}|", lane.into_iter().collect::<String>())
}

#[test]
fn bars_lie_where_their_times_do_and_are_cut_at_the_window() {
    let cases = [
        (100, 40, "|========================================|"),
        (110, 10, "|          ==========                    |"),
        (90, 20, "|<=========                              |"),
        (130, 20, "|                              =========>|"),
        (0, 900, "|<======================================>|"),
        (90, 9, "|<                                       |"),
        (150, 9, "|                                       >|"),
    ];
    for (start, duration, picture) in cases {
        assert_eq!(drawn(start, duration), picture);
    }
}

#[test]
fn a_span_that_ends_where_the_window_starts_is_before_it_but_a_moment_there_is_in_view() {
    assert_eq!(drawn(90, 10), "|<                                       |");
    assert_eq!(drawn(140, 10), "|                                       >|");
    assert_eq!(drawn(100, 0), "|==                                      |");
    assert_eq!(drawn(120, 0), "|                    ==                  |");
    assert_eq!(drawn(140, 0), "|                                      ==|");
}

#[test]
fn a_label_stands_right_of_the_bar_then_left_of_it_then_nowhere() {
    let bar =
        |left_px, right_px| Bar { left_px, right_px, is_cut_left: false, is_cut_right: false };
    assert_eq!(label_left_px(&bar(10.0, 50.0), 44.0, 100.0), Some(56.0));
    assert_eq!(label_left_px(&bar(60.0, 51.0), 44.0, 100.0), Some(10.0));
    assert_eq!(label_left_px(&bar(10.0, 99.0), 44.0, 100.0), None);
}

#[test]
fn events_on_one_pixel_are_one_mark_and_an_exception_among_them_shows() {
    let event = |at_nanos, is_exception| EventTick { at_nanos, is_exception };
    let events = [
        event(90, false),
        event(1_100, false),
        event(1_101, true),
        event(1_104, false),
        event(1_300, false),
        event(9_000, true),
    ];
    let marks = merge_events(&scale(1_000, 2_000, 100.0), &events);
    let drawn: Vec<_> = marks.iter().map(|m| (m.x_px, m.is_exception, m.first, m.count)).collect();
    assert_eq!(drawn, [(10.0, true, 1, 3), (30.0, false, 4, 1)]);
}

#[test]
fn a_pointer_hits_events_before_bars_and_bars_before_lanes() {
    let mut failing = row(1, 200, 100);
    failing.events = vec![EventTick { at_nanos: 250, is_exception: true }];
    let window = rows(vec![row(0, 0, 1_000), failing]);
    let scroll = ScrollMap { rows: 5, row_height_px: 26.0, viewport_px: 300.0 };
    let at = |x, y| {
        let hit = hit(&scale(0, 1_000, 1_000.0), &scroll, 0.0, &window, (x, y))?;
        let part = match hit.part {
            Part::Bar => "bar",
            Part::Events(_) => "events",
            Part::Lane => "lane",
        };
        Some((hit.row, part))
    };
    assert_eq!(at(500.0, 13.0), Some((0, "bar")));
    assert_eq!(at(500.0, 1.0), Some((0, "lane")));
    assert_eq!(at(220.0, 39.0), Some((1, "bar")));
    assert_eq!(at(251.0, 39.0), Some((1, "events")));
    assert_eq!(at(302.0, 39.0), Some((1, "bar")));
    assert_eq!(at(320.0, 39.0), Some((1, "lane")));
    // Rows that are not loaded yet, and nothing below the last.
    assert_eq!(at(500.0, 120.0), Some((4, "lane")));
    assert_eq!(at(500.0, 131.0), None);
}

proptest! {
    #[test]
    fn every_bar_is_inside_the_lane_and_wide_enough_to_see(
        start in 0u64..2_000, duration in 0u64..2_000, width_px in 10.0..2_000.0f64,
    ) {
        if let Placement::Within(bar) = place(&scale(500, 1_500, width_px), start, duration) {
            prop_assert!(bar.left_px >= 0.0 && bar.right_px <= width_px + 1e-9);
            prop_assert!(bar.right_px - bar.left_px >= 2.0 - 1e-9);
            if let Some(left) = label_left_px(&bar, 45.0, width_px) {
                prop_assert!(left >= 0.0 && left + 45.0 <= width_px);
                prop_assert!(left + 45.0 <= bar.left_px || left >= bar.right_px);
            }
        }
    }
}
