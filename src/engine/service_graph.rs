//! Traces of some openings become the graph of who calls whom.
//!
//! Invariant: a trace that several openings hold counts once, as calls would otherwise count twice;
//! its times are the recorded ones. Absent: places on the screen (see `layout`).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use super::protocol::{OpeningId, TraceListing, TraceRef};
use crate::analysis::{GraphSums, ServiceGraph};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphAsk {
    pub openings: Vec<OpeningId>,
    /// One of their traces alone.
    pub only: Option<TraceRef>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TracedGraph {
    pub graph: ServiceGraph,
    /// All that were looked at: edges name them by their places.
    pub traces: Vec<TraceListing>,
}

/// O(spans × log nodes).
pub(super) fn graph(open: &BTreeMap<TraceRef, OpenTrace>, ask: &GraphAsk) -> TracedGraph {
    let mut seen = BTreeSet::new();
    let mut sums = GraphSums::default();
    let mut traces = Vec::new();
    for (name, trace) in open {
        let is_meant = match ask.only {
            Some(only) => *name == only,
            None => ask.openings.contains(&name.opening) && seen.insert(name.trace_id),
        };
        if is_meant {
            sums.add(trace.recorded(), traces.len() as u32);
            traces.push(trace.listing());
        }
    }
    TracedGraph { graph: sums.finish(), traces }
}
