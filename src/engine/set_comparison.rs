//! Two sets of open traces become what differs between them, in rows for a page.
//!
//! Invariant: a trace that several openings of a side hold counts once; lists are bounded and say
//! how long they were; an exemplar names an open trace. Absent: the traces' own times where clocks
//! were adjusted; sets are compared as they were recorded.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use super::protocol::{OpeningId, TraceRef};
use crate::analysis::{
    self, AttributePlace, ComparedPath, Exemplar, PathFigures, RequestKind, SetChange,
    SetComparison, SetFinding, SetVerdict, SharedHistogram, Spread, Unit, ValueShift,
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

/// Which traces are on which side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetAsk {
    /// All traces of some openings beside all of others.
    Openings([Vec<OpeningId>; 2]),
    Traces([Vec<TraceRef>; 2]),
    /// Requests that went well beside those that failed.
    ByFailure(Vec<OpeningId>),
    /// Traces without the value beside those that have it.
    ByAttribute {
        openings: Vec<OpeningId>,
        key: String,
        value: String,
    },
    /// All others beside these.
    Chosen {
        openings: Vec<OpeningId>,
        chosen: Vec<TraceId>,
    },
    /// Requests whose entries took less beside those that took as long or longer.
    ByDuration {
        openings: Vec<OpeningId>,
        from_nanos: u64,
    },
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
    pub weight: f64,
    pub median_shift: i64,
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
    pub durations: [Spread; 2],
    pub mix_nanos: i64,
    pub inside_nanos: i64,
    pub is_too_small: bool,
    pub shapes: u32,
    /// Of the shape with the most requests.
    pub exemplars: [Option<SpanPlace>; 2],
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributeRow {
    pub service: String,
    pub is_resource: bool,
    pub key: String,
    pub of_traces: [u32; 2],
    /// The largest difference first; long texts are cut.
    pub values: Vec<ValueShift>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetDifference {
    pub verdict: SetVerdict,
    /// What [`SetVerdict::TooLittleData`] is less than, a side.
    pub least_traces: u32,
    pub traces: [u32; 2],
    pub incomplete: [u32; 2],
    pub mean_nanos: [u64; 2],
    pub mix_nanos: i64,
    pub inside_nanos: i64,
    pub tests: u32,
    pub untested_paths: u32,
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

type Open = BTreeMap<TraceRef, OpenTrace>;
type Side<'a> = Vec<(TraceRef, &'a OpenTrace)>;

/// O(n log n) for n spans; see [`analysis::compare_sets`].
pub(super) fn compared(open: &Open, ask: &SetAsk) -> SetDifference {
    let sides = sides(open, ask);
    let [a, b] = sides.each_ref().map(|side| recorded(side));
    let comparison = analysis::compare_sets(&a, &b);
    let rows = Rows { sides: &sides, comparison: &comparison };
    let (mix_nanos, inside_nanos) = comparison.mix_and_inside_nanos();
    SetDifference {
        verdict: comparison.verdict,
        least_traces: analysis::LEAST_TRACES,
        traces: comparison.traces,
        incomplete: comparison.incomplete,
        mean_nanos: comparison.mean_nanos,
        mix_nanos,
        inside_nanos,
        tests: comparison.tests,
        untested_paths: comparison.untested_paths,
        kinds: rows.kinds(),
        total_kinds: comparison.kinds.len() as u32,
        findings: comparison
            .findings
            .iter()
            .take(MOST_FINDINGS)
            .map(|it| rows.finding(it))
            .collect(),
        total_findings: comparison.findings.len() as u32,
        attributes: attributes(&comparison),
        total_attributes: comparison.attributes.len() as u32,
    }
}

fn recorded<'a>(side: &[(TraceRef, &'a OpenTrace)]) -> Vec<&'a Trace> {
    side.iter().map(|(_, open)| open.recorded()).collect()
}

fn sides<'a>(open: &'a Open, ask: &SetAsk) -> [Side<'a>; 2] {
    match ask {
        SetAsk::Openings(openings) => openings.each_ref().map(|own| of_openings(open, own)),
        SetAsk::Traces(traces) => traces.each_ref().map(|own| {
            let mut seen = BTreeSet::new();
            let own = own.iter().filter(|name| seen.insert(name.trace_id));
            own.filter_map(|name| Some((*name, open.get(name)?))).collect()
        }),
        SetAsk::ByFailure(openings) => split(open, openings, analysis::is_failed_request),
        SetAsk::ByAttribute { openings, key, value } => {
            split(open, openings, |trace| analysis::has_value(trace, key, value))
        }
        SetAsk::Chosen { openings, chosen } => {
            split(open, openings, |trace| chosen.contains(&trace.id()))
        }
        SetAsk::ByDuration { openings, from_nanos } => split(open, openings, |trace| {
            let entry = analysis::entry_root(trace);
            entry.is_some_and(|entry| trace.duration_nanos(entry) >= *from_nanos)
        }),
    }
}

fn of_openings<'a>(open: &'a Open, openings: &[OpeningId]) -> Side<'a> {
    let mut seen = BTreeSet::new();
    let own = open.iter().filter(|(name, _)| openings.contains(&name.opening));
    own.filter(|(name, _)| seen.insert(name.trace_id)).map(|(name, it)| (*name, it)).collect()
}

fn split<'a>(
    open: &'a Open,
    openings: &[OpeningId],
    is_second: impl Fn(&Trace) -> bool,
) -> [Side<'a>; 2] {
    let all = of_openings(open, openings);
    let sides = analysis::split_set(&recorded(&all), is_second);
    sides.map(|numbers| numbers.into_iter().map(|number| all[number as usize]).collect())
}

struct Rows<'a> {
    sides: &'a [Side<'a>; 2],
    comparison: &'a SetComparison,
}

impl Rows<'_> {
    fn path(&self, path: u32) -> &ComparedPath {
        &self.comparison.paths[path as usize]
    }

    fn place(&self, side: usize, exemplar: Option<Exemplar>) -> Option<SpanPlace> {
        let exemplar = exemplar?;
        let (trace, open) = self.sides[side][exemplar.trace as usize];
        Some(SpanPlace { trace, key: open.key_of(exemplar.span) })
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
            weight: it.weight,
            median_shift: it.median_shift,
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
        let exemplars = kind.shapes.first().map_or([None; 2], |shape| shape.exemplars);
        KindRow {
            root: path_name(self.path(kind.path)),
            requests: kind.requests,
            failed: kind.failed,
            mean_nanos: kind.mean_nanos,
            durations: kind.durations,
            mix_nanos: kind.mix_nanos,
            inside_nanos: kind.inside_nanos,
            is_too_small: kind.is_too_small,
            shapes: kind.shapes.len() as u32,
            exemplars: [0, 1].map(|side| self.place(side, exemplars[side])),
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
        values: it.values.iter().map(shortened).collect(),
    };
    shifts.map(row).collect()
}

fn shortened(value: &ValueShift) -> ValueShift {
    ValueShift { value: shorten(&value.value, MOST_NAME_CHARS), ..value.clone() }
}
