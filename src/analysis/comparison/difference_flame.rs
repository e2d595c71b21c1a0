//! A comparison becomes a flame graph with the widths of one side and the changes of both.
//!
//! A node is as wide as its own time on that side and its children's together: work, not time on
//! a clock, since calls that run at once would not fit below their parent. What the other side
//! alone has is not in it, so both directions are looked at.
//!
//! Invariant: a node's children lie within it and do not overlap. Absent: what is narrower than a
//! hair. Source: Gregg, *The Flame Graph*, CACM 59(6), 2016, its differential flame graphs.

use super::Comparison;

/// What is narrower is left out, with everything below it.
const LEAST_PX: f64 = 1.5;
/// More than a page can show at once.
const MOST_BOXES: usize = 4_000;

/// A node of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DifferenceBox {
    pub node: u32,
    /// 0 for what the picture begins with.
    pub depth: u32,
    /// In pixels.
    pub left_px: f64,
    pub width_px: f64,
}

/// Work below each node, on both sides. O(n) to make.
pub struct DifferenceFlame {
    /// By node: own time and that of everything below, in nanoseconds.
    work_nanos: [Vec<u64>; 2],
    /// By node: one past the last below it.
    ends: Vec<u32>,
}

impl DifferenceFlame {
    pub fn of(comparison: &Comparison) -> DifferenceFlame {
        let nodes = &comparison.nodes;
        let own = |side: usize| nodes.iter().map(move |node| node.figures[side].self_nanos);
        let mut work_nanos = [own(0).collect::<Vec<u64>>(), own(1).collect()];
        let mut ends: Vec<u32> = (1..=nodes.len() as u32).collect();
        for (number, node) in nodes.iter().enumerate().rev() {
            let Some(parent) = node.parent.map(|parent| parent as usize) else { continue };
            for work in &mut work_nanos {
                work[parent] = work[parent].saturating_add(work[number]);
            }
            ends[parent] = ends[parent].max(ends[number]);
        }
        DifferenceFlame { work_nanos, ends }
    }

    /// Of a node and everything below it.
    pub fn work_nanos(&self, node: u32) -> [u64; 2] {
        [0, 1].map(|side| self.work_nanos[side][node as usize])
    }

    /// One past the last node below.
    pub fn end(&self, node: u32) -> u32 {
        self.ends[node as usize]
    }

    /// The picture with the widths of `side`, of all roots or of one node and what is below it.
    /// O(n), less where much is too narrow.
    pub fn boxes(
        &self,
        comparison: &Comparison,
        side: usize,
        root: Option<u32>,
        width_px: f64,
    ) -> Vec<DifferenceBox> {
        let work = &self.work_nanos[side];
        let all = match root {
            Some(root) => root..self.end(root),
            None => 0..comparison.nodes.len() as u32,
        };
        let first_depth = root.map_or(0, |root| comparison.nodes[root as usize].depth);
        let is_top = |node: u32| comparison.nodes[node as usize].depth == first_depth;
        let whole: u64 = all
            .clone()
            .filter(|&node| is_top(node))
            .map(|it| work[it as usize])
            .fold(0, u64::saturating_add);
        let per_nano = width_px / whole.max(1) as f64;
        // Where the next child of the open node of each depth begins.
        let mut next_px = vec![0.0];
        let mut boxes = Vec::new();
        let mut node = all.start;
        while node < all.end {
            let depth = (comparison.nodes[node as usize].depth - first_depth) as usize;
            let width_px = work[node as usize] as f64 * per_nano;
            next_px.truncate(depth + 1);
            let left_px = next_px[depth];
            next_px[depth] += width_px;
            if width_px < LEAST_PX || boxes.len() == MOST_BOXES {
                node = self.end(node);
                continue;
            }
            next_px.push(left_px);
            boxes.push(DifferenceBox { node, depth: depth as u32, left_px, width_px });
            node += 1;
        }
        boxes
    }
}
