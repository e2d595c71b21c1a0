//! The calls of a service in all traces of some openings, measured together.
//!
//! Invariant: a trace that several openings hold counts once, as calls would otherwise count
//! twice. Absent: the traces themselves, which may be closed as soon as this is answered.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use super::protocol::{OpeningId, TraceRef};
use crate::analysis;
use crate::measures::{Call, Measures, TimeSteps, measures_of_calls};
use crate::trace::StringId;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureAsk {
    pub openings: Vec<OpeningId>,
    pub service: String,
    /// Nanoseconds since the epoch, the end excluded; `None`: what the calls cover.
    pub window_nanos: Option<(u64, u64)>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TraceMeasures {
    pub measures: Measures,
    /// Those with a call that was measured.
    pub traces: u32,
    /// Of all traces of the openings, by name.
    pub services: Vec<String>,
}

/// O(n log n) for n spans.
pub(super) fn measured(open: &BTreeMap<TraceRef, OpenTrace>, ask: &MeasureAsk) -> TraceMeasures {
    let mut seen = BTreeSet::new();
    let traces = open
        .iter()
        .filter(|(name, _)| ask.openings.contains(&name.opening) && seen.insert(name.trace_id));
    let mut gathered = Gathered::default();
    let mut services = BTreeSet::new();
    for (_, trace) in traces {
        let pool = trace.trace.pool();
        let names = trace.facts.services.iter().map(|service| pool.text(service.name));
        services.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
        gathered.add(trace, ask);
    }
    let starts = || gathered.calls.iter().map(|call| call.start_nanos);
    let covered = || starts().min().unwrap_or(0)..starts().max().map_or(0, |last| last + 1);
    let window = ask.window_nanos.map_or_else(covered, |(start, end)| start..end);
    let steps = TimeSteps::over(&window);
    TraceMeasures {
        measures: measures_of_calls(&gathered.names, gathered.calls, &steps),
        traces: gathered.traces,
        services: services.into_iter().collect(),
    }
}

/// Calls of all traces so far.
#[derive(Default)]
struct Gathered {
    names: Vec<String>,
    places: BTreeMap<String, u32>,
    calls: Vec<Call>,
    traces: u32,
}

impl Gathered {
    fn add(&mut self, open: &OpenTrace, ask: &MeasureAsk) {
        let trace = open.recorded();
        // A name is looked up once a trace, not once a call.
        let mut known: BTreeMap<StringId, u32> = BTreeMap::new();
        let before = self.calls.len();
        for span in analysis::entry_calls(trace, &ask.service) {
            let start_nanos = trace.start_nanos(span);
            if ask.window_nanos.is_some_and(|(start, end)| !(start..end).contains(&start_nanos)) {
                continue;
            }
            let place = || self.place(trace.name_text(span));
            let operation = *known.entry(trace.name(span)).or_insert_with(place);
            self.calls.push(Call {
                operation,
                start_nanos,
                duration_nanos: trace.duration_nanos(span),
                is_error: trace.is_error(span),
            });
        }
        self.traces += u32::from(self.calls.len() > before);
    }

    fn place(&mut self, name: &str) -> u32 {
        let next = self.names.len() as u32;
        let place = *self.places.entry(name.to_owned()).or_insert(next);
        if place == next {
            self.names.push(name.to_owned());
        }
        place
    }
}
