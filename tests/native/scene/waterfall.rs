//! What is drawn for the rows of the waterfall.

use spanscope::layout::{EventTick, HiddenPart, RowWindow, ScrollMap, Tint};
use spanscope::scene::waterfall::{Lanes, lanes};
use spanscope::scene::{DrawList, ServiceColor, colors_for};

use crate::layout::{row, rows, scale};

const MILLI: u64 = 1_000_000;

/// A second across 1000 pixels, so that a millisecond is a pixel; rows 26 px high.
fn view<'a>(rows: &'a RowWindow, services: &'a [ServiceColor]) -> Lanes<'a> {
    Lanes {
        rows,
        services,
        scale: scale(0, 1_000 * MILLI, 1_000.0),
        scroll: ScrollMap { rows: rows.total_rows, row_height_px: 26.0, viewport_px: 78.0 },
        top_px: 0.0,
        hover: None,
        selected: None,
        shows_path: true,
    }
}

/// The drawing without the grid.
fn log(list: &DrawList) -> Vec<String> {
    let text = list.to_string();
    text.lines().filter(|line| !line.starts_with("line ")).map(str::to_owned).collect()
}

#[test]
fn bars_events_failures_and_durations_lie_where_the_row_says() {
    let mut failing = row(1, 118 * MILLI, 96 * MILLI);
    failing.is_error = true;
    failing.service = 1;
    failing.events = vec![
        EventTick { at_nanos: 130 * MILLI, is_exception: false },
        EventTick { at_nanos: 213 * MILLI, is_exception: true },
    ];
    let window = rows(vec![row(0, 0, 1_000 * MILLI), failing, row(2, 858 * MILLI, 142 * MILLI)]);
    let list = lanes(&view(&window, &colors_for(&["order", "payment"])));
    assert_eq!(
        log(&list),
        [
            "clear",
            "rect 118,33 96x12 service 154/0",
            "rect 0,7 1000x12 service 254/0",
            "rect 858,59 142x12 service 254/0",
            "rect 129,32 4x14 bg",
            "rect 212,32 4x14 bg",
            "rect 214,32 4x14 bg",
            "rect 130,32 2x14 ink",
            "rect 213,32 2x14 error",
            "rect 215,32 2x14 error",
            "text '96.0 ms' right of 220,39 ink-2",
            "text '142 ms' left of 852,65 ink-2",
        ]
    );
}

#[test]
fn the_selected_row_and_the_hovered_row_have_a_background_across_the_lane() {
    let window = rows(vec![row(0, 0, 0), row(1, 0, 0), row(2, 0, 0)]);
    let services = colors_for(&["order"]);
    let view =
        Lanes { hover: Some(0), selected: Some(window.rows[1].key), ..view(&window, &services) };
    let list = lanes(&view);
    assert_eq!(log(&list)[..3], ["clear", "rect 0,0 1000x26 hover", "rect 0,26 1000x26 selected"]);
    let both = lanes(&Lanes { hover: Some(1), ..view });
    assert_eq!(log(&both)[1], "rect 0,26 1000x26 selected");
}

#[test]
fn the_grid_ends_with_the_rows() {
    let window = rows(vec![row(0, 0, 0)]);
    let text = lanes(&view(&window, &[])).to_string();
    let grid: Vec<_> = text.lines().filter(|line| line.starts_with("line")).collect();
    assert_eq!(grid[..2], ["line 0.5,0 to 0.5,26 line", "line 100.5,0 to 100.5,26 line"]);
}

#[test]
fn rows_that_are_not_loaded_show_a_place_for_their_bar() {
    let mut window = rows(vec![row(0, 0, 100 * MILLI)]);
    window.total_rows = 1_000_000;
    let services = colors_for(&["order"]);
    let view = Lanes { top_px: 13.0, ..view(&window, &services) };
    assert_eq!(
        log(&lanes(&view)),
        [
            "clear",
            "rect 0,20 260x12 placeholder",
            "rect 0,46 320x12 placeholder",
            "rect 0,72 380x12 placeholder",
            "rect 0,-6 100x12 service 254/0",
            "text '100 ms' right of 106,0 ink-2",
        ]
    );
}

#[test]
fn a_span_outside_the_window_is_pointed_at() {
    let window = rows(vec![row(0, 0, 10 * MILLI), row(1, 900 * MILLI, 10 * MILLI)]);
    let services = colors_for(&["order"]);
    let view =
        Lanes { scale: scale(100 * MILLI, 200 * MILLI, 1_000.0), ..view(&window, &services) };
    assert_eq!(
        log(&lanes(&view)),
        ["clear", "text '‹' right of 4,13 ink-3", "text '›' left of 996,39 ink-3"]
    );
}

#[test]
fn the_failure_of_a_span_that_ends_with_the_window_stays_in_view() {
    let mut failing = row(0, 0, 1_000 * MILLI);
    failing.is_error = true;
    let window = rows(vec![failing]);
    let list = lanes(&view(&window, &colors_for(&["order"])));
    assert_eq!(log(&list)[2..], ["rect 997,6 4x14 bg", "rect 998,6 2x14 error"]);
}

#[test]
fn a_failure_inside_a_closed_row_is_a_broken_line() {
    let mut closed = row(0, 0, 500 * MILLI);
    closed.hidden_errors = 2;
    let window = rows(vec![closed]);
    let list = lanes(&view(&window, &colors_for(&["order"])));
    assert_eq!(log(&list)[2..4], ["rect 500,6 4x14 bg", "dashes 502,6 to 502,20 error"]);
}

#[test]
fn what_a_closed_row_hides_is_a_strip_below_its_bar_that_may_reach_beyond_it() {
    let mut closed = row(0, 0, 500 * MILLI);
    let part = |start: u64, end: u64, is_error| HiddenPart {
        start_nanos: start * MILLI,
        end_nanos: end * MILLI,
        service: 0,
        tint: Tint::SERVICE,
        is_error,
        lane: 0,
        lanes: 1,
    };
    closed.hidden = vec![part(100, 300, false), part(600, 700, true), part(2_000, 2_100, false)];
    let window = rows(vec![closed]);
    let list = lanes(&view(&window, &colors_for(&["order"])));
    let strips: Vec<String> = log(&list).into_iter().filter(|line| line.contains("x3 ")).collect();
    assert_eq!(strips.len(), 2, "{strips:?}");
    assert!(strips.iter().any(|line| line.starts_with("rect 600,20 100x3 error")), "{strips:?}");
    assert!(strips.iter().any(|line| line.contains(" 100,20 200x3 ")), "{strips:?}");
}

#[test]
fn what_ran_at_once_below_a_closed_row_shares_the_height_of_the_strip() {
    let mut closed = row(0, 0, 500 * MILLI);
    let part = |lane| HiddenPart {
        start_nanos: 100 * MILLI,
        end_nanos: 300 * MILLI,
        service: 0,
        tint: Tint::SERVICE,
        is_error: true,
        lane,
        lanes: 3,
    };
    closed.hidden = vec![part(0), part(2)];
    let window = rows(vec![closed]);
    let list = lanes(&view(&window, &colors_for(&["order"])));
    let strips: Vec<String> = log(&list).into_iter().filter(|line| line.contains("x1 ")).collect();
    assert_eq!(strips, ["rect 100,20 200x1 error", "rect 100,22 200x1 error"]);
}

#[test]
fn stripes_are_drawn_and_an_unknown_service_is_not_lost() {
    let mut stranger = row(1, 0, 100 * MILLI);
    stranger.service = 9;
    let window = rows(vec![row(0, 0, 100 * MILLI), stranger]);
    let striped = ServiceColor { is_striped: true, ..ServiceColor::of("order") };
    let list = lanes(&view(&window, &[striped]));
    let bars = ["rect 0,33 100x12 ink-3", "striped 0,7 100x12 service 254/0"];
    assert_eq!(log(&list)[1..3], bars);
}

#[test]
fn nothing_is_drawn_without_rows() {
    assert_eq!(log(&lanes(&view(&RowWindow::default(), &[]))), ["clear"]);
}

#[test]
fn a_bar_and_what_its_row_hides_have_the_tints_of_their_values() {
    let mut closed = row(0, 0, 500 * MILLI);
    closed.tint = ServiceColor::of("GET").tint();
    let part = |start: u64, tint, is_error| HiddenPart {
        start_nanos: start * MILLI,
        end_nanos: (start + 100) * MILLI,
        service: 0,
        tint,
        is_error,
        lane: 0,
        lanes: 1,
    };
    let striped = ServiceColor { is_striped: true, ..ServiceColor::of("GET") };
    closed.hidden = vec![
        part(0, Tint::NOTHING, false),
        part(100, Tint::NOTHING, true),
        part(200, striped.tint(), false),
    ];
    let mut failed = row(1, 0, 100 * MILLI);
    failed.tint = Tint::FAILURE;
    let window = rows(vec![closed, failed]);
    let hue = striped.hue;
    let list = log(&lanes(&view(&window, &colors_for(&["order"]))));
    let bars: Vec<&str> = list
        .iter()
        .filter(|it| it.contains("rect") || it.contains("striped"))
        .map(String::as_str)
        .collect();
    assert_eq!(
        bars,
        [
            "rect 0,20 100x3 ink-3",
            "rect 100,20 100x3 error",
            "rect 0,33 100x12 error",
            &format!("rect 0,7 500x12 service {hue}/0"),
            &format!("striped 200,20 100x3 service {hue}/0"),
        ]
    );
}
