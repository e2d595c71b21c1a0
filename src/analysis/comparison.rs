//! Two traces become one tree: which calls are on both sides, which are new, gone or renamed, and
//! what each adds to the difference.
//!
//! ```text
//! a: handler ( read, read, render )        handler      a b
//! b: handler ( cache ( read ), render )      cache        b   new
//!                                              read     a b   less often
//!                                            render     a b
//! ```
//!
//! Calls of one parent with the same service, kind and name (numbers and ids in it aside) are one
//! node, however many there are. What is left over on one side is compared with what is left over
//! on the other: a call below which the others are found is a layer put in, so the layer alone is
//! new; one that resembles another is that one renamed.
//!
//! Invariants: each span of either trace is in exactly one node, so times on the critical path add
//! up to the wholes and their changes to the change of the whole; the other way round gives the
//! same tree with the sides swapped; ids and the order of input do not matter. Cost: O(n log n),
//! and for what is left over O(g²) comparisons of at most [`MOST_COMPARED`] names each, where g is
//! the number of such groups below one parent, at most [`MOST_GROUPS`]. Absent: what to call a
//! change (`changes`), and sets of traces.

mod changes;
mod difference_flame;
mod keys;
mod leftover;
mod merged_rows;
mod reordering;

use std::collections::BTreeMap;
use std::ops::Range;

pub use changes::{Change, Contribution, contributions};
pub use difference_flame::{DifferenceBox, DifferenceFlame};
use keys::{Key, Keys};
pub(super) use keys::{kind_order, template};
pub use merged_rows::{MergedRows, NodeChoice, marks};
use reordering::mark_reordered;
use serde::{Deserialize, Serialize};

use super::critical_path::{PathMode, critical_paths, critical_times};
use super::self_time::self_times;
use crate::order;
use crate::trace::{SpanIdx, Trace};

/// The most names that a subtree is known by when it is compared with others.
const MOST_COMPARED: usize = 400;
/// The most groups on a side that are tried against each other.
const MOST_GROUPS: usize = 60;

/// How the calls of a node on the two sides belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// Service, kind and name are the same.
    Same,
    /// Another service, kind or name, and the same place and work.
    Renamed,
    /// On the first side only.
    Gone,
    /// On the second side only.
    New,
}

/// Sums over the calls of a node on one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFigures {
    pub spans: u32,
    /// How many of them failed.
    pub errors: u32,
    pub duration_nanos: u64,
    /// The longest.
    pub max_nanos: u64,
    pub self_nanos: u64,
    /// On the critical path, in cover mode.
    pub critical_nanos: u64,
    /// The time in which at least one of their children ran, and the sum over the children.
    pub children_union_nanos: u64,
    pub children_nanos: u64,
}

/// Calls that are compared as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedNode {
    pub depth: u32,
    /// Among the nodes; those below a node follow it.
    pub parent: Option<u32>,
    pub relation: Relation,
    /// In [`Comparison::spans`] of each side.
    spans: [Range<u32>; 2],
    pub figures: [SideFigures; 2],
    /// Whether it moved among its siblings. As few are marked as explain the new order.
    pub is_reordered: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The merged tree, depth first.
    pub nodes: Vec<ComparedNode>,
    spans: [Vec<SpanIdx>; 2],
    /// On each side, by span and then by time: what of it is on the critical path, in nanoseconds
    /// since the epoch.
    pub sections: [Vec<(SpanIdx, u64, u64)>; 2],
}

impl Comparison {
    /// The calls of a node, by start.
    ///
    /// # Panics
    /// If there is no such node, or side is neither 0 nor 1.
    pub fn spans(&self, node: usize, side: usize) -> &[SpanIdx] {
        let range = &self.nodes[node].spans[side];
        &self.spans[side][range.start as usize..range.end as usize]
    }

    /// The durations of all roots of a side together, in nanoseconds.
    pub fn total_nanos(&self, side: usize) -> u64 {
        self.nodes.iter().map(|node| node.figures[side].critical_nanos).sum()
    }
}

/// Calls on either side, to be told apart by their keys.
type Pools = [Vec<SpanIdx>; 2];

/// Calls that become a node.
struct Group {
    relation: Relation,
    spans: Pools,
    /// What is below the node where that is not simply the children of its calls.
    below: Pools,
}

/// Among siblings: when, and what is called how.
type Place = (u64, Option<Key>, Option<Key>);

/// A comparison that is made bit by bit, so that whoever compares can pause, or give up. All of
/// its steps are about the same two traces.
#[derive(Default)]
pub struct Comparing {
    /// How many of the steps that look at whole traces are done.
    prepared: usize,
    keys: Keys,
    critical_nanos: [Vec<u64>; 2],
    self_nanos: [Vec<u64>; 2],
    /// When each trace begins.
    earliest_nanos: [u64; 2],
    /// Groups still to be placed, the next one last, with the node above each and their depth.
    waiting: Vec<(Option<u32>, u32, Group)>,
    out: Comparison,
}

/// Compares `first` with `second`; see the module.
pub fn compare(first: &Trace, second: &Trace) -> Comparison {
    let traces = [first, second];
    let mut comparing = Comparing::default();
    while !comparing.step(traces, usize::MAX) {}
    comparing.finish(traces)
}

impl Comparing {
    /// The first steps prepare, each by looking at a trace once: O(n log n) for n spans. The others
    /// place calls until so many spans were looked at. Whether that was the last step.
    pub fn step(&mut self, traces: [&Trace; 2], spans: usize) -> bool {
        let step = self.prepared;
        self.prepared += 1;
        match step {
            0 => self.keys = Keys::new(traces),
            1 | 2 => self.prepare_side(step - 1, traces),
            _ => {
                let mut compare = Compare { traces, made: std::mem::take(self) };
                if step == 3 {
                    let roots = traces.map(|trace| trace.roots().collect::<Vec<_>>());
                    compare.push_groups(None, 0, roots);
                }
                compare.place(spans);
                *self = compare.made;
                return self.waiting.is_empty();
            }
        }
        false
    }

    fn prepare_side(&mut self, side: usize, traces: [&Trace; 2]) {
        let trace = traces[side];
        let paths = critical_paths(trace, PathMode::Cover);
        self.critical_nanos[side] = critical_times(trace, &paths);
        self.self_nanos[side] = self_times(trace);
        self.earliest_nanos[side] = trace.earliest_nanos();
        let sections = paths.iter().flat_map(|path| &path.sections);
        let sections = sections.map(|it| (it.span, it.start_nanos, it.end_nanos));
        self.out.sections[side] = sections.collect();
        self.out.sections[side].sort_unstable();
    }

    pub fn finish(mut self, traces: [&Trace; 2]) -> Comparison {
        mark_reordered(&mut self.out, traces);
        self.out
    }
}

struct Compare<'a> {
    traces: [&'a Trace; 2],
    made: Comparing,
}

impl Compare<'_> {
    fn place(&mut self, spans: usize) {
        let mut placed = 0;
        while placed < spans
            && let Some((parent, depth, group)) = self.made.waiting.pop()
        {
            let number = self.made.out.nodes.len() as u32;
            let pools = self.pools_below(&group);
            placed += group.spans.iter().chain(&pools).map(Vec::len).sum::<usize>();
            let node = self.node(parent, depth, &group);
            self.made.out.nodes.push(node);
            self.push_groups(Some(number), depth + 1, pools);
        }
    }

    fn push_groups(&mut self, parent: Option<u32>, depth: u32, pools: Pools) {
        let groups = self.groups(pools).into_iter();
        // By when they begin on the side that has them; the first one is placed first.
        let mut placed: Vec<(Place, Group)> =
            groups.map(|group| (self.place_of(&group), group)).collect();
        order::sort_by(&mut placed, |(one, _), (other, _)| other.cmp(one));
        let placed = placed.into_iter().map(|(_, group)| (parent, depth, group));
        self.made.waiting.extend(placed);
    }

    /// Where a group stands among its siblings: times since the start of each trace, the later of
    /// both, which is the same the other way round; then the name.
    fn place_of(&self, group: &Group) -> Place {
        let begin = |side: usize| {
            let first = group.spans[side].first()?;
            let trace = self.traces[side];
            Some(trace.start_nanos(*first).saturating_sub(self.made.earliest_nanos[side]))
        };
        let at = begin(0).max(begin(1)).unwrap_or(0);
        let [one, other] =
            [0, 1].map(|side| group.spans[side].first().map(|&span| self.made.keys.of(side, span)));
        (at, one.min(other), one.max(other))
    }

    /// The calls below a group.
    fn pools_below(&self, group: &Group) -> Pools {
        let children = |side: usize| {
            let trace = self.traces[side];
            let of_own = group.spans[side].iter().flat_map(|&span| trace.children(span));
            let mut all: Vec<SpanIdx> = of_own.chain(group.below[side].iter().copied()).collect();
            self.sort_by_start(side, &mut all);
            all
        };
        [children(0), children(1)]
    }

    fn sort_by_start(&self, side: usize, spans: &mut [SpanIdx]) {
        let trace = self.traces[side];
        order::sort_by_key(spans, |&span| (trace.start_nanos(span), span.index()));
    }

    /// Pools become groups: those of one key, then what can be made of the rest.
    fn groups(&self, pools: Pools) -> Vec<Group> {
        let mut by_key: BTreeMap<Key, Pools> = BTreeMap::new();
        for (side, pool) in pools.into_iter().enumerate() {
            for span in pool {
                by_key.entry(self.made.keys.of(side, span)).or_default()[side].push(span);
            }
        }
        let mut groups = Vec::new();
        let mut left: [BTreeMap<Key, Vec<SpanIdx>>; 2] = Default::default();
        for (key, spans) in by_key {
            match spans.each_ref().map(Vec::is_empty) {
                [false, false] => groups.push(Group::of(Relation::Same, spans)),
                [false, true] => {
                    let [spans, _] = spans;
                    left[0].insert(key, spans);
                }
                _ => {
                    let [_, spans] = spans;
                    left[1].insert(key, spans);
                }
            }
        }
        groups.extend(self.groups_of_leftover(left));
        groups
    }

    fn node(&mut self, parent: Option<u32>, depth: u32, group: &Group) -> ComparedNode {
        let mut ranges = [0..0, 0..0];
        let mut figures = [SideFigures::default(); 2];
        for side in 0..2 {
            let all = &mut self.made.out.spans[side];
            let first = all.len() as u32;
            all.extend(&group.spans[side]);
            ranges[side] = first..all.len() as u32;
            figures[side] = self.figures(side, &group.spans[side]);
        }
        ComparedNode {
            depth,
            parent,
            relation: group.relation,
            spans: ranges,
            figures,
            is_reordered: false,
        }
    }

    fn figures(&self, side: usize, spans: &[SpanIdx]) -> SideFigures {
        let trace = self.traces[side];
        let mut sums = SideFigures { spans: spans.len() as u32, ..SideFigures::default() };
        for &span in spans {
            let nanos = trace.duration_nanos(span);
            sums.errors += u32::from(trace.is_error(span));
            sums.duration_nanos += nanos;
            sums.max_nanos = sums.max_nanos.max(nanos);
            sums.self_nanos += self.made.self_nanos[side][span.index()];
            sums.critical_nanos += self.made.critical_nanos[side][span.index()];
            let mut covered_until = 0;
            for child in trace.children(span) {
                let (start, end) = (trace.start_nanos(child), trace.end_nanos(child));
                sums.children_nanos += end - start;
                sums.children_union_nanos += end.saturating_sub(start.max(covered_until));
                covered_until = covered_until.max(end);
            }
        }
        sums
    }
}

impl Group {
    fn of(relation: Relation, spans: Pools) -> Group {
        Group { relation, spans, below: Default::default() }
    }
}
