//! Spans of a flame graph that have something in common, such as having failed.
//!
//! Invariant: places ascend, so whether a stretch of a lane has one is found by halving.
//! Absent: what they have in common.

use std::ops::Range;

use super::Flame;
use crate::trace::SpanIdx;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlameMarks {
    places: Vec<u32>,
}

impl FlameMarks {
    /// `order`: rows by place.
    pub(super) fn of(order: &[u32], is_marked: impl Fn(SpanIdx) -> bool) -> FlameMarks {
        let is_marked = |place: &u32| is_marked(SpanIdx(order[*place as usize]));
        FlameMarks { places: (0..order.len() as u32).filter(is_marked).collect() }
    }

    /// O(log n).
    pub(super) fn is_any_in(&self, places: &Range<usize>) -> bool {
        let first = self.places.partition_point(|&place| (place as usize) < places.start);
        self.places.get(first).is_some_and(|&place| (place as usize) < places.end)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.places.capacity() * size_of::<u32>()
    }
}

impl Flame {
    /// O(n).
    pub fn marks(&self, is_marked: impl Fn(SpanIdx) -> bool) -> FlameMarks {
        FlameMarks::of(&self.order, is_marked)
    }
}
