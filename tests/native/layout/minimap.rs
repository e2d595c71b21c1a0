//! The window on the minimap and what a drag does to it.

use proptest::prelude::*;
use spanscope::layout::TimeWindow;
use spanscope::layout::minimap::{Grip, dragged, ends_px, grip_at};

use super::scale;

fn window(start_nanos: u64, end_nanos: u64) -> TimeWindow {
    TimeWindow { start_nanos, end_nanos }
}

/// What each of 40 pixels takes hold of, with a reach of three.
fn grips(window: TimeWindow) -> String {
    let whole = scale(0, 400, 40.0);
    let letter = |x| match grip_at(&whole, window, f64::from(x), 3.0) {
        Grip::Start => 's',
        Grip::End => 'e',
        Grip::Inside => '=',
        Grip::Outside => '.',
    };
    (0..40).map(letter).collect()
}

#[test]
fn handles_reach_to_both_sides_and_leave_an_inside() {
    assert_eq!(grips(window(100, 300)), ".......sssssss=============eeeeeee......");
    assert_eq!(grips(window(150, 210)), "............ssssss=eeeeee...............");
}

#[test]
fn inside_a_selection_of_everything_a_new_one_is_drawn() {
    assert_eq!(grips(window(0, 400)), "ssss.................................eee");
}

#[test]
fn dragging_moves_what_was_taken_hold_of() {
    let whole = scale(0, 400, 40.0);
    let from = window(100, 300);
    assert_eq!(ends_px(&whole, from), (10.0, 30.0));
    assert_eq!(dragged(&whole, from, Grip::Start, 10.0, 15.0), window(150, 300));
    assert_eq!(dragged(&whole, from, Grip::Start, 10.0, 35.0), window(300, 350));
    assert_eq!(dragged(&whole, from, Grip::End, 30.0, 99.0), window(100, 400));
    assert_eq!(dragged(&whole, from, Grip::Inside, 20.0, 25.0), window(150, 350));
    assert_eq!(dragged(&whole, from, Grip::Inside, 20.0, -99.0), window(0, 200));
    assert_eq!(dragged(&whole, from, Grip::Outside, 35.0, 5.0), window(50, 350));
}

proptest! {
    #[test]
    fn whatever_is_dragged_the_window_stays_in_the_trace(
        start in 0u64..400, end in 0u64..400, from in -50.0..90.0f64, to in -50.0..90.0f64,
    ) {
        let whole = scale(0, 400, 40.0);
        let window = window(start, end).clamped(400);
        for grip in [Grip::Start, Grip::End, Grip::Inside, Grip::Outside] {
            let moved = dragged(&whole, window, grip, from, to);
            prop_assert!(moved.start_nanos < moved.end_nanos && moved.end_nanos <= 400);
        }
    }
}
