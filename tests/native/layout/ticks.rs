//! The ticks of a time ruler.

use proptest::prelude::*;
use spanscope::format::axis_label;
use spanscope::layout::{TimeWindow, ticks};

const SECOND: u64 = 1_000_000_000;

fn labels(start_nanos: u64, end_nanos: u64, most: usize) -> String {
    let ticks = ticks(TimeWindow { start_nanos, end_nanos }, most);
    let label = |&at: &u64| axis_label(at, ticks.step_nanos, end_nanos);
    ticks.times_nanos.iter().map(label).collect::<Vec<_>>().join(" | ")
}

#[test]
fn ticks_are_round_at_every_zoom() {
    let cases = [
        (0, 1_240_000_000, 8, "0 | 0.2 s | 0.4 s | 0.6 s | 0.8 s | 1.0 s | 1.2 s"),
        (0, 96_000_000, 6, "0 | 20 ms | 40 ms | 60 ms | 80 ms"),
        (0, 10, 6, "0 | 2 ns | 4 ns | 6 ns | 8 ns | 10 ns"),
        (0, 1, 6, "0 | 1 ns"),
        (SECOND + 3, SECOND + 13, 3, "1.000000005 s | 1.000000010 s"),
        (0, 60 * SECOND, 6, "0 | 15 s | 30 s | 45 s | 1 min"),
        (0, 3 * 3_600 * SECOND, 8, "0 | 30 min | 1 h | 1 h 30 min | 2 h | 2 h 30 min | 3 h"),
        (0, 172_800 * SECOND, 5, "0 | 12 h | 1 d | 1 d 12 h | 2 d"),
        (0, u64::MAX, 5, "0 | 50000 d | 100000 d | 150000 d | 200000 d"),
    ];
    for (start, end, most, expected) in cases {
        assert_eq!(labels(start, end, most), expected);
    }
}

#[test]
fn a_single_tick_is_allowed_for() {
    assert_eq!(labels(0, 1_240, 1), "0");
    assert_eq!(labels(3, 1_240, 0), "1 µs");
}

proptest! {
    #[test]
    fn ticks_keep_to_their_number_and_are_multiples_of_their_step_inside_the_window(
        start in any::<u64>(), width in 1u64..u64::MAX, most in 1usize..40,
    ) {
        let window = TimeWindow { start_nanos: start, end_nanos: start.saturating_add(width) };
        let ticks = ticks(window, most);
        prop_assert!(ticks.times_nanos.len() <= most);
        for pair in ticks.times_nanos.windows(2) {
            prop_assert_eq!(pair[1] - pair[0], ticks.step_nanos);
        }
        for &at in &ticks.times_nanos {
            prop_assert!(at.is_multiple_of(ticks.step_nanos));
            prop_assert!(window.start_nanos <= at && at <= window.end_nanos);
        }
    }

    #[test]
    fn neighbouring_ticks_never_share_a_label(
        start in 0u64..1 << 50, width in 1u64..1 << 50, most in 2usize..20,
    ) {
        let window = TimeWindow { start_nanos: start, end_nanos: start + width };
        let ticks = ticks(window, most);
        let label = |at| axis_label(at, ticks.step_nanos, window.end_nanos);
        for pair in ticks.times_nanos.windows(2) {
            prop_assert_ne!(label(pair[0]), label(pair[1]));
        }
    }
}
