//! What is drawn for the minimap.

use spanscope::layout::{MinimapBar, TimeWindow};
use spanscope::scene::colors_for;
use spanscope::scene::minimap::{Minimap, minimap};

use crate::layout::scale;

fn bar(left_px: u16, right_px: u16, lane: u16, is_error: bool) -> MinimapBar {
    MinimapBar { left_px, right_px, lane, service: 0, is_error }
}

fn log(bars: &[MinimapBar], asked_width_px: u16, window: (u64, u64)) -> Vec<String> {
    let view = Minimap {
        bars,
        asked_width_px,
        lanes: 10,
        services: &colors_for(&["order"]),
        whole: scale(0, 4_000, 400.0),
        height_px: 58.0,
        window: TimeWindow { start_nanos: window.0, end_nanos: window.1 },
    };
    minimap(&view).to_string().lines().map(str::to_owned).collect()
}

#[test]
fn a_whole_trace_has_handles_at_its_ends_and_no_shade() {
    assert_eq!(
        log(&[bar(0, 400, 0, false), bar(100, 110, 3, true)], 400, (0, 4_000)),
        [
            "clear",
            "rect 0,5 400x2 service 254/0",
            "rect 100,13.4 10x2 service 254/0",
            "rect 108,12.4 2x4 error",
            "rect 0,0 1x58 accent",
            "rect -4,19 9x20 accent",
            "rect 399,0 1x58 accent",
            "rect 395,19 9x20 accent",
        ]
    );
}

#[test]
fn what_is_not_in_view_lies_in_the_shade() {
    assert_eq!(
        log(&[], 400, (1_000, 3_000))[..4],
        ["clear", "rect 0,0 100x58 shade", "rect 300,0 100x58 shade", "rect 100,0 1x58 accent",]
    );
}

#[test]
fn bars_for_another_width_are_stretched_until_new_ones_come() {
    assert_eq!(log(&[bar(50, 60, 0, false)], 200, (0, 4_000))[1], "rect 100,5 20x2 service 254/0");
}
