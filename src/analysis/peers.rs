//! A call out of the trace becomes the name of what it went to.
//!
//! Databases, queues and outside systems send no spans; the caller's attributes are all
//! that is known of them.
//!
//! Invariant: a call whose other side is in the trace has no peer, since that side speaks
//! for itself. Absent: services; a peer is never one of the trace's.

use serde::{Deserialize, Serialize};

use super::attribute_names::Names;
use crate::trace::{Pool, SpanIdx, SpanKind, Trace};

/// What a call went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PeerKind {
    /// Named as a service by the caller.
    Service,
    Database,
    Queue,
    /// Known by its address alone.
    Address,
}

/// What a call went to, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Peer {
    pub kind: PeerKind,
    pub name: String,
}

/// What a call went to, answered or not.
pub(super) struct FarSide {
    pub peer: Peer,
    /// Where a database is that has another name; empty: not known.
    pub server: String,
}

impl FarSide {
    /// Whether nothing tells the two apart.
    pub fn may_be(&self, other: &FarSide) -> bool {
        let is_known = !self.server.is_empty() && !other.server.is_empty();
        self.peer == other.peer && (self.server == other.server || !is_known)
    }
}

/// The attributes that name peers, looked up once a trace.
pub struct PeerNames {
    service: Names<2>,
    database: Names<4>,
    database_system: Names<2>,
    queue: Names<2>,
    address: Names<2>,
    namespace: Names<2>,
}

impl PeerNames {
    pub fn find(pool: &Pool) -> PeerNames {
        PeerNames {
            service: Names::find(pool, ["service.peer.name", "peer.service"]),
            database: Names::find(pool, ["db.namespace", "db.name", "db.system.name", "db.system"]),
            database_system: Names::find(pool, ["db.system.name", "db.system"]),
            queue: Names::find(pool, ["messaging.destination.name", "messaging.destination"]),
            address: Names::find(pool, ["server.address", "net.peer.name"]),
            namespace: Names::find(pool, ["db.namespace", "db.name"]),
        }
    }

    /// O(attributes + children).
    pub fn peer(&self, trace: &Trace, span: SpanIdx) -> Option<Peer> {
        let (pool, attributes) = (trace.pool(), trace.attributes(span));
        if !self.is_call(trace, span) || is_answered(trace, span) {
            return None;
        }
        let peer = |kind, name: Option<String>| name.map(|name| Peer { kind, name });
        peer(PeerKind::Service, self.service.text(pool, attributes))
            .or_else(|| peer(PeerKind::Database, self.database.text(pool, attributes)))
            .or_else(|| peer(PeerKind::Queue, self.queue.text(pool, attributes)))
            .or_else(|| peer(PeerKind::Address, self.address.text(pool, attributes)))
    }

    /// Whether a span is the caller's side of something.
    pub(super) fn is_call(&self, trace: &Trace, span: SpanIdx) -> bool {
        match trace.kind(span) {
            SpanKind::Client | SpanKind::Producer => true,
            SpanKind::Server | SpanKind::Consumer => false,
            // Some libraries say only that a database was asked.
            SpanKind::Unspecified | SpanKind::Internal => {
                self.database_system.value(trace.pool(), trace.attributes(span)).is_some()
            }
        }
    }

    /// What a call went to, answered or not, told apart from others of its kind as well as the
    /// attributes allow: two servers of one kind of database are two.
    pub(super) fn far_side(&self, trace: &Trace, span: SpanIdx) -> Option<FarSide> {
        let (pool, attributes) = (trace.pool(), trace.attributes(span));
        let alone = |peer| FarSide { peer, server: String::new() };
        let peer = |kind, name| alone(Peer { kind, name });
        if let Some(name) = self.service.text(pool, attributes) {
            return Some(peer(PeerKind::Service, name));
        }
        let address = self.address.text(pool, attributes);
        if let Some(system) = self.database_system.text(pool, attributes) {
            let database = |name| Peer { kind: PeerKind::Database, name };
            return Some(match self.namespace.text(pool, attributes) {
                Some(name) => FarSide { peer: database(name), server: address.unwrap_or_default() },
                None => alone(database(address.unwrap_or(system))),
            });
        }
        let queue = self.queue(trace, span).map(alone);
        queue.or_else(|| address.map(|name| peer(PeerKind::Address, name)))
    }

    /// The queue that a message went to or came from.
    pub(super) fn queue(&self, trace: &Trace, span: SpanIdx) -> Option<Peer> {
        let name = self.queue.text(trace.pool(), trace.attributes(span))?;
        Some(Peer { kind: PeerKind::Queue, name })
    }

    /// The software of a database, as `redis`.
    pub(super) fn database_system(&self, trace: &Trace, span: SpanIdx) -> Option<String> {
        self.database_system.text(trace.pool(), trace.attributes(span))
    }
}

/// Whether the other side of a call sent spans.
fn is_answered(trace: &Trace, span: SpanIdx) -> bool {
    trace.children(span).any(|child| {
        matches!(trace.kind(child), SpanKind::Server | SpanKind::Consumer)
            || trace.service(child) != trace.service(span)
    })
}
