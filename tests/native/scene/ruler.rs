//! What is drawn for the time ruler.

use proptest::prelude::*;
use spanscope::scene::ruler::{ruler, ruler_ticks};
use spanscope::scene::text_width_px;

use crate::layout::scale;

const MILLI: u64 = 1_000_000;

#[test]
fn a_ruler_has_round_labels_beside_its_ticks() {
    let list = ruler(&scale(0, 1_240 * MILLI, 672.0), 26.0);
    assert_eq!(
        list.to_string().lines().collect::<Vec<_>>(),
        [
            "clear",
            "line 0.5,0 to 0.5,26 line",
            "line 108.5,0 to 108.5,26 line",
            "line 217.5,0 to 217.5,26 line",
            "line 325.5,0 to 325.5,26 line",
            "line 434.5,0 to 434.5,26 line",
            "line 542.5,0 to 542.5,26 line",
            "line 650.5,0 to 650.5,26 line",
            "text '0' right of 5,13 ink-3",
            "text '0.2 s' right of 113,13 ink-3",
            "text '0.4 s' right of 222,13 ink-3",
            "text '0.6 s' right of 330,13 ink-3",
            "text '0.8 s' right of 439,13 ink-3",
            "text '1.0 s' right of 547,13 ink-3",
        ]
    );
}

#[test]
fn a_deep_zoom_far_into_a_trace_has_fewer_ticks_rather_than_overlapping_labels() {
    let hour = 3_600_000 * MILLI;
    let ticks = ruler_ticks(&scale(hour + 1, hour + 11, 672.0));
    let labels: Vec<_> = ticks.iter().map(|tick| tick.label.as_str()).collect();
    assert_eq!(labels, ["1 h 0.000000005 s", "1 h 0.000000010 s"]);
}

#[test]
fn a_ruler_without_width_draws_one_tick_at_most() {
    assert!(ruler_ticks(&scale(0, 1_240, 0.0)).len() <= 1);
}

proptest! {
    #[test]
    fn labels_never_overlap(start in 0u64..1 << 55, width in 1u64..1 << 55, width_px in 0.0..3_000.0f64) {
        let ticks = ruler_ticks(&scale(start, start + width, width_px));
        let right_end = |tick: &spanscope::scene::ruler::RulerTick| {
            tick.x_px + 5.0 + text_width_px(&tick.label, 12.0)
        };
        for pair in ticks.windows(2) {
            prop_assert!(right_end(&pair[0]) < pair[1].x_px);
        }
        for tick in ticks.iter().filter(|tick| tick.is_labelled) {
            prop_assert!(right_end(tick) <= width_px);
        }
    }
}
