//! Two sets of traces become what differs between them, as far as it is more than chance.
//!
//! Good minutes against bad ones: requests are grouped by what they asked for (the service, kind
//! and name of the root), so that other requests are told from requests that went otherwise. On
//! each path, which is a call below a chain of calls, the sides are compared given that the call
//! above was made: whether it is called, how often, whether it fails by itself, its own time, and
//! its time on the critical path. So one cause is one finding, not one at each of its ancestors.
//!
//! Invariants: the other way round gives the same findings with their signs turned; the order of
//! traces does not matter. A trace counts once, since its calls are not independent of each other.
//! Nothing is claimed from fewer than [`LEAST_TRACES`] traces on a side, nor where more than
//! [`MOST_FALSE`] of the claims may be chance: effects come first, but only of what is significant
//! over all tests together. Cost: O(n log n) for n spans, and O(t) for each share of t traces.
//! Absent: why; and words for people.

mod attributes;
mod findings;
mod kinds;
mod mix;
mod paths;
mod significance;
mod spread;
mod tests_of_paths;
mod values;
mod visits;

pub use attributes::{AttributeShift, ValueShift};
pub use findings::{SetChange, SetFinding, Unit};
pub use kinds::RequestKind;
pub use spread::{SharedHistogram, Spread};

use serde::{Deserialize, Serialize};
use values::{Gathered, Values};
use visits::{Request, Visit, Visits};

use crate::order;
use crate::trace::{SpanIdx, Trace};

/// With fewer traces on a side nothing is claimed.
pub const LEAST_TRACES: u32 = 10;
/// The share of false claims that is borne, over all tests of a comparison (Benjamini–Hochberg).
pub const MOST_FALSE: f64 = 0.001;

/// What can be said at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetVerdict {
    /// Fewer traces on a side than anything is claimed of, in all or of each kind.
    TooLittleData,
    /// Enough traces, and nothing that could not be chance.
    NoDifference,
    Different,
}

/// A trace of a side, as it was given, and a span in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exemplar {
    pub trace: u32,
    pub span: SpanIdx,
}

/// What a path did on one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathFigures {
    /// Traces of its kind of request, those that called what is above it, and those that called it.
    pub requests: u32,
    pub traces_above: u32,
    pub traces: u32,
    pub calls: u64,
    pub errors: u64,
    /// Traces in which a call failed while none below it did.
    pub failed_traces: u32,
}

/// A call below a chain of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedPath {
    pub service: String,
    /// With `#` for numbers and ids.
    pub name: String,
    /// Among the paths; `None` for the root of a kind of request.
    pub above: Option<u32>,
    /// The root of its kind.
    pub root: u32,
    pub figures: [PathFigures; 2],
    /// By how much the mean time of a request of its kind changed here, in nanoseconds: on the
    /// critical path, of the calls themselves, and with all that is below them.
    pub contribution_nanos: i64,
    pub contribution_below_nanos: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SetComparison {
    pub verdict: SetVerdict,
    /// Traces with a span, on either side.
    pub traces: [u32; 2],
    /// Those that lack a span that others name as their parent.
    pub incomplete: [u32; 2],
    /// The mean duration of the requests, in nanoseconds.
    pub mean_nanos: [u64; 2],
    pub kinds: Vec<RequestKind>,
    /// Depth first.
    pub paths: Vec<ComparedPath>,
    /// How many tests of paths and kinds were made.
    pub tests: u32,
    /// The largest first.
    pub findings: Vec<SetFinding>,
    /// The largest first.
    pub attributes: Vec<AttributeShift>,
}

/// Of what the change of the mean duration of all requests is made, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeanChange {
    /// Other kinds of requests were made, or in other shares.
    pub mix_nanos: i64,
    /// Requests of a kind called other paths.
    pub structure_nanos: i64,
    /// Requests that called the same took another time.
    pub inside_nanos: i64,
}

impl SetComparison {
    /// See [`MeanChange`]; to the nanosecond for each kind.
    pub fn mean_change(&self) -> MeanChange {
        let sum = |part: fn(&RequestKind) -> i64| self.kinds.iter().map(part).sum();
        MeanChange {
            mix_nanos: sum(|kind| kind.mix_nanos),
            structure_nanos: sum(|kind| kind.structure_nanos),
            inside_nanos: sum(|kind| kind.inside_nanos),
        }
    }
}

/// Compares the traces `a` with the traces `b`; see the module.
pub fn compare_sets(a: &[&Trace], b: &[&Trace]) -> SetComparison {
    let mut sets = ComparedSets::default();
    sets.add(0, a);
    sets.add(1, b);
    sets.finish()
}

/// Two sets that are looked at bit by bit, so that whoever compares can pause, or give up.
#[derive(Default)]
pub struct ComparedSets {
    visits: Visits,
    values: Gathered,
}

impl ComparedSets {
    /// Further traces of a side, 0 or 1. O(n log n) for n spans.
    pub fn add(&mut self, side: usize, traces: &[&Trace]) {
        self.visits.add(side, traces);
        self.values.add(side, traces);
    }

    /// What differs. O(v log v) for v calls of paths by traces.
    pub fn finish(self) -> SetComparison {
        let given = self.visits.given();
        comparison(&self.visits.finish(), &self.values.finish(LEAST_TRACES), given)
    }
}

fn comparison(visits: &Visits, values: &Values, given: u32) -> SetComparison {
    let count = |side: usize, is_counted: fn(&Request) -> bool| {
        let own = visits.requests.iter().filter(|request| request.side == side);
        own.filter(|request| is_counted(request)).count() as u32
    };
    let traces = [0, 1].map(|side| count(side, |_| true));
    let kinds = kinds::kinds(visits, LEAST_TRACES);
    let paths = compared_paths(visits, &kinds);
    let tested = tests_of_paths::tests(visits, &paths, &kinds);
    let findings = findings::findings(visits, &paths, &kinds, &tested);
    let is_too_small = kinds.iter().all(|kind| kind.is_too_small)
        && (kinds.len() == 1 || traces.iter().any(|&count| count < LEAST_TRACES));
    let attributes = attributes::attribute_shifts(values, given);
    SetComparison {
        verdict: match (is_too_small, findings.is_empty() && attributes.is_empty()) {
            (true, _) => SetVerdict::TooLittleData,
            (_, true) => SetVerdict::NoDifference,
            _ => SetVerdict::Different,
        },
        traces,
        incomplete: [0, 1].map(|side| count(side, |request| request.is_incomplete)),
        mean_nanos: [0, 1].map(|side| mean_nanos(visits, side)),
        kinds,
        paths,
        tests: tested.len() as u32,
        findings,
        attributes,
    }
}

fn mean_nanos(visits: &Visits, side: usize) -> u64 {
    let mut sum = mix::Sum::default();
    for request in visits.requests.iter().filter(|request| request.side == side) {
        sum.add(request.duration_nanos);
    }
    sum.mean().unwrap_or(0.0).round() as u64
}

fn compared_paths(visits: &Visits, kinds: &[RequestKind]) -> Vec<ComparedPath> {
    let mut requests: Vec<[u32; 2]> = vec![[0; 2]; visits.paths.all.len()];
    for kind in kinds {
        requests[kind.path as usize] = kind.requests;
    }
    let mut paths = Vec::with_capacity(requests.len());
    let mut critical: Vec<[u128; 2]> = Vec::with_capacity(requests.len());
    for (number, path) in (0..).zip(&visits.paths.all) {
        let requests = requests[path.root as usize];
        let own = figures(visits, number, requests, path.above, &paths);
        let call = visits.paths.call(number);
        let mut sums = [0; 2];
        for visit in visits.of_path(number) {
            sums[visits.side(visit)] += u128::from(visit.critical_nanos);
        }
        critical.push(sums);
        paths.push(ComparedPath {
            service: call.service.clone(),
            name: call.name.clone(),
            above: path.above,
            root: path.root,
            figures: own,
            contribution_nanos: change_of_mean(sums, requests),
            contribution_below_nanos: 0,
        });
    }
    add_below(&mut paths, critical);
    paths
}

fn add_below(paths: &mut [ComparedPath], mut critical: Vec<[u128; 2]>) {
    for number in (0..paths.len()).rev() {
        let requests = paths[number].figures.map(|side| side.requests);
        paths[number].contribution_below_nanos = change_of_mean(critical[number], requests);
        if let Some(above) = paths[number].above {
            let own = critical[number];
            let sums = &mut critical[above as usize];
            *sums = [sums[0] + own[0], sums[1] + own[1]];
        }
    }
}

/// Of sums over so many requests, rounded towards zero; 0 where a side has none.
fn change_of_mean(sums: [u128; 2], requests: [u32; 2]) -> i64 {
    let [before, after] = requests.map(u128::from);
    let pairs = before * after;
    let (one, other) = (sums[0].saturating_mul(after), sums[1].saturating_mul(before));
    let change = one.abs_diff(other).checked_div(pairs).unwrap_or(0);
    let change = i64::try_from(change).unwrap_or(i64::MAX);
    if other < one { -change } else { change }
}

fn figures(
    visits: &Visits,
    path: u32,
    requests: [u32; 2],
    above: Option<u32>,
    paths: &[ComparedPath],
) -> [PathFigures; 2] {
    let mut figures = [0, 1].map(|side| {
        let traces_above = above.map(|above| paths[above as usize].figures[side].traces);
        PathFigures {
            requests: requests[side],
            traces_above: traces_above.unwrap_or(requests[side]),
            ..PathFigures::default()
        }
    });
    for visit in visits.of_path(path) {
        let own = &mut figures[visits.side(visit)];
        own.traces += 1;
        own.calls += u64::from(visit.calls);
        own.errors += u64::from(visit.errors);
        own.failed_traces += u32::from(visit.own_errors > 0);
    }
    figures
}

/// The one in the middle by value; of equals, by the id of the trace.
fn near_median(mut values: Vec<(u64, &Request, SpanIdx)>) -> Option<Exemplar> {
    order::sort_by_key(&mut values, |(value, request, span)| (*value, request.id, *span));
    let last = values.len().checked_sub(1)?;
    let (_, request, span) = values[last / 2];
    Some(Exemplar { trace: request.trace, span })
}

impl Visit {
    fn mean_nanos(&self) -> u64 {
        self.duration_nanos / u64::from(self.calls.max(1))
    }

    fn mean_self_nanos(&self) -> u64 {
        self.self_nanos / u64::from(self.calls.max(1))
    }

    fn is_all_critical(&self) -> bool {
        self.self_nanos == self.critical_nanos
    }
}
