//! What is drawn of flame graphs.

use spanscope::layout::{FlameContent, FlameRect, FlameSumWindow, FlameWindow};
use spanscope::scene::flame::{Flame, FlameSum, flame, flame_sum};
use spanscope::scene::{DrawList, ServiceColor, colors_for, text_that_fits};

use crate::layout::flame::{merged, scroll, share, span, window};
use crate::layout::scale;

/// A nanosecond is ten pixels.
fn view<'a>(window: &'a FlameWindow, services: &'a [ServiceColor]) -> Flame<'a> {
    Flame {
        window,
        services,
        scale: scale(0, 100, 1_000.0),
        scroll: scroll(window.total_lanes),
        top_px: 0.0,
        hover: None,
        selected: None,
    }
}

/// The drawing without the grid.
fn log(list: &DrawList) -> Vec<String> {
    let text = list.to_string();
    text.lines().filter(|line| !line.starts_with("line ")).map(str::to_owned).collect()
}

fn named(mut rect: FlameRect) -> FlameRect {
    if let FlameContent::Span { name, .. } = &mut rect.content {
        *name = Some(0);
    }
    rect
}

#[test]
fn names_lie_within_their_rectangles_and_failures_have_a_foot() {
    let failed = FlameRect { is_error: true, ..named(span(2, 1, 10, 30)) };
    let mut window = window(vec![named(span(1, 0, 0, 100)), failed, merged(1, 40, 50, 9)]);
    window.names = vec!["GET /orders".to_owned()];
    let services = colors_for(&["order"]);
    assert_eq!(
        log(&flame(&view(&window, &services))),
        [
            "clear",
            "rect 0,0 999x19 service 254/0",
            "rect 100,20 199x19 service 254/0",
            "rect 400,23 99x13 service 254/0",
            "rect 100,35 199x1 bg",
            "rect 100,36 199x3 error",
            "text 'GET /orders' right of 4,9.5 on-service-0",
            "text '! GET /orders' right of 104,27.5 on-service-0",
        ]
    );
}

#[test]
fn a_name_that_does_not_fit_is_cut_and_a_very_narrow_rectangle_has_none() {
    let mut window = window(vec![named(span(1, 0, 0, 6)), named(span(2, 0, 10, 12))]);
    window.names = vec!["GET /orders".to_owned()];
    let services = colors_for(&["order"]);
    let list = flame(&view(&window, &services));
    assert_eq!(log(&list)[3..], ["text 'GET /…' right of 4,9.5 on-service-0"]);
}

#[test]
fn the_selected_and_the_hovered_span_have_an_outline_inside_their_rectangle() {
    let window = window(vec![span(1, 0, 0, 10), span(2, 0, 20, 30)]);
    let services = colors_for(&["order"]);
    let [one, other] = [0, 1].map(|place: usize| window.rects[place].key());
    let list = flame(&Flame { selected: one, hover: other, ..view(&window, &services) });
    let edges = log(&list).split_off(3);
    assert_eq!(edges[..2], ["rect 0,0 99x2 ink", "rect 0,17 99x2 ink"]);
    assert_eq!(edges[4..6], ["rect 200,0 99x1 ink", "rect 200,18 99x1 ink"]);
    assert_eq!(edges.len(), 8);
}

#[test]
fn what_is_dimmed_lies_in_the_shade_and_an_unknown_service_is_not_lost() {
    let dimmed = FlameRect { is_dimmed: true, service: 7, ..span(1, 0, 0, 10) };
    let window = window(vec![dimmed]);
    let list = flame(&view(&window, &[]));
    assert_eq!(log(&list), ["clear", "rect 0,0 99x19 ink-3", "rect 0,0 99x19 shade"]);
}

#[test]
fn a_name_on_stripes_has_a_plate() {
    let mut window = window(vec![named(span(1, 0, 0, 100))]);
    window.names = vec!["name".to_owned()];
    let striped = ServiceColor { is_striped: true, ..ServiceColor::of("order") };
    let list = log(&flame(&view(&window, &[striped])));
    assert!(list[1].starts_with("striped 0,0 999x19"), "{list:?}");
    assert!(list[2].starts_with("rect 0,0 ") && list[2].ends_with("x19 service 254/0"), "{list:?}");
}

#[test]
fn only_lanes_in_view_are_drawn() {
    let window = window((0..100).map(|lane| span(lane.into(), lane, 0, 10)).collect());
    let services = colors_for(&["order"]);
    let list = flame(&Flame { top_px: 1_000.0, ..view(&window, &services) });
    assert_eq!(log(&list).len(), 1 + 3);
}

#[test]
fn nodes_of_the_aggregated_graph_are_as_wide_as_their_share() {
    let mut failing = share(2, 1, 0.0, 0.25);
    failing.figures.errors = 3;
    let window = FlameSumWindow {
        shares: vec![share(1, 0, 0.0, 1.0), failing],
        names: vec!["query".to_owned()],
        ..FlameSumWindow::default()
    };
    let services = colors_for(&["order"]);
    let view = FlameSum {
        window: &window,
        services: &services,
        width_px: 400.0,
        scroll: scroll(2),
        top_px: 0.0,
        hover: None,
        selected: None,
    };
    assert_eq!(
        log(&flame_sum(&view)),
        [
            "clear",
            "rect 0,0 399x19 service 254/0",
            "rect 0,20 99x19 service 254/0",
            "rect 0,35 99x1 bg",
            "rect 0,36 99x3 error",
            "text 'query' right of 4,9.5 on-service-0",
            "text '! query' right of 4,27.5 on-service-0",
        ]
    );
}

#[test]
fn a_text_is_cut_so_that_its_ellipsis_fits_too() {
    let fitted = |text: &str, room_px| text_that_fits(text, 10.0, room_px).map(|(text, _)| text);
    assert_eq!(fitted("abc", 20.0).as_deref(), Some("abc"));
    assert_eq!(fitted("abcdefgh", 40.0).as_deref(), Some("abcd…"));
    assert_eq!(fitted("abcdefgh", 20.0), None);
    assert_eq!(fitted("漢字漢字漢字", 60.0).as_deref(), Some("漢字漢…"));
    assert_eq!(fitted("", 60.0), None);
}
