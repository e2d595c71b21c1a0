//! The critical path becomes the operations that it led through, the longest first: where
//! the time went.
//!
//! Invariant: the times of the parts add up to the duration of the path's root, to the
//! nanosecond; every part names its spans. Absent: templates of names; `GET /user/1` and
//! `GET /user/2` are two operations if the producer says so.

use std::cmp::{Ordering, Reverse};

use rustc_hash::FxHashMap;

use super::critical_path::{Section, slacks};
use super::peers::{Peer, PeerNames};
use super::retiming::Retiming;
use crate::order;
use crate::trace::{SpanIdx, StringId, Trace};

/// The calls of one operation: service, name, and what they went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPart {
    pub service: StringId,
    pub name: StringId,
    pub peer: Option<Peer>,
    /// Time on the path that is charged to these calls.
    pub nanos: u64,
    /// The calls that are charged, in row order.
    pub calls: Vec<SpanIdx>,
    /// Calls that the path passes by though it leads through a sibling.
    pub passed_by: u32,
    /// The least [slack](super::Slack) of those; none where there are none.
    pub slack_nanos: Option<u64>,
}

/// The operations of a path.
pub struct PathParts {
    /// The longest first; those that the path only passes by come last, the least slack first.
    pub parts: Vec<PathPart>,
    operations: Operations,
}

impl PathParts {
    /// Splits the `sections` of a root's path (in cover mode) by operation. O(n log n) for
    /// the n spans below the root, plus what it takes to name their peers.
    pub fn of<'a>(
        trace: &Trace,
        peers: &PeerNames,
        root: SpanIdx,
        sections: impl IntoIterator<Item = &'a Section>,
    ) -> PathParts {
        let mut operations = Operations::default();
        let mut parts: Vec<PathPart> = Vec::new();
        let mut charged: FxHashMap<SpanIdx, u64> = FxHashMap::default();
        for section in sections {
            *charged.entry(section.span).or_default() += section.duration_nanos();
        }
        let mut charged: Vec<(SpanIdx, u64)> = charged.into_iter().collect();
        order::sort_by_number(&mut charged, |&(span, _)| u64::from(span.0));
        for &(span, nanos) in &charged {
            let part = operations.part_of(trace, peers, span, &mut parts);
            part.nanos += nanos;
            part.calls.push(span);
        }
        for passed in slacks(trace, root) {
            let part = operations.part_of(trace, peers, passed.span, &mut parts);
            part.passed_by += 1;
            let least = part.slack_nanos.unwrap_or(u64::MAX).min(passed.slack_nanos);
            part.slack_nanos = Some(least);
        }
        operations.rank(trace, parts)
    }

    /// By how much `root` would be shorter if all calls of a part below it took no time, for
    /// each of the first `most` parts. See [`Retiming`]. O(most × n).
    pub fn drags(&self, trace: &Trace, peers: &PeerNames, root: SpanIdx, most: usize) -> Vec<u64> {
        let rows = (root.0..trace.subtree_end(root).0).map(SpanIdx);
        let places: Vec<Option<u32>> =
            rows.map(|span| self.operations.place(trace, peers, span)).collect();
        let mut retiming = Retiming::new(trace, root);
        let drag = |place: u32| {
            retiming.drag_nanos(|span| places[(span.0 - root.0) as usize] == Some(place))
        };
        (0..self.parts.len().min(most) as u32).map(drag).collect()
    }
}

/// The places of operations in a list of parts.
#[derive(Default)]
struct Operations {
    /// By service and name: the peers that were seen, and their places.
    places: FxHashMap<(StringId, StringId), FxHashMap<Option<Peer>, u32>>,
}

impl Operations {
    fn place(&self, trace: &Trace, peers: &PeerNames, span: SpanIdx) -> Option<u32> {
        let known = self.places.get(&(trace.service(span), trace.name(span)))?;
        known.get(&peers.peer(trace, span)).copied()
    }

    fn part_of<'a>(
        &mut self,
        trace: &Trace,
        peers: &PeerNames,
        span: SpanIdx,
        parts: &'a mut Vec<PathPart>,
    ) -> &'a mut PathPart {
        let place = self.place(trace, peers, span).unwrap_or_else(|| {
            let (service, name) = (trace.service(span), trace.name(span));
            let peer = peers.peer(trace, span);
            let place = parts.len() as u32;
            self.places.entry((service, name)).or_default().insert(peer.clone(), place);
            parts.push(PathPart {
                service,
                name,
                peer,
                nanos: 0,
                calls: Vec::new(),
                passed_by: 0,
                slack_nanos: None,
            });
            place
        });
        &mut parts[place as usize]
    }

    fn rank(mut self, trace: &Trace, parts: Vec<PathPart>) -> PathParts {
        let mut ranked: Vec<(usize, PathPart)> = parts.into_iter().enumerate().collect();
        order::sort_by(&mut ranked, |(_, a), (_, b)| by_weight(trace, a, b));
        let mut new_places = vec![0; ranked.len()];
        for (new, (old, _)) in ranked.iter().enumerate() {
            new_places[*old] = new as u32;
        }
        for place in self.places.values_mut().flat_map(FxHashMap::values_mut) {
            *place = new_places[*place as usize];
        }
        let parts = ranked.into_iter().map(|(_, part)| part).collect();
        PathParts { parts, operations: self }
    }
}

fn by_weight(trace: &Trace, a: &PathPart, b: &PathPart) -> Ordering {
    let texts = |part: &PathPart| [part.service, part.name].map(|id| trace.pool().text(id));
    let weight = |part: &PathPart| (Reverse(part.nanos), part.slack_nanos);
    weight(a).cmp(&weight(b)).then_with(|| (texts(a), &a.peer).cmp(&(texts(b), &b.peer)))
}
