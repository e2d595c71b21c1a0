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

struct Compare<'a> {
    traces: [&'a Trace; 2],
    keys: Keys,
    critical_nanos: [Vec<u64>; 2],
    self_nanos: [Vec<u64>; 2],
    /// When each trace begins.
    earliest_nanos: [u64; 2],
    out: Comparison,
}

/// Compares `first` with `second`; see the module.
pub fn compare(first: &Trace, second: &Trace) -> Comparison {
    let traces = [first, second];
    let critical = |trace: &&Trace| critical_times(trace, &critical_paths(trace, PathMode::Cover));
    let mut compare = Compare {
        traces,
        keys: Keys::new(traces),
        critical_nanos: [critical(&first), critical(&second)],
        self_nanos: [self_times(first), self_times(second)],
        earliest_nanos: traces.map(Trace::earliest_nanos),
        out: Comparison::default(),
    };
    compare.run();
    compare.out
}

impl Compare<'_> {
    fn run(&mut self) {
        let roots = self.traces.map(|trace| trace.roots().collect::<Vec<_>>());
        // Groups still to be placed, the next one last, with the node above each.
        let mut waiting: Vec<(Option<u32>, u32, Group)> = Vec::new();
        self.push_groups(&mut waiting, None, 0, roots);
        while let Some((parent, depth, group)) = waiting.pop() {
            let number = self.out.nodes.len() as u32;
            let pools = self.pools_below(&group);
            let node = self.node(parent, depth, &group);
            self.out.nodes.push(node);
            self.push_groups(&mut waiting, Some(number), depth + 1, pools);
        }
        mark_reordered(&mut self.out, self.traces);
    }

    fn push_groups(
        &self,
        waiting: &mut Vec<(Option<u32>, u32, Group)>,
        parent: Option<u32>,
        depth: u32,
        pools: Pools,
    ) {
        let groups = self.groups(pools).into_iter();
        // By when they begin on the side that has them; the first one is placed first.
        let mut placed: Vec<(Place, Group)> =
            groups.map(|group| (self.place_of(&group), group)).collect();
        order::sort_by(&mut placed, |(one, _), (other, _)| other.cmp(one));
        waiting.extend(placed.into_iter().map(|(_, group)| (parent, depth, group)));
    }

    /// Where a group stands among its siblings: times since the start of each trace, the later of
    /// both, which is the same the other way round; then the name.
    fn place_of(&self, group: &Group) -> Place {
        let begin = |side: usize| {
            let first = group.spans[side].first()?;
            let trace = self.traces[side];
            Some(trace.start_nanos(*first).saturating_sub(self.earliest_nanos[side]))
        };
        let at = begin(0).max(begin(1)).unwrap_or(0);
        let [one, other] =
            [0, 1].map(|side| group.spans[side].first().map(|&span| self.keys.of(side, span)));
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
                by_key.entry(self.keys.of(side, span)).or_default()[side].push(span);
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
            let all = &mut self.out.spans[side];
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
            sums.self_nanos += self.self_nanos[side][span.index()];
            sums.critical_nanos += self.critical_nanos[side][span.index()];
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
