//! Lanes that nothing runs in, while pieces come and go.
//!
//! Gaps are kept by their power of two, so that the lowest one that is surely large enough
//! is found without looking at small ones. Source: segregated fits (Wilson and others,
//! Dynamic Storage Allocation, 1995, 3.6).
//!
//! Invariant: no two gaps touch, and none touches the end. Absent: who has what was taken.

use std::array;
use std::collections::{BTreeMap, BTreeSet};

const SIZES: usize = 32;
/// Gaps that are perhaps too small are tried so many times before a larger one is taken.
const TRIES: usize = 8;

/// See the module.
pub(super) struct Gaps {
    /// First lane and one past the last.
    by_first: BTreeMap<u32, u32>,
    /// First lanes of the gaps of 2ⁱ to 2ⁱ⁺¹ − 1 lanes.
    by_size: [BTreeSet<u32>; SIZES],
    /// All lanes from here on are free.
    end: u32,
}

impl Default for Gaps {
    fn default() -> Gaps {
        Gaps { by_first: BTreeMap::new(), by_size: array::from_fn(|_| BTreeSet::new()), end: 0 }
    }
}

impl Gaps {
    pub fn clear(&mut self) {
        while let Some((first, end)) = self.by_first.pop_first() {
            self.by_size[size_of(end - first)].remove(&first);
        }
        self.end = 0;
    }

    /// The first of `height` neighbouring lanes, which are no longer free; the lowest ones
    /// for a power of two, else nearly. O(log n).
    pub fn take(&mut self, height: u32) -> u32 {
        let Some(first) = self.lowest(height) else {
            self.end += height;
            return self.end - height;
        };
        let end = self.remove(first);
        if first + height < end {
            self.insert(first + height, end);
        }
        first
    }

    /// Frees lanes that were taken. O(log n).
    pub fn give_back(&mut self, first: u32, height: u32) {
        let (mut first, mut end) = (first, first + height);
        let before = self.by_first.range(..first).next_back();
        if let Some((&before, _)) = before.filter(|&(_, &before_end)| before_end == first) {
            self.remove(before);
            first = before;
        }
        if self.by_first.contains_key(&end) {
            end = self.remove(end);
        }
        if end == self.end {
            self.end = first;
        } else {
            self.insert(first, end);
        }
    }

    fn lowest(&self, height: u32) -> Option<u32> {
        if self.by_first.is_empty() {
            return None;
        }
        let size = size_of(height);
        let fits = |first: &&u32| self.by_first[*first] - **first >= height;
        let perhaps = self.by_size[size].iter().take(TRIES).find(fits);
        let surely = self.by_size[size + 1..].iter().filter_map(BTreeSet::first);
        surely.chain(perhaps).min().copied()
    }

    fn insert(&mut self, first: u32, end: u32) {
        self.by_first.insert(first, end);
        self.by_size[size_of(end - first)].insert(first);
    }

    /// Gives the end of the gap.
    fn remove(&mut self, first: u32) -> u32 {
        let end = self.by_first.remove(&first).unwrap_or(first + 1);
        self.by_size[size_of(end - first)].remove(&first);
        end
    }
}

fn size_of(lanes: u32) -> usize {
    lanes.max(1).ilog2() as usize
}
