//! Fingers on the axis of time, and what is in view afterwards.

use proptest::prelude::*;
use spanscope::layout::{Fingers, MIN_WINDOW_NANOS, Pinch, TimeScale, TimeWindow};

use super::scale;

fn window(start_nanos: u64, end_nanos: u64) -> TimeWindow {
    TimeWindow { start_nanos, end_nanos }
}

/// Two fingers side by side.
fn across(one_px: f64, other_px: f64) -> [(f64, f64); 2] {
    [(one_px, 50.0), (other_px, 52.0)]
}

#[test]
fn spreading_two_fingers_zooms_in_and_keeps_the_times_under_both() {
    let pinch = Pinch::on_picture(scale(0, 1_000, 1000.0), across(400.0, 600.0));
    // 400 ns and 600 ns come to lie 400 px apart.
    assert_eq!(pinch.window(across(300.0, 700.0), 1_000), window(250, 750));
    assert_eq!(pinch.window(across(0.0, 400.0), 1_000), window(400, 900));
}

#[test]
fn fingers_that_move_together_pan_and_those_that_come_back_undo_it() {
    let pinch = Pinch::on_picture(scale(400, 600, 1000.0), across(300.0, 500.0));
    assert_eq!(pinch.window(across(800.0, 1000.0), 1_000), window(300, 500));
    assert_eq!(pinch.window(across(300.0, 500.0), 1_000), window(400, 600));
}

#[test]
fn which_finger_came_first_makes_no_difference() {
    let (from, to) = (across(300.0, 500.0), across(250.0, 700.0));
    let swapped = |[one, other]: [(f64, f64); 2]| [other, one];
    let under = scale(400, 600, 1000.0);
    let one_way = Pinch::on_picture(under, from).window(to, 1_000);
    assert_eq!(Pinch::on_picture(under, swapped(from)).window(swapped(to), 1_000), one_way);
}

#[test]
fn one_finger_above_the_other_zooms_around_the_time_between_them() {
    let pinch = Pinch::on_picture(scale(0, 1_000, 1000.0), [(505.0, 100.0), (505.0, 200.0)]);
    let apart = pinch.window([(505.0, 50.0), (505.0, 250.0)], 1_000);
    assert!((499..=501).contains(&apart.width_nanos()), "{apart:?}");
    let there = TimeScale { window: apart, width_px: 1000.0 };
    assert!(there.time_from_x(505.0).abs_diff(505) <= 1, "{apart:?}");
}

#[test]
fn the_narrowest_window_and_the_ends_of_the_trace_are_in_the_way() {
    let pinch = Pinch::on_picture(scale(0, 100, 1000.0), across(499.0, 507.0));
    let closest = pinch.window(across(-4000.0, 5000.0), 100);
    assert_eq!(closest.width_nanos(), MIN_WINDOW_NANOS);
    assert!(closest.start_nanos <= 50 && 50 <= closest.end_nanos, "{closest:?}");
    let pinch = Pinch::on_picture(scale(40, 60, 1000.0), across(100.0, 900.0));
    assert_eq!(pinch.window(across(499.0, 501.0), 100), window(0, 100));
    assert_eq!(pinch.window(across(5_100.0, 5_900.0), 100), window(0, 20));
}

#[test]
fn fingers_that_cross_do_not_turn_the_time_round() {
    let pinch = Pinch::on_picture(scale(0, 1_000, 1000.0), across(400.0, 600.0));
    let crossed = pinch.window(across(700.0, 300.0), 100_000);
    assert_eq!(crossed.width_nanos(), 1_000 * 200 / 8);
}

#[test]
fn on_the_map_spreading_zooms_in_to_where_the_fingers_are_and_moving_takes_it_along() {
    let whole = scale(0, 1_000, 100.0);
    let pinch = Pinch::on_map(whole, window(0, 1_000), across(40.0, 60.0));
    assert_eq!(pinch.window(across(30.0, 70.0), 1_000), window(250, 750));
    assert_eq!(pinch.window(across(40.0, 80.0), 1_000), window(350, 850));
}

#[test]
fn a_pinch_begins_with_the_second_finger_and_ends_when_either_goes() {
    let under = scale(0, 1_000, 1000.0);
    let begin = |places| Pinch::on_picture(under, places);
    let mut fingers = Fingers::default();
    assert!(!fingers.down(7, true, (400.0, 50.0), begin));
    assert_eq!(fingers.moved(7, (410.0, 50.0), 1_000), None);
    assert_eq!(fingers.moved(7, (400.0, 50.0), 1_000), None);
    assert!(fingers.down(9, false, (600.0, 50.0), begin));
    assert!(!fingers.down(11, false, (900.0, 50.0), begin), "a third does nothing");
    assert_eq!(fingers.moved(11, (0.0, 50.0), 1_000), None);
    assert_eq!(fingers.moved(7, (200.0, 50.0), 1_000), Some(window(300, 800)));
    fingers.up(7);
    assert_eq!(fingers.moved(9, (900.0, 50.0), 1_000), None);
    assert!(fingers.down(12, false, (800.0, 50.0), begin), "the other one pinches again");
}

#[test]
fn a_finger_that_was_never_seen_to_go_up_does_not_pinch_with_the_next_one() {
    let begin = |places| Pinch::on_picture(scale(0, 1_000, 1000.0), places);
    let mut fingers = Fingers::default();
    fingers.down(7, true, (400.0, 50.0), begin);
    assert!(!fingers.down(8, true, (600.0, 50.0), begin));
}

#[test]
fn fingers_beside_the_axis_do_not_pinch_but_one_on_it_is_enough() {
    let begin = |places| Pinch::on_picture(scale(0, 1_000, 1000.0), places);
    let mut fingers = Fingers::default();
    fingers.down(1, true, (-80.0, 50.0), begin);
    assert!(!fingers.down(2, false, (-20.0, 50.0), begin));
    fingers.down(1, true, (-80.0, 50.0), begin);
    assert!(fingers.down(2, false, (20.0, 50.0), begin));
}

proptest! {
    /// Unless an end of the trace or the narrowest window is in the way, which is told by the
    /// window that comes out.
    #[test]
    fn the_time_under_each_finger_stays_under_it(
        start in 0u64..1_000_000_000_000, width in 10u64..1_000_000_000,
        from in (20.0..900.0f64, 60.0..600.0f64), to in (-200.0..900.0f64, 60.0..900.0f64),
    ) {
        let limit = 2_000_000_000_000;
        let under = scale(start, start + width, 800.0);
        let (from, to) = (across(from.0, from.0 + from.1), across(to.0, to.0 + to.1));
        let after = Pinch::on_picture(under, from).window(to, limit);
        prop_assert!(after.end_nanos <= limit && after.start_nanos < after.end_nanos);
        let is_free = after.start_nanos > 0 && after.end_nanos < limit
            && after.width_nanos() > MIN_WINDOW_NANOS;
        // Times to the nanosecond on both sides of an edge of the picture.
        let time = |at: &TimeScale, x_px: f64| {
            at.window.start_nanos as f64 + x_px / at.width_px * at.window.width_nanos() as f64
        };
        let there = TimeScale { window: after, width_px: 800.0 };
        for (from, to) in from.iter().zip(to).filter(|_| is_free) {
            let (before, now) = (time(&under, from.0), time(&there, to.0));
            // Both ends are whole nanoseconds, and fingers may be beyond them.
            prop_assert!((before - now).abs() <= 2.0, "{before} became {now} in {after:?}");
        }
    }

    #[test]
    fn whatever_fingers_do_the_window_is_a_valid_one(
        places in any::<[(f64, f64); 4]>(), start in any::<u64>(), width in any::<u64>(),
        limit in any::<u64>(), is_map in any::<bool>(),
    ) {
        let shown = TimeWindow { start_nanos: start, end_nanos: start.saturating_add(width) };
        let shown = shown.clamped(limit);
        let from = [places[0], places[1]];
        let pinch = if is_map {
            Pinch::on_map(TimeScale { window: TimeWindow::fit(limit), width_px: 300.0 }, shown, from)
        } else {
            Pinch::on_picture(TimeScale { window: shown, width_px: 300.0 }, from)
        };
        let after = pinch.window([places[2], places[3]], limit);
        prop_assert_eq!(after, after.clamped(limit));
    }
}
