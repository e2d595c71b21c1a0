//! Points and edges become points at rest: nodes push each other away, edges pull.
//!
//! A node pushes another with `K² / d`, an edge pulls with `w × d`, where `K` is [`REST_PX`] and
//! `w` is less the more edges both of its ends have, so that hubs are not crushed. What is sought is
//! a minimum of `½ Σ w d² − K² Σ ln d`. Every tick goes down that slope, each node by what
//! its own springs say and no further than the temperature allows, after Fruchterman and Reingold (1991).
//!
//! Invariant: pinned points do not move; two points never come to be in one place, since their push
//! grows without bounds. Absent: boxes (see `overlap`).

use super::REST_PX;
use super::quadtree::Quadtree;
use super::view::Point;

/// See the module.
pub struct Simulation {
    points: Vec<Point>,
    edges: Vec<(u32, u32, f64)>,
    /// What a node's springs say together.
    stiffness: Vec<f64>,
    is_pinned: Vec<bool>,
    /// How far a node may go, as a share of what others may.
    reach: Vec<f64>,
}

impl Simulation {
    pub fn new(points: Vec<Point>, edges: &[(u32, u32)]) -> Simulation {
        let mut degrees = vec![0u32; points.len()];
        for &(from, to) in edges {
            degrees[from as usize] += 1;
            degrees[to as usize] += 1;
        }
        let weight = |from: u32, to: u32| {
            let least = degrees[from as usize].min(degrees[to as usize]);
            1.0 / f64::from(least.max(1)).sqrt()
        };
        let edges: Vec<(u32, u32, f64)> =
            edges.iter().map(|&(from, to)| (from, to, weight(from, to))).collect();
        let mut stiffness = vec![0.0; points.len()];
        for &(from, to, weight) in &edges {
            stiffness[from as usize] += weight;
            stiffness[to as usize] += weight;
        }
        let is_pinned = vec![false; points.len()];
        let reach = vec![1.0; points.len()];
        Simulation { points, edges, stiffness, is_pinned, reach }
    }

    /// Nodes that someone has seen in their places leave them reluctantly.
    pub fn slow(&mut self, is_known: &[bool]) {
        const RELUCTANT: f64 = 0.2;
        let share = |&is_known: &bool| if is_known { RELUCTANT } else { 1.0 };
        self.reach = is_known.iter().map(share).collect();
    }

    pub fn pin(&mut self, is_pinned: &[bool]) {
        self.is_pinned = is_pinned.to_vec();
    }

    pub fn points(&self) -> &[Point] {
        &self.points
    }

    pub fn into_points(self) -> Vec<Point> {
        self.points
    }

    /// One step, in which no node goes further than `most_px`. O(n log n + edges).
    pub fn tick(&mut self, most_px: f64) {
        const SHARE: f64 = 0.5;
        let tree = Quadtree::of(&self.points);
        let mut forces: Vec<Point> = self
            .points
            .iter()
            .zip(0..)
            .map(|(&point, number)| {
                let push = tree.push(point, number);
                Point { x: push.x * REST_PX * REST_PX, y: push.y * REST_PX * REST_PX }
            })
            .collect();
        for &(from, to, weight) in &self.edges {
            let (a, b) = (self.points[from as usize], self.points[to as usize]);
            let (x, y) = (weight * (b.x - a.x), weight * (b.y - a.y));
            forces[from as usize].x += x;
            forces[from as usize].y += y;
            forces[to as usize].x -= x;
            forces[to as usize].y -= y;
        }
        for (node, force) in forces.into_iter().enumerate() {
            if self.is_pinned[node] {
                continue;
            }
            let step = SHARE / self.stiffness[node].max(1.0);
            let (x, y) = (force.x * step, force.y * step);
            let length = (x * x + y * y).sqrt();
            let most = most_px * self.reach[node];
            let scale = if length > most { most / length } else { 1.0 };
            self.points[node].x += x * scale;
            self.points[node].y += y * scale;
        }
    }

    /// What ticks make less of; in pixels squared. It takes every pair, and a logarithm, which
    /// machines may round differently: no place depends on it. O(n²).
    pub fn energy(&self) -> f64 {
        let distance_squared = |a: Point, b: Point| {
            let (x, y) = (a.x - b.x, a.y - b.y);
            x * x + y * y
        };
        let springs: f64 = self
            .edges
            .iter()
            .map(|&(from, to, weight)| {
                let (a, b) = (self.points[from as usize], self.points[to as usize]);
                weight * distance_squared(a, b) / 2.0
            })
            .sum();
        let mut pushes = 0.0;
        for (place, &a) in self.points.iter().enumerate() {
            for &b in &self.points[..place] {
                pushes += distance_squared(a, b).ln() / 2.0;
            }
        }
        springs - REST_PX * REST_PX * pushes
    }
}
