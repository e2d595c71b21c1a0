//! A span among its kin: the spans of the same service and operation in all that is open.
//!
//! Invariant: exact; a span is not its own kin. Durations do not change with clocks, so what is
//! remembered stays true. Absent: kin that only look alike; names are compared as they are.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::open_trace::OpenTrace;
use super::protocol::{Kin, TraceRef};
use crate::layout::RowKey;
use crate::order;
use crate::trace::{StringId, Trace};

/// Operations whose durations are remembered for each trace.
const MOST_OPERATIONS: usize = 256;

/// The sorted durations of the operations that were asked about, by service and name.
#[derive(Default)]
pub(super) struct KinMemo {
    durations: RefCell<FxHashMap<(String, String), Vec<u64>>>,
}

impl KinMemo {
    /// How many spans of the operation there are, and how many of them are shorter than this.
    /// O(n) for an operation's first question, O(log n) for any other.
    fn count(&self, trace: &Trace, operation: &(String, String), nanos: u64) -> (usize, usize) {
        let mut known = self.durations.borrow_mut();
        if known.len() >= MOST_OPERATIONS && !known.contains_key(operation) {
            known.clear();
        }
        let sorted =
            known.entry(operation.clone()).or_insert_with(|| sorted_durations(trace, operation));
        (sorted.len(), sorted.partition_point(|&other| other < nanos))
    }
}

fn sorted_durations(trace: &Trace, (service, name): &(String, String)) -> Vec<u64> {
    // Texts repeat, so each is compared once.
    let mut is_same: FxHashMap<(StringId, StringId), bool> = FxHashMap::default();
    let is_kin = |span: &_| {
        let operation = (trace.service(*span), trace.name(*span));
        *is_same.entry(operation).or_insert_with(|| {
            trace.service_text(*span) == service && trace.name_text(*span) == name
        })
    };
    let durations = trace.spans().filter(is_kin).map(|span| trace.duration_nanos(span));
    let mut sorted: Vec<(u64, u32)> = durations.map(|nanos| (nanos, 0)).collect();
    order::sort_numbered(&mut sorted);
    sorted.into_iter().map(|(nanos, _)| nanos).collect()
}

/// The kin of a span of `trace` in all open traces; none if the span is gone.
pub(super) fn kin(all: &BTreeMap<TraceRef, OpenTrace>, trace: TraceRef, key: RowKey) -> Kin {
    let Some(open) = all.get(&trace) else { return Kin::default() };
    let Some(span) = open.span_of(key) else { return Kin::default() };
    let nanos = open.trace.duration_nanos(span);
    let service = open.trace.service_text(span).to_owned();
    let operation = (service, open.trace.name_text(span).to_owned());
    let mut kin = Kin::default();
    for other in all.values() {
        let (spans, shorter) = other.kin.count(&other.trace, &operation, nanos);
        kin.others += spans as u32;
        kin.shorter += shorter as u32;
        kin.traces += u32::from(spans > 0);
    }
    // The span itself was among them.
    kin.others = kin.others.saturating_sub(1);
    kin
}
