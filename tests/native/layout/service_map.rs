//! Places of services, by forces and in layers.

use proptest::prelude::*;
use spanscope::analysis::{GraphSums, ServiceGraph};
use spanscope::layout::service_map::{
    Bounds, COLD_TICKS, LabelWish, MapLayout, MapView, NodeBox, OPENING, PlacesAsk, Point,
    Quadtree, REST_PX, WidthBy, overlap_count, pictured, placed_labels, places, simulation,
};

use crate::support::drawn;
use crate::support::golden_map::assert_canonical;
use crate::support::maps::made_map;

fn overlaps(ask: &PlacesAsk, points: &[Point]) -> usize {
    let boxes: Vec<NodeBox> = ask.nodes.iter().map(|node| node.1).collect();
    overlap_count(&boxes, points)
}

/// The same graph with its nodes in another order, and the order.
fn turned(ask: &PlacesAsk, by: usize) -> (PlacesAsk, Vec<usize>) {
    let count = ask.nodes.len();
    let order: Vec<usize> = (0..count).map(|at| (at * (2 * by + 1) + by) % count).collect();
    let mut distinct = order.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let order = if distinct.len() == count { order } else { (0..count).rev().collect() };
    let place = |node: u32| order.iter().position(|&old| old == node as usize).expect("all") as u32;
    let mut edges: Vec<(u32, u32)> =
        ask.edges.iter().map(|&(from, to)| (place(from), place(to))).collect();
    edges.reverse();
    let nodes = order.iter().map(|&old| ask.nodes[old].clone()).collect();
    (PlacesAsk { nodes, edges, ..ask.clone() }, order)
}

fn furthest(a: &[Point], b: &[Point]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a.distance(*b)).fold(0.0, f64::max)
}

#[test]
fn the_canonical_layout_is_what_it_was() {
    assert_canonical();
}

#[test]
fn a_thousand_services_come_to_rest_without_an_overlap() {
    let ask = made_map(1_000, 5_000, 1);
    let points = places(&ask);
    assert_eq!(overlaps(&ask, &points), 0);
    let layered = PlacesAsk { layout: MapLayout::Layered, ..ask };
    assert_eq!(overlaps(&layered, &places(&layered)), 0);
}

#[test]
fn energy_falls() {
    for (nodes, edges) in [(30, 40), (200, 600), (1_000, 5_000)] {
        let mut simulation = simulation(&made_map(nodes, edges, 3));
        let mut before = simulation.energy();
        for tick in 0..COLD_TICKS {
            let left = f64::from(COLD_TICKS - tick) / f64::from(COLD_TICKS);
            simulation.tick(REST_PX * left * left);
            if (tick + 1) % 20 == 0 {
                let energy = simulation.energy();
                assert!(energy <= before, "{energy} after {before}, {nodes} nodes, tick {tick}");
                before = energy;
            }
        }
    }
}

#[test]
fn the_start_is_near_where_forces_lead() {
    let ask = made_map(300, 700, 2);
    let first = simulation(&ask).energy();
    let mut settled = simulation(&ask);
    for _ in 0..400 {
        settled.tick(20.0);
    }
    let mut canonical = simulation(&ask);
    for tick in 0..COLD_TICKS {
        let left = f64::from(COLD_TICKS - tick) / f64::from(COLD_TICKS);
        canonical.tick(REST_PX * left * left);
    }
    // Of what there is to gain, nearly all is gained in the ticks there are.
    let gained = (first - canonical.energy()) / (first - settled.energy());
    assert!(gained > 0.95, "{gained}");
}

/// What a push of `1 / distance` comes to, point by point, and the sum of its parts' lengths.
fn exact(points: &[Point], number: usize) -> (Point, f64) {
    let mut push = Point::default();
    let mut lengths = 0.0;
    for (other, point) in points.iter().enumerate().filter(|&(other, _)| other != number) {
        assert!(other < points.len());
        let (x, y) = (points[number].x - point.x, points[number].y - point.y);
        let squared = x * x + y * y;
        if squared > 0.0 {
            push.x += x / squared;
            push.y += y / squared;
            lengths += 1.0 / squared.sqrt();
        }
    }
    (push, lengths)
}

fn worst_error(points: &[Point]) -> (f64, f64) {
    let tree = Quadtree::of(points);
    let (mut worst, mut sum) = (0.0f64, 0.0);
    for (number, &at) in points.iter().enumerate() {
        let (push, lengths) = exact(points, number);
        let error = push.distance(tree.push(at, number as u32)) / lengths.max(1e-300);
        worst = worst.max(error);
        sum += error;
    }
    (worst, sum / points.len() as f64)
}

#[test]
fn far_nodes_taken_together_push_as_they_would_one_by_one() {
    let ask = made_map(1_000, 3_000, 4);
    let points = places(&ask);
    let (worst, mean) = worst_error(&points);
    assert!(worst < 0.02 && mean < 0.003, "{worst} {mean}");
    assert!(worst > 0.0, "nothing was taken together");
}

fn points() -> impl Strategy<Value = Vec<Point>> {
    let place = prop_oneof![0..40i32, 900..910i32].prop_map(f64::from);
    prop::collection::vec((place.clone(), place), 1..120)
        .prop_map(|all| all.into_iter().map(|(x, y)| Point { x, y }).collect())
}

fn graph() -> impl Strategy<Value = PlacesAsk> {
    (1..40u32, 0..80u32, 0..1_000u32).prop_map(|(nodes, edges, seed)| {
        let mut ask = made_map(nodes, edges, seed);
        // Several parts, too.
        ask.edges.truncate(edges as usize);
        ask
    })
}

proptest! {
    #[test]
    fn the_error_of_far_nodes_stays_within_its_bound(points in points()) {
        // A cell errs by its share, times this; the share by the exact sum is at most so much more.
        let bound = OPENING * OPENING / (1.0 - OPENING) * (1.0 + OPENING);
        let (worst, _) = worst_error(&points);
        prop_assert!(worst <= bound, "{}", worst);
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(ask in graph(), by in 0..40usize) {
        for layout in [MapLayout::Force, MapLayout::Layered] {
            let ask = PlacesAsk { layout, ..ask.clone() };
            let (turned, order) = turned(&ask, by);
            let (points, others) = (places(&ask), places(&turned));
            for (new, &old) in order.iter().enumerate() {
                prop_assert_eq!(points[old], others[new]);
            }
        }
    }

    #[test]
    fn no_two_nodes_overlap_whatever_the_graph(ask in graph()) {
        for layout in [MapLayout::Force, MapLayout::Layered] {
            let ask = PlacesAsk { layout, ..ask.clone() };
            prop_assert_eq!(overlaps(&ask, &places(&ask)), 0);
        }
    }

    #[test]
    fn pinned_nodes_stay_and_others_leave_them_room(ask in graph(), x in -300..300i32) {
        let at = Point { x: f64::from(x), y: 40.0 };
        for layout in [MapLayout::Force, MapLayout::Layered] {
            let pinned = PlacesAsk { layout, pins: vec![(0, at)], ..ask.clone() };
            let points = places(&pinned);
            prop_assert_eq!(points[0], at);
            prop_assert_eq!(overlaps(&pinned, &points), 0);
        }
    }

    #[test]
    fn what_is_at_rest_stays_when_it_is_the_start(ask in graph()) {
        let points = places(&ask);
        let start = points.iter().copied().map(Some).collect();
        let again = places(&PlacesAsk { start, ..ask });
        let moved = furthest(&points, &again);
        prop_assert!(moved < REST_PX, "{}", moved);
    }
}

#[test]
fn a_small_change_moves_little_from_what_is_on_the_screen() {
    let ask = made_map(120, 240, 9);
    let points = places(&ask);
    let mut changed = ask.clone();
    changed.nodes.push(("newcomer".to_owned(), ask.nodes[0].1));
    changed.edges.push((3, 120));
    let mut start: Vec<Option<Point>> = points.iter().copied().map(Some).collect();
    start.push(None);
    let after = places(&PlacesAsk { start, ..changed.clone() });
    let mut moved: Vec<f64> = points.iter().zip(&after).map(|(a, b)| a.distance(*b)).collect();
    moved.sort_unstable_by(f64::total_cmp);
    assert!(moved[60] < REST_PX / 4.0 && moved[119] < REST_PX, "{} {}", moved[60], moved[119]);
    assert!(after[120].distance(after[3]) < 2.5 * REST_PX);
    // Settled, it is the picture that everybody has, not this one.
    let canonical = places(&changed);
    assert_eq!(canonical, places(&PlacesAsk { start: Vec::new(), ..changed }));
}

#[test]
fn layers_lead_to_the_right_unless_calls_go_round() {
    let graph = ServiceGraph::of_counts([
        ("web", "cart", 1),
        ("web", "order", 1),
        ("order", "cart", 1),
        ("cart", "db", 1),
        ("db", "order", 1),
    ]);
    let points = places(&pictured(&graph, WidthBy::Calls).ask(MapLayout::Layered));
    let x = |name: &str| points[graph.place(name).expect("a node") as usize].x;
    assert!(x("web") < x("cart") && x("web") < x("order") && x("cart") < x("db"));
}

#[test]
fn a_chain_is_straight_and_a_fork_even() {
    let graph = ServiceGraph::of_counts([("a", "b", 1), ("b", "c", 1), ("b", "d", 1)]);
    let points = places(&pictured(&graph, WidthBy::Calls).ask(MapLayout::Layered));
    assert!((points[0].y - points[1].y).abs() < 0.5, "{points:?}");
    let middle = f64::midpoint(points[2].y, points[3].y);
    // Boxes reach further down than up, so the fork's middle is a little above.
    assert!((middle - points[1].y).abs() < 1.0, "{points:?}");
}

#[test]
fn parts_that_nothing_connects_lie_side_by_side() {
    let mut counts = vec![("hub".to_owned(), "leaf".to_owned(), 1)];
    counts.extend((0..40).map(|at| (format!("lone-{at}"), format!("lone-{at}"), 1)));
    let graph =
        ServiceGraph::of_counts(counts.iter().map(|(a, b, n)| (a.as_str(), b.as_str(), *n)));
    let picture = pictured(&graph, WidthBy::Calls);
    let points = places(&picture.ask(MapLayout::Force));
    let bounds = picture.bounds(&points).expect("nodes");
    assert!(bounds.width() / bounds.height() < 3.0 && bounds.width() > bounds.height() / 2.0);
    assert!(bounds.width() < 1_200.0, "{bounds:?}");
}

#[test]
fn pointers_mean_nodes_first_and_edges_beside_them() {
    let graph = ServiceGraph::of_counts([("a", "b", 1), ("b", "a", 1), ("a", "a", 1)]);
    let picture = pictured(&graph, WidthBy::Calls);
    let points = [Point::new(0.0, 0.0), Point::new(200.0, 0.0)];
    assert_eq!(picture.node_at(&points, Point::new(5.0, 5.0), 4.0), Some(0));
    assert_eq!(picture.node_at(&points, Point::new(100.0, 0.0), 4.0), None);
    // The label below a node means it, too.
    assert_eq!(picture.node_at(&points, Point::new(210.0, 45.0), 4.0), Some(1));
    let middle =
        |edge: usize| picture.curve(&picture.edges[edge], &points, 2.0).expect("ends").at(0.5);
    for edge in 0..3 {
        assert_eq!(picture.edge_at(&points, middle(edge), 5.0), Some(edge));
    }
    assert!(middle(1).y < 0.0 && middle(2).y > 0.0, "each on its own side");
    assert_eq!(picture.edge_at(&points, Point::new(100.0, 200.0), 5.0), None);
}

#[test]
fn nodes_and_edges_grow_with_what_they_stand_for() {
    let graph = ServiceGraph::of_counts([("a", "b", 100), ("a", "c", 25), ("a", "d", 0)]);
    let picture = pictured(&graph, WidthBy::Calls);
    let radius = |at: usize| picture.nodes[at].radius_px;
    assert!(radius(1) > radius(2) && radius(2) > radius(3) && radius(3) > 5.0);
    let width = |at: usize| picture.edges[at].width_px;
    assert!(width(0) > width(1) && width(1) > width(2) && width(2) >= 1.0);
    let long = ServiceGraph::of_counts([("x".repeat(60).as_str(), "y", 1)]);
    let label = &pictured(&long, WidthBy::Calls).nodes[0].label;
    assert!(label.chars().count() == 26 && label.ends_with('…'));
}

#[test]
fn the_label_of_a_database_keeps_its_server() {
    let trace = |server: &str| {
        let namespace = "db.namespace=a-namespace-that-is-rather-long";
        let address = format!("server.address={server}.example");
        drawn(&format!(
            "shop  get |=|  kind=client, attr db.system=redis, attr {namespace}, attr {address}"
        ))
    };
    let mut sums = GraphSums::default();
    [trace("r1"), trace("r2")].iter().for_each(|trace| sums.add(trace, 0));
    let picture = pictured(&sums.finish(), WidthBy::Calls);
    let labels: Vec<&str> = picture.nodes.iter().map(|node| node.label.as_str()).collect();
    assert_eq!(labels, ["a-namespace-…@ r1.example", "a-namespace-…@ r2.example", "shop"]);
}

#[test]
fn all_of_a_map_is_as_large_as_it_is_or_as_it_may_be() {
    let content = Bounds { left: -100.0, top: 50.0, right: 300.0, bottom: 150.0 };
    let (view, size) = MapView::whole(content, 10.0, 1_000.0);
    assert_eq!((view.zoom, size), (1.0, (420.0, 120.0)));
    assert_eq!(view.on_screen(Point::new(-100.0, 50.0)), Point::new(10.0, 10.0));
    let (view, size) = MapView::whole(content, 10.0, 210.0);
    assert_eq!((view.zoom, size), (0.5, (210.0, 60.0)));
    assert_eq!(view.on_screen(Point::new(300.0, 150.0)), Point::new(205.0, 55.0));
}

#[test]
fn zooming_keeps_the_point_under_the_pointer() {
    let content = Bounds { left: -100.0, top: -50.0, right: 300.0, bottom: 150.0 };
    let view = MapView::fitting(content, 800.0, 600.0);
    let at = Point::new(200.0, 100.0);
    let zoomed = view.zoomed(at, 1.7);
    assert!(view.on_plane(at).distance(zoomed.on_plane(at)) < 1e-9);
    assert!(zoomed.zoom > view.zoom);
    let corner = view.on_screen(Point::new(-100.0, -50.0));
    assert!(corner.x >= 0.0 && corner.y >= 0.0);
    let hidden = Point::new(5_000.0, 0.0);
    let shown = view.showing(hidden, 800.0, 600.0).on_screen(hidden);
    assert!(shown.x < 800.0 && shown.x > 0.0);
    assert_eq!(view.showing(Point::default(), 800.0, 600.0), view);
}

#[test]
fn labels_do_not_collide_and_the_weightiest_are_shown() {
    let wish = |left: f64, weight| LabelWish {
        bounds: Bounds { left, top: 10.0, right: left + 60.0, bottom: 40.0 },
        weight,
        is_wanted: false,
    };
    let mut wishes = vec![wish(0.0, 1), wish(30.0, 5), wish(200.0, 1), wish(-500.0, 9)];
    assert_eq!(placed_labels(&wishes, 400.0, 300.0), [false, true, true, false]);
    wishes[0].is_wanted = true;
    assert_eq!(placed_labels(&wishes, 400.0, 300.0), [true, false, true, false]);
}
