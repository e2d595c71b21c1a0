//! Made-up graphs for the layouts of the service map.
//!
//! Invariant: the same numbers give the same graph, on any machine. Absent: anything like a real
//! company's services, but that a few are called by many.

use spanscope::layout::service_map::{NodeBox, PlacesAsk};

/// A graph that hangs together: each node is called by an earlier one, the earliest most often,
/// and the rest of the edges likewise.
pub fn made_map(nodes: u32, edges: u32, seed: u32) -> PlacesAsk {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut draw = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below.max(1)
    };
    let name = |node: u32| format!("service-{:04}", node * 7919 % 9973);
    let room = |node: u32| {
        let radius = 9.0 + f64::from(node * 31 % 14);
        NodeBox { half_width_px: 36.0, above_px: radius + 3.0, below_px: radius + 34.0 }
    };
    let mut ask = PlacesAsk {
        nodes: (0..nodes).map(|node| (name(node), room(node))).collect(),
        ..PlacesAsk::default()
    };
    for node in 1..nodes {
        let (one, other) = (draw(node), draw(node));
        ask.edges.push((one.min(other), node));
    }
    while (ask.edges.len() as u32) < edges {
        let (one, other, to) = (draw(nodes), draw(nodes), draw(nodes));
        ask.edges.push((one.min(other), to));
    }
    ask
}
