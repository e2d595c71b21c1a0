//! Rows and scroll bars, at any number of rows.

use proptest::prelude::*;
use spanscope::layout::{Align, ScrollMap};

fn map(rows: u32, viewport_px: f64) -> ScrollMap {
    ScrollMap { rows, row_height_px: 26.0, viewport_px }
}

#[test]
fn the_last_of_a_million_rows_lies_at_the_end_of_an_element_that_browsers_can_hold() {
    let map = map(1_000_000, 600.0);
    assert!(map.is_scaled());
    assert_eq!(map.content_height_px(), 8_000_000.0);
    let end = map.top_from_scroll(8_000_000.0 - 600.0);
    assert_eq!(map.visible_rows(end).end, 1_000_000);
    assert_eq!(map.y_of_row(999_999, end), 600.0 - 26.0);
    assert_eq!(map.scroll_from_top(end), 8_000_000.0 - 600.0);
}

#[test]
fn a_list_that_fits_scrolls_as_the_browser_does() {
    let map = map(1_000, 600.0);
    assert!(!map.is_scaled());
    assert_eq!(map.content_height_px(), 26_000.0);
    assert_eq!(map.scroll_from_top(123.5), 123.5);
    assert_eq!(map.after_scroll_event(100.0, 100.5), 100.5);
    assert_eq!(map.visible_rows(30.0), 1..25);
}

#[test]
fn the_echo_of_a_scroll_bar_that_was_set_moves_nothing() {
    let map = map(1_000_000, 600.0);
    // 26 px are 8 px on the scroll bar; a browser rounds what it was given.
    let top = 13_000_026.0;
    let echoed = map.scroll_from_top(top).round();
    assert_eq!(map.after_scroll_event(top, echoed), top);
    assert!(map.after_scroll_event(top, echoed + 5.0) > top);
}

#[test]
fn the_wheel_moves_by_real_pixels_and_stops_at_the_ends() {
    let map = map(1_000_000, 600.0);
    let top = map.clamp(5_000.0 + 100.0);
    assert_eq!(map.y_of_row(200, top), 100.0);
    assert_eq!(map.clamp(-40.0), 0.0);
    assert_eq!(map.clamp(1e12), map.max_top_px());
    assert_eq!(map.clamp(f64::NAN), 0.0);
}

#[test]
fn a_row_comes_to_lie_where_it_is_wanted() {
    let map = map(1_000, 260.0);
    assert_eq!(map.top_for_row(50, Align::Top, 0.0), 1_300.0);
    assert_eq!(map.top_for_row(50, Align::Bottom, 0.0), 1_066.0);
    assert_eq!(map.top_for_row(50, Align::Center, 0.0), 1_183.0);
    assert_eq!(map.top_for_row(0, Align::Center, 9_000.0), 0.0);
    assert_eq!(map.top_for_row(999, Align::Top, 0.0), map.max_top_px());
    // Nearest: from above, from below, and not at all.
    assert_eq!(map.top_for_row(50, Align::Nearest, 0.0), 1_066.0);
    assert_eq!(map.top_for_row(50, Align::Nearest, 9_000.0), 1_300.0);
    assert_eq!(map.top_for_row(50, Align::Nearest, 1_200.0), 1_200.0);
}

#[test]
fn nothing_lies_above_the_first_row_or_below_the_last() {
    let map = map(3, 600.0);
    assert_eq!(map.row_at(0.0, 0.0), Some(0));
    assert_eq!(map.row_at(0.0, 77.9), Some(2));
    assert_eq!(map.row_at(0.0, 78.0), None);
    assert_eq!(map.row_at(0.0, -1.0), None);
    assert_eq!(map.max_top_px(), 0.0);
    assert_eq!(self::map(0, 600.0).visible_rows(0.0), 0..0);
}

proptest! {
    #[test]
    fn every_row_can_be_brought_into_view(
        rows in 1u32..4_000_000, pick in any::<u32>(), viewport_px in 26.0..3_000.0f64, from in 0.0..1e8f64,
    ) {
        let map = map(rows, viewport_px);
        let row = pick % rows;
        for align in [Align::Top, Align::Center, Align::Bottom, Align::Nearest] {
            let top = map.top_for_row(row, align, from);
            let y = map.y_of_row(row, top);
            prop_assert!(y >= -1e-6 && y + 26.0 <= viewport_px + 1e-6, "{align:?}: {y}");
            prop_assert!(map.visible_rows(top).contains(&row));
        }
    }

    #[test]
    fn the_thumb_and_the_rows_move_together(
        rows in 1u32..4_000_000, viewport_px in 26.0..3_000.0f64, a in 0.0..1e8f64, b in 0.0..1e8f64,
    ) {
        let map = map(rows, viewport_px);
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(map.scroll_from_top(a) <= map.scroll_from_top(b));
        prop_assert!(map.top_from_scroll(a) <= map.top_from_scroll(b));
        let back = map.top_from_scroll(map.scroll_from_top(a));
        prop_assert!((back - map.clamp(a)).abs() < 1e-6);
    }

    #[test]
    fn the_row_at_a_height_covers_it(
        rows in 1u32..4_000_000, top in 0.0..1e8f64, y in 0.0..3_000.0f64,
    ) {
        let map = map(rows, 3_000.0);
        if let Some(row) = map.row_at(top, y) {
            let upper = map.y_of_row(row, top);
            prop_assert!(upper <= y + 1e-6 && y < upper + 26.0 + 1e-6);
            prop_assert!(map.visible_rows(top).contains(&row));
        }
    }
}
