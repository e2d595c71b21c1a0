//! A graph becomes places to start from, near enough to where forces will lead.
//!
//! Cold: distances along edges from a few nodes far from each other, seen along the two
//! directions in which they differ most (PivotMDS, Brandes and Pich 2006), turned so that calls point
//! down, and each node put aside a little by a hash of its name, since twins would fall together.
//! Warm: where nodes are; new ones beside those that they call or are called by.
//!
//! Invariant: names and edges alone decide. Absent: anything that is drawn by lot.

use std::collections::VecDeque;

use super::view::Point;
use super::{Graph, REST_PX};

const PIVOTS: usize = 16;
const TURNS: u32 = 40;

/// Nodes that edges connect, by number.
pub(super) struct Part {
    pub nodes: Vec<u32>,
}

impl Part {
    /// The part as a graph of its own.
    pub fn graph_of(&self, whole: &Graph) -> Graph {
        let mut places = vec![u32::MAX; whole.names.len()];
        for (place, &node) in self.nodes.iter().enumerate() {
            places[node as usize] = place as u32;
        }
        let is_own = |&&(from, _): &&(u32, u32)| places[from as usize] != u32::MAX;
        let own = |&(from, to): &(u32, u32)| (places[from as usize], places[to as usize]);
        Graph {
            names: self.nodes.iter().map(|&node| whole.names[node as usize].clone()).collect(),
            boxes: self.nodes.iter().map(|&node| whole.boxes[node as usize]).collect(),
            edges: whole.edges.iter().filter(is_own).map(own).collect(),
            pins: Vec::new(),
            is_pinned: vec![false; self.nodes.len()],
            start: Vec::new(),
        }
    }
}

/// Neighbours of each node, whichever way calls go.
fn neighbours(nodes: usize, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new(); nodes];
    for &(from, to) in edges {
        all[from as usize].push(to);
        all[to as usize].push(from);
    }
    all
}

/// In the order of their first nodes.
pub(super) fn parts(nodes: usize, edges: &[(u32, u32)]) -> Vec<Part> {
    let near = neighbours(nodes, edges);
    let mut is_seen = vec![false; nodes];
    let mut parts = Vec::new();
    for first in 0..nodes as u32 {
        if is_seen[first as usize] {
            continue;
        }
        is_seen[first as usize] = true;
        let mut part = vec![first];
        let mut place = 0;
        while let Some(&node) = part.get(place) {
            place += 1;
            for &other in &near[node as usize] {
                if !std::mem::replace(&mut is_seen[other as usize], true) {
                    part.push(other);
                }
            }
        }
        crate::order::sort(&mut part);
        parts.push(Part { nodes: part });
    }
    parts
}

/// Of a connected graph. O(pivots × (n + edges)).
pub(super) fn cold(graph: &Graph) -> Vec<Point> {
    let near = neighbours(graph.names.len(), &graph.edges);
    let columns = centred(pivot_distances(&near));
    let first = direction(&columns, None);
    let second = direction(&columns, Some(&first));
    let mut points: Vec<Point> = (0..graph.names.len())
        .map(|node| Point { x: along(&columns, &first, node), y: along(&columns, &second, node) })
        .collect();
    scale_to_rest(&mut points, &graph.edges);
    turn_calls_down(&mut points, &graph.edges);
    for (point, name) in points.iter_mut().zip(&graph.names) {
        let aside = aside(name);
        point.x += aside.x;
        point.y += aside.y;
    }
    points
}

/// Steps from a few nodes, each as far as can be from those before, to all nodes: a column each.
fn pivot_distances(near: &[Vec<u32>]) -> Vec<Vec<f64>> {
    let mut least = vec![f64::MAX; near.len()];
    let mut pivot = 0;
    let mut columns = Vec::new();
    while columns.len() < PIVOTS.min(near.len()) {
        let column = distances(near, pivot);
        for (least, &distance) in least.iter_mut().zip(&column) {
            *least = least.min(distance);
        }
        columns.push(column);
        let mut furthest = 0;
        for (node, &distance) in least.iter().enumerate() {
            if distance > least[furthest] {
                furthest = node;
            }
        }
        pivot = furthest;
    }
    columns
}

fn distances(near: &[Vec<u32>], from: usize) -> Vec<f64> {
    let mut distances = vec![-1.0; near.len()];
    distances[from] = 0.0;
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        for &other in &near[node] {
            if distances[other as usize] < 0.0 {
                distances[other as usize] = distances[node] + 1.0;
                queue.push_back(other as usize);
            }
        }
    }
    distances
}

/// Squares of distances, with the means of rows and columns taken off.
fn centred(mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let nodes = columns.first().map_or(0, Vec::len);
    let (rows, count) = (nodes.max(1) as f64, columns.len().max(1) as f64);
    columns.iter_mut().flatten().for_each(|distance| *distance *= *distance);
    let row_means: Vec<f64> = (0..nodes)
        .map(|row| columns.iter().map(|column| column[row]).sum::<f64>() / count)
        .collect();
    let mean = row_means.iter().sum::<f64>() / rows;
    for column in &mut columns {
        let column_mean = column.iter().sum::<f64>() / rows;
        for (value, row_mean) in column.iter_mut().zip(&row_means) {
            *value = (column_mean + row_mean - mean - *value) / 2.0;
        }
    }
    columns
}

/// The direction in which the columns differ most, at right angles to another: by multiplying
/// again and again.
fn direction(columns: &[Vec<f64>], other: Option<&[f64]>) -> Vec<f64> {
    let nodes = columns.first().map_or(0, Vec::len);
    let mut direction: Vec<f64> = (0..columns.len()).map(|at| 1.0 / (1.0 + at as f64)).collect();
    for _ in 0..TURNS {
        if let Some(other) = other {
            let shared: f64 = direction.iter().zip(other).map(|(a, b)| a * b).sum();
            direction.iter_mut().zip(other).for_each(|(own, other)| *own -= shared * other);
        }
        let seen: Vec<f64> = (0..nodes).map(|node| along(columns, &direction, node)).collect();
        let next: Vec<f64> = columns
            .iter()
            .map(|column| column.iter().zip(&seen).map(|(a, b)| a * b).sum())
            .collect();
        let length = next.iter().map(|value: &f64| value * value).sum::<f64>().sqrt();
        if length < 1e-9 {
            return vec![0.0; columns.len()];
        }
        direction = next.into_iter().map(|value| value / length).collect();
    }
    direction
}

fn along(columns: &[Vec<f64>], direction: &[f64], node: usize) -> f64 {
    columns.iter().zip(direction).map(|(column, part)| column[node] * part).sum()
}

/// So that edges are as long as they will be, in the mean.
fn scale_to_rest(points: &mut [Point], edges: &[(u32, u32)]) {
    let length = |&(from, to): &(u32, u32)| {
        let (a, b) = (points[from as usize], points[to as usize]);
        ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt()
    };
    let mean = edges.iter().map(length).sum::<f64>() / edges.len().max(1) as f64;
    if mean < 1e-9 {
        return;
    }
    for point in points {
        point.x *= REST_PX / mean;
        point.y *= REST_PX / mean;
    }
}

fn turn_calls_down(points: &mut [Point], edges: &[(u32, u32)]) {
    let (mut x, mut y) = (0.0, 0.0);
    for &(from, to) in edges {
        x += points[to as usize].x - points[from as usize].x;
        y += points[to as usize].y - points[from as usize].y;
    }
    let length = (x * x + y * y).sqrt();
    if length < 1e-9 {
        return;
    }
    let (across, down) = (x / length, y / length);
    for point in points {
        let Point { x, y } = *point;
        *point = Point { x: x * down - y * across, y: x * across + y * down };
    }
}

/// A step of up to a quarter of the rest length, from the name.
fn aside(name: &str) -> Point {
    // FNV-1a, then stirred, since names that differ in the last letter would be neighbours.
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    let part = |bits: u64| ((bits & 0xffff) as f64 / 65_536.0 - 0.5) * REST_PX / 2.0;
    Point { x: part(hash), y: part(hash >> 16) }
}

/// See the module.
pub(super) fn warm(graph: &Graph) -> Vec<Point> {
    let near = neighbours(graph.names.len(), &graph.edges);
    let mut known = graph.start.clone();
    let right = known.iter().flatten().fold(0.0, |most: f64, point| most.max(point.x));
    // Those beside a known one first, then those beside them.
    loop {
        let found: Vec<(usize, Point)> = (0..known.len())
            .filter(|&node| known[node].is_none())
            .filter_map(|node| Some((node, beside(&near[node], &known, &graph.names[node])?)))
            .collect();
        if found.is_empty() {
            break;
        }
        found.into_iter().for_each(|(node, at)| known[node] = Some(at));
    }
    let alone = |name: &String| {
        let aside = aside(name);
        Point { x: right + REST_PX + aside.x, y: aside.y }
    };
    known.iter().zip(&graph.names).map(|(at, name)| at.unwrap_or_else(|| alone(name))).collect()
}

/// The middle of those neighbours that have a place, and a little aside of it.
fn beside(near: &[u32], known: &[Option<Point>], name: &str) -> Option<Point> {
    let placed: Vec<Point> = near.iter().filter_map(|&other| known[other as usize]).collect();
    let count = placed.len() as f64;
    let aside = aside(name);
    let x = placed.iter().map(|point| point.x).sum::<f64>() / count + aside.x;
    let y = placed.iter().map(|point| point.y).sum::<f64>() / count + aside.y;
    (!placed.is_empty()).then_some(Point { x, y })
}
