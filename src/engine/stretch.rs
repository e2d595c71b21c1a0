//! What ran in a stretch of a trace's time, for the page.
//!
//! Invariant: names a few services and says how many there are. Absent: memory of it; the
//! stretch changes with every move of a pointer.

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use crate::analysis;

const MOST_SERVICES: usize = 5;

/// See [`analysis::StretchSums`]; times are in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StretchFigures {
    pub spans: u32,
    pub errors: u32,
    pub services: u32,
    pub busy_nanos: u64,
    /// Of all services together.
    pub own_nanos: u64,
    /// Places in the summary's list with their own time, the largest first, at most five.
    pub largest: Vec<(u32, u64)>,
}

/// Times are nanoseconds from the trace's earliest start. O(n).
pub(super) fn figures(open: &OpenTrace, start_nanos: u64, end_nanos: u64) -> StretchFigures {
    let epoch = |offset: u64| open.origin_nanos().saturating_add(offset);
    let stretch = epoch(start_nanos)..epoch(end_nanos);
    let own = analysis::self_times_within(&open.trace, &stretch);
    let sums = analysis::stretch_sums(&open.trace, &stretch, &own);
    let place = |service| open.service_places.get(service).copied().unwrap_or(0);
    StretchFigures {
        spans: sums.spans,
        errors: sums.errors,
        services: sums.own_nanos.len() as u32,
        busy_nanos: sums.busy_nanos,
        own_nanos: sums.own_nanos.iter().map(|(_, nanos)| nanos).sum(),
        largest: sums
            .own_nanos
            .iter()
            .take(MOST_SERVICES)
            .map(|(service, nanos)| (place(service), *nanos))
            .collect(),
    }
}
