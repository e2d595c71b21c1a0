//! Places in a list become blocks of sixteen, each naming the longest of its spans.
//!
//! Invariant: of equally long ones the first. Absent: the lengths themselves; the list's
//! owner is asked for them.

use std::cmp::Reverse;
use std::ops::Range;

const FAN_OUT: usize = 16;

/// The longest of every sixteen, the lowest level first.
pub(super) struct Longest {
    levels: Vec<Vec<u32>>,
}

impl Longest {
    /// O(n), and about a quarter of a byte a place.
    pub fn of(places: usize, length: impl Fn(u32) -> u64) -> Longest {
        let mut levels: Vec<Vec<u32>> = Vec::new();
        let all: Vec<u32> = (0..places as u32).collect();
        let mut below = &all;
        while below.len() >= FAN_OUT {
            let longest = |block: &[u32]| {
                block.iter().copied().max_by_key(|&place| (length(place), Reverse(place)))
            };
            let above = below.chunks(FAN_OUT).filter_map(longest).collect();
            levels.push(above);
            below = &levels[levels.len() - 1];
        }
        Longest { levels }
    }

    /// The longest of some places, the first one if there are none. O(log n).
    pub fn among(&self, places: Range<usize>, length: impl Fn(u32) -> u64) -> usize {
        let (mut first, mut end) = (places.start, places.end);
        // Its length, and its place the other way round, so that the first one wins.
        let mut best = (0, Reverse(first as u32));
        let mut level = 0;
        while first < end {
            let mut look = |place: usize| {
                let named = if level == 0 { place as u32 } else { self.levels[level - 1][place] };
                best = best.max((length(named), Reverse(named)));
            };
            while first < end && (!first.is_multiple_of(FAN_OUT) || level == self.levels.len()) {
                look(first);
                first += 1;
            }
            while first < end && !end.is_multiple_of(FAN_OUT) {
                end -= 1;
                look(end);
            }
            (first, end) = (first / FAN_OUT, end / FAN_OUT);
            level += 1;
        }
        best.1.0 as usize
    }

    pub fn heap_bytes(&self) -> usize {
        self.levels.iter().map(|level| level.capacity() * size_of::<u32>()).sum()
    }
}
