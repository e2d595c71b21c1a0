//! Calls of one parent become the few that moved among the others.
//!
//! ```text
//! before   a   b   c   d      the most calls that kept their order are b, c and d,
//! after    b   c   d   a      so a moved
//! ```
//!
//! Two calls are turned round if one stands wholly before the other on one side and wholly behind
//! it on the other. As few calls as possible are marked so that no two of the rest are turned
//! round. Being turned round is the order of boxes in a plane, one axis a side, and those that
//! kept their order are the most boxes that a falling curve can cross: calls are taken by their
//! time on one side, chains of turned calls are made by best fit, and the curve is found walking
//! back.
//!
//! Invariant: as few marks as possible, and the same ones with the sides swapped. Cost:
//! O(g log g) for g siblings. Absent: how far a call moved.
//!
//! Source: Felsner, Müller and Wernisch, *Trapezoid graphs and generalizations, geometry and
//! algorithms*, 1997, for chains by best fit; the walk back is its dual.

use std::collections::BTreeMap;

use super::Comparison;
use crate::order;
use crate::trace::Trace;

/// First and last instant of a call on each side; both are in it.
type Box2 = [(i128, i128); 2];

/// Marks calls that moved among their siblings.
pub(super) fn mark_reordered(comparison: &mut Comparison, traces: [&Trace; 2]) {
    let mut siblings: BTreeMap<Option<u32>, Vec<u32>> = BTreeMap::new();
    for (number, node) in comparison.nodes.iter().enumerate() {
        if node.figures.iter().all(|side| side.spans > 0) {
            siblings.entry(node.parent).or_default().push(number as u32);
        }
    }
    for family in siblings.into_values().filter(|family| family.len() > 1) {
        let boxes: Vec<Box2> = family
            .iter()
            .map(|&number| [0, 1].map(|side| instants(comparison, traces, number as usize, side)))
            .collect();
        for moved in moved(&boxes) {
            comparison.nodes[family[moved] as usize].is_reordered = true;
        }
    }
}

/// The instants at which the calls of a node run on a side, doubled, so that one that ends when
/// the next begins lies before it; a call without length has the instant at which it begins.
fn instants(
    comparison: &Comparison,
    traces: [&Trace; 2],
    number: usize,
    side: usize,
) -> (i128, i128) {
    let trace = traces[side];
    let spans = comparison.spans(number, side);
    let begin = spans.iter().map(|&span| trace.start_nanos(span)).min().unwrap_or(0);
    let end = spans.iter().map(|&span| trace.end_nanos(span)).max().unwrap_or(0);
    let (begin, end) = (2 * i128::from(begin), 2 * i128::from(end));
    (begin, begin.max(end - 1))
}

/// Places of those that moved, ascending. Where others could be marked just as well, the places
/// decide, which are the same with the sides swapped.
fn moved(boxes: &[Box2]) -> Vec<usize> {
    let swapped: Vec<Box2> = boxes.iter().map(|&[one, other]| [other, one]).collect();
    moved_by(boxes).min(moved_by(&swapped))
}

/// A call begins or ends on the first side.
struct Event {
    at: i128,
    is_end: bool,
    call: usize,
}

fn moved_by(boxes: &[Box2]) -> Vec<usize> {
    let mut events = Vec::with_capacity(2 * boxes.len());
    for (call, &[(begin, end), _]) in boxes.iter().enumerate() {
        events.push(Event { at: begin, is_end: false, call });
        events.push(Event { at: end, is_end: true, call });
    }
    order::sort_by_key(&mut events, |event| (event.at, event.is_end, event.call));
    let continued = chains(boxes, &events);
    let mut moved = left_out(boxes, &events, &continued);
    moved.sort_unstable();
    moved
}

/// The second side upside down: what is turned round there lies further up here.
fn turned([_, (begin, end)]: Box2) -> (i128, i128) {
    (-end, -begin)
}

/// For each call, the end of the chain that it continues: of those that lie below it, the
/// highest.
fn chains(boxes: &[Box2], events: &[Event]) -> Vec<Option<i128>> {
    let mut ends: BTreeMap<i128, u32> = BTreeMap::new();
    let mut continued = vec![None; boxes.len()];
    for event in events {
        let (low, high) = turned(boxes[event.call]);
        if event.is_end {
            *ends.entry(high).or_default() += 1;
        } else if let Some((&end, count)) = ends.range_mut(..low).next_back() {
            continued[event.call] = Some(end);
            *count -= 1;
            if *count == 0 {
                ends.remove(&end);
            }
        }
    }
    continued
}

/// Calls that the curve which crosses the most boxes does not cross.
fn left_out(boxes: &[Box2], events: &[Event], continued: &[Option<i128>]) -> Vec<usize> {
    let mut left_out = Vec::new();
    let mut height = i128::MIN;
    for event in events.iter().rev() {
        let (low, high) = turned(boxes[event.call]);
        match event.is_end {
            true if height > high => left_out.push(event.call),
            false if height < low => match continued[event.call] {
                // Above the curve; climbing to it would cost one that lies below.
                Some(end) if end >= height => left_out.push(event.call),
                _ => height = low,
            },
            _ => {}
        }
    }
    left_out
}
