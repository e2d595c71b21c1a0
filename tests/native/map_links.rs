//! Links to the service map.

use proptest::prelude::*;
use spanscope::analysis::{GraphFilter, GraphGrouping, Hops};
use spanscope::layout::service_map::{Point, WidthBy};
use spanscope::route::{
    Look, MapLink, MapLook, MapShape, MapSource, Route, TraceSource, TraceView, ViewState,
    parse_fragment, parse_location, print,
};

fn map(link: MapLink) -> Route {
    Route::Map { base: String::new(), link: Box::new(link) }
}

#[test]
fn jaegers_address_of_its_map_leads_to_ours() {
    let expected = map(MapLink::default());
    assert_eq!(parse_location("/jaeger/dependencies", "", "").route, expected);
    assert_eq!(parse_fragment("#/dependencies").route, expected);
    assert_eq!(print(&expected), "#/map");
}

#[test]
fn a_link_is_readable() {
    let look = MapLook {
        shape: MapShape::Layered,
        filter: GraphFilter { name: "pay".to_owned(), least_calls: 10, is_failing: true },
        focus: "payment".to_owned(),
        hops: Hops { up: 1, down: 2 },
        hides_rest: true,
        pins: vec![("database:a,b".to_owned(), Point::new(-3.0, 40.0))],
        selected: Some(("order".to_owned(), Some("payment".to_owned()))),
        ..MapLook::default()
    };
    let link =
        MapLink { lookback_millis: 3_600_000, end_millis: Some(9), look, ..MapLink::default() };
    let text = "#/map?lookback=3600000&end=9&layout=layered&pin=-3,40,database:a,b&name=pay\
                &least=10&failing=only&focus=payment&up=1&rest=hidden&node=order&calls=payment";
    assert_eq!(print(&map(link.clone())), text);
    assert_eq!(parse_fragment(text).route, map(link));
}

#[test]
fn the_map_of_a_trace_keeps_how_it_is_drawn_in_the_link_of_the_trace() {
    let look = Look {
        view: TraceView::Map,
        map_shape: MapShape::Layered,
        map_pins: vec![
            ("shop".to_owned(), Point::new(1.0, -2.0)),
            ("database:a,b".to_owned(), Point::new(-3.0, 40.0)),
        ],
        ..Look::default()
    };
    let view = ViewState { look, ..ViewState::default() };
    let route = Route::Trace { source: TraceSource::Sample("order".to_owned()), view };
    let text = "#/sample/order?view=map&layout=layered&pin=1,-2,shop&pin=-3,40,database:a,b&v=1";
    assert_eq!(print(&route), text);
    assert_eq!(parse_fragment(text).route, route);
}

#[test]
fn what_cannot_be_read_is_as_usual() {
    for text in [
        "layout=round&width=big&up=x&pin=1,2&pin=a,b,c&group=all&source=moon&lookback=0",
        "calls=b",
    ] {
        assert_eq!(MapLink::parse(text), MapLink::default(), "{text}");
    }
}

#[test]
fn how_a_map_is_looked_at_asks_nothing_new() {
    let link = MapLink::parse("lookback=5&focus=a&layout=table");
    assert!(link.asks_the_same(&MapLink::parse("lookback=5")));
    assert!(!link.asks_the_same(&MapLink::parse("lookback=6")));
    assert_eq!(link.window_millis(100), (95, 100));
}

fn looks() -> impl Strategy<Value = MapLook> {
    let text = any::<String>;
    let of = |all: usize| 0..all;
    let filter = (text(), prop_oneof![Just(0u64), 2..99u64], any::<bool>());
    let pin = (text(), -99..99i32, -99..99i32);
    let selected = proptest::option::of((text(), proptest::option::of(text())));
    (
        (of(4), of(3), of(3)),
        filter,
        (text(), 0..10u8, 0..10u8, any::<bool>()),
        prop::collection::vec(text(), 0..3),
        prop::collection::vec(pin, 0..4),
        selected,
    )
        .prop_map(|((shape, width, group), filter, focus, open_groups, pins, selected)| {
            MapLook {
                shape: MapShape::ALL[shape],
                width_by: WidthBy::ALL[width],
                filter: GraphFilter { name: filter.0, least_calls: filter.1, is_failing: filter.2 },
                focus: focus.0,
                hops: Hops { up: focus.1, down: focus.2 },
                hides_rest: focus.3,
                grouping: GraphGrouping::ALL[group],
                open_groups,
                pins: pins
                    .into_iter()
                    .map(|(key, x, y)| (key, Point::new(f64::from(x), f64::from(y))))
                    .collect(),
                selected,
            }
        })
}

pub fn map_links() -> impl Strategy<Value = MapLink> {
    let source = (0..3usize).prop_map(|at| MapSource::ALL[at]);
    let end = proptest::option::of(1..1_000_000u64);
    (source, any::<String>(), 1..1_000_000u64, end, looks()).prop_map(
        |(source, service, lookback_millis, end_millis, look)| MapLink {
            source,
            service,
            lookback_millis,
            end_millis,
            look,
        },
    )
}
