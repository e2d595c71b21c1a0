//! A graph of services becomes a place for each node.
//!
//! Two layouts: by forces ([`force`]), for the shape of the whole, and in layers from left to
//! right ([`layered`]), for who comes first. The cold layout by forces is the canonical one: it
//! depends on names and edges alone. A warm one starts from what is on the screen.
//!
//! Invariant: the order of the input changes nothing; arithmetic is `+ - * /` and `sqrt` of `f64`,
//! which every machine, and WebAssembly, rounds alike. So a layout is the same everywhere, to the
//! bit as far as we know, and to a hundredth of a pixel as tests promise. Absent: randomness, clocks,
//! and how things look.

mod boxes;
mod force;
mod labels;
mod layered;
mod overlap;
mod packing;
mod pictured;
mod quadtree;
mod start;
mod view;

use serde::{Deserialize, Serialize};

pub use crate::analysis::{EdgeChange, NodeKind};
pub use boxes::{Bounds, NodeBox};
pub use force::Simulation;
pub use labels::{LabelWish, placed_labels};
pub use overlap::overlap_count;
pub use pictured::{Curve, Emphasis, MapEdge, MapItem, MapNode, Pictured, WidthBy, pictured};
pub use quadtree::{OPENING, Quadtree};
pub use view::{MapView, Point};

/// How far from each other two nodes come to rest that call each other and nobody else.
pub const REST_PX: f64 = 120.0;
/// Ticks of a cold layout, and of one that starts from another.
pub const COLD_TICKS: u32 = 120;
const WARM_TICKS: u32 = 40;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MapLayout {
    #[default]
    Force,
    Layered,
}

/// What is to be laid out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlacesAsk {
    pub layout: MapLayout,
    /// Names, each once, and how much room each takes.
    pub nodes: Vec<(String, NodeBox)>,
    /// Caller and callee.
    pub edges: Vec<(u32, u32)>,
    /// Nodes that have a place already, and keep it.
    pub pins: Vec<(u32, Point)>,
    /// Where nodes are on the screen, one for each; empty: the canonical layout.
    pub start: Vec<Option<Point>>,
}

/// A place for each node, in the order asked: pixels at a zoom of 1, around the origin.
/// O(ticks × n log n + edges × layers).
pub fn places(ask: &PlacesAsk) -> Vec<Point> {
    let mut order: Vec<u32> = (0..ask.nodes.len() as u32).collect();
    crate::order::sort_places(&mut order, |a, b| {
        ask.nodes[a as usize].0.cmp(&ask.nodes[b as usize].0)
    });
    let mut rank = vec![0u32; order.len()];
    for (place, &node) in order.iter().enumerate() {
        rank[node as usize] = place as u32;
    }
    let graph = Graph::of(ask, &order, &rank);
    let mut points = match ask.layout {
        MapLayout::Layered => layered::places(&graph),
        MapLayout::Force => by_force(&graph),
    };
    if ask.layout == MapLayout::Layered {
        graph.pins.iter().for_each(|&(node, at)| points[node as usize] = at);
    }
    overlap::remove(&graph, &mut points);
    rank.iter().map(|&place| points[place as usize]).collect()
}

/// The same question with its nodes by name and its edges in order.
struct Graph {
    names: Vec<String>,
    boxes: Vec<NodeBox>,
    /// Each pair once, no node with itself.
    edges: Vec<(u32, u32)>,
    pins: Vec<(u32, Point)>,
    is_pinned: Vec<bool>,
    start: Vec<Option<Point>>,
}

impl Graph {
    fn of(ask: &PlacesAsk, order: &[u32], rank: &[u32]) -> Graph {
        let of_node = |node: u32| rank[node as usize];
        let mut edges: Vec<(u32, u32)> = ask
            .edges
            .iter()
            .map(|&(from, to)| (of_node(from), of_node(to)))
            .filter(|(from, to)| from != to)
            .collect();
        crate::order::sort(&mut edges);
        edges.dedup();
        let mut is_pinned = vec![false; order.len()];
        let pins: Vec<(u32, Point)> =
            ask.pins.iter().map(|&(node, at)| (of_node(node), at)).collect();
        pins.iter().for_each(|&(node, _)| is_pinned[node as usize] = true);
        let start = |&node: &u32| ask.start.get(node as usize).copied().flatten();
        Graph {
            names: order.iter().map(|&node| ask.nodes[node as usize].0.clone()).collect(),
            boxes: order.iter().map(|&node| ask.nodes[node as usize].1).collect(),
            edges,
            pins,
            is_pinned,
            start: order.iter().map(start).collect(),
        }
    }
}

fn by_force(graph: &Graph) -> Vec<Point> {
    let parts = start::parts(graph.names.len(), &graph.edges);
    let is_warm = graph.start.iter().any(Option::is_some);
    let mut points = if is_warm { start::warm(graph) } else { canonical(graph, &parts) };
    graph.pins.iter().for_each(|&(node, at)| points[node as usize] = at);
    if is_warm || !graph.pins.is_empty() {
        parts.iter().for_each(|part| relax(graph, part, &mut points));
    }
    points
}

/// Lets a part come to rest from where it is.
fn relax(graph: &Graph, part: &start::Part, points: &mut [Point]) {
    let own = part.graph_of(graph);
    let of_part = |node: &u32| points[*node as usize];
    let is_pinned: Vec<bool> =
        part.nodes.iter().map(|&node| graph.is_pinned[node as usize]).collect();
    let mut simulation = Simulation::new(part.nodes.iter().map(of_part).collect(), &own.edges);
    simulation.pin(&is_pinned);
    let is_known = |&node: &u32| graph.start.get(node as usize).is_some_and(Option::is_some);
    simulation.slow(&part.nodes.iter().map(is_known).collect::<Vec<bool>>());
    for tick in 0..WARM_TICKS {
        simulation.tick(temperature(tick, WARM_TICKS) / 8.0);
    }
    let places = simulation.into_points();
    part.nodes.iter().zip(places).for_each(|(&node, at)| points[node as usize] = at);
}

/// Each connected part by itself, and then side by side.
fn canonical(graph: &Graph, parts: &[start::Part]) -> Vec<Point> {
    let mut points = vec![Point::default(); graph.names.len()];
    for part in parts {
        let own = part.graph_of(graph);
        let mut simulation = Simulation::new(start::cold(&own), &own.edges);
        for tick in 0..COLD_TICKS {
            simulation.tick(temperature(tick, COLD_TICKS));
        }
        let mut places = simulation.into_points();
        overlap::remove(&own, &mut places);
        part.nodes.iter().zip(places).for_each(|(&node, at)| points[node as usize] = at);
    }
    packing::pack(graph, parts, &mut points);
    points
}

/// How far a node may go in a tick: much at first, in the end next to nothing.
fn temperature(tick: u32, ticks: u32) -> f64 {
    let left = f64::from(ticks - tick) / f64::from(ticks);
    REST_PX * left * left
}

/// A cold layout by forces of one part, tick by tick, for those who measure.
pub fn simulation(ask: &PlacesAsk) -> Simulation {
    let order: Vec<u32> = (0..ask.nodes.len() as u32).collect();
    let graph = Graph::of(ask, &order, &order);
    Simulation::new(start::cold(&graph), &graph.edges)
}
