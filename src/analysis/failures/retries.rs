//! Failed calls become the calls like them that went well.
//!
//! Invariant: a call is like another if service, name and kind are the same and nothing
//! that both say of their target differs. Absent: loops. Of many calls of a kind one that
//! fails is not retried by the next, which is about another thing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::evidence::EvidenceNames;
use super::told::Told;
use crate::analysis::siblings::siblings;
use crate::order;
use crate::trace::{SpanIdx, SpanKind, StringId, Trace};

/// More calls of a kind are a loop.
const MOST_ATTEMPTS: usize = 5;

type Likeness = (StringId, StringId, SpanKind);

fn likeness(trace: &Trace, span: SpanIdx) -> Likeness {
    (trace.service(span), trace.name(span), trace.kind(span))
}

/// For each failed span the first later sibling like it that did not fail. O(n): the
/// families of failed spans are walked once.
pub(super) fn retries(
    trace: &Trace,
    names: &EvidenceNames,
    told: &Told,
) -> FxHashMap<SpanIdx, SpanIdx> {
    let mut parents: Vec<Option<SpanIdx>> =
        told.spans().map(|span| trace.parent(span)).filter(Option::is_some).collect();
    order::sort(&mut parents);
    parents.dedup();
    let mut found = FxHashMap::default();
    for parent in parents {
        let family: Vec<SpanIdx> = siblings(trace, parent).collect();
        let failed: FxHashSet<Likeness> = family
            .iter()
            .filter(|&&span| told.tells_failure(span))
            .map(|&span| likeness(trace, span))
            .collect();
        let mut alike: FxHashMap<Likeness, Vec<SpanIdx>> = FxHashMap::default();
        for &span in &family {
            let likeness = likeness(trace, span);
            if failed.contains(&likeness) {
                alike.entry(likeness).or_default().push(span);
            }
        }
        for attempts in alike.into_values().filter(|all| (2..=MOST_ATTEMPTS).contains(&all.len())) {
            pair(trace, names, told, &attempts, &mut found);
        }
    }
    found
}

/// `attempts` in row order, at most [`MOST_ATTEMPTS`].
fn pair(
    trace: &Trace,
    names: &EvidenceNames,
    told: &Told,
    attempts: &[SpanIdx],
    found: &mut FxHashMap<SpanIdx, SpanIdx>,
) {
    let targets: Vec<_> = attempts.iter().map(|&span| names.target(trace, span)).collect();
    for (place, &failed) in attempts.iter().enumerate() {
        let later = (place + 1..attempts.len()).find(|&other| {
            !told.tells_failure(attempts[other]) && agree(&targets[place], &targets[other])
        });
        if let Some(later) = later.filter(|_| told.tells_failure(failed)) {
            found.insert(failed, attempts[later]);
        }
    }
}

fn agree(a: &[Option<String>], b: &[Option<String>]) -> bool {
    a.iter().zip(b).all(|pair| match pair {
        (Some(a), Some(b)) => a == b,
        _ => true,
    })
}
