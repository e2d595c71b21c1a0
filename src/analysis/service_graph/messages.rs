//! A trace becomes who sent what its consumers took.
//!
//! ```text
//! A  publish    |=|                 P
//! B    receive      |======|        took P, and hands it on
//! B      process      |===|         took P: here it counts
//! ```
//!
//! Invariant: a consumer's message counts once for each of its senders, at the innermost consumer of
//! one service that it can be told to have reached. Absent: queues, and senders in other traces.

use std::collections::{BTreeMap, BTreeSet};

use crate::trace::{SpanId, SpanIdx, SpanKind, Trace};

/// See the module.
#[derive(Default)]
pub(super) struct Messages {
    /// Of every consumer, whose messages count at it.
    senders: BTreeMap<SpanIdx, BTreeSet<SpanIdx>>,
    /// Consumers with another one of their service below them.
    outer: BTreeSet<SpanIdx>,
    /// Consumers, and the nearest one that each lies in.
    around: BTreeMap<SpanIdx, SpanIdx>,
    /// Consumers whose sender neither they nor one around them names.
    unsent: BTreeSet<SpanIdx>,
    /// Producers that links name.
    pub linked: BTreeSet<SpanIdx>,
}

/// The caller of an entry, by the tree: of another service, or a call of its own service.
fn caller_above(trace: &Trace, span: SpanIdx) -> Option<SpanIdx> {
    trace.parent(span).filter(|&parent| {
        let is_call = matches!(trace.kind(parent), SpanKind::Client | SpanKind::Producer);
        trace.service(parent) != trace.service(span) || is_call
    })
}

/// The first of several with one id; none unless somebody may ask.
fn producers(trace: &Trace, consumers: &[SpanIdx]) -> BTreeMap<SpanId, SpanIdx> {
    if consumers.iter().all(|&consumer| trace.links(consumer).is_empty()) {
        return BTreeMap::new();
    }
    let all = trace.spans().filter(|&span| trace.kind(span) == SpanKind::Producer);
    all.rev().map(|span| (trace.span_id(span), span)).collect()
}

/// Consumers, and the nearest one of their service that each lies in, with no call between.
fn around(trace: &Trace, consumers: &[SpanIdx]) -> Vec<(SpanIdx, SpanIdx)> {
    let mut nearest: Vec<Option<SpanIdx>> = vec![None; trace.span_count()];
    for span in trace.spans() {
        let Some(parent) = trace.parent(span) else { continue };
        if trace.service(parent) == trace.service(span) {
            nearest[span.index()] = match trace.kind(parent) {
                SpanKind::Consumer => Some(parent),
                SpanKind::Internal | SpanKind::Unspecified => nearest[parent.index()],
                SpanKind::Client | SpanKind::Producer | SpanKind::Server => None,
            };
        }
    }
    let pair = |&consumer: &SpanIdx| Some((consumer, nearest[consumer.index()]?));
    consumers.iter().filter_map(pair).collect()
}

impl Messages {
    /// O(spans + links × log links).
    pub fn find(trace: &Trace) -> Messages {
        let is_consumer = |&span: &SpanIdx| trace.kind(span) == SpanKind::Consumer;
        let consumers: Vec<SpanIdx> = trace.spans().filter(is_consumer).collect();
        let mut messages = Messages::default();
        if consumers.is_empty() {
            return messages;
        }
        let producers = producers(trace, &consumers);
        for &consumer in &consumers {
            let senders = messages.named_by(trace, &producers, consumer);
            if senders.is_empty() {
                messages.unsent.insert(consumer);
            }
            messages.senders.insert(consumer, senders);
        }
        messages.hand_on(&around(trace, &consumers));
        messages
    }

    /// What links and the tree say of one consumer.
    fn named_by(
        &mut self,
        trace: &Trace,
        producers: &BTreeMap<SpanId, SpanIdx>,
        consumer: SpanIdx,
    ) -> BTreeSet<SpanIdx> {
        let links = trace.pool().links(trace.links(consumer)).iter();
        let own = links.filter(|link| link.trace_id == trace.id());
        let mut senders: BTreeSet<SpanIdx> =
            own.filter_map(|link| producers.get(&link.span_id).copied()).collect();
        self.linked.extend(&senders);
        if let Some(above) = caller_above(trace, consumer) {
            // One who called and one who is linked are the same, if either may be the other.
            let is_told = trace.kind(above) != SpanKind::Producer
                && senders.iter().any(|&one| trace.service(one) == trace.service(above));
            let first = producers.get(&trace.span_id(above)).copied();
            if !is_told {
                senders.insert(first.unwrap_or(above));
            }
        }
        senders
    }

    /// What lies in another consumer, outer pairs first, takes its message from it.
    fn hand_on(&mut self, pairs: &[(SpanIdx, SpanIdx)]) {
        let mut inside: BTreeMap<SpanIdx, u32> = BTreeMap::new();
        pairs.iter().for_each(|&(_, outer)| *inside.entry(outer).or_default() += 1);
        for &(inner, outer) in pairs {
            if !self.unsent.contains(&inner) {
                continue;
            }
            if !self.unsent.contains(&outer) {
                self.unsent.remove(&inner);
            }
            // Which of several took which message nobody says: then they count further out.
            let senders = &self.senders[&outer];
            if senders.len() == 1 && inside[&outer] == 1 {
                let senders = senders.clone();
                self.senders.insert(inner, senders);
            }
        }
        let mut told: BTreeMap<SpanIdx, BTreeSet<SpanIdx>> = BTreeMap::new();
        for &(inner, outer) in pairs.iter().rev() {
            let mut further_in = told.remove(&inner).unwrap_or_default();
            further_in.extend(&self.senders[&inner]);
            if let Some(senders) = self.senders.get_mut(&outer) {
                further_in.iter().for_each(|sender| {
                    senders.remove(sender);
                });
            }
            told.entry(outer).or_default().extend(further_in);
        }
        self.outer.extend(inside.keys());
        self.around.extend(pairs.iter().copied());
    }

    /// A consumer, then those that it lies in, the nearest first: what one of them does not say of
    /// the message another may.
    pub fn outwards(&self, span: SpanIdx) -> impl Iterator<Item = SpanIdx> {
        std::iter::successors(Some(span), |inner| self.around.get(inner).copied())
    }

    /// Those whose calls, or messages, count at an entry.
    pub fn callers(&self, trace: &Trace, entry: SpanIdx) -> impl Iterator<Item = SpanIdx> {
        let senders = self.senders.get(&entry);
        let above = match senders {
            None => caller_above(trace, entry),
            Some(_) => None,
        };
        above.into_iter().chain(senders.into_iter().flatten().copied())
    }

    /// Whether another span tells more of the same message.
    pub fn is_handed_on(&self, span: SpanIdx) -> bool {
        self.outer.contains(&span)
    }

    /// Whether nothing but its queue is known of where a message came from.
    pub fn is_unsent(&self, span: SpanIdx) -> bool {
        self.unsent.contains(&span) && !self.outer.contains(&span)
    }
}
