//! What is drawn for the minimap.

use spanscope::layout::{MinimapBar, TimeWindow, Tint};
use spanscope::scene::minimap::{Minimap, minimap};
use spanscope::scene::{ServiceColor, colors_for};

use crate::layout::scale;

fn bar(left_px: u16, right_px: u16, lane: u16, is_error: bool) -> MinimapBar {
    MinimapBar { left_px, right_px, lane, service: 0, tint: Tint::SERVICE, is_error }
}

fn log(bars: &[MinimapBar], asked_width_px: u16, window: (u64, u64)) -> Vec<String> {
    drawn(bars, asked_width_px, window, false)
}

fn drawn(
    bars: &[MinimapBar],
    asked_width_px: u16,
    window: (u64, u64),
    is_by_service: bool,
) -> Vec<String> {
    let view = Minimap {
        bars,
        asked_width_px,
        lanes: 10,
        services: &colors_for(&["order"]),
        is_by_service,
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

#[test]
fn bars_have_the_tint_of_their_value_only_where_the_picture_below_has_it() {
    let value = MinimapBar { tint: ServiceColor::of("GET").tint(), ..bar(0, 100, 0, false) };
    let nothing = MinimapBar { tint: Tint::NOTHING, ..bar(100, 200, 0, false) };
    let failed = MinimapBar { tint: Tint::FAILURE, ..bar(200, 300, 0, false) };
    let bars = [value, nothing, failed];
    let hue = ServiceColor::of("GET").hue;
    assert_eq!(
        drawn(&bars, 400, (0, 4_000), false)[1..4],
        [
            "rect 100,5 100x2 ink-3",
            "rect 200,5 100x2 error",
            &format!("rect 0,5 100x2 service {hue}/0")
        ]
    );
    let by_service = drawn(&bars, 400, (0, 4_000), true);
    assert!(by_service[1..4].iter().all(|line| line.ends_with("service 254/0")), "{by_service:?}");
}
