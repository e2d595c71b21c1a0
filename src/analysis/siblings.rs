//! Spans become their places among their siblings, which a tree grid must announce.
//!
//! Invariant: positions count all siblings, whether or not they can be seen. Absent: a
//! column of places for the whole trace; a window's worth is found in one walk over the
//! children of the parents concerned.

use crate::trace::{SpanIdx, Trace};

/// A span among its siblings; roots are siblings of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiblingPlace {
    /// Siblings, the span itself included.
    pub set_size: u32,
    /// From 1.
    pub position: u32,
}

/// The place of each of `spans`, in their order. The children of each parent among them
/// are walked once: O(n) for all `spans` together, not for each, plus sorting `spans`.
pub fn sibling_places(trace: &Trace, spans: &[SpanIdx]) -> Vec<SiblingPlace> {
    // By parent, then by row, so that each family is walked once from its first child.
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&index| (trace.parent(spans[index]), spans[index]));
    let mut places = vec![SiblingPlace::default(); spans.len()];
    for family in order.chunk_by(|&a, &b| trace.parent(spans[a]) == trace.parent(spans[b])) {
        place_family(trace, spans, family, &mut places);
    }
    places
}

/// `family` holds indices into `spans` of siblings, in row order.
fn place_family(trace: &Trace, spans: &[SpanIdx], family: &[usize], places: &mut [SiblingPlace]) {
    let siblings = match trace.parent(spans[family[0]]) {
        Some(parent) => trace.children(parent),
        None => trace.roots(),
    };
    let mut wanted = family.iter().copied().peekable();
    let mut set_size = 0;
    for sibling in siblings {
        set_size += 1;
        while let Some(index) = wanted.next_if(|&index| spans[index] == sibling) {
            places[index].position = set_size;
        }
    }
    for &index in family {
        places[index].set_size = set_size;
    }
}
