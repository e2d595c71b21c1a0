//! Points and boxes become points whose boxes lie apart.
//!
//! Boxes that reach into each other are pushed apart, each by half, the shorter way; round after
//! round, since that may push them into others. What is left after so many rounds is moved to the
//! nearest free place.
//!
//! Invariant: pinned nodes do not move, and of others no two boxes overlap in the end, nor one with a
//! pinned one. Absent: keeping pinned nodes apart, which somebody put where they are.

use super::Graph;
use super::boxes::{Bounds, NodeBox};
use super::view::Point;
use crate::order;

const ROUNDS: u32 = 60;
/// How far around a node a free place is looked for, and how many boxes are looked at in all.
const MOST_RINGS: i32 = 60;
const MOST_LOOKED: usize = 20_000_000;
/// What a push adds, so that rounding does not leave a hair.
const MORE_PX: f64 = 0.5;
/// Between nodes of the last resort, and above them.
const SHELF_PX: f64 = 12.0;

/// O(rounds × (n log n + pairs that are near)).
pub(super) fn remove(graph: &Graph, points: &mut [Point]) {
    for _ in 0..ROUNDS {
        let pairs = overlapping(&graph.boxes, points);
        if pairs.is_empty() {
            return;
        }
        for (a, b) in pairs {
            push_apart(graph, points, a as usize, b as usize);
        }
    }
    move_the_rest(graph, points);
}

/// Pairs whose boxes reach into each other, by number. O(n log n + pairs beside each other).
fn overlapping(boxes: &[NodeBox], points: &[Point]) -> Vec<(u32, u32)> {
    let left = |node: u32| points[node as usize].x - boxes[node as usize].half_width_px;
    let mut order: Vec<u32> = (0..points.len() as u32).collect();
    order::sort_places(&mut order, |a, b| left(a).total_cmp(&left(b)));
    let widest = boxes.iter().fold(0.0, |most: f64, one| most.max(one.half_width_px));
    let mut pairs = Vec::new();
    for (place, &a) in order.iter().enumerate() {
        let (at, own) = (points[a as usize], &boxes[a as usize]);
        let reach = at.x + own.half_width_px + 2.0 * widest;
        for &b in order[place + 1..].iter().take_while(|&&b| left(b) < reach) {
            let (aside, along) = own.overlap(at, &boxes[b as usize], points[b as usize]);
            if aside > 0.0 && along > 0.0 {
                pairs.push((a.min(b), a.max(b)));
            }
        }
    }
    order::sort(&mut pairs);
    pairs
}

/// How many pairs of boxes reach into each other.
pub fn overlap_count(boxes: &[NodeBox], points: &[Point]) -> usize {
    overlapping(boxes, points).len()
}

fn push_apart(graph: &Graph, points: &mut [Point], a: usize, b: usize) {
    let (aside, along) = graph.boxes[a].overlap(points[a], &graph.boxes[b], points[b]);
    // An earlier push of this round may have done it.
    if aside <= 0.0 || along <= 0.0 {
        return;
    }
    let shares = match (graph.is_pinned[a], graph.is_pinned[b]) {
        (true, true) => return,
        (true, false) => (0.0, 1.0),
        (false, true) => (1.0, 0.0),
        (false, false) => (0.5, 0.5),
    };
    if aside < along {
        let way = if points[a].x <= points[b].x { aside + MORE_PX } else { -aside - MORE_PX };
        points[a].x -= way * shares.0;
        points[b].x += way * shares.1;
    } else {
        let way = if points[a].y <= points[b].y { along + MORE_PX } else { -along - MORE_PX };
        points[a].y -= way * shares.0;
        points[b].y += way * shares.1;
    }
}

/// Nodes that still overlap go, one after another, to the nearest place of a grid around them
/// where nothing is; or, where that would take too long, to a line below all others.
fn move_the_rest(graph: &Graph, points: &mut [Point]) {
    let mut looked = 0;
    let mut shelf = Shelf::below(graph, points);
    for (a, b) in overlapping(&graph.boxes, points) {
        let node = if graph.is_pinned[b as usize] { a } else { b } as usize;
        if graph.is_pinned[node] || is_free(graph, points, node, points[node]) {
            continue;
        }
        let found = free_place(graph, points, node, &mut looked);
        points[node] = found.unwrap_or_else(|| shelf.place(&graph.boxes[node]));
    }
}

/// The nearest place of a grid around a node where nothing is. `looked`: boxes looked at so far.
fn free_place(graph: &Graph, points: &[Point], node: usize, looked: &mut usize) -> Option<Point> {
    const STEP_PX: f64 = 12.0;
    let from = points[node];
    for ring in 1..=MOST_RINGS {
        for (x, y) in ring_of(ring) {
            if *looked >= MOST_LOOKED {
                return None;
            }
            *looked += points.len();
            let at =
                Point { x: from.x + f64::from(x) * STEP_PX, y: from.y + f64::from(y) * STEP_PX };
            if is_free(graph, points, node, at) {
                return Some(at);
            }
        }
    }
    None
}

/// A line below all nodes, filled from the left.
struct Shelf {
    next_x: f64,
    top_px: f64,
}

impl Shelf {
    fn below(graph: &Graph, points: &[Point]) -> Shelf {
        let bounds = Bounds::around(graph.boxes.iter().zip(points).map(|(it, &at)| it.bounds(at)));
        Shelf {
            next_x: bounds.as_ref().map_or(0.0, |all| all.left),
            top_px: bounds.map_or(0.0, |all| all.bottom) + SHELF_PX,
        }
    }

    fn place(&mut self, own: &NodeBox) -> Point {
        let at = Point { x: self.next_x + own.half_width_px, y: self.top_px + own.above_px };
        self.next_x = at.x + own.half_width_px + SHELF_PX;
        at
    }
}

/// The places of a square ring around the origin, row by row.
fn ring_of(ring: i32) -> impl Iterator<Item = (i32, i32)> {
    (-ring..=ring).flat_map(move |y| {
        let step = if y.abs() == ring { 1 } else { 2 * ring };
        (-ring..=ring).step_by(step as usize).map(move |x| (x, y))
    })
}

fn is_free(graph: &Graph, points: &[Point], node: usize, at: Point) -> bool {
    let own = &graph.boxes[node];
    points.iter().zip(&graph.boxes).enumerate().all(|(other, (&point, other_box))| {
        let (aside, along) = own.overlap(at, other_box, point);
        other == node || aside <= 0.0 || along <= 0.0
    })
}
