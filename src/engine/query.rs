//! What the page asks of query servers through the worker, and what comes back.
//!
//! Invariant: plain values, like all that page and worker say; an outcome carries the id of its
//! query. Absent: fetching (see `browser`), and what answers mean (see `jaeger`).

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use super::protocol::OpeningId;
use crate::jaeger::{Answer, Dialect, Fault, Question};
use crate::order;

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

/// Services on the critical path, the longest first, then by name. O(spans).
pub(super) fn shares(open: &OpenTrace) -> Vec<ServiceShare> {
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
