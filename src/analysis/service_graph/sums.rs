//! Traces, one after another, become the calls of each edge, node and operation; these become a
//! graph.
//!
//! Invariant: all durations are kept until the end, so that quantiles over many traces are
//! exact. Absent: calls that nobody names (a client without attributes and without an answer).

use std::collections::{BTreeMap, BTreeSet};

use super::messages::Messages;
use super::{CallFigures, GraphEdge, GraphNode, GraphOperation, NodeKind, ServiceGraph};
use crate::analysis::attribute_names::Names;
use crate::analysis::entry_calls::is_entry;
use crate::analysis::peers::{Peer, PeerKind, PeerNames};
use crate::order;
use crate::trace::{SpanIdx, StringId, Trace};

/// What an edge remembers of the traces with its calls.
const MOST_TRACES: usize = 20;

/// See the module.
#[derive(Default)]
pub struct GraphSums {
    places: BTreeMap<(NodeKind, String), u32>,
    nodes: Vec<NodeSums>,
    edges: BTreeMap<(u32, u32), EdgeSums>,
}

#[derive(Default)]
struct NodeSums {
    system: String,
    namespace: String,
    calls: Calls,
    operations: BTreeMap<String, Calls>,
    versions: BTreeSet<String>,
}

#[derive(Default)]
struct EdgeSums {
    calls: Calls,
    traces: Vec<u32>,
}

#[derive(Default)]
struct Calls {
    durations_nanos: Vec<u64>,
    errors: u64,
}

impl Calls {
    fn add(&mut self, duration_nanos: u64, is_error: bool) {
        self.durations_nanos.push(duration_nanos);
        self.errors += u64::from(is_error);
    }

    fn append(&mut self, other: Calls) {
        self.durations_nanos.extend(other.durations_nanos);
        self.errors += other.errors;
    }

    fn figures(mut self) -> CallFigures {
        order::sort_by_number(&mut self.durations_nanos, |&nanos| nanos);
        let count = self.durations_nanos.len();
        let quantile = |percent: usize| {
            let rank = (count * percent).div_ceil(100);
            self.durations_nanos.get(rank.checked_sub(1)?).copied()
        };
        CallFigures {
            calls: count as u64,
            errors: Some(self.errors),
            p50_nanos: quantile(50),
            p95_nanos: quantile(95),
        }
    }
}

impl GraphSums {
    /// Adds the calls of a trace; `number` is what edges remember it by.
    /// O(spans × (attributes + log nodes)).
    pub fn add(&mut self, trace: &Trace, number: u32) {
        let sources = Sources::find(trace);
        let mut services: BTreeMap<StringId, u32> = BTreeMap::new();
        let mut resources: BTreeSet<u32> = BTreeSet::new();
        let mut place = |sums: &mut GraphSums, service: StringId| {
            let of_name = || sums.place(NodeKind::Service, trace.pool().text(service));
            *services.entry(service).or_insert_with(of_name)
        };
        for span in trace.spans() {
            let own = place(self, trace.service(span));
            if resources.insert(trace.resource_idx(span).0) {
                self.add_resource(own, &sources, trace, span);
            }
            if is_entry(trace, span) {
                if !sources.messages.is_handed_on(span) {
                    self.add_to_node(own, trace, span);
                }
                for caller in sources.messages.callers(trace, span) {
                    let from = place(self, trace.service(caller));
                    self.add_to_edge((from, own), trace, span, number);
                }
                if let Some(queue) = sources.queue_before(trace, span) {
                    let from = self.place(NodeKind::Queue, &queue.name);
                    self.add_to_edge((from, own), trace, span, number);
                }
            }
            if let Some(peer) = sources.far_side(trace, span) {
                let to = self.place(kind_of(peer.kind), &peer.name);
                if peer.kind == PeerKind::Database && self.nodes[to as usize].system.is_empty() {
                    let system = sources.names.database_system(trace, span);
                    self.nodes[to as usize].system = system.unwrap_or_default();
                }
                self.add_to_node(to, trace, span);
                self.add_to_edge((own, to), trace, span, number);
            }
        }
    }

    fn place(&mut self, kind: NodeKind, name: &str) -> u32 {
        let next = self.nodes.len() as u32;
        let place = *self.places.entry((kind, name.to_owned())).or_insert(next);
        if place == next {
            self.nodes.push(NodeSums::default());
        }
        place
    }

    fn add_resource(&mut self, node: u32, sources: &Sources, trace: &Trace, span: SpanIdx) {
        let (pool, attributes) = (trace.pool(), trace.resource(span).attributes);
        let node = &mut self.nodes[node as usize];
        node.versions.extend(sources.version.text(pool, attributes));
        if node.namespace.is_empty() {
            node.namespace = sources.namespace.text(pool, attributes).unwrap_or_default();
        }
    }

    fn add_to_node(&mut self, node: u32, trace: &Trace, span: SpanIdx) {
        let node = &mut self.nodes[node as usize];
        let (duration, is_error) = (trace.duration_nanos(span), trace.is_error(span));
        node.calls.add(duration, is_error);
        let name = trace.name_text(span);
        match node.operations.get_mut(name) {
            Some(operation) => operation.add(duration, is_error),
            None => {
                node.operations.entry(name.to_owned()).or_default().add(duration, is_error);
            }
        }
    }

    fn add_to_edge(&mut self, ends: (u32, u32), trace: &Trace, span: SpanIdx, number: u32) {
        let edge = self.edges.entry(ends).or_default();
        edge.calls.add(trace.duration_nanos(span), trace.is_error(span));
        if edge.traces.last() != Some(&number) && edge.traces.len() < MOST_TRACES {
            edge.traces.push(number);
        }
    }

    /// The graph of all traces added. O(calls × log calls).
    pub fn finish(mut self) -> ServiceGraph {
        self.name_services();
        let mut order: Vec<(String, NodeKind, u32)> = std::mem::take(&mut self.places)
            .into_iter()
            .map(|((kind, name), place)| (name, kind, place))
            .collect();
        order::sort(&mut order);
        let mut places = vec![0u32; self.nodes.len()];
        let mut nodes = Vec::with_capacity(order.len());
        for (name, kind, place) in order {
            places[place as usize] = nodes.len() as u32;
            let sums = std::mem::take(&mut self.nodes[place as usize]);
            nodes.push(node(name, kind, sums));
        }
        let mut edges: Vec<GraphEdge> = self
            .edges
            .into_iter()
            .map(|((from, to), sums)| GraphEdge {
                from: places[from as usize],
                to: places[to as usize],
                figures: sums.calls.figures(),
                traces: sums.traces,
                is_in_cycle: false,
            })
            .collect();
        order::sort_by_key(&mut edges, |edge| (edge.from, edge.to));
        let mut graph = ServiceGraph { nodes, edges };
        graph.mark_cycles();
        graph
    }

    /// What callers call a service, and what sent spans elsewhere, is that service.
    fn name_services(&mut self) {
        let outside: Vec<(String, u32, u32)> = self
            .places
            .iter()
            .filter(|((kind, _), _)| *kind == NodeKind::Outside)
            .filter_map(|((_, name), &place)| {
                let service = self.places.get(&(NodeKind::Service, name.clone()))?;
                Some((name.clone(), place, *service))
            })
            .collect();
        for (name, place, service) in outside {
            self.places.remove(&(NodeKind::Outside, name));
            let node = std::mem::take(&mut self.nodes[place as usize]);
            let into = &mut self.nodes[service as usize];
            into.calls.append(node.calls);
            for (name, calls) in node.operations {
                into.operations.entry(name).or_default().append(calls);
            }
            let moved = self.edges.extract_if(.., |ends, _| ends.1 == place);
            for ((from, _), sums) in moved.collect::<Vec<_>>() {
                self.edges.entry((from, service)).or_default().append(sums);
            }
        }
    }
}

impl EdgeSums {
    fn append(&mut self, other: EdgeSums) {
        self.calls.append(other.calls);
        self.traces.extend(other.traces);
        order::sort(&mut self.traces);
        self.traces.dedup();
        self.traces.truncate(MOST_TRACES);
    }
}

fn node(name: String, kind: NodeKind, sums: NodeSums) -> GraphNode {
    let mut operations: Vec<GraphOperation> = sums
        .operations
        .into_iter()
        .map(|(name, calls)| GraphOperation { name, figures: calls.figures() })
        .collect();
    order::sort_by_key(&mut operations, |one| std::cmp::Reverse(one.figures.calls));
    GraphNode {
        kind,
        name,
        system: sums.system,
        namespace: sums.namespace,
        figures: sums.calls.figures(),
        operations,
        versions: sums.versions.len() as u32,
        members: 0,
        is_in_cycle: false,
    }
}

fn kind_of(kind: PeerKind) -> NodeKind {
    match kind {
        PeerKind::Database => NodeKind::Database,
        PeerKind::Queue => NodeKind::Queue,
        PeerKind::Service | PeerKind::Address => NodeKind::Outside,
    }
}

/// Where a trace says who is at the other end of a call.
struct Sources {
    names: PeerNames,
    version: Names<1>,
    namespace: Names<1>,
    /// Whether the other side of a call sent spans, itself or below a span of the caller's.
    answered: Vec<bool>,
    messages: Messages,
}

impl Sources {
    fn find(trace: &Trace) -> Sources {
        let pool = trace.pool();
        let mut answered = vec![false; trace.span_count()];
        let messages = Messages::find(trace);
        messages.linked.iter().for_each(|sender| answered[sender.index()] = true);
        for span in trace.spans().rev() {
            let Some(parent) = trace.parent(span) else { continue };
            answered[parent.index()] |= is_entry(trace, span) || answered[span.index()];
        }
        let version = Names::find(pool, ["service.version"]);
        let namespace = Names::find(pool, ["service.namespace"]);
        Sources { names: PeerNames::find(pool), version, namespace, answered, messages }
    }

    /// The queue that a message came from whose sender is not above it.
    fn queue_before(&self, trace: &Trace, span: SpanIdx) -> Option<Peer> {
        self.messages.is_unsent(span).then(|| self.names.queue(trace, span))?
    }

    /// What a call without an answer went to. A call inside a call of the same is the same call.
    fn far_side(&self, trace: &Trace, span: SpanIdx) -> Option<Peer> {
        if self.answered[span.index()] || !self.names.is_call(trace, span) {
            return None;
        }
        let peer = self.names.far_side(trace, span)?;
        let is_same = |child: SpanIdx| {
            self.names.is_call(trace, child)
                && self.names.far_side(trace, child).as_ref() == Some(&peer)
        };
        (!trace.children(span).any(is_same)).then_some(peer)
    }
}
