//! Places in a list become blocks of sixteen, each naming the longest of its spans.
//!
//! Invariant: of equally long ones the first. Absent: the lengths themselves; the list's
//! owner is asked for them.

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
            let longest =
                |block: &[u32]| block.iter().copied().reduce(|a, b| longer(a, b, &length));
            let above = below.chunks(FAN_OUT).filter_map(longest).collect();
            levels.push(above);
            below = &levels[levels.len() - 1];
        }
        Longest { levels }
    }

    /// The longest of some places, the first one if there are none. O(log n).
    pub fn among(&self, places: Range<usize>, length: impl Fn(u32) -> u64) -> usize {
        let (mut first, mut end) = (places.start, places.end);
        let mut best = first as u32;
        let mut level = 0;
        while first < end {
            let name = |place: usize| match level {
                0 => place as u32,
                _ => self.levels[level - 1][place],
            };
            while first < end && (first % FAN_OUT > 0 || level == self.levels.len()) {
                best = longer(best, name(first), &length);
                first += 1;
            }
            while first < end && end % FAN_OUT > 0 {
                end -= 1;
                best = longer(best, name(end), &length);
            }
            (first, end) = (first / FAN_OUT, end / FAN_OUT);
            level += 1;
        }
        best as usize
    }

    pub fn heap_bytes(&self) -> usize {
        self.levels.iter().map(|level| level.capacity() * size_of::<u32>()).sum()
    }
}

fn longer(one: u32, other: u32, length: impl Fn(u32) -> u64) -> u32 {
    let (one_nanos, other_nanos) = (length(one), length(other));
    match one_nanos.cmp(&other_nanos) {
        std::cmp::Ordering::Less => other,
        std::cmp::Ordering::Equal => one.min(other),
        std::cmp::Ordering::Greater => one,
    }
}
