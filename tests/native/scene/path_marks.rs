//! Where the critical path is marked below and on the bars.

use spanscope::layout::{HiddenPart, Row, ScrollMap, Stretch, Tint};
use spanscope::scene::colors_for;
use spanscope::scene::path_marks::path_words;
use spanscope::scene::waterfall::{Lanes, lanes};

use crate::layout::{row, rows, scale};

const MILLI: u64 = 1_000_000;

fn stretch(start: u64, end: u64) -> Stretch {
    Stretch { start_nanos: start * MILLI, end_nanos: end * MILLI }
}

/// What of one row's drawing has one of these inks; a millisecond is a pixel.
fn marks(row: Row, shows_path: bool) -> Vec<String> {
    let rows = rows(vec![row]);
    let list = lanes(&Lanes {
        rows: &rows,
        services: &colors_for(&["order"]),
        scale: scale(0, 1_000 * MILLI, 1_000.0),
        scroll: ScrollMap { rows: 1, row_height_px: 26.0, viewport_px: 26.0 },
        top_px: 0.0,
        hover: None,
        selected: None,
        shows_path,
    });
    let text = list.to_string();
    let is_mark = |line: &&str| line.ends_with("critical") || line.ends_with(" bg");
    text.lines().filter(is_mark).map(str::to_owned).collect()
}

#[test]
fn the_path_is_a_line_below_the_bar_unless_it_is_hidden() {
    let mut on_path = row(0, 100 * MILLI, 500 * MILLI);
    on_path.critical = vec![stretch(100, 150), stretch(500, 600), stretch(2_000, 2_001)];
    let line = ["rect 100,20 50x2 critical", "rect 500,20 100x2 critical"];
    assert_eq!(marks(on_path.clone(), true), line);
    assert!(marks(on_path, false).is_empty());
}

#[test]
fn pieces_that_touch_are_one_line_and_the_shortest_is_seen() {
    let mut on_path = row(0, 0, 1_000 * MILLI);
    let short = Stretch { start_nanos: 700 * MILLI, end_nanos: 700 * MILLI + 1 };
    on_path.critical = vec![stretch(100, 150), stretch(150, 200), short];
    let line = ["rect 100,20 100x2 critical", "rect 700,20 2x2 critical"];
    assert_eq!(marks(on_path, true), line);
}

#[test]
fn a_closed_row_has_the_line_below_what_it_hides() {
    let mut closed = row(0, 0, 500 * MILLI);
    closed.hidden = vec![HiddenPart {
        start_nanos: 0,
        end_nanos: 500 * MILLI,
        service: 0,
        tint: Tint::SERVICE,
        is_error: false,
        lane: 0,
        lanes: 1,
    }];
    closed.critical = vec![stretch(0, 500)];
    assert_eq!(marks(closed, true), ["rect 0,24 500x2 critical"]);
}

#[test]
fn time_of_which_nothing_is_told_is_dashed_if_there_is_room() {
    let mut quiet = row(0, 0, 500 * MILLI);
    quiet.gaps = vec![stretch(100, 300), stretch(400, 404)];
    assert_eq!(marks(quiet.clone(), true), ["dashes 101,13 to 299,13 bg"]);
    assert!(marks(quiet, false).is_empty());
}

#[test]
fn the_marks_are_told_in_words() {
    let mut told = row(0, 0, 500 * MILLI);
    assert_eq!(path_words(&told), None);
    told.critical = vec![stretch(0, 20), stretch(40, 51)];
    assert_eq!(path_words(&told).as_deref(), Some("on the critical path 31.0 ms"));
    told.gaps = vec![stretch(40, 51)];
    let words = "on the critical path 31.0 ms; nothing tells what it did for 11.0 ms";
    assert_eq!(path_words(&told).as_deref(), Some(words));
}
