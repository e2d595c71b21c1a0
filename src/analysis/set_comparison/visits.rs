//! Two sets of traces become what each trace did on each path.
//!
//! Invariant: a trace visits a path once, however many calls it made there, as calls of one trace
//! are not independent of each other; visits of a path come by side, then by trace. Absent:
//! anything said about the two sides.

use rustc_hash::FxHashMap;

use super::paths::Paths;
use crate::analysis::critical_path::{PathMode, critical_paths, critical_times};
use crate::analysis::facts::entry_root;
use crate::analysis::self_time::self_times;
use crate::trace::{Repair, SpanIdx, Trace, TraceId};

/// What a trace did on a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub path: u32,
    /// In [`Visits::requests`].
    pub request: u32,
    pub calls: u32,
    /// Calls of the path above; 1 for the root.
    pub calls_above: u32,
    pub errors: u32,
    /// Calls that failed while none below them did.
    pub own_errors: u32,
    /// Sums over the calls.
    pub duration_nanos: u64,
    pub self_nanos: u64,
    pub critical_nanos: u64,
    /// The longest call, and the first that failed by itself.
    pub longest: SpanIdx,
    pub failed: Option<SpanIdx>,
}

/// A trace of one of the sets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request {
    pub side: usize,
    /// Among the traces of its side.
    pub trace: u32,
    /// Decides between equals, whatever order traces come in.
    pub id: TraceId,
    pub entry: SpanIdx,
    /// The path of the entry.
    pub root: u32,
    /// The same for requests that visited the same paths, however often.
    pub shape: u32,
    /// The entry's.
    pub duration_nanos: u64,
    pub is_incomplete: bool,
}

#[derive(Default)]
pub(super) struct Visits {
    pub paths: Paths,
    pub requests: Vec<Request>,
    /// By path, then by side, then by request.
    pub all: Vec<Visit>,
    /// Where the visits of each path begin, and where the last one's end.
    starts: Vec<u32>,
    /// The numbers of sets of paths.
    shapes: FxHashMap<Vec<u32>, u32>,
    /// Traces so far on each side, with spans or without.
    given: [u32; 2],
    /// Where the visit of each path is in the trace that is looked at.
    places: Vec<u32>,
}

impl Visits {
    /// Further traces of a side. O(n log n) for n spans.
    pub fn add(&mut self, side: usize, traces: &[&Trace]) {
        self.paths.forget_pool();
        for &trace in traces {
            let number = self.given[side];
            self.given[side] += 1;
            if let Some(entry) = entry_root(trace) {
                self.add_trace(side, number, trace, entry);
            }
        }
    }

    /// Nothing can be added after that.
    pub fn finish(mut self) -> Visits {
        self.number_paths_in_order();
        self.sort_by_path();
        self
    }

    /// How many traces were given, with spans or without.
    pub fn given(&self) -> u32 {
        self.given.iter().sum()
    }

    pub fn of_path(&self, path: u32) -> &[Visit] {
        let [start, end] = [0, 1].map(|next| self.starts[path as usize + next] as usize);
        &self.all[start..end]
    }

    pub fn side(&self, visit: &Visit) -> usize {
        self.requests[visit.request as usize].side
    }

    fn add_trace(&mut self, side: usize, number: u32, trace: &Trace, entry: SpanIdx) {
        let of_span = self.paths.of(trace, entry);
        self.places.resize(self.paths.all.len(), NO_VISIT);
        let request = self.requests.len() as u32;
        let first = self.all.len();
        let self_nanos = self_times(trace);
        let critical_nanos = critical_times(trace, &critical_paths(trace, PathMode::Cover));
        let has_failed_child = has_failed_child(trace);
        for span in trace.spans() {
            let path = of_span[span.index()];
            let place = &mut self.places[path as usize];
            if *place == NO_VISIT {
                *place = self.all.len() as u32;
                self.all.push(Visit::none(path, request, span));
            }
            let visit = &mut self.all[*place as usize];
            visit.add(trace, span, !has_failed_child[span.index()]);
            visit.self_nanos = visit.self_nanos.saturating_add(self_nanos[span.index()]);
            visit.critical_nanos =
                visit.critical_nanos.saturating_add(critical_nanos[span.index()]);
        }
        self.count_above(first);
        let mut shape: Vec<u32> = self.all[first..].iter().map(|visit| visit.path).collect();
        for &path in &shape {
            self.places[path as usize] = NO_VISIT;
        }
        shape.sort_unstable();
        let next = self.shapes.len() as u32;
        let shape = *self.shapes.entry(shape).or_insert(next);
        self.requests.push(Request {
            side,
            trace: number,
            id: trace.id(),
            entry,
            root: of_span[entry.index()],
            shape,
            duration_nanos: trace.duration_nanos(entry),
            is_incomplete: trace.roots().any(|root| trace.repairs(root).has(Repair::MissingParent)),
        });
    }

    /// Tells each new visit how often the path above it was called.
    fn count_above(&mut self, first: usize) {
        for place in first..self.all.len() {
            let path = self.all[place].path;
            if let Some(above) = self.paths.all[path as usize].above {
                let place_above = self.places[above as usize] as usize;
                self.all[place].calls_above = self.all[place_above].calls;
            }
        }
    }

    /// So that nothing depends on which trace came first.
    fn number_paths_in_order(&mut self) {
        let places = self.paths.put_in_order();
        for visit in &mut self.all {
            visit.path = places[visit.path as usize];
        }
        for request in &mut self.requests {
            request.root = places[request.root as usize];
        }
    }

    fn sort_by_path(&mut self) {
        let count = self.paths.all.len();
        let mut starts = vec![0u32; count + 1];
        for visit in &self.all {
            starts[visit.path as usize + 1] += 1;
        }
        for path in 0..count {
            starts[path + 1] += starts[path];
        }
        let mut next = starts.clone();
        let mut sorted = self.all.clone();
        for side in 0..2 {
            for visit in self.all.iter().filter(|visit| self.side(visit) == side) {
                let place = &mut next[visit.path as usize];
                sorted[*place as usize] = *visit;
                *place += 1;
            }
        }
        self.all = sorted;
        self.starts = starts;
    }
}

const NO_VISIT: u32 = u32::MAX;

impl Visit {
    fn none(path: u32, request: u32, span: SpanIdx) -> Visit {
        Visit {
            path,
            request,
            calls: 0,
            calls_above: 1,
            errors: 0,
            own_errors: 0,
            duration_nanos: 0,
            self_nanos: 0,
            critical_nanos: 0,
            longest: span,
            failed: None,
        }
    }

    fn add(&mut self, trace: &Trace, span: SpanIdx, is_own: bool) {
        let nanos = trace.duration_nanos(span);
        if nanos > trace.duration_nanos(self.longest) {
            self.longest = span;
        }
        self.calls += 1;
        self.duration_nanos = self.duration_nanos.saturating_add(nanos);
        if trace.is_error(span) {
            self.errors += 1;
            if is_own {
                self.own_errors += 1;
                self.failed = self.failed.or(Some(span));
            }
        }
    }
}

/// By row, whether a child of the span failed.
fn has_failed_child(trace: &Trace) -> Vec<bool> {
    let mut has = vec![false; trace.span_count()];
    for span in trace.spans().filter(|&span| trace.is_error(span)) {
        if let Some(parent) = trace.parent(span) {
            has[parent.index()] = true;
        }
    }
    has
}
