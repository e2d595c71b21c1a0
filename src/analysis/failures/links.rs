//! Spans that told of a failure become chains: whose failure made whose.
//!
//! Invariant: a chain leads down the tree; a span is in one chain at most on its way up.
//! Absent: failures that did not make their parent fail, although it failed, too: those
//! that a retry undid, those that came after their parent's end, and those of consumers,
//! for whom a producer does not wait.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::evidence::EvidenceNames;
use super::told::Told;
use crate::trace::{SpanIdx, SpanKind, Status, Trace};

/// How many spans in a row that say nothing of how they ended a failure passes through.
const MOST_SILENT: usize = 8;

/// Why a failure went no further up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Root,
    /// A later attempt went well.
    Retry(SpanIdx),
    /// Nobody waited for it any more, or ever did.
    Apart,
    /// The parent went on.
    Borne,
}

/// By place among the spans that told of a failure.
pub(super) struct Links {
    pub stops: Vec<Option<Stop>>,
    /// The uppermost span of each chain.
    pub tops: Vec<u32>,
    /// What may have made each fail.
    below: FxHashMap<u32, Vec<u32>>,
}

impl Links {
    /// O(failed spans × (log n + [`MOST_SILENT`])).
    pub fn of(
        trace: &Trace,
        names: &EvidenceNames,
        told: &Told,
        retries: &FxHashMap<SpanIdx, SpanIdx>,
    ) -> Links {
        let count = told.len();
        let mut links = Links {
            stops: Vec::with_capacity(count),
            tops: Vec::with_capacity(count),
            below: FxHashMap::default(),
        };
        let link = Link { trace, names, told, retries };
        for place in 0..count {
            match link.up(told.span(place)) {
                // A parent's row is an earlier one, so its top is known.
                Ok(above) => {
                    links.tops.push(links.tops[above]);
                    links.stops.push(None);
                    links.below.entry(above as u32).or_default().push(place as u32);
                }
                Err(stop) => {
                    links.tops.push(place as u32);
                    links.stops.push(Some(stop));
                }
            }
        }
        links
    }

    /// From the top of a chain down to its origin: always the failed child that ended last,
    /// of equal ones the one that began last; one that is no child, past silent spans, only
    /// if no child failed.
    pub fn chain(&self, trace: &Trace, told: &Told, top: usize) -> Vec<SpanIdx> {
        let mut place = top as u32;
        let mut chain = vec![told.span(top)];
        while let Some(below) = self.below.get(&place) {
            let parent = told.span(place as usize);
            let worth = |&&place: &&u32| {
                let span = told.span(place as usize);
                let times = (trace.end_nanos(span), trace.start_nanos(span));
                (trace.parent(span) == Some(parent), times, Reverse(span))
            };
            let Some(&next) = below.iter().max_by_key(worth) else { break };
            place = next;
            chain.push(told.span(place as usize));
        }
        chain
    }

    /// Whether something below made this one fail.
    pub fn has_below(&self, place: usize) -> bool {
        self.below.contains_key(&(place as u32))
    }
}

struct Link<'a> {
    trace: &'a Trace,
    names: &'a EvidenceNames,
    told: &'a Told,
    retries: &'a FxHashMap<SpanIdx, SpanIdx>,
}

impl Link<'_> {
    /// The place of the failure that this one made, or why it made none.
    fn up(&self, span: SpanIdx) -> Result<usize, Stop> {
        let trace = self.trace;
        let Some(mut parent) = trace.parent(span) else { return Err(Stop::Root) };
        if is_apart(trace, parent, span) {
            return Err(Stop::Apart);
        }
        if let Some(&retry) = self.retries.get(&span) {
            return Err(Stop::Retry(retry));
        }
        for _ in 0..=MOST_SILENT {
            if let Some(place) = self.told.place(parent) {
                return match self.gave_up_before(parent, span) {
                    true => Err(Stop::Apart),
                    false => Ok(place),
                };
            }
            let Some(above) = trace.parent(parent).filter(|_| is_silent(trace, parent)) else {
                return Err(Stop::Borne);
            };
            if is_apart(trace, above, parent) {
                return Err(Stop::Borne);
            }
            parent = above;
        }
        Err(Stop::Borne)
    }

    /// Whether the caller had ended, for want of an answer, before the callee failed.
    fn gave_up_before(&self, caller: SpanIdx, callee: SpanIdx) -> bool {
        let trace = self.trace;
        trace.end_nanos(caller) < trace.end_nanos(callee) && self.names.says_timeout(trace, caller)
    }
}

/// Whether the parent did not wait for the child.
pub(super) fn is_apart(trace: &Trace, parent: SpanIdx, child: SpanIdx) -> bool {
    // A consumer's parent may be whatever sent the message.
    let is_message = trace.kind(child) == SpanKind::Consumer;
    // A lone instant has its end at its start.
    let is_after = trace.start_nanos(child) >= trace.end_nanos(parent)
        && trace.start_nanos(child) > trace.start_nanos(parent);
    is_message || is_after
}

/// Whether a span, by saying nothing, may have handed on a failure: work inside a service
/// that nobody gave a status.
fn is_silent(trace: &Trace, span: SpanIdx) -> bool {
    trace.status(span) == Status::Unset
        && matches!(trace.kind(span), SpanKind::Internal | SpanKind::Unspecified)
}
