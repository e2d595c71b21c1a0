//! Things that overlap in time become neighbours: each gets lanes in which nothing else
//! runs meanwhile.
//!
//! ```text
//! |====|                 lane 0  |====|  |==|
//!    |=====|             lane 1     |=====|
//!         |==|
//! ```
//!
//! Source: interval partitioning by start (Kleinberg and Tardos, Algorithm Design, 4.1). A
//! thing that needs several lanes side by side takes the lowest gap that holds it, as
//! first-fit allocation of memory does (Knuth, The Art of Computer Programming, 2.5).
//!
//! Invariant: no two pieces share a lane at any instant; where every piece needs one lane
//! there are as many lanes as pieces overlap at most; equal pieces get the same lanes
//! whatever order they come in. Absent: what the pieces are. Fewest lanes for pieces that
//! need several is a hard problem, and is not tried.

mod gaps;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use gaps::Gaps;

use crate::order;

/// What needs room. A moment takes a nanosecond, so that two of them lie side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Nanoseconds, from whenever.
    pub start_nanos: u64,
    pub end_nanos: u64,
    /// How many neighbouring lanes it needs; at least 1.
    pub height: u32,
}

/// Packs one family after the other and keeps its memory in between.
#[derive(Default)]
pub struct Packer {
    lanes: Vec<u32>,
    /// Places of pieces by start.
    order: Vec<u32>,
    /// When each piece in the way ends, and its place.
    running: BinaryHeap<Reverse<(u64, u32)>>,
    gaps: Gaps,
}

impl Piece {
    /// One past the last instant that it takes.
    fn until_nanos(&self) -> u64 {
        self.end_nanos.max(self.start_nanos.saturating_add(1))
    }
}

impl Packer {
    /// Finds the lanes of all pieces and says how many there are. O(n log n); O(n) where the
    /// pieces come one after the other.
    pub fn pack(&mut self, pieces: &[Piece]) -> u32 {
        self.lanes.clear();
        self.lanes.resize(pieces.len(), 0);
        let is_in_turn = |pair: &[Piece]| pair[0].until_nanos() <= pair[1].start_nanos;
        if pieces.windows(2).all(is_in_turn) {
            return pieces.iter().map(|piece| piece.height).max().unwrap_or(0);
        }
        self.order.clear();
        self.order.extend(0..pieces.len() as u32);
        let by_start = |place: u32| {
            let piece = &pieces[place as usize];
            (piece.start_nanos, Reverse((piece.end_nanos, piece.height)))
        };
        order::sort_places(&mut self.order, |a, b| by_start(a).cmp(&by_start(b)));
        self.place(pieces)
    }

    /// The first lane of each piece of the last packing, in the order of the pieces.
    pub fn lanes(&self) -> &[u32] {
        &self.lanes
    }

    fn place(&mut self, pieces: &[Piece]) -> u32 {
        self.running.clear();
        self.gaps.clear();
        let mut height = 0;
        for &place in &self.order {
            let piece = &pieces[place as usize];
            while let Some(&Reverse((until, ended))) = self.running.peek() {
                if until > piece.start_nanos {
                    break;
                }
                self.running.pop();
                self.gaps.give_back(self.lanes[ended as usize], pieces[ended as usize].height);
            }
            let lane = self.gaps.take(piece.height);
            self.lanes[place as usize] = lane;
            height = height.max(lane + piece.height);
            self.running.push(Reverse((piece.until_nanos(), place)));
        }
        height
    }
}
