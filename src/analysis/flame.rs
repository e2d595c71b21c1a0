//! A trace becomes a flame graph on the true axis of time: every span has a lane, children
//! lie below their parent, and those that run at once side by side.
//!
//! ```text
//! lane 0   |================|  root
//! lane 1    |===|  |======|      a, c
//! lane 2      |====|              b runs beside a, and so lies below it
//! ```
//!
//! A subtree is packed as a block: as many neighbouring lanes as it needs, from its first
//! start to its last end (a child may outlive its parent).
//!
//! Invariant: no two spans of a lane overlap; below a span, down to the end of its block,
//! there are only descendants of it while it runs. Absent: names, services, and pixels,
//! except that a window is merged to the columns it will have.

mod longest;
mod marks;
mod window;

use std::ops::Range;

use longest::Longest;
pub use marks::FlameMarks;
pub use window::FlameRect;

use super::lanes::{Packer, Piece};
use crate::trace::{SpanIdx, Trace};

/// See the module.
pub struct Flame {
    /// By row.
    lanes: Vec<u32>,
    /// Rows lane by lane, by start within a lane. A row's place in here is called its place.
    order: Vec<u32>,
    /// The first place of each lane, and the end.
    lane_starts: Vec<u32>,
    failed: FlameMarks,
    longest: Longest,
}

impl Flame {
    /// O(n log n), and some nine bytes a span.
    pub fn of(trace: &Trace) -> Flame {
        let (lanes, lane_count) = place_spans(trace);
        let mut lane_starts = vec![0u32; lane_count as usize + 1];
        lanes.iter().for_each(|&lane| lane_starts[lane as usize + 1] += 1);
        for lane in 1..lane_starts.len() {
            lane_starts[lane] += lane_starts[lane - 1];
        }
        // In a lane rows come by start: blocks that share one do not overlap, and of two that
        // do not, the one of the earlier sibling is over first.
        let mut next = lane_starts.clone();
        let mut order = vec![0u32; lanes.len()];
        for (row, &lane) in lanes.iter().enumerate() {
            let place = &mut next[lane as usize];
            order[*place as usize] = row as u32;
            *place += 1;
        }
        let failed = FlameMarks::of(&order, |span| trace.is_error(span));
        let longest = Longest::of(order.len(), |place| duration_at(trace, &order, place));
        Flame { lanes, order, lane_starts, failed, longest }
    }

    pub fn lane_count(&self) -> u32 {
        self.lane_starts.len() as u32 - 1
    }

    pub fn lane_of(&self, span: SpanIdx) -> u32 {
        self.lanes[span.index()]
    }

    /// Bytes of memory held.
    pub fn heap_bytes(&self) -> usize {
        let words = self.lanes.capacity() + self.order.capacity() + self.lane_starts.capacity();
        words * size_of::<u32>() + self.failed.heap_bytes() + self.longest.heap_bytes()
    }

    fn places(&self, lane: u32) -> Range<usize> {
        self.lane_starts[lane as usize] as usize..self.lane_starts[lane as usize + 1] as usize
    }

    fn span_at(&self, place: usize) -> SpanIdx {
        SpanIdx(self.order[place])
    }
}

fn duration_at(trace: &Trace, order: &[u32], place: u32) -> u64 {
    trace.duration_nanos(SpanIdx(order[place as usize]))
}

/// What each span's subtree needs, by row.
struct Blocks {
    pieces: Vec<Piece>,
    /// The lane of each span below the upper edge of its family's.
    offsets: Vec<u32>,
}

/// The lane of every row, and how many there are.
fn place_spans(trace: &Trace) -> (Vec<u32>, u32) {
    let piece = |span: SpanIdx| {
        let (start_nanos, end_nanos) = (trace.start_nanos(span), trace.end_nanos(span));
        // A moment takes its nanosecond from whatever its subtree shares lanes with, too.
        let end_nanos = end_nanos.max(start_nanos.saturating_add(1));
        Piece { start_nanos, end_nanos, height: 1 }
    };
    let pieces = trace.spans().map(piece).collect();
    let mut blocks = Blocks { pieces, offsets: vec![0; trace.span_count()] };
    let mut packer = Packer::default();
    // Children come after their parents, so from the end their blocks are known.
    for span in trace.spans().rev() {
        if trace.descendant_count(span) > 0 {
            let height = blocks.pack_family(trace.children(span), &mut packer);
            blocks.enclose(span, trace.children(span), height);
        }
    }
    let lane_count = blocks.pack_family(trace.roots(), &mut packer);
    let mut lanes = blocks.offsets;
    for span in trace.spans() {
        if let Some(parent) = trace.parent(span) {
            lanes[span.index()] += lanes[parent.index()] + 1;
        }
    }
    (lanes, lane_count)
}

impl Blocks {
    /// Says how many lanes the family needs.
    fn pack_family(&mut self, members: impl Iterator<Item = SpanIdx>, packer: &mut Packer) -> u32 {
        let members: Vec<SpanIdx> = members.collect();
        let pieces: Vec<Piece> = members.iter().map(|span| self.pieces[span.index()]).collect();
        let height = packer.pack(&pieces);
        for (span, &lane) in members.iter().zip(packer.lanes()) {
            self.offsets[span.index()] = lane;
        }
        height
    }

    /// Makes a span's piece that of its subtree.
    fn enclose(&mut self, span: SpanIdx, children: impl Iterator<Item = SpanIdx>, height: u32) {
        let mut whole = self.pieces[span.index()];
        for child in children {
            let child = &self.pieces[child.index()];
            whole.start_nanos = whole.start_nanos.min(child.start_nanos);
            whole.end_nanos = whole.end_nanos.max(child.end_nanos);
        }
        whole.height += height;
        self.pieces[span.index()] = whole;
    }
}
