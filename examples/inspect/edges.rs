//! Who calls whom becomes the object that is printed.
//!
//! Invariant: edges come by caller, then callee, each pair once for each kind of callee. Absent:
//! nodes that nobody calls and that call nobody.

use serde::Serialize;
use spanscope::analysis::{GraphEdge, ServiceGraph};

#[derive(Serialize)]
pub struct EdgesLine {
    edges: Vec<Edge>,
}

#[derive(Serialize)]
struct Edge {
    from: String,
    to: String,
    calls: u64,
    errors: u64,
    p50_ns: u64,
    p95_ns: u64,
}

pub fn edges_line(graph: ServiceGraph) -> EdgesLine {
    let name = |node: u32| graph.nodes[node as usize].name.clone();
    // Of traces all figures are known.
    let edge = |edge: &GraphEdge| Edge {
        from: name(edge.from),
        to: name(edge.to),
        calls: edge.figures.calls,
        errors: edge.figures.errors.unwrap_or(0),
        p50_ns: edge.figures.p50_nanos.unwrap_or(0),
        p95_ns: edge.figures.p95_nanos.unwrap_or(0),
    };
    EdgesLine { edges: graph.edges.iter().map(edge).collect() }
}
