//! Rows become blocks of rows, so that a picture looks at blocks instead of spans.
//!
//! A level's block sums up two of the level below: from when to when its spans run, and how
//! many failed. What cannot be seen of a block (nothing of it in the picture, or every
//! column it covers painted already) is passed over whole. Source: the implicit in-order
//! tree of interval trees, here over rows in powers of two.
//!
//! Invariant: what is passed over could not have changed the picture. Absent: pixels; who
//! draws decides what can be seen.

use std::ops::Range;

use crate::trace::{SpanIdx, Trace};

/// Rows in a block of the lowest level.
const BLOCK_ROWS: usize = 32;

/// What is known about a block of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The earliest start, in nanoseconds since the epoch.
    pub start_nanos: u64,
    /// The latest end, in nanoseconds since the epoch.
    pub end_nanos: u64,
    pub errors: u32,
}

impl Block {
    const NOTHING: Block = Block { start_nanos: u64::MAX, end_nanos: 0, errors: 0 };

    fn of(trace: &Trace, span: SpanIdx) -> Block {
        Block {
            start_nanos: trace.start_nanos(span),
            end_nanos: trace.end_nanos(span),
            errors: u32::from(trace.is_error(span)),
        }
    }

    fn and(self, other: Block) -> Block {
        Block {
            start_nanos: self.start_nanos.min(other.start_nanos),
            end_nanos: self.end_nanos.max(other.end_nanos),
            errors: self.errors + other.errors,
        }
    }
}

/// Blocks of a trace's rows, the lowest level first.
pub struct ZoomIndex {
    levels: Vec<Vec<Block>>,
}

impl ZoomIndex {
    /// O(n), and about a byte and a half a span.
    pub fn of(trace: &Trace) -> ZoomIndex {
        let rows = trace.span_count();
        let block = |first: usize| {
            let rows = (first..(first + BLOCK_ROWS).min(rows)).map(|row| SpanIdx(row as u32));
            rows.fold(Block::NOTHING, |block, span| block.and(Block::of(trace, span)))
        };
        let mut level: Vec<Block> = (0..rows).step_by(BLOCK_ROWS).map(block).collect();
        let mut levels = Vec::new();
        while level.len() > 1 {
            let above = level.chunks(2);
            let above = above.map(|pair| pair.iter().fold(Block::NOTHING, |a, &b| a.and(b)));
            let above = above.collect();
            levels.push(std::mem::replace(&mut level, above));
        }
        levels.push(level);
        ZoomIndex { levels }
    }

    /// The block of exactly these rows. O(log n).
    pub fn sum(&self, trace: &Trace, rows: Range<usize>) -> Block {
        let mut sum = Block::NOTHING;
        let mut stack = self.top(&rows);
        while let Some(node) = stack.pop() {
            let covered = self.rows_of(node, trace.span_count());
            if covered.start >= rows.start && covered.end <= rows.end {
                sum = sum.and(self.levels[node.level][node.place]);
            } else if covered.start < rows.end && covered.end > rows.start {
                self.open(node, &mut stack, &rows, trace, |span| {
                    sum = sum.and(Block::of(trace, span));
                });
            }
        }
        sum
    }

    /// Visits the spans of `rows` from the last to the first, without those of blocks for
    /// which `is_worth_it` says no.
    pub fn visit_backwards(&self, trace: &Trace, rows: Range<usize>, painter: &mut impl Painter) {
        let mut stack = self.top(&rows);
        while let Some(node) = stack.pop() {
            let covered = self.rows_of(node, trace.span_count());
            let is_inside = covered.start < rows.end && covered.end > rows.start;
            if is_inside && painter.is_worth_it(&self.levels[node.level][node.place]) {
                self.open(node, &mut stack, &rows, trace, |span| painter.paint(span));
            }
        }
    }

    fn top(&self, rows: &Range<usize>) -> Vec<Node> {
        let level = self.levels.len() - 1;
        let is_empty = self.levels[level].is_empty() || rows.is_empty();
        if is_empty { Vec::new() } else { vec![Node { level, place: 0 }] }
    }

    fn rows_of(&self, node: Node, row_count: usize) -> Range<usize> {
        let length = BLOCK_ROWS << node.level;
        node.place * length..((node.place + 1) * length).min(row_count)
    }

    /// Puts the halves of a node on the stack, the later one on top; of the lowest level the
    /// spans among `rows` are given to `visit`, from the last to the first.
    fn open(
        &self,
        node: Node,
        stack: &mut Vec<Node>,
        rows: &Range<usize>,
        trace: &Trace,
        visit: impl FnMut(SpanIdx),
    ) {
        if node.level > 0 {
            let halves = [2 * node.place, 2 * node.place + 1];
            let halves = halves.into_iter().filter(|&it| it < self.levels[node.level - 1].len());
            stack.extend(halves.map(|place| Node { level: node.level - 1, place }));
            return;
        }
        let covered = self.rows_of(node, trace.span_count());
        let shared = covered.start.max(rows.start)..covered.end.min(rows.end);
        shared.rev().map(|row| SpanIdx(row as u32)).for_each(visit);
    }

    /// Bytes of memory held.
    pub fn heap_bytes(&self) -> usize {
        self.levels.iter().map(|level| level.capacity() * size_of::<Block>()).sum()
    }
}

/// What draws the spans of a [`ZoomIndex`].
pub trait Painter {
    /// Whether anything of the block could still be seen.
    fn is_worth_it(&mut self, block: &Block) -> bool;
    fn paint(&mut self, span: SpanIdx);
}

#[derive(Clone, Copy)]
struct Node {
    level: usize,
    place: usize,
}
