//! Spans become their places among their siblings, which a tree grid must announce.
//!
//! Invariant: positions count all siblings, whether or not they can be seen. Absent: a
//! column of places for the whole trace; a window's worth is found in one walk over the
//! children of the parents concerned.

use crate::order;
use crate::trace::{Children, SpanIdx, Trace};

/// A span among its siblings; roots are siblings of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiblingPlace {
    /// Siblings, the span itself included.
    pub set_size: u32,
    /// From 1.
    pub position: u32,
}

/// A family too large to be walked for every window: its members, in row order.
pub struct Family {
    parent: Option<SpanIdx>,
    members: Vec<SpanIdx>,
}

/// A family of more members is worth keeping.
const LARGE_FAMILY: u32 = 4096;

/// The place of each of `spans`, in their order. The children of each parent among them
/// are walked once: O(n) for all `spans` together, not for each, plus sorting `spans`. A
/// large family is left in `known` and not walked again while it stays there.
pub fn sibling_places(
    trace: &Trace,
    spans: &[SpanIdx],
    known: &mut Option<Family>,
) -> Vec<SiblingPlace> {
    // By parent, then by row, so that each family is walked once from its first child.
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order::sort_by_key(&mut order, |&index| (trace.parent(spans[index]), spans[index]));
    let mut places = vec![SiblingPlace::default(); spans.len()];
    for family in order.chunk_by(|&a, &b| trace.parent(spans[a]) == trace.parent(spans[b])) {
        let parent = trace.parent(spans[family[0]]);
        match known {
            Some(known) if known.parent == parent => {
                let set_size = known.members.len() as u32;
                for &index in family {
                    let position = known.members.partition_point(|&span| span <= spans[index]);
                    places[index] = SiblingPlace { set_size, position: position as u32 };
                }
            }
            _ => {
                let set_size = place_family(trace, spans, family, &mut places);
                if set_size > LARGE_FAMILY {
                    *known = Some(Family { parent, members: siblings(trace, parent).collect() });
                }
            }
        }
    }
    places
}

pub(in crate::analysis) fn siblings(trace: &Trace, parent: Option<SpanIdx>) -> Children<'_> {
    parent.map_or_else(|| trace.roots(), |parent| trace.children(parent))
}

/// `family` holds indices into `spans` of siblings, in row order; returns how many
/// siblings there are.
fn place_family(
    trace: &Trace,
    spans: &[SpanIdx],
    family: &[usize],
    places: &mut [SiblingPlace],
) -> u32 {
    let mut wanted = family.iter().copied().peekable();
    let mut set_size = 0;
    for sibling in siblings(trace, trace.parent(spans[family[0]])) {
        set_size += 1;
        while let Some(index) = wanted.next_if(|&index| spans[index] == sibling) {
            places[index].position = set_size;
        }
    }
    for &index in family {
        places[index].set_size = set_size;
    }
    set_size
}
