//! Two sets of open traces become what differs between them, in rows for a page.
//!
//! Invariant: a trace that several openings of a side hold counts once; lists are bounded and say
//! how long they were; an exemplar names an open trace. Absent: the traces' own times where clocks
//! were adjusted; sets are compared as they were recorded.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::jobs::{Open, SPANS_A_SLICE};
use super::open_trace::OpenTrace;
use super::protocol::{Answer, OpeningId, TraceRef};
use crate::analysis::{
    self, AttributePlace, ComparedPath, ComparedSets, Exemplar, MeanChange, PathFigures,
    RequestKind, SetChange, SetComparison, SetFinding, SetVerdict, SharedHistogram, Spread, Unit,
    ValueShift,
};
use crate::format::shorten;
use crate::layout::RowKey;
use crate::trace::{Trace, TraceId};

const MOST_KINDS: usize = 100;
const MOST_FINDINGS: usize = 200;
const MOST_ATTRIBUTES: usize = 100;
/// Calls above one that are named.
const MOST_ABOVE: usize = 12;
const MOST_NAME_CHARS: usize = 160;
const MOST_VALUE_CHARS: usize = 1_000;

/// Which traces are on which side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetAsk {
    /// All traces of some openings beside all of others.
    Openings([Vec<OpeningId>; 2]),
    /// Requests that went well beside those that failed.
    ByFailure(Vec<OpeningId>),
    /// Traces without the value beside those that have it.
    ByAttribute { openings: Vec<OpeningId>, key: String, value: String },
    /// The first of these beside the second; without the first, all others.
    Chosen { openings: Vec<OpeningId>, first: Option<Vec<TraceId>>, second: Vec<TraceId> },
    /// Requests whose entries took less beside those that took as long or longer.
    ByDuration { openings: Vec<OpeningId>, from_nanos: u64 },
}

/// A call by its names; numbers and ids are `#`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathName {
    pub service: String,
    pub name: String,
}

/// A span of an open trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanPlace {
    pub trace: TraceRef,
    pub key: RowKey,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    pub change: SetChange,
    pub call: PathName,
    /// The calls above it, the nearest last, at most 12.
    pub above: Vec<PathName>,
    /// See [`SetFinding`] for these.
    pub effect: f64,
    pub significance: f64,
    pub contribution_nanos: i64,
    pub traces: [u32; 2],
    pub unit: Unit,
    pub spreads: [Spread; 2],
    pub histogram: SharedHistogram,
    pub figures: [PathFigures; 2],
    pub exemplars: [Option<SpanPlace>; 2],
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindRow {
    pub root: PathName,
    /// See [`RequestKind`] for these.
    pub requests: [u32; 2],
    pub failed: [u32; 2],
    pub mean_nanos: [u64; 2],
    pub mix_nanos: i64,
    pub structure_nanos: i64,
    pub inside_nanos: i64,
    pub is_too_small: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributeRow {
    pub service: String,
    pub is_resource: bool,
    pub key: String,
    pub of_traces: [u32; 2],
    /// The largest difference first.
    pub values: Vec<ValueRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValueRow {
    pub shift: ValueShift,
    /// Whether its text or its key's is not all here, so that nothing can be asked about it.
    pub is_cut: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetDifference {
    pub verdict: SetVerdict,
    /// What [`SetVerdict::TooLittleData`] is less than, a side.
    pub least_traces: u32,
    pub traces: [u32; 2],
    pub incomplete: [u32; 2],
    pub mean_nanos: [u64; 2],
    pub mean_change: MeanChange,
    pub tests: u32,
    /// The most requests first.
    pub kinds: Vec<KindRow>,
    pub total_kinds: u32,
    /// The largest first.
    pub findings: Vec<FindingRow>,
    pub total_findings: u32,
    /// The largest first.
    pub attributes: Vec<AttributeRow>,
    pub total_attributes: u32,
}

impl SetAsk {
    fn openings(&self) -> impl Iterator<Item = OpeningId> {
        let [one, other]: [&[OpeningId]; 2] = match self {
            SetAsk::Openings([one, other]) => [one, other],
            SetAsk::ByFailure(openings)
            | SetAsk::ByAttribute { openings, .. }
            | SetAsk::Chosen { openings, .. }
            | SetAsk::ByDuration { openings, .. } => [openings, &[]],
        };
        one.iter().chain(other).copied()
    }

    /// The side that a trace is on, if any; `side`: the one of its opening.
    fn side_of(&self, trace: &Trace, side: usize) -> Option<usize> {
        let is_second = match self {
            SetAsk::Openings(_) => return Some(side),
            SetAsk::ByFailure(_) => analysis::is_failed_request(trace),
            SetAsk::ByAttribute { key, value, .. } => analysis::has_value(trace, key, value),
            SetAsk::ByDuration { from_nanos, .. } => {
                let entry = analysis::entry_root(trace);
                entry.is_some_and(|entry| trace.duration_nanos(entry) >= *from_nanos)
            }
            SetAsk::Chosen { first, second, .. } => {
                let is_second = second.contains(&trace.id());
                let is_first = first.as_ref().is_none_or(|first| first.contains(&trace.id()));
                if !is_second && !is_first {
                    return None;
                }
                is_second
            }
        };
        Some(usize::from(is_second))
    }
}

/// A comparison under way.
pub(super) struct SetsJob {
    ask: SetAsk,
    /// Traces that are still to be looked at, each once, and the side that an opening is; `None`
    /// until the first slice.
    left: Option<VecDeque<(TraceRef, usize)>>,
    /// Those that were looked at, by side.
    sides: [Vec<TraceRef>; 2],
    sets: ComparedSets,
}

impl SetsJob {
    pub fn new(ask: SetAsk) -> SetsJob {
        SetsJob { ask, left: None, sides: Default::default(), sets: ComparedSets::default() }
    }

    pub fn is_of(&self, opening: OpeningId) -> bool {
        self.ask.openings().any(|own| own == opening)
    }

    /// A slice; the answer once all traces were looked at. O(n log n) for n spans in all.
    pub fn work(&mut self, open: &Open) -> Option<Answer> {
        let left = self.left.get_or_insert_with(|| traces_of(open, &self.ask));
        if left.is_empty() {
            let sets = std::mem::take(&mut self.sets).finish();
            return Some(Answer::SetsCompared(Box::new(difference(open, &self.sides, &sets))));
        }
        let mut spans = 0;
        let mut traces: [Vec<&Trace>; 2] = Default::default();
        while spans < SPANS_A_SLICE
            && let Some((name, side)) = left.pop_front()
        {
            // An opening that is closed ends the job, so all of them are there.
            let Some(trace) = open.get(&name).map(OpenTrace::recorded) else {
                return Some(Answer::Gone);
            };
            spans += trace.span_count();
            if let Some(side) = self.ask.side_of(trace, side) {
                self.sides[side].push(name);
                traces[side].push(trace);
            }
        }
        for (side, traces) in traces.iter().enumerate() {
            self.sets.add(side, traces);
        }
        None
    }
}

/// All traces of the openings, and of which side the opening is.
fn traces_of(open: &Open, ask: &SetAsk) -> VecDeque<(TraceRef, usize)> {
    let none: &[OpeningId] = &[];
    let sides = match ask {
        SetAsk::Openings(sides) => sides.each_ref().map(Vec::as_slice),
        SetAsk::ByFailure(openings)
        | SetAsk::ByAttribute { openings, .. }
        | SetAsk::Chosen { openings, .. }
        | SetAsk::ByDuration { openings, .. } => [openings, none],
    };
    let mut all = VecDeque::new();
    for (side, openings) in sides.into_iter().enumerate() {
        let mut seen = BTreeSet::new();
        let own = open.keys().filter(|name| openings.contains(&name.opening));
        let own = own.filter(|name| seen.insert(name.trace_id));
        all.extend(own.map(|name| (*name, side)));
    }
    all
}

fn difference(
    open: &Open,
    sides: &[Vec<TraceRef>; 2],
    comparison: &SetComparison,
) -> SetDifference {
    let rows = Rows { open, sides, comparison };
    SetDifference {
        verdict: comparison.verdict,
        least_traces: analysis::LEAST_TRACES,
        traces: comparison.traces,
        incomplete: comparison.incomplete,
        mean_nanos: comparison.mean_nanos,
        mean_change: comparison.mean_change(),
        tests: comparison.tests,
        kinds: rows.kinds(),
        total_kinds: comparison.kinds.len() as u32,
        findings: comparison
            .findings
            .iter()
            .take(MOST_FINDINGS)
            .map(|it| rows.finding(it))
            .collect(),
        total_findings: comparison.findings.len() as u32,
        attributes: attributes(comparison),
        total_attributes: comparison.attributes.len() as u32,
    }
}

struct Rows<'a> {
    open: &'a Open,
    sides: &'a [Vec<TraceRef>; 2],
    comparison: &'a SetComparison,
}

impl Rows<'_> {
    fn path(&self, path: u32) -> &ComparedPath {
        &self.comparison.paths[path as usize]
    }

    fn place(&self, side: usize, exemplar: Option<Exemplar>) -> Option<SpanPlace> {
        let exemplar = exemplar?;
        let trace = self.sides[side][exemplar.trace as usize];
        Some(SpanPlace { trace, key: self.open.get(&trace)?.key_of(exemplar.span) })
    }

    fn finding(&self, it: &SetFinding) -> FindingRow {
        let path = self.path(it.path);
        let next = |path: &&ComparedPath| path.above.map(|above| self.path(above));
        let above = std::iter::successors(next(&path), next).take(MOST_ABOVE);
        let mut above: Vec<PathName> = above.map(path_name).collect();
        above.reverse();
        FindingRow {
            change: it.change,
            call: path_name(path),
            above,
            effect: it.effect,
            significance: it.significance,
            contribution_nanos: it.contribution_nanos,
            traces: it.traces,
            unit: it.unit,
            spreads: it.spreads,
            histogram: it.histogram.clone(),
            figures: path.figures,
            exemplars: [0, 1].map(|side| self.place(side, it.exemplars[side])),
        }
    }

    fn kinds(&self) -> Vec<KindRow> {
        let mut kinds: Vec<&RequestKind> = self.comparison.kinds.iter().collect();
        crate::order::sort_by_key(&mut kinds, |kind| {
            std::cmp::Reverse(kind.requests.iter().sum::<u32>())
        });
        kinds.into_iter().take(MOST_KINDS).map(|kind| self.kind(kind)).collect()
    }

    fn kind(&self, kind: &RequestKind) -> KindRow {
        KindRow {
            root: path_name(self.path(kind.path)),
            requests: kind.requests,
            failed: kind.failed,
            mean_nanos: kind.mean_nanos,
            mix_nanos: kind.mix_nanos,
            structure_nanos: kind.structure_nanos,
            inside_nanos: kind.inside_nanos,
            is_too_small: kind.is_too_small,
        }
    }
}

fn path_name(path: &ComparedPath) -> PathName {
    let [service, name] = [&path.service, &path.name].map(|text| shorten(text, MOST_NAME_CHARS));
    PathName { service, name }
}

fn attributes(comparison: &SetComparison) -> Vec<AttributeRow> {
    let shifts = comparison.attributes.iter().take(MOST_ATTRIBUTES);
    let row = |it: &analysis::AttributeShift| AttributeRow {
        service: shorten(&it.service, MOST_NAME_CHARS),
        is_resource: it.place == AttributePlace::Resource,
        key: shorten(&it.key, MOST_NAME_CHARS),
        of_traces: it.of_traces,
        values: it.values.iter().map(|value| value_row(&it.key, value)).collect(),
    };
    shifts.map(row).collect()
}

fn value_row(key: &str, shift: &ValueShift) -> ValueRow {
    let value = shorten(&shift.value, MOST_VALUE_CHARS);
    let is_cut = value != shift.value || shorten(key, MOST_NAME_CHARS) != key;
    ValueRow { shift: ValueShift { value, ..shift.clone() }, is_cut }
}
