//! What the page asks of query servers through the worker, and what comes back.
//!
//! Invariant: plain values, like all that page and worker say; an outcome carries the id of its
//! query. Absent: fetching (see `browser`), and what answers mean (see `jaeger`).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use super::protocol::OpeningId;
use crate::jaeger::{Answer, AttributePair, Dialect, Fault, Question};
use crate::order;
use crate::trace::{StringId, Value};

/// A question to a server, to be asked in whichever way it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Query {
    pub id: u32,
    /// An endpoint, absolute.
    pub base: String,
    /// Of this endpoint; names and values.
    pub headers: Vec<(String, String)>,
    pub question: Question,
    /// As far as it is known.
    pub dialect: Dialect,
    /// For the words of faults.
    pub page_origin: String,
    /// What whole traces are opened as, where the answer brings them.
    pub opening: OpeningId,
    pub timeout_seconds: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueryOutcome {
    pub id: u32,
    pub result: Result<Answer, Fault>,
    /// As far as it is known now.
    pub dialect: Dialect,
}

/// A service's part of the critical paths of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceShare {
    pub service: String,
    pub nanos: u64,
}

/// What a search gets to know of a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpse {
    /// The longest first.
    pub shares: Vec<ServiceShare>,
    /// Some that it has, for others to be searched by; in order of first sight.
    pub attributes: Vec<AttributePair>,
}

pub(super) fn glimpse(open: &OpenTrace) -> Glimpse {
    Glimpse { shares: shares(open), attributes: some_attributes(open) }
}

/// Attributes of the first spans and of their resources, with values that one would type.
fn some_attributes(open: &OpenTrace) -> Vec<AttributePair> {
    const SPANS: usize = 1_000;
    const VALUES_PER_KEY: usize = 8;
    let (trace, pool) = (&open.trace, open.trace.pool());
    let mut seen: BTreeSet<(StringId, String)> = BTreeSet::new();
    let mut values: BTreeMap<StringId, usize> = BTreeMap::new();
    let mut pairs = Vec::new();
    for span in trace.spans().take(SPANS) {
        let own = pool.attributes(trace.attributes(span));
        for it in own.chain(pool.attributes(trace.resource(span).attributes)) {
            let count = values.entry(it.key).or_default();
            if *count >= VALUES_PER_KEY {
                continue;
            }
            if let Some(text) = typed_text(open, it.value)
                && seen.insert((it.key, text.clone()))
            {
                *count += 1;
                pairs.push((pool.text(it.key).to_owned(), text));
            }
        }
    }
    pairs
}

/// A value as one would type it.
fn typed_text(open: &OpenTrace, value: Value) -> Option<String> {
    const LONGEST: usize = 60;
    let pool = open.trace.pool();
    match &value {
        Value::Str(text) if pool.str_of(text).len() > LONGEST => return None,
        Value::Null | Value::Bytes(_) | Value::Array(_) | Value::Map(_) => return None,
        _ => {}
    }
    Some(pool.value_text(value)).filter(|text| !text.contains(char::is_control))
}

/// Services on the critical path, the longest first, then by name. O(spans).
fn shares(open: &OpenTrace) -> Vec<ServiceShare> {
    let mut nanos = vec![0u64; open.facts.services.len()];
    for span in open.trace.spans() {
        if let Some(sum) = nanos.get_mut(open.service_place(span) as usize) {
            *sum += open.critical_nanos(span);
        }
    }
    let share = |(service, nanos): (&crate::analysis::ServiceFacts, u64)| ServiceShare {
        service: open.trace.pool().text(service.name).to_owned(),
        nanos,
    };
    let all = open.facts.services.iter().zip(nanos).map(share);
    let mut shares: Vec<ServiceShare> = all.filter(|share| share.nanos > 0).collect();
    order::sort_by(&mut shares, |a, b| {
        b.nanos.cmp(&a.nanos).then_with(|| a.service.cmp(&b.service))
    });
    shares
}
