//! Where the rectangles of flame graphs lie, and what a pointer hits.

use spanscope::layout::{
    FlameContent, FlameRect, FlameSumWindow, FlameWindow, RowKey, ScrollMap, SumFigures, SumShare,
    SumSide,
};
use spanscope::trace::SpanId;

use super::scale;

fn key(id: u64) -> RowKey {
    RowKey::Span { id: SpanId(id), ordinal: 0 }
}

/// A span over nanoseconds, a column each.
pub fn span(id: u64, lane: u32, start: u16, end: u16) -> FlameRect {
    FlameRect {
        lane,
        left_px: start,
        right_px: end.max(start + 1),
        service: 0,
        is_error: false,
        is_dimmed: false,
        content: FlameContent::Span {
            key: key(id),
            start_nanos: start.into(),
            duration_nanos: u64::from(end - start),
            name: None,
        },
    }
}

pub fn merged(lane: u32, start: u16, end: u16, count: u32) -> FlameRect {
    FlameRect { content: FlameContent::Merged { count }, ..span(0, lane, start, end) }
}

/// A hundred nanoseconds over a hundred columns.
pub fn window(rects: Vec<FlameRect>) -> FlameWindow {
    let lanes = rects.iter().map(|rect| rect.lane + 1).max().unwrap_or(0);
    FlameWindow {
        start_nanos: 0,
        end_nanos: 100,
        width_px: 100,
        first_lane: 0,
        lanes,
        total_lanes: lanes,
        rects,
        names: Vec::new(),
    }
}

pub fn scroll(rows: u32) -> ScrollMap {
    ScrollMap { rows, row_height_px: 20.0, viewport_px: 60.0 }
}

#[test]
fn a_window_of_another_zoom_keeps_spans_where_they_are_and_cuts_them_at_the_edges() {
    let window = window(vec![span(1, 0, 10, 30), merged(0, 40, 50, 7), span(2, 0, 90, 95)]);
    let closer = scale(20, 70, 500.0);
    let extents: Vec<_> = window.rects.iter().map(|rect| window.extent_px(&closer, rect)).collect();
    assert_eq!(extents, [Some((0.0, 100.0)), Some((200.0, 300.0)), None]);
}

#[test]
fn a_moment_is_a_pixel_wide_also_on_the_right_edge() {
    let window = window(vec![span(1, 0, 99, 99), span(2, 0, 100, 100)]);
    let at = |place: usize| window.extent_px(&scale(0, 100, 100.0), &window.rects[place]);
    assert_eq!((at(0), at(1)), (Some((99.0, 100.0)), Some((99.0, 100.0))));
}

#[test]
fn a_pointer_hits_what_is_under_it_or_just_beside_it() {
    let window = window(vec![span(1, 0, 0, 100), span(2, 1, 10, 11), span(3, 1, 40, 60)]);
    let hit = |x: f64, y: f64| {
        let hit = window.hit(&scale(0, 100, 100.0), &scroll(2), 0.0, (x, y));
        hit.and_then(FlameRect::key)
    };
    assert_eq!(hit(50.0, 10.0), Some(key(1)));
    assert_eq!(hit(50.0, 30.0), Some(key(3)));
    assert_eq!(hit(12.5, 30.0), Some(key(2)));
    assert_eq!(hit(20.0, 30.0), None);
    assert_eq!(hit(50.0, 50.0), None, "below the last lane");
}

#[test]
fn a_window_serves_only_the_view_that_it_was_asked_for() {
    let window = window(vec![span(1, 0, 0, 100), span(2, 1, 10, 11)]);
    assert!(window.is_of(&scale(0, 100, 100.0), 0..2));
    assert!(window.is_of(&scale(0, 100, 100.0), 0..9), "there are no more lanes");
    assert!(!window.is_of(&scale(0, 99, 100.0), 0..2));
    assert!(!window.is_of(&scale(0, 100, 120.0), 0..2));
    assert!(!FlameWindow { first_lane: 1, lanes: 1, ..window }.is_of(&scale(0, 100, 100.0), 0..2));
}

pub fn share(id: u64, depth: u32, left_ratio: f64, right_ratio: f64) -> SumShare {
    let figures = SumFigures {
        key: key(id),
        depth,
        service: 0,
        count: 1,
        errors: 0,
        self_nanos: 0,
        total_nanos: 0,
    };
    SumShare { left_ratio, right_ratio, name: 0, is_dimmed: false, figures }
}

#[test]
fn a_pointer_hits_a_node_of_the_aggregated_graph() {
    let shares = vec![share(1, 0, 0.0, 1.0), share(2, 1, 0.0, 0.5), share(3, 1, 0.5, 0.7)];
    let window = FlameSumWindow { shares, ..FlameSumWindow::default() };
    let hit =
        |x: f64, y: f64| window.hit(100.0, &scroll(2), 0.0, (x, y)).map(|share| share.figures.key);
    assert_eq!(hit(60.0, 30.0), Some(key(3)));
    assert_eq!(hit(60.0, 10.0), Some(key(1)));
    assert_eq!((hit(80.0, 30.0), hit(10.0, 50.0)), (None, None));
}

#[test]
fn from_a_node_one_goes_up_down_and_along_its_family_but_not_out_of_it() {
    let shares = vec![
        share(1, 0, 0.0, 0.8),
        share(2, 1, 0.0, 0.5),
        share(3, 2, 0.0, 0.4),
        share(4, 1, 0.5, 0.7),
        share(5, 0, 0.8, 1.0),
        share(6, 1, 0.8, 0.9),
    ];
    let window = FlameSumWindow { shares, ..FlameSumWindow::default() };
    let go = |from: u64, side| Some(window.beside(key(from), side)?.figures.key.span_id().0);
    let round = |from| {
        [SumSide::Above, SumSide::Below, SumSide::Left, SumSide::Right].map(|side| go(from, side))
    };
    assert_eq!(round(1), [None, Some(2), None, Some(5)]);
    assert_eq!(round(2), [Some(1), Some(3), None, Some(4)]);
    assert_eq!(round(3), [Some(2), None, None, None]);
    assert_eq!(round(4), [Some(1), None, Some(2), None]);
    assert_eq!(round(6), [Some(5), None, None, None]);
    assert_eq!(round(99), [None; 4]);
}
