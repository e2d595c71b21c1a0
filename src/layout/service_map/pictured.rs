//! A graph of services becomes what is drawn of it: sizes of nodes, widths of edges, how they
//! bend, and what a pointer means.
//!
//! Invariant: areas of nodes and widths of edges grow with what they stand for, between bounds; zero is
//! still seen. Absent: places (see the module above), texts and colours.

use serde::{Deserialize, Serialize};

use super::boxes::{Bounds, NodeBox};
use super::view::Point;
use super::{MapLayout, PlacesAsk};
use crate::analysis::{CallFigures, EdgeChange, NodeKind, ServiceGraph};

const LEAST_RADIUS_PX: f64 = 9.0;
const MOST_RADIUS_PX: f64 = 23.0;
const LEAST_WIDTH_PX: f64 = 1.0;
const MOST_WIDTH_PX: f64 = 4.5;
/// Letters of a label, more are cut; and how wide one is.
const LABEL_LETTERS: usize = 26;
const LETTER_PX: f64 = 6.6;
const LINE_PX: f64 = 15.0;
const LABEL_GAP_PX: f64 = 4.0;

/// What the width of an edge says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WidthBy {
    #[default]
    Calls,
    Errors,
    P95,
}

impl WidthBy {
    pub const ALL: [WidthBy; 3] = [WidthBy::Calls, WidthBy::Errors, WidthBy::P95];

    /// As links say it.
    pub fn word(self) -> &'static str {
        match self {
            WidthBy::Calls => "calls",
            WidthBy::Errors => "errors",
            WidthBy::P95 => "p95",
        }
    }

    fn amount(self, figures: &CallFigures) -> f64 {
        match self {
            WidthBy::Calls => figures.calls as f64,
            WidthBy::Errors => figures.errors.unwrap_or(0) as f64,
            WidthBy::P95 => figures.p95_nanos.unwrap_or(0) as f64,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct MapNode {
    pub key: String,
    pub kind: NodeKind,
    /// As it is drawn, an ellipsis where it is cut; empty for no name.
    pub label: String,
    /// Whose colour it has.
    pub name: String,
    pub system: String,
    pub calls: u64,
    pub members: u32,
    pub error_ratio: f64,
    pub radius_px: f64,
    pub room: NodeBox,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapEdge {
    pub from: u32,
    pub to: u32,
    pub width_px: f64,
    pub error_ratio: f64,
    pub is_in_cycle: bool,
    /// From another graph to this one.
    pub change: EdgeChange,
}

/// A node or an edge, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapItem {
    Node(u32),
    Edge(u32),
}

/// Which nodes and edges are not dimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emphasis {
    pub nodes: Vec<bool>,
    pub edges: Vec<bool>,
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pictured {
    pub nodes: Vec<MapNode>,
    pub edges: Vec<MapEdge>,
}

/// O(nodes + edges).
pub fn pictured(graph: &ServiceGraph, width_by: WidthBy) -> Pictured {
    let most_calls = graph.nodes.iter().map(|node| node.figures.calls).max().unwrap_or(0);
    let amounts = graph.edges.iter().map(|edge| width_by.amount(&edge.figures));
    let most = amounts.clone().fold(0.0, f64::max).max(1.0);
    let nodes = graph.nodes.iter().map(|node| {
        let share = node.figures.calls as f64 / most_calls.max(1) as f64;
        let radius_px = LEAST_RADIUS_PX + (MOST_RADIUS_PX - LEAST_RADIUS_PX) * share.sqrt();
        let label = cut(&node.name, node.kind == NodeKind::Database);
        // Below stands a number, or a word of about that length.
        let letters = label.chars().count().max(9) as f64;
        let room = NodeBox {
            half_width_px: (letters * LETTER_PX / 2.0).max(radius_px),
            above_px: radius_px + 3.0,
            below_px: radius_px + LABEL_GAP_PX + 2.0 * LINE_PX,
        };
        MapNode {
            key: node.key(),
            kind: node.kind,
            label,
            name: node.name.clone(),
            system: node.system.clone(),
            calls: node.figures.calls,
            members: node.members,
            error_ratio: node.figures.error_ratio(),
            radius_px,
            room,
        }
    });
    let edges = graph.edges.iter().zip(amounts).map(|(edge, amount)| MapEdge {
        from: edge.from,
        to: edge.to,
        width_px: LEAST_WIDTH_PX + (MOST_WIDTH_PX - LEAST_WIDTH_PX) * (amount / most).sqrt(),
        error_ratio: edge.figures.error_ratio(),
        is_in_cycle: edge.is_in_cycle,
        change: EdgeChange::Same,
    });
    Pictured { nodes: nodes.collect(), edges: edges.collect() }
}

/// Of a database both ends are kept: its server comes last.
fn cut(name: &str, keeps_end: bool) -> String {
    let letters = name.chars().count();
    if letters <= LABEL_LETTERS {
        return name.to_owned();
    }
    let last = if keeps_end { LABEL_LETTERS / 2 } else { 0 };
    let start: String = name.chars().take(LABEL_LETTERS - 1 - last).collect();
    let end: String = name.chars().skip(letters - last).collect();
    format!("{}…{}", start.trim_end(), end.trim_start())
}

/// A bent edge: a parabola by its ends and the point that it bends to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    pub from: Point,
    pub bend: Point,
    pub to: Point,
}

impl Curve {
    /// `share`: 0 at the caller, 1 at the callee.
    pub fn at(&self, share: f64) -> Point {
        let rest = 1.0 - share;
        let (a, b, c) = (rest * rest, 2.0 * rest * share, share * share);
        Point {
            x: a * self.from.x + b * self.bend.x + c * self.to.x,
            y: a * self.from.y + b * self.bend.y + c * self.to.y,
        }
    }
}

impl Pictured {
    /// The question where its nodes are.
    pub fn ask(&self, layout: MapLayout) -> PlacesAsk {
        PlacesAsk {
            layout,
            nodes: self.nodes.iter().map(|node| (node.key.clone(), node.room)).collect(),
            edges: self.edges.iter().map(|edge| (edge.from, edge.to)).collect(),
            pins: Vec::new(),
            start: Vec::new(),
        }
    }

    /// What stands out: an item with what it touches; without one, what is `near`, if anything
    /// is.
    pub fn emphasis(&self, near: Option<&[bool]>, item: Option<MapItem>) -> Emphasis {
        let all = |count: usize| vec![true; count];
        let (nodes, edges) = (self.nodes.len(), self.edges.len());
        let Some(item) = item else {
            let Some(near) = near else { return Emphasis { nodes: all(nodes), edges: all(edges) } };
            let among = |edge: &MapEdge| near[edge.from as usize] && near[edge.to as usize];
            let edges = self.edges.iter().map(among).collect();
            return Emphasis { nodes: near.to_vec(), edges };
        };
        let mut seen = Emphasis { nodes: vec![false; nodes], edges: vec![false; edges] };
        for (place, edge) in self.edges.iter().enumerate() {
            let touches = match item {
                MapItem::Node(node) => edge.from == node || edge.to == node,
                MapItem::Edge(own) => place == own as usize,
            };
            if touches {
                seen.edges[place] = true;
                seen.nodes[edge.from as usize] = true;
                seen.nodes[edge.to as usize] = true;
            }
        }
        if let MapItem::Node(node) = item
            && let Some(own) = seen.nodes.get_mut(node as usize)
        {
            *own = true;
        }
        seen
    }

    /// What holds all nodes.
    pub fn bounds(&self, points: &[Point]) -> Option<Bounds> {
        Bounds::around(self.nodes.iter().zip(points).map(|(node, &at)| node.room.bounds(at)))
    }

    /// From the edge of one node to that of the other, with `gap_px` between; bent to the left of
    /// its way, so that two ways between two nodes are two. A node's calls of itself go round.
    pub fn curve(&self, edge: &MapEdge, points: &[Point], gap_px: f64) -> Option<Curve> {
        let (from, to) = (*points.get(edge.from as usize)?, *points.get(edge.to as usize)?);
        let radius = |node: u32| self.nodes[node as usize].radius_px + gap_px;
        if edge.from == edge.to {
            let reach = radius(edge.from);
            let above = |x: f64, y: f64| Point { x: from.x + x * reach, y: from.y + y * reach };
            return Some(Curve {
                from: above(-0.7, -0.7),
                bend: above(0.0, -3.2),
                to: above(0.7, -0.7),
            });
        }
        let (x, y) = (to.x - from.x, to.y - from.y);
        let length = (x * x + y * y).sqrt().max(1e-6);
        let bend = (length * 0.12).min(40.0);
        let bend = Point {
            x: (from.x + to.x) / 2.0 + y / length * bend,
            y: (from.y + to.y) / 2.0 - x / length * bend,
        };
        let off = |at: Point, radius: f64| {
            let (x, y) = (bend.x - at.x, bend.y - at.y);
            let length = (x * x + y * y).sqrt().max(1e-6);
            let radius = radius.min(length * 0.9);
            Point { x: at.x + x / length * radius, y: at.y + y / length * radius }
        };
        Some(Curve { from: off(from, radius(edge.from)), bend, to: off(to, radius(edge.to)) })
    }

    /// The node at a point of the plane, with `reach_px` around it.
    pub fn node_at(&self, points: &[Point], at: Point, reach_px: f64) -> Option<u32> {
        let far = |(node, point): (&MapNode, &Point)| {
            let label = node.room.bounds(*point);
            let is_on_label = at.y > point.y
                && label.touches(&Bounds { left: at.x, right: at.x, top: at.y, bottom: at.y });
            let distance = point.distance(at);
            (is_on_label || distance <= node.radius_px + reach_px).then_some(distance)
        };
        let all = self.nodes.iter().zip(points).map(far).zip(0..);
        let near = all.filter_map(|(far, node)| Some((far?, node)));
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, node)| node)
    }

    /// The edge that passes within `reach_px` of a point of the plane.
    pub fn edge_at(&self, points: &[Point], at: Point, reach_px: f64) -> Option<usize> {
        const PIECES: u32 = 12;
        let far = |edge: &MapEdge| {
            let curve = self.curve(edge, points, 2.0)?;
            let places = (0..PIECES).map(|place| {
                let ends =
                    [place, place + 1].map(|one| curve.at(f64::from(one) / f64::from(PIECES)));
                distance_from_line(at, ends)
            });
            places.min_by(f64::total_cmp).filter(|&far| far <= reach_px + edge.width_px / 2.0)
        };
        let near =
            self.edges.iter().enumerate().filter_map(|(place, edge)| Some((far(edge)?, place)));
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
    }
}

fn distance_from_line(at: Point, [from, to]: [Point; 2]) -> f64 {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let along = ((at.x - from.x) * x + (at.y - from.y) * y) / (x * x + y * y).max(1e-9);
    let share = along.clamp(0.0, 1.0);
    at.distance(Point { x: from.x + x * share, y: from.y + y * share })
}
