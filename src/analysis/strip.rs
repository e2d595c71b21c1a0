//! The descendants of a span become the strip below its closed row.
//!
//! Children that run at once lie in lanes of their own, three at most, each with what it
//! calls; a child beyond the third shows only where it failed. Where one child follows the
//! other there is one lane, as tall as three.
//!
//! Invariant: what is passed over could not have changed the picture; every lowest failure
//! has its columns in some lane, unless another one hides it. Absent: pixels.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::brush::{Brush, Lane, is_lowest_error};
use super::columns::Columns;
use super::lanes::{Packer, Piece};
use super::minimap::MergedBar;
use super::zoom::{Block, Painter, ZoomIndex};
use crate::trace::{SpanIdx, Trace};

/// Lanes of a strip at most.
const MOST_LANES: usize = 3;
/// Calls that have one child only are looked through to the first that has more, so far.
const MOST_STEPS: usize = 32;
/// A family of more members is worth keeping.
const LARGE_FAMILY: usize = 256;

/// What the descendants of a span do.
pub struct Strip {
    /// From the left edge to the right one, in nanoseconds since the epoch.
    pub times: Range<u64>,
    pub lanes: u16,
    /// Lane by lane from the left; those of a lane do not overlap.
    pub bars: Vec<MergedBar>,
}

/// The lanes of large families, which are packed once.
#[derive(Default)]
pub struct FamilyLanes {
    known: FxHashMap<SpanIdx, Rc<Lanes>>,
    packer: Packer,
}

/// The children of a span in the lanes that are shown.
struct Lanes {
    /// Of all lanes, those included that are not shown.
    count: u32,
    /// In row order, which is that of time; all empty where `count` is 1.
    members: [Vec<Member>; MOST_LANES],
}

/// A child with the times of its subtree, in nanoseconds since the epoch.
struct Member {
    span: SpanIdx,
    start_nanos: u64,
    end_nanos: u64,
}

/// The strip of `width_px` columns of a span's descendants; `groups` as in a minimap. O(width × log n) once the lanes
/// are known where spans are short against the strip; packing them is O(k log k) for k
/// children, and for large families done once.
pub fn strip(
    trace: &Trace,
    zoom: &ZoomIndex,
    groups: &[u8],
    span: SpanIdx,
    width_px: u16,
    families: &mut FamilyLanes,
) -> Strip {
    let rows = span.index() + 1..trace.subtree_end(span).index();
    if rows.is_empty() || width_px == 0 {
        return Strip { times: 0..0, lanes: 0, bars: Vec::new() };
    }
    let block = zoom.sum(trace, rows.clone());
    let times = block.start_nanos..block.end_nanos;
    let mut bars = Vec::new();
    let parent = first_with_two_children(trace, span);
    let family = parent.map(|parent| (parent, families.of(trace, zoom, parent)));
    let lanes = match family.filter(|(_, lanes)| lanes.count > 1) {
        Some((parent, lanes)) => {
            let columns = Columns::new(times.clone(), width_px);
            let mut brush = LanesBrush::new(trace, zoom, groups, columns, width_px, &lanes);
            brush.paint(span, parent);
            for (number, lane) in brush.lanes.iter_mut().enumerate() {
                lane.take_bars(number as u16, &mut bars);
            }
            brush.lanes.len()
        }
        None => return row_strip(trace, zoom, groups, rows, width_px),
    };
    Strip { times, lanes: lanes as u16, bars }
}

/// The strip of one lane of a range of rows. O(width × log n) where spans are short against
/// the strip.
pub fn row_strip(
    trace: &Trace,
    zoom: &ZoomIndex,
    groups: &[u8],
    rows: Range<usize>,
    width_px: u16,
) -> Strip {
    if rows.is_empty() || width_px == 0 {
        return Strip { times: 0..0, lanes: 0, bars: Vec::new() };
    }
    let block = zoom.sum(trace, rows.clone());
    let times = block.start_nanos..block.end_nanos;
    let mut bars = Vec::new();
    let mut brush = Brush::new(trace, zoom, groups, times.clone(), width_px);
    brush.paint_rows(rows);
    brush.lane.take_bars(0, &mut bars);
    Strip { times, lanes: 1, bars }
}

/// The span itself or the first below it that has more than one child.
fn first_with_two_children(trace: &Trace, span: SpanIdx) -> Option<SpanIdx> {
    let mut parent = span;
    for _ in 0..MOST_STEPS {
        let mut children = trace.children(parent);
        match (children.next(), children.next()) {
            (Some(_), Some(_)) => return Some(parent),
            (Some(only), None) => parent = only,
            _ => return None,
        }
    }
    None
}

impl FamilyLanes {
    fn of(&mut self, trace: &Trace, zoom: &ZoomIndex, parent: SpanIdx) -> Rc<Lanes> {
        if let Some(known) = self.known.get(&parent) {
            return Rc::clone(known);
        }
        let members: Vec<Member> =
            trace.children(parent).map(|child| Member::of(trace, zoom, child)).collect();
        let is_large = members.len() > LARGE_FAMILY;
        let lanes = Rc::new(Lanes::of(members, &mut self.packer));
        if is_large {
            self.known.insert(parent, Rc::clone(&lanes));
        }
        lanes
    }
}

impl Member {
    fn of(trace: &Trace, zoom: &ZoomIndex, span: SpanIdx) -> Member {
        if trace.descendant_count(span) == 0 {
            let (start_nanos, end_nanos) = (trace.start_nanos(span), trace.end_nanos(span));
            return Member { span, start_nanos, end_nanos };
        }
        let block = zoom.sum(trace, span.index()..trace.subtree_end(span).index());
        Member { span, start_nanos: block.start_nanos, end_nanos: block.end_nanos }
    }
}

impl Lanes {
    fn of(family: Vec<Member>, packer: &mut Packer) -> Lanes {
        let piece = |member: &Member| Piece {
            start_nanos: member.start_nanos,
            end_nanos: member.end_nanos,
            height: 1,
        };
        let count = packer.pack(&family.iter().map(piece).collect::<Vec<_>>());
        let mut members = [const { Vec::new() }; MOST_LANES];
        if count > 1 {
            for (member, &lane) in family.into_iter().zip(packer.lanes()) {
                if let Some(members) = members.get_mut(lane as usize) {
                    members.push(member);
                }
            }
        }
        Lanes { count, members }
    }

    fn shown(&self) -> usize {
        MOST_LANES.min(self.count as usize)
    }

    /// Where a descendant of a member is shown; the last lane if its own is not. O(log n).
    fn lane_of(&self, trace: &Trace, span: SpanIdx) -> usize {
        let is_in = |members: &Vec<Member>| {
            let after = members.partition_point(|member| member.span <= span);
            after > 0 && span < trace.subtree_end(members[after - 1].span)
        };
        self.members.iter().position(is_in).unwrap_or(self.shown() - 1)
    }
}

/// Paints what lies below a span into lanes, the lowest failures first.
struct LanesBrush<'a> {
    trace: &'a Trace,
    zoom: &'a ZoomIndex,
    groups: &'a [u8],
    columns: Columns,
    family: &'a Lanes,
    lanes: Vec<Lane>,
    /// Columns that show a failure in some lane.
    failures: Lane,
    /// Which lane is painted; `None` for failures, which have any.
    lane: Option<usize>,
}

impl<'a> LanesBrush<'a> {
    fn new(
        trace: &'a Trace,
        zoom: &'a ZoomIndex,
        groups: &'a [u8],
        columns: Columns,
        width_px: u16,
        family: &'a Lanes,
    ) -> LanesBrush<'a> {
        let lanes = (0..family.shown()).map(|_| Lane::new(width_px)).collect();
        let failures = Lane::new(width_px);
        LanesBrush { trace, zoom, groups, columns, family, lanes, failures, lane: None }
    }

    /// `parent` is the one with the family, at or below `span`.
    fn paint(&mut self, span: SpanIdx, parent: SpanIdx) {
        let rows = span.index() + 1..self.trace.subtree_end(span).index();
        self.zoom.visit_backwards(self.trace, rows, self);
        for lane in 0..self.lanes.len() {
            self.lane = Some(lane);
            self.paint_members(lane);
        }
        self.lane = Some(0);
        // Calls between the two, from the lowest, where no child hides them.
        for row in (span.0 + 1..=parent.0).rev() {
            Painter::paint(self, SpanIdx(row));
        }
    }

    /// Paints the members of a lane, without those in whose columns nothing is left free.
    fn paint_members(&mut self, lane: usize) {
        let (trace, family) = (self.trace, self.family);
        let mut members = family.members[lane].as_slice();
        while let Some(member) = members.first() {
            let (left, _) = self.columns.of(member.start_nanos, member.end_nanos);
            let free = self.lanes[lane].free_from(left);
            // The shortest spans have a column even where all of them together end.
            let is_hidden =
                |member: &Member| self.columns.of(member.end_nanos, member.end_nanos).1 <= free;
            if is_hidden(member) {
                members = &members[members.partition_point(is_hidden)..];
                continue;
            }
            let rows = member.span.index()..trace.subtree_end(member.span).index();
            self.zoom.visit_backwards(trace, rows, self);
            members = &members[1..];
        }
    }
}

impl Painter for LanesBrush<'_> {
    fn is_worth_it(&mut self, block: &Block) -> bool {
        match self.lane {
            None => block.errors > 0 && self.failures.shows(block, &self.columns),
            Some(lane) => self.lanes[lane].shows(block, &self.columns),
        }
    }

    fn paint(&mut self, span: SpanIdx) {
        let (trace, groups) = (self.trace, self.groups);
        let (left, right) = self.columns.of(trace.start_nanos(span), trace.end_nanos(span));
        if let Some(lane) = self.lane {
            self.lanes[lane].paint(trace, groups, span, left..right);
        } else if is_lowest_error(trace, self.zoom, span) {
            let lane = self.family.lane_of(trace, span);
            let mut column = self.failures.free_from(left);
            while column < right {
                self.failures.put(trace, groups, span, column);
                self.lanes[lane].put(trace, groups, span, column);
                column = self.failures.free_from(column + 1);
            }
        }
    }
}
