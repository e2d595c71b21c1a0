//! A graph becomes layers from left to right: callers before what they call, as far as circles
//! allow.
//!
//! After Sugiyama (1981), without points for edges that pass a layer: edges that close a circle
//! count the other way round; a node's layer is the longest way to it; within layers nodes go, again
//! and again, where the middle of their neighbours is.
//!
//! Invariant: an edge that closes no circle leads to the right. Absent: the least number of
//! crossings, which is a hard problem.

use super::Graph;
use super::view::Point;
use crate::order;

const LAYER_GAP_PX: f64 = 70.0;
const NODE_GAP_PX: f64 = 12.0;
const SWEEPS: u32 = 12;

/// O(sweeps × (n log n + edges)).
pub(super) fn places(graph: &Graph) -> Vec<Point> {
    let nodes = graph.names.len();
    let forward = without_circles(nodes, &graph.edges);
    let layer = longest_ways(nodes, &forward);
    let mut layers: Vec<Vec<u32>> = Vec::new();
    for (node, &layer) in layer.iter().enumerate() {
        while layers.len() <= layer as usize {
            layers.push(Vec::new());
        }
        layers[layer as usize].push(node as u32);
    }
    let mut before = vec![Vec::new(); nodes];
    let mut after = vec![Vec::new(); nodes];
    for &(from, to) in &forward {
        before[to as usize].push(from);
        after[from as usize].push(to);
    }
    let mut points = vec![Point::default(); nodes];
    set_columns(graph, &layers, &mut points);
    layers.iter().for_each(|layer| stack(graph, layer, &mut points));
    for sweep in 0..SWEEPS {
        let is_forward = sweep % 2 == 0;
        let near = if is_forward { &before } else { &after };
        let count = layers.len();
        for place in 0..count {
            let place = if is_forward { place } else { count - 1 - place };
            settle(graph, &mut layers[place], near, &mut points);
        }
    }
    points
}

/// The edges, those turned round that lead back to a node on the way: no circle is left. Depth
/// first, by name, from those that nobody calls.
fn without_circles(nodes: usize, edges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut after = vec![Vec::new(); nodes];
    let mut is_called = vec![false; nodes];
    for &(from, to) in edges {
        after[from as usize].push(to);
        is_called[to as usize] = true;
    }
    // Not seen, on the way, done.
    let mut state = vec![0u8; nodes];
    let mut forward = Vec::with_capacity(edges.len());
    let all = 0..nodes as u32;
    let roots = all.clone().filter(|&node| !is_called[node as usize]).chain(all);
    for root in roots {
        if state[root as usize] != 0 {
            continue;
        }
        state[root as usize] = 1;
        let mut way = vec![(root, 0usize)];
        while let Some((node, looked_at)) = way.last_mut() {
            let node = *node;
            let Some(&next) = after[node as usize].get(*looked_at) else {
                state[node as usize] = 2;
                way.pop();
                continue;
            };
            *looked_at += 1;
            if state[next as usize] == 1 {
                forward.push((next, node));
                continue;
            }
            forward.push((node, next));
            if state[next as usize] == 0 {
                state[next as usize] = 1;
                way.push((next, 0));
            }
        }
    }
    order::sort(&mut forward);
    forward.dedup();
    forward
}

/// Edges on the longest way to each node.
fn longest_ways(nodes: usize, edges: &[(u32, u32)]) -> Vec<u32> {
    let mut after = vec![Vec::new(); nodes];
    let mut waiting = vec![0u32; nodes];
    for &(from, to) in edges {
        after[from as usize].push(to);
        waiting[to as usize] += 1;
    }
    let mut layer = vec![0u32; nodes];
    let mut ready: Vec<u32> =
        (0..nodes as u32).filter(|&node| waiting[node as usize] == 0).collect();
    while let Some(node) = ready.pop() {
        for &next in &after[node as usize] {
            let least = layer[node as usize] + 1;
            layer[next as usize] = layer[next as usize].max(least);
            waiting[next as usize] -= 1;
            if waiting[next as usize] == 0 {
                ready.push(next);
            }
        }
    }
    layer
}

/// Where layers begin, from their widest nodes.
fn set_columns(graph: &Graph, layers: &[Vec<u32>], points: &mut [Point]) {
    let mut left = 0.0;
    for layer in layers {
        let widest = layer
            .iter()
            .fold(0.0, |most: f64, &node| most.max(graph.boxes[node as usize].half_width_px));
        layer.iter().for_each(|&node| points[node as usize].x = left + widest);
        left += 2.0 * widest + LAYER_GAP_PX;
    }
}

/// One below the other in their order, around the height of the middle.
fn stack(graph: &Graph, layer: &[u32], points: &mut [Point]) {
    let height = |&node: &u32| {
        let own = &graph.boxes[node as usize];
        own.above_px + own.below_px + NODE_GAP_PX
    };
    let mut top = -layer.iter().map(height).sum::<f64>() / 2.0;
    for node in layer {
        points[*node as usize].y = top + graph.boxes[*node as usize].above_px;
        top += height(node);
    }
}

/// Puts each node of a layer as near to the middle of its neighbours as the others let it.
fn settle(graph: &Graph, layer: &mut [u32], near: &[Vec<u32>], points: &mut [Point]) {
    let wish = |node: u32, points: &[Point]| {
        let near = &near[node as usize];
        let sum: f64 = near.iter().map(|&other| points[other as usize].y).sum();
        if near.is_empty() { points[node as usize].y } else { sum / near.len() as f64 }
    };
    let wishes: Vec<f64> = layer.iter().map(|&node| wish(node, points)).collect();
    let mut by_wish: Vec<(f64, u32)> = wishes.into_iter().zip(layer.iter().copied()).collect();
    order::sort_by(&mut by_wish, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (place, (_, node)) in layer.iter_mut().zip(&by_wish) {
        *place = *node;
    }
    // Runs of nodes that touch, each around the middle of its wishes.
    let mut runs: Vec<Run> = Vec::new();
    for (wish, node) in by_wish {
        let own = &graph.boxes[node as usize];
        let height = own.above_px + own.below_px + NODE_GAP_PX;
        runs.push(Run { top_sum: wish - own.above_px, height, nodes: vec![node] });
        while let [.., above, last] = runs.as_mut_slice()
            && last.top() < above.top() + above.height
        {
            let last = std::mem::take(last);
            above.take_in(last);
            runs.pop();
        }
    }
    for run in runs {
        let mut top = run.top();
        for node in run.nodes {
            let own = &graph.boxes[node as usize];
            points[node as usize].y = top + own.above_px;
            top += own.above_px + own.below_px + NODE_GAP_PX;
        }
    }
}

/// Nodes one below the other without a gap.
#[derive(Default)]
struct Run {
    /// Where each of the nodes would have the run begin, added up.
    top_sum: f64,
    height: f64,
    nodes: Vec<u32>,
}

impl Run {
    fn top(&self) -> f64 {
        self.top_sum / self.nodes.len() as f64
    }

    fn take_in(&mut self, below: Run) {
        self.top_sum += below.top_sum - below.nodes.len() as f64 * self.height;
        self.height += below.height;
        self.nodes.extend(below.nodes);
    }
}
