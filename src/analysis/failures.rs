//! A trace becomes what failed in it first, who was told, and what came of it.
//!
//! A failure is followed from the span that everything began with (the entry) down through
//! the failed children that ended last; the lower end of that chain is the origin. A failed
//! span whose chain does not reach the entry did not make the request fail.
//!
//! ```text
//! front   GET /        |================|         the request ends well
//! front     POST !      |=====|                   told of the failure: 402
//! pay         charge !   |===|                    origin: says which exception it was
//! front     POST               |======|           the retry that went well
//! ```
//!
//! Invariant: without a failed span there is no failure; texts are those of the spans.
//! Absent: guesses. Who handed a failure on is read from the tree and the times, so where
//! spans lie is as much as can be known.

mod evidence;
mod links;
mod retries;
mod told;

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::facts::entry_root;
use super::peers::PeerNames;
use crate::order;
use crate::trace::{SpanIdx, SpanKind, Trace};
use evidence::EvidenceNames;
pub use evidence::{Cause, CauseSource, Outcome};
use links::{Links, Stop, is_apart};
use told::Told;

/// Failures that are told one by one.
const MOST_FAILURES: usize = 20;
/// Databases that are asked whether they happen to know.
const CACHES: [&str; 5] = ["redis", "memcached", "valkey", "hazelcast", "infinispan"];

/// What became of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It made the request fail.
    Failed,
    /// It made another root fail, whose way to the entry is not recorded.
    Unconnected,
    /// Nobody waited for it: a consumer, or work after its parent's end.
    Apart,
    /// A later attempt, this one, went well.
    Retried(SpanIdx),
    /// An attempt that ran at the same time, this one, went well.
    Hedged(SpanIdx),
    /// A cache was asked, and whoever asked went on.
    CacheMiss,
    /// Whoever waited for it went on.
    Borne,
}

/// A caller that gave up, and the callee that went on and ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub caller: SpanIdx,
    pub callee: SpanIdx,
}

/// A chain of failed spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub verdict: Verdict,
    /// From the uppermost failed span down to the origin; at least one.
    pub chain: Vec<SpanIdx>,
    /// How each of the chain ended.
    pub outcomes: Vec<Outcome>,
    /// What the origin says.
    pub cause: Cause,
    pub deadline: Option<Deadline>,
    /// The root that it belongs to, and how that ended.
    pub root: SpanIdx,
    pub returned: Outcome,
    /// Further origins that made the same uppermost span fail.
    pub other_origins: u32,
}

/// What failed in a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// At most 20, the most important first: what made the request fail; what made other
    /// roots fail; what nobody waited for; what was borne. Among these the one whose
    /// uppermost span ended last comes first.
    pub shown: Vec<Failure>,
    /// How many chains there are.
    pub total: u32,
}

/// O(n + attributes of calls) for a healthy trace, O(n log n) for any other.
pub fn failures(trace: &Trace, peers: &PeerNames) -> Failures {
    let names = EvidenceNames::find(trace.pool());
    let told = Told::of(trace, &names);
    let is_any = (0..told.len()).any(|place| told.is_failure(place));
    let Some(entry) = entry_root(trace).filter(|_| is_any) else { return Failures::default() };
    let retries = retries::retries(trace, &names, &told);
    let links = Links::of(trace, &names, &told, &retries);
    let inquiry = Inquiry { trace, names: &names, peers, told: &told, links: &links, entry };
    let origins = inquiry.origins();
    let mut tops: Vec<(Verdict, usize)> =
        origins.keys().map(|&top| (inquiry.verdict(top as usize), top as usize)).collect();
    order::sort_by_key(&mut tops, |&(verdict, top)| {
        (weight(verdict), Reverse(trace.end_nanos(told.span(top))), top)
    });
    let total = tops.len() as u32;
    tops.truncate(MOST_FAILURES);
    let failure = |(verdict, top): (Verdict, usize)| {
        inquiry.failure(verdict, top, origins.get(&(top as u32)).copied().unwrap_or(1) - 1)
    };
    Failures { shown: tops.into_iter().map(failure).collect(), total }
}

fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Failed => 0,
        Verdict::Unconnected => 1,
        Verdict::Apart => 2,
        Verdict::Retried(_) | Verdict::Hedged(_) | Verdict::CacheMiss | Verdict::Borne => 3,
    }
}

/// Everything that is known while failures are looked into.
struct Inquiry<'a> {
    trace: &'a Trace,
    names: &'a EvidenceNames,
    peers: &'a PeerNames,
    told: &'a Told,
    links: &'a Links,
    entry: SpanIdx,
}

impl Inquiry<'_> {
    /// By the top of each chain that anything failed in, how many lower ends it has.
    fn origins(&self) -> FxHashMap<u32, u32> {
        let mut failed: FxHashMap<u32, (bool, u32)> = FxHashMap::default();
        for place in 0..self.told.len() {
            let (is_any, origins) = failed.entry(self.links.tops[place]).or_default();
            *is_any |= self.told.is_failure(place);
            *origins += u32::from(!self.links.has_below(place));
        }
        failed.retain(|_, (is_any, _)| *is_any);
        failed.into_iter().map(|(top, (_, origins))| (top, origins)).collect()
    }

    fn verdict(&self, top: usize) -> Verdict {
        let (trace, span) = (self.trace, self.told.span(top));
        match self.links.stops[top] {
            Some(Stop::Root) | None if span == self.entry => Verdict::Failed,
            Some(Stop::Root) | None => Verdict::Unconnected,
            Some(Stop::Apart) => Verdict::Apart,
            Some(Stop::Retry(retry)) if trace.start_nanos(retry) < trace.end_nanos(span) => {
                Verdict::Hedged(retry)
            }
            Some(Stop::Retry(retry)) => Verdict::Retried(retry),
            Some(Stop::Borne) => {
                let system = self.peers.database_system(trace, span);
                match system.is_some_and(|system| CACHES.contains(&system.as_str())) {
                    true => Verdict::CacheMiss,
                    false => Verdict::Borne,
                }
            }
        }
    }

    fn failure(&self, verdict: Verdict, top: usize, other_origins: u32) -> Failure {
        let chain = self.links.chain(self.trace, self.told, top);
        let outcome = |span| self.names.outcome(self.trace, span);
        let origin = chain.last().copied().unwrap_or(self.entry);
        let root = self.root_of(origin);
        Failure {
            verdict,
            outcomes: chain.iter().map(|&span| outcome(span)).collect(),
            cause: self.names.cause(self.trace, origin),
            deadline: self.deadline(origin),
            root,
            returned: outcome(root),
            other_origins,
            chain,
        }
    }

    /// O(depth).
    fn root_of(&self, span: SpanIdx) -> SpanIdx {
        let mut root = span;
        while let Some(parent) = self.trace.parent(root) {
            root = parent;
        }
        root
    }

    /// Whether the origin failed for want of an answer that was under way.
    fn deadline(&self, caller: SpanIdx) -> Option<Deadline> {
        let trace = self.trace;
        let is_waited_for = |&callee: &SpanIdx| {
            !is_apart(trace, caller, callee)
                && (!self.told.tells_failure(callee)
                    || trace.end_nanos(callee) > trace.end_nanos(caller))
        };
        let last = |callee: &SpanIdx| (trace.end_nanos(*callee), Reverse(*callee));
        let callee = trace.children(caller).filter(is_waited_for).max_by_key(last)?;
        let is_late = trace.end_nanos(callee) > trace.end_nanos(caller);
        let is_remote = trace.kind(callee) == SpanKind::Server
            || trace.service(callee) != trace.service(caller);
        let gave_up = || self.names.says_timeout(trace, caller);
        (is_late && !self.told.tells_failure(callee) || (is_late || is_remote) && gave_up())
            .then_some(Deadline { caller, callee })
    }
}
