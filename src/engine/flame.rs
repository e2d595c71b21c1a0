//! Flame graphs of a trace, on the axis of time and summed up by path.
//!
//! Invariant: a window costs what its pixels cost, once the graph is there; what an answer
//! holds is bounded by its columns and lanes. Absent: which rectangles there is room for.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::open_trace::OpenTrace;
use crate::analysis::{self, Flame, FlameMarks, FlameSum};
use crate::format::shorten;
use crate::layout::{
    FlameContent, FlameRect, FlameSumRows, FlameSumWindow, FlameWindow, LEAST_NAMED_PX, RowKey,
    SumFigures, SumRow, SumShare,
};
use crate::trace::{SpanIdx, StringId};

/// Lanes, depths and rows that one answer may hold at most, so that a wild question stays
/// cheap.
const MOST_LANES: u32 = 500;
const MOST_ROWS: u32 = 2_000;
/// Nodes above the one that was asked for that are named.
const MOST_ABOVE: usize = 50;
/// Narrower nodes of the aggregated graph are left out.
const LEAST_NODE_PX: f64 = 0.5;
/// Characters of a name that a rectangle can show.
const MOST_NAME_CHARS: usize = 160;

/// The graphs of a trace, once somebody asked.
#[derive(Default)]
pub(super) struct FlameMemo {
    flame: OnceCell<Flame>,
    sum: OnceCell<FlameSum>,
    matches: RefCell<Option<MarkedMatches>>,
}

/// What the filter lets through, for as long as the order of rows stays.
#[derive(Clone)]
struct MarkedMatches {
    generation: u32,
    marks: Option<Rc<FlameMarks>>,
    /// By place.
    nodes: Option<Rc<Vec<bool>>>,
}

/// From a span of the flame graph to one beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlameStep {
    Parent,
    /// The first that began.
    Child,
    /// The sibling before it.
    Previous,
    /// The sibling after it.
    Next,
}

/// Where a span lies in the flame graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlamePlace {
    pub key: RowKey,
    pub lane: u32,
    /// Nanoseconds from the trace's earliest start.
    pub start_nanos: u64,
    pub duration_nanos: u64,
}

/// Which part of the flame graph a question is about.
pub(super) struct FlameView {
    /// Nanoseconds from the trace's earliest start.
    pub start_nanos: u64,
    pub end_nanos: u64,
    pub width_px: u16,
    pub first_lane: u32,
    pub lanes: u32,
}

/// Names that an answer refers to, each once.
struct Names<'a> {
    open: &'a OpenTrace,
    places: FxHashMap<StringId, u32>,
    texts: Vec<String>,
}

impl<'a> Names<'a> {
    fn new(open: &'a OpenTrace) -> Names<'a> {
        Names { open, places: FxHashMap::default(), texts: Vec::new() }
    }

    fn place(&mut self, name: StringId) -> u32 {
        *self.places.entry(name).or_insert_with(|| {
            self.texts.push(shorten(self.open.trace.pool().text(name), MOST_NAME_CHARS));
            self.texts.len() as u32 - 1
        })
    }
}

fn flame(open: &OpenTrace) -> &Flame {
    open.flames.flame.get_or_init(|| Flame::of(&open.trace))
}

fn sum(open: &OpenTrace) -> &FlameSum {
    open.flames.sum.get_or_init(|| FlameSum::of(&open.trace, open.all_self_nanos()))
}

pub(super) fn window(open: &OpenTrace, view: &FlameView) -> FlameWindow {
    let flame = flame(open);
    let first_lane = view.first_lane.min(flame.lane_count());
    let lanes = view.lanes.min(MOST_LANES).min(flame.lane_count() - first_lane);
    let at = |nanos: u64| open.origin_nanos().saturating_add(nanos);
    let times = at(view.start_nanos)..at(view.end_nanos);
    let lanes_wanted = first_lane..first_lane + lanes;
    let width_px = view.width_px;
    let marks = marks(open);
    let rects = match &marks {
        Some(marks) => flame.marked_window(&open.trace, times, width_px, lanes_wanted, marks),
        None => flame.window(&open.trace, times, width_px, lanes_wanted),
    };
    let mut names = Names::new(open);
    let is_filtered = marks.is_some();
    let rect = |rect: &analysis::FlameRect| FlameRect {
        is_dimmed: is_filtered && !rect.is_marked,
        ..flame_rect(open, rect, &mut names)
    };
    let rects = rects.iter().map(rect).collect();
    FlameWindow {
        start_nanos: view.start_nanos,
        end_nanos: view.end_nanos,
        width_px: view.width_px,
        first_lane,
        lanes,
        total_lanes: flame.lane_count(),
        rects,
        names: names.texts,
    }
}

fn flame_rect(open: &OpenTrace, rect: &analysis::FlameRect, names: &mut Names) -> FlameRect {
    let content = if rect.count > 1 {
        FlameContent::Merged { count: rect.count }
    } else {
        let is_wide = rect.right_px - rect.left_px >= LEAST_NAMED_PX;
        FlameContent::Span {
            key: open.key_of(rect.span),
            start_nanos: open.trace.start_nanos(rect.span) - open.origin_nanos(),
            duration_nanos: open.trace.duration_nanos(rect.span),
            name: is_wide.then(|| names.place(open.trace.name(rect.span))),
        }
    };
    FlameRect {
        lane: rect.lane,
        left_px: rect.left_px,
        right_px: rect.right_px,
        service: open.service_place(rect.span),
        is_error: rect.is_error,
        is_dimmed: false,
        content,
    }
}

pub(super) fn lane_of(open: &OpenTrace, span: SpanIdx) -> u32 {
    flame(open).lane_of(span)
}

/// What the filter lets through; `None` without a filter.
fn marks(open: &OpenTrace) -> Option<Rc<FlameMarks>> {
    let filter = open.filter.as_ref()?;
    with_matches(open, |known| {
        let marked = || Rc::new(flame(open).marks(|span| filter.is_match(span)));
        Some(known.marks.get_or_insert_with(marked).clone())
    })
}

/// The nodes, by place, with a span that the filter lets through; `None` without a filter.
fn matching_nodes(open: &OpenTrace) -> Option<Rc<Vec<bool>>> {
    let filter = open.filter.as_ref()?;
    with_matches(open, |known| {
        let marked = || Rc::new(sum(open).nodes_with(|span| filter.is_match(span)));
        Some(known.nodes.get_or_insert_with(marked).clone())
    })
}

/// What is known about the present filter.
fn with_matches<T>(open: &OpenTrace, look: impl FnOnce(&mut MarkedMatches) -> T) -> T {
    let mut known = open.flames.matches.borrow_mut();
    let generation = open.generation;
    let known = match &mut *known {
        Some(known) if known.generation == generation => known,
        other => other.insert(MarkedMatches { generation, marks: None, nodes: None }),
    };
    look(known)
}

/// `None`: there is nothing in that direction. O(depth).
pub(super) fn step(open: &OpenTrace, span: SpanIdx, step: FlameStep) -> Option<FlamePlace> {
    let trace = &open.trace;
    let is_sibling = |other: &SpanIdx| trace.parent(*other) == trace.parent(span);
    let span = match step {
        FlameStep::Parent => trace.parent(span),
        FlameStep::Child => trace.children(span).next(),
        FlameStep::Next => {
            let next = trace.subtree_end(span);
            (next.index() < trace.span_count()).then_some(next).filter(is_sibling)
        }
        FlameStep::Previous => {
            // The row before ends the sibling's subtree, or is the parent.
            let before = span.0.checked_sub(1).map(SpanIdx);
            let above = std::iter::successors(before, |&other| trace.parent(other));
            let depth = trace.depth(span);
            above.take_while(|&other| trace.depth(other) >= depth).find(is_sibling)
        }
    }?;
    Some(FlamePlace {
        key: open.key_of(span),
        lane: lane_of(open, span),
        start_nanos: trace.start_nanos(span) - open.origin_nanos(),
        duration_nanos: trace.duration_nanos(span),
    })
}

/// `None`: no such node.
pub(super) fn sum_window(
    open: &OpenTrace,
    root: Option<RowKey>,
    width_px: u16,
    first_depth: u32,
    depths: u32,
) -> Option<FlameSumWindow> {
    let sum = sum(open);
    let root = node(open, root)?;
    let top = top_depth(sum, root);
    let first = top.saturating_add(first_depth);
    let depths = depths.min(MOST_LANES);
    let least_ratio = LEAST_NODE_PX / f64::from(width_px.max(1));
    let shares = sum.shares(root, least_ratio, first..first.saturating_add(depths));
    let places = sum.places(root);
    let nodes = &sum.nodes()[places.start as usize..places.end as usize];
    let deepest = nodes.iter().map(|node| node.depth + 1 - top).max().unwrap_or(0);
    let mut names = Names::new(open);
    let matching = matching_nodes(open);
    let is_match = |place: u32| matching.as_ref().is_none_or(|nodes| nodes[place as usize]);
    let share = |share: &analysis::SumShare| SumShare {
        left_ratio: share.left_ratio,
        right_ratio: share.right_ratio,
        name: names.place(sum.nodes()[share.place as usize].name),
        is_dimmed: !is_match(share.place),
        figures: figures(open, sum, share.place, top),
    };
    Some(FlameSumWindow {
        total_nanos: sum.total_nanos(root),
        above: above(open, sum, root),
        total_depths: deepest,
        total_rows: nodes.len() as u32,
        first_depth,
        depths,
        shares: shares.iter().map(share).collect(),
        names: names.texts,
    })
}

/// `None`: no such node.
pub(super) fn sum_rows(
    open: &OpenTrace,
    root: Option<RowKey>,
    first: u32,
    count: u32,
) -> Option<FlameSumRows> {
    let sum = sum(open);
    let root = node(open, root)?;
    let places = sum.places(root);
    let total_rows = places.end - places.start;
    let first_row = first.min(total_rows);
    let end = first_row.saturating_add(count.min(MOST_ROWS)).min(total_rows);
    let top = top_depth(sum, root);
    let rows = (first_row..end).map(|row| sum_row(open, sum, places.start + row, top)).collect();
    Some(FlameSumRows { first_row, total_rows, rows })
}

/// The place of the node that a span belongs to: `Some(None)` for all nodes, `None` for a
/// span that is not there.
fn node(open: &OpenTrace, key: Option<RowKey>) -> Option<Option<u32>> {
    match key {
        Some(key) => Some(Some(sum(open).place_of(open.span_of(key)?))),
        None => Some(None),
    }
}

fn top_depth(sum: &FlameSum, root: Option<u32>) -> u32 {
    root.map_or(1, |root| sum.nodes()[root as usize].depth)
}

/// The ancestors of a node, the nearest last.
fn above(open: &OpenTrace, sum: &FlameSum, root: Option<u32>) -> Vec<SumRow> {
    let parent = |place: &u32| sum.nodes()[*place as usize].parent;
    let ancestors = std::iter::successors(root.as_ref().and_then(parent), parent);
    let mut rows: Vec<SumRow> =
        ancestors.take(MOST_ABOVE).map(|place| sum_row(open, sum, place, 1)).collect();
    rows.reverse();
    rows
}

fn sum_row(open: &OpenTrace, sum: &FlameSum, place: u32, top: u32) -> SumRow {
    let node = &sum.nodes()[place as usize];
    SumRow {
        name: shorten(open.trace.pool().text(node.name), MOST_NAME_CHARS),
        has_children: node.subtree_end > place + 1,
        figures: figures(open, sum, place, top),
    }
}

fn figures(open: &OpenTrace, sum: &FlameSum, place: u32, top: u32) -> SumFigures {
    let node = &sum.nodes()[place as usize];
    SumFigures {
        key: open.key_of(node.span),
        depth: node.depth - top,
        service: open.service_place(node.span),
        count: node.count,
        errors: node.errors,
        self_nanos: node.self_nanos,
        total_nanos: node.total_nanos,
    }
}
