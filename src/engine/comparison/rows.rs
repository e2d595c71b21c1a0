//! Some rows of the merged tree: names, figures of both sides, and two bars each.
//!
//! Invariant: times count from the earliest start of their own trace, moved so that the calls
//! they are aligned at begin together. Absent: pixels.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::overview::was;
use super::{Compared, ComparisonAnswer, Sides};
use crate::analysis::{Change, FilterProblem, MergedRows, NodeChoice, Relation, SideFigures};
use crate::engine::filter::{self, FilterText};
use crate::engine::list_window::ListWindow;
use crate::engine::open_trace::OpenTrace;
use crate::engine::protocol::TraceRef;
use crate::layout::NodeKey;
use crate::trace::SpanIdx;

/// Pieces of a bar that are told apart; closer ones become one.
const MOST_PIECES: usize = 40;

/// What of the merged tree is shown, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MergedShown {
    /// Nodes of this depth and deeper start closed; `None`: all open.
    pub closed_from_depth: Option<u32>,
    /// Nodes that are the other way round.
    pub toggled: Vec<NodeKey>,
    /// Only what bears a mark, and what is above it.
    pub is_changed_only: bool,
    /// In the filter language; empty: all.
    pub filter: String,
    /// Calls that begin together on both sides; `None`: the traces do.
    pub aligned: Option<NodeKey>,
    /// Whose row is wanted, in `MergedWindow::rows`.
    pub selected: Option<NodeKey>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MergedWindow {
    pub rows: ListWindow<MergedRow>,
    /// The filter is not understood, and everything is shown.
    pub problem: Option<FilterProblem>,
    /// When each trace ends.
    pub ends_nanos: [u64; 2],
    /// By how much each trace is moved to the right.
    pub shift_nanos: [u64; 2],
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergedRow {
    pub key: NodeKey,
    pub depth: u32,
    pub is_open: bool,
    pub has_below: bool,
    /// The row of what is above it; `None` for a root.
    pub above: Option<u32>,
    /// Among the siblings that are shown, from 1 on, and how many these are.
    pub place: (u32, u32),
    pub relation: Relation,
    pub mark: Option<Change>,
    pub service: String,
    pub name: String,
    /// Service and name on the first side, where they are others.
    pub was: Option<(String, String)>,
    pub sides: [MergedSide; 2],
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MergedSide {
    pub figures: SideFigures,
    /// When its calls ran: start and end, ascending, at most 40.
    pub bars: Vec<(u64, u64)>,
    /// What of that is on the critical path.
    pub path: Vec<(u64, u64)>,
}

pub(super) fn window(
    compared: &Compared,
    open: &mut BTreeMap<TraceRef, OpenTrace>,
    shown: &MergedShown,
    (first, count): (u32, u32),
) -> Option<MergedWindow> {
    let (found, problem) = matched(compared, open, shown);
    let sides = compared.sides(open)?;
    let choice = choice(compared, sides, shown, found);
    let rows = MergedRows::of(&compared.comparison, &choice);
    let places = rows.places(&compared.comparison);
    let shift_nanos = shift(compared, sides, shown.aligned);
    let make = Making { compared, sides, choice: &choice, rows: &rows, places, shift_nanos };
    let mut list = ListWindow::of(&rows.nodes, first, count, |node| make.row(node));
    let selected = shown.selected.and_then(|key| compared.node_of(sides, key));
    list.position = selected.and_then(|node| rows.row_of(node));
    let end = |side: usize| {
        let (start, end) = compared.extents[side];
        (end - start).saturating_add(shift_nanos[side])
    };
    Some(MergedWindow { rows: list, problem, ends_nanos: [end(0), end(1)], shift_nanos })
}

/// The row of a node once what is above it is open.
pub(super) fn locate(
    compared: &Compared,
    open: &mut BTreeMap<TraceRef, OpenTrace>,
    shown: &MergedShown,
    key: NodeKey,
) -> Option<ComparisonAnswer> {
    let (found, _) = matched(compared, open, shown);
    let sides = compared.sides(open)?;
    let node = compared.node_of(sides, key)?;
    let mut choice = choice(compared, sides, shown, found);
    let nodes = &compared.comparison.nodes;
    let mut above = nodes[node as usize].parent;
    while let Some(parent) = above {
        let depth = nodes[parent as usize].depth;
        if !choice.is_open(parent, depth) && !choice.toggled.remove(&parent) {
            choice.toggled.insert(parent);
        }
        above = nodes[parent as usize].parent;
    }
    let row = MergedRows::of(&compared.comparison, &choice).row_of(node);
    let toggled = choice.toggled.iter().map(|&node| compared.key_of(sides, node)).collect();
    Some(ComparisonAnswer::Located { row, toggled })
}

/// By node, whether a call of it on either side matches the filter; `None`: there is no filter.
fn matched(
    compared: &Compared,
    open: &mut BTreeMap<TraceRef, OpenTrace>,
    shown: &MergedShown,
) -> (Option<Vec<bool>>, Option<FilterProblem>) {
    if shown.filter.trim().is_empty() {
        return (None, None);
    }
    let text = FilterText { text: shown.filter.clone(), ..FilterText::default() };
    let mut matched = vec![false; compared.comparison.nodes.len()];
    for (side, name) in compared.pair.iter().enumerate() {
        let Some(trace) = open.get_mut(name) else { continue };
        match filter::matches(trace, &text) {
            Ok(matches) => {
                for (span, &node) in compared.nodes[side].iter().enumerate() {
                    matched[node as usize] |= matches.has(SpanIdx(span as u32));
                }
            }
            Err(problem) => return (None, Some(problem)),
        }
    }
    (Some(matched), None)
}

fn choice(
    compared: &Compared,
    sides: Sides,
    shown: &MergedShown,
    found: Option<Vec<bool>>,
) -> NodeChoice {
    let marked = shown
        .is_changed_only
        .then(|| compared.marks.iter().map(Option::is_some).collect::<Vec<bool>>());
    let wanted = match (found, marked) {
        (Some(found), Some(marked)) => {
            Some(found.iter().zip(&marked).map(|(&a, &b)| a && b).collect())
        }
        (found, marked) => found.or(marked),
    };
    let toggled = shown.toggled.iter().filter_map(|&key| compared.node_of(sides, key));
    NodeChoice {
        closed_from_depth: shown.closed_from_depth,
        toggled: toggled.collect::<BTreeSet<u32>>(),
        wanted,
    }
}

/// By how much each trace is moved so that the calls of a node begin together.
fn shift(compared: &Compared, sides: Sides, aligned: Option<NodeKey>) -> [u64; 2] {
    let begin = |side: usize| {
        let node = compared.node_of(sides, aligned?)?;
        let span = *compared.comparison.spans(node as usize, side).first()?;
        let trace = sides[side].recorded();
        Some(trace.start_nanos(span) - compared.extents[side].0)
    };
    match (begin(0), begin(1)) {
        (Some(first), Some(second)) => {
            let latest = first.max(second);
            [latest - first, latest - second]
        }
        _ => [0, 0],
    }
}

/// What a row is made of.
struct Making<'a> {
    compared: &'a Compared,
    sides: Sides<'a>,
    choice: &'a NodeChoice,
    rows: &'a MergedRows,
    places: Vec<(u32, u32)>,
    shift_nanos: [u64; 2],
}

impl Making<'_> {
    fn row(&self, number: u32) -> MergedRow {
        let node = &self.compared.comparison.nodes[number as usize];
        let (service, name) = self.compared.latest_name(self.sides, number);
        MergedRow {
            key: self.compared.key_of(self.sides, number),
            depth: node.depth,
            is_open: self.choice.is_open(number, node.depth),
            has_below: self.rows.has_below(number),
            above: node.parent.and_then(|parent| self.rows.row_of(parent)),
            place: self.places[number as usize],
            relation: node.relation,
            mark: self.compared.marks[number as usize],
            was: was(self.compared, self.sides, number),
            service,
            name,
            sides: [self.side(number, 0), self.side(number, 1)],
        }
    }

    fn side(&self, number: u32, side: usize) -> MergedSide {
        let trace = self.sides[side].recorded();
        let origin = self.compared.extents[side].0;
        let shift = self.shift_nanos[side];
        let since = |nanos: u64| (nanos - origin).saturating_add(shift);
        let spans = self.compared.comparison.spans(number as usize, side);
        let bars = spans
            .iter()
            .map(|&span| (since(trace.start_nanos(span)), since(trace.end_nanos(span))));
        let bars = merged(bars.collect());
        let sections = &self.compared.comparison.sections[side];
        let of_span = |&span: &SpanIdx| {
            let first = sections.partition_point(|section| section.0 < span);
            let own = sections[first..].iter().take_while(move |section| section.0 == span);
            own.map(|&(_, start, end)| (since(start), since(end)))
        };
        let path = merged(spans.iter().flat_map(of_span).collect());
        let figures = self.compared.comparison.nodes[number as usize].figures[side];
        MergedSide { figures, bars, path }
    }
}

/// Intervals that overlap or touch become one, then the closest, until there are few.
fn merged(mut all: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    crate::order::sort_by_key(&mut all, |&interval| interval);
    let joined = |all: Vec<(u64, u64)>, least_gap: u64| {
        let mut out: Vec<(u64, u64)> = Vec::new();
        for (start, end) in all {
            match out.last_mut() {
                Some(last) if start <= last.1.saturating_add(least_gap) => last.1 = last.1.max(end),
                _ => out.push((start, end)),
            }
        }
        out
    };
    all = joined(all, 0);
    if all.len() > MOST_PIECES {
        let mut gaps: Vec<u64> = all.windows(2).map(|pair| pair[1].0 - pair[0].1).collect();
        gaps.sort_unstable_by(|one, other| other.cmp(one));
        all = joined(all, gaps[MOST_PIECES - 1]);
    }
    all
}
