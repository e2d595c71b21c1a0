//! Traces, one after another, become the calls of each edge, node and operation; these become a
//! graph.
//!
//! Invariant: all durations are kept until the end, so that quantiles over many traces are
//! exact; so are servers of databases, since what is added last may be what needs them. Absent: calls that nobody names (a client without attributes and without an answer).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::messages::Messages;
use super::{CallFigures, GraphEdge, GraphNode, GraphOperation, NodeKind, ServiceGraph};
use crate::analysis::attribute_names::Names;
use crate::analysis::entry_calls::is_entry;
use crate::analysis::peers::{FarSide, Peer, PeerKind, PeerNames};
use crate::order;
use crate::trace::{SpanIdx, StringId, Trace};

/// What an edge remembers of the traces with its calls.
const MOST_TRACES: usize = 20;

/// See the module.
#[derive(Default)]
pub struct GraphSums {
    /// By kind, name and, of a database, server.
    places: BTreeMap<(NodeKind, String, String), u32>,
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
            let of_name = || sums.place(NodeKind::Service, trace.pool().text(service), "");
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
                    let from = self.place(NodeKind::Queue, &queue.name, "");
                    self.add_to_edge((from, own), trace, span, number);
                }
            }
            if let Some(FarSide { peer, server }) = sources.far_side(trace, span) {
                let to = self.place(kind_of(peer.kind), &peer.name, &server);
                if peer.kind == PeerKind::Database {
                    let system = sources.names.database_system(trace, span);
                    keep_least(&mut self.nodes[to as usize].system, system.unwrap_or_default());
                }
                self.add_to_node(to, trace, span);
                self.add_to_edge((own, to), trace, span, number);
            }
        }
    }

    fn place(&mut self, kind: NodeKind, name: &str, server: &str) -> u32 {
        let next = self.nodes.len() as u32;
        let place = *self.places.entry((kind, name.to_owned(), server.to_owned())).or_insert(next);
        if place == next {
            self.nodes.push(NodeSums::default());
        }
        place
    }

    fn add_resource(&mut self, node: u32, sources: &Sources, trace: &Trace, span: SpanIdx) {
        let (pool, attributes) = (trace.pool(), trace.resource(span).attributes);
        let node = &mut self.nodes[node as usize];
        node.versions.extend(sources.version.text(pool, attributes));
        let namespace = sources.namespace.text(pool, attributes);
        keep_least(&mut node.namespace, namespace.unwrap_or_default());
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
        let mut places = vec![0u32; self.nodes.len()];
        let mut nodes = Vec::new();
        for ((name, kind), own) in self.named() {
            let mut sums = NodeSums::default();
            for place in own {
                places[place as usize] = nodes.len() as u32;
                sums.append(std::mem::take(&mut self.nodes[place as usize]));
            }
            nodes.push(node(name, kind, sums));
        }
        let mut edges: BTreeMap<(u32, u32), EdgeSums> = BTreeMap::new();
        for ((from, to), sums) in self.edges {
            match edges.entry((places[from as usize], places[to as usize])) {
                Entry::Vacant(entry) => {
                    entry.insert(sums);
                }
                Entry::Occupied(mut entry) => entry.get_mut().append(sums),
            }
        }
        let edge = |((from, to), sums): ((u32, u32), EdgeSums)| GraphEdge {
            from,
            to,
            figures: sums.calls.figures(),
            traces: sums.traces,
            is_in_cycle: false,
        };
        let mut graph = ServiceGraph { nodes, edges: edges.into_iter().map(edge).collect() };
        graph.mark_cycles();
        graph
    }

    /// The places of each node. What callers call a service, and what sent spans elsewhere, is that
    /// service. Databases of one name are told apart by their servers once there are several; one
    /// whose server nobody names keeps the name alone.
    fn named(&self) -> BTreeMap<(String, NodeKind), Vec<u32>> {
        let mut servers: BTreeMap<&str, u32> = BTreeMap::new();
        for (_, name, server) in self.places.keys() {
            *servers.entry(name).or_default() += u32::from(!server.is_empty());
        }
        let mut named: BTreeMap<(String, NodeKind), Vec<u32>> = BTreeMap::new();
        for ((kind, name, server), &place) in &self.places {
            let as_service = (NodeKind::Service, name.clone(), String::new());
            let node = match kind {
                NodeKind::Outside if self.places.contains_key(&as_service) => {
                    (name.clone(), NodeKind::Service)
                }
                _ if !server.is_empty() && servers[name.as_str()] > 1 => {
                    (format!("{name} @ {server}"), *kind)
                }
                _ => (name.clone(), *kind),
            };
            named.entry(node).or_default().push(place);
        }
        named
    }
}

impl NodeSums {
    fn append(&mut self, other: NodeSums) {
        keep_least(&mut self.system, other.system);
        keep_least(&mut self.namespace, other.namespace);
        self.calls.append(other.calls);
        self.versions.extend(other.versions);
        for (name, calls) in other.operations {
            self.operations.entry(name).or_default().append(calls);
        }
    }
}

/// Of several texts one, whatever their order; an empty one says nothing.
fn keep_least(known: &mut String, found: String) {
    if !found.is_empty() && (known.is_empty() || found < *known) {
        *known = found;
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
        let mut told = self.messages.outwards(span).filter_map(|it| self.names.queue(trace, it));
        self.messages.is_unsent(span).then(|| told.next())?
    }

    /// What a call without an answer went to. A call inside a call of the same is the same call.
    fn far_side(&self, trace: &Trace, span: SpanIdx) -> Option<FarSide> {
        if self.answered[span.index()] || !self.names.is_call(trace, span) {
            return None;
        }
        let peer = self.names.far_side(trace, span)?;
        let is_same = |child: SpanIdx| {
            self.names.is_call(trace, child)
                && self.names.far_side(trace, child).is_some_and(|inner| inner.may_be(&peer))
        };
        (!trace.children(span).any(is_same)).then_some(peer)
    }
}
