//! The drawing of who calls whom, as text.

use spanscope::analysis::ServiceGraph;
use spanscope::layout::service_map::{
    EdgeChange, MapItem, MapView, NodeKind, Pictured, Point, WidthBy, pictured,
};
use spanscope::scene::service_map::{MapScene, service_map, what_stands_out};
use spanscope::scene::{DrawList, Tokens, svg};

fn picture() -> Pictured {
    let graph = ServiceGraph::of_counts([("a", "b", 1_200), ("b", "c", 300)]);
    pictured(&graph, WidthBy::Calls)
}

fn drawn(picture: &Pictured, view: MapView, item: Option<MapItem>) -> String {
    painted(picture, view, item, service_map)
}

fn painted(
    picture: &Pictured,
    view: MapView,
    item: Option<MapItem>,
    paint: impl Fn(&MapScene<'_>) -> DrawList,
) -> String {
    let points = [Point::new(50.0, 50.0), Point::new(250.0, 50.0), Point::new(450.0, 50.0)];
    let emphasis = picture.emphasis(None, item);
    let scene = MapScene {
        picture,
        points: &points,
        view,
        size_px: (600.0, 200.0),
        emphasis: &emphasis,
        selected: item,
        hover: None,
        is_pinned: &[true, false, false],
    };
    paint(&scene).to_string()
}

#[test]
fn nodes_edges_and_labels_are_drawn_in_this_order() {
    let text = drawn(&picture(), MapView::default(), None);
    let of = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    // A pin is a small disc of its own.
    assert_eq!((of("curve"), of("shape of 3"), of("disc")), (2, 2, 4), "{text}");
    let labels: Vec<&str> = text.lines().filter(|line| line.starts_with("text")).collect();
    let of_b = labels.iter().find(|line| line.contains("'1,200'"));
    assert!(of_b.is_some_and(|line| line.contains("at 250,")), "{labels:?}");
    assert!(text.find("curve").expect("an edge") < text.find("disc").expect("a node"));
    assert!(!text.contains("shade"));
}

#[test]
fn what_is_not_near_lies_below_a_veil() {
    let text = drawn(&picture(), MapView::default(), Some(MapItem::Node(0)));
    let (below, above) = text.split_once("shade").expect("a veil");
    assert!(below.contains("'c'") && !above.contains("'c'"), "{text}");
    assert!(above.contains("'a'") && above.contains("'b'") && above.contains("accent"), "{text}");
}

#[test]
fn what_stands_out_is_what_lies_above_the_veil() {
    let (picture, view) = (picture(), MapView::default());
    for item in [MapItem::Node(0), MapItem::Edge(1)] {
        let whole = drawn(&picture, view, Some(item));
        let above = painted(&picture, view, Some(item), what_stands_out);
        let veil = above.lines().nth(1).expect("a veil");
        assert!(veil.contains("shade"), "{above}");
        let from_veil = whole.find(veil).expect("the same veil");
        let (_, own) = above.split_once('\n').expect("several lines");
        assert_eq!(whole[from_veil..], *own);
    }
    // All others are its neighbours: it has its ring without a veil.
    let middle = Some(MapItem::Node(1));
    assert_eq!(painted(&picture, view, middle, what_stands_out), drawn(&picture, view, middle));
    let nothing = painted(&picture, view, None, what_stands_out);
    assert_eq!(nothing.lines().count(), 1, "{nothing}");
}

#[test]
fn failing_calls_are_red_and_dashed_and_changes_have_signs() {
    let mut picture = picture();
    picture.edges[0].error_ratio = 0.02;
    assert!(drawn(&picture, MapView::default(), None).contains("dashed curve"));
    for (change, sign) in [
        (EdgeChange::New, "'+'"),
        (EdgeChange::Gone, "'−'"),
        (EdgeChange::Slower, "'▲'"),
        (EdgeChange::Failing, "'✕'"),
    ] {
        picture.edges[0].change = change;
        assert!(drawn(&picture, MapView::default(), None).contains(sign), "{sign}");
    }
}

#[test]
fn kinds_differ_in_shape_and_not_in_colour_alone() {
    // The kind of an operation, and where it begins.
    let shape_of = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let mut drawings: Vec<String> = NodeKind::ALL
        .into_iter()
        .map(|kind| {
            let mut picture = picture();
            picture.nodes[0].kind = kind;
            let text = drawn(&picture, MapView::default(), None);
            let shapes = text.lines().filter(|line| !line.starts_with("text"));
            shapes.map(shape_of).collect::<Vec<_>>().join("; ")
        })
        .collect();
    drawings.sort();
    drawings.dedup();
    assert_eq!(drawings.len(), NodeKind::ALL.len(), "{drawings:#?}");
}

#[test]
fn far_away_there_are_no_arrows_and_labels_only_where_they_have_room() {
    let far = MapView { zoom: 0.05, ..MapView::default() };
    let text = drawn(&picture(), far, None);
    assert!(!text.contains("shape of 3"), "{text}");
    assert_eq!(text.matches("text '").count(), 2, "one label of two lines: {text}");
}

#[test]
fn a_file_of_svg_has_every_operation_and_escapes_names() {
    let graph = ServiceGraph::of_counts([("a<b>&\"c\"", "d", 1)]);
    let picture = pictured(&graph, WidthBy::Calls);
    let emphasis = picture.emphasis(None, None);
    let points = [Point::new(50.0, 50.0), Point::new(200.0, 50.0)];
    let scene = MapScene {
        picture: &picture,
        points: &points,
        view: MapView::default(),
        size_px: (300.0, 100.0),
        emphasis: &emphasis,
        selected: None,
        hover: None,
        is_pinned: &[],
    };
    let list = service_map(&scene);
    let text = svg(&list, &Tokens::default(), (300.0, 100.0));
    assert!(text.contains("a&lt;b&gt;&amp;&quot;c&quot;"), "{text}");
    assert!(!text.contains("<b>"));
    // Clearing is nothing in a file; a background and the two ends of the document are more.
    assert_eq!(text.lines().count(), list.ops.len() - 1 + 3);
}
