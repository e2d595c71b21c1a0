//! Times on pixels and back, and zooming.

use proptest::prelude::*;
use spanscope::layout::{MIN_WINDOW_NANOS, TimeWindow};

use super::scale;

const HOUR: u64 = 3_600_000_000_000;

fn window(start_nanos: u64, end_nanos: u64) -> TimeWindow {
    TimeWindow { start_nanos, end_nanos }
}

#[test]
fn a_trace_without_length_still_has_a_window() {
    assert_eq!(TimeWindow::fit(0), window(0, 1));
    assert_eq!(TimeWindow::fit(1_240), window(0, 1_240));
    assert_eq!(window(0, 0).clamped(0), window(0, 1));
}

#[test]
fn a_window_keeps_its_times_when_the_trace_turns_out_to_start_earlier_or_later() {
    let seen = window(500, 800);
    assert_eq!(seen.counted_from(10_000, 9_000), window(1_500, 1_800));
    assert_eq!(seen.counted_from(10_000, 10_000), seen);
    assert_eq!(seen.counted_from(10_000, 10_400), window(100, 400));
    assert_eq!(seen.counted_from(10_000, 10_600), window(0, 200), "what is left of it");
    assert_eq!(seen.counted_from(10_000, 20_000), window(0, 1), "nothing is left of it");
    let late = window(u64::MAX - 1, u64::MAX);
    assert_eq!(late.counted_from(u64::MAX, 0), late);
    assert_eq!(seen.counted_from(0, u64::MAX), window(0, 1));
}

#[test]
fn zooming_to_one_nanosecond_in_an_hour_keeps_the_time_under_the_pointer() {
    let at = HOUR - 7;
    let mut zoomed = TimeWindow::fit(HOUR);
    for _ in 0..100 {
        zoomed = zoomed.zoomed(at, 0.7, HOUR);
        assert!(zoomed.start_nanos <= at && at <= zoomed.end_nanos);
    }
    assert_eq!(zoomed.width_nanos(), MIN_WINDOW_NANOS);
    let there = scale(zoomed.start_nanos, zoomed.end_nanos, 1000.0);
    assert_eq!(there.time_from_x(there.x_from_time(at)), at);
    assert_eq!(there.x_from_time(at) - there.x_from_time(at - 1), 100.0);
}

#[test]
fn zooming_out_ends_at_the_whole_trace_even_in_tiny_steps() {
    let mut zoomed = window(500, 510);
    for _ in 0..10_000 {
        zoomed = zoomed.zoomed(505, 1.01, 1_000);
    }
    assert_eq!(zoomed, window(0, 1_000));
}

#[test]
fn a_factor_that_is_no_number_changes_nothing() {
    for factor in [f64::NAN, f64::INFINITY, 0.0, -2.0] {
        assert_eq!(window(20, 60).zoomed(30, factor, 100), window(20, 60));
    }
}

#[test]
fn panning_stops_at_the_ends_of_the_trace() {
    assert_eq!(window(20, 60).panned(10, 100), window(30, 70));
    assert_eq!(window(20, 60).panned(1_000, 100), window(60, 100));
    assert_eq!(window(20, 60).panned(i64::MIN, 100), window(0, 40));
}

#[test]
fn framing_leaves_a_margin_and_gives_a_moment_some_surroundings() {
    assert_eq!(TimeWindow::framing(1_000, 2_000, 10_000), window(950, 2_050));
    assert_eq!(TimeWindow::framing(0, 10_000, 10_000), window(0, 10_000));
    assert_eq!(TimeWindow::framing(5_000, 5_000, 1_000_000), window(4_500, 5_500));
    assert_eq!(TimeWindow::framing(3, 3, 4), window(0, 4));
}

#[test]
fn a_window_out_of_a_link_is_moved_into_the_trace() {
    assert_eq!(window(u64::MAX - 1, u64::MAX).clamped(100), window(90, 100));
    assert_eq!(window(60, 20).clamped(100), window(60, 70));
    assert_eq!(window(0, u64::MAX).clamped(100), window(0, 100));
}

#[test]
fn both_ends_of_the_window_lie_exactly_on_the_edges() {
    // Even where the width has more digits than an f64.
    let scale = scale(3, u64::MAX, 777.5);
    assert_eq!(scale.x_from_time(3), 0.0);
    assert_eq!(scale.x_from_time(u64::MAX), 777.5);
    assert_eq!(scale.time_from_x(0.0), 3);
    assert_eq!(scale.time_from_x(777.5), u64::MAX);
    assert_eq!(scale.time_from_x(-5.0), 3);
    assert_eq!(scale.time_from_x(f64::NAN), 3);
}

#[test]
fn a_scale_without_width_answers_something() {
    let scale = scale(10, 20, 0.0);
    assert_eq!(scale.x_from_time(15), 0.0);
    assert!((10..=20).contains(&scale.time_from_x(3.0)));
    assert_eq!(scale.nanos_from_px(3.0), 0);
}

/// A limit up to 13 days and a valid window in it.
fn windows() -> impl Strategy<Value = (u64, TimeWindow)> {
    (MIN_WINDOW_NANOS..1 << 50).prop_flat_map(|limit| {
        let ends = (0..limit, 0..=limit);
        ends.prop_map(move |(a, b)| (limit, window(a.min(b), a.max(b)).clamped(limit)))
    })
}

proptest! {
    #[test]
    fn every_time_in_view_survives_the_way_to_pixels_and_back(
        (_, window) in windows(), part in 0.0..=1.0f64, width_px in 1.0..5_000.0f64,
    ) {
        let at = window.start_nanos + (window.width_nanos() as f64 * part) as u64;
        let scale = scale(window.start_nanos, window.end_nanos, width_px);
        prop_assert_eq!(scale.time_from_x(scale.x_from_time(at)), at);
    }

    #[test]
    fn later_is_never_further_left(
        (_, window) in windows(), a in any::<u64>(), b in any::<u64>(), width_px in 1.0..5_000.0f64,
    ) {
        let scale = scale(window.start_nanos, window.end_nanos, width_px);
        prop_assert!(scale.x_from_time(a.min(b)) <= scale.x_from_time(a.max(b)));
    }

    #[test]
    fn a_zoom_keeps_the_pointer_on_its_time_and_the_window_in_the_trace(
        (limit, window) in windows(), part in 0.0..=1.0f64, factor in 0.05..20.0f64,
    ) {
        let at = window.start_nanos + (window.width_nanos() as f64 * part) as u64;
        let zoomed = window.zoomed(at, factor, limit);
        prop_assert!(zoomed.start_nanos < zoomed.end_nanos && zoomed.end_nanos <= limit);
        prop_assert!(zoomed.width_nanos() >= MIN_WINDOW_NANOS);
        prop_assert!(zoomed.start_nanos <= at && at <= zoomed.end_nanos);
        let is_free = zoomed.start_nanos > 0 && zoomed.end_nanos < limit;
        if is_free {
            let place = |w: TimeWindow| (at - w.start_nanos) as f64 / w.width_nanos() as f64;
            // The start is a whole nanosecond.
            let slack = 1.0 / zoomed.width_nanos() as f64 + 1e-9;
            prop_assert!((place(zoomed) - place(window)).abs() <= slack);
        }
    }

    #[test]
    fn panning_there_and_back_is_no_move_away_from_the_ends(
        (limit, window) in windows(), by in 0i64..1 << 40,
    ) {
        let there = window.panned(by, limit);
        prop_assert_eq!(there.width_nanos(), window.width_nanos());
        prop_assert!(there.end_nanos <= limit);
        if there.start_nanos == window.start_nanos + by as u64 {
            prop_assert_eq!(there.panned(-by, limit), window);
        }
    }

    #[test]
    fn any_two_numbers_become_a_valid_window(a in any::<u64>(), b in any::<u64>(), limit in any::<u64>()) {
        for window in [window(a, b).clamped(limit), TimeWindow::framing(a, b, limit)] {
            prop_assert!(window.start_nanos < window.end_nanos && window.end_nanos <= limit.max(1));
        }
    }
}

#[test]
fn a_window_moves_only_as_far_as_it_takes_to_show_an_interval() {
    let window = TimeWindow { start_nanos: 400, end_nanos: 600 };
    let starts = |from: u64, to: u64| window.showing(from, to, 1_000).start_nanos;
    assert_eq!(starts(0, 1_000), 400, "it is in view already");
    assert_eq!(starts(450, 460), 400);
    assert_eq!(starts(100, 200), 190, "its end comes in from the left, with a margin");
    assert_eq!(starts(700, 900), 510);
    assert_eq!(starts(995, 1_000), 800, "no further than the trace");
    assert_eq!(starts(0, 0), 0);
    assert_eq!(TimeWindow::fit(1_000).showing(1_000, 1_000, 1_000), TimeWindow::fit(1_000));
}
