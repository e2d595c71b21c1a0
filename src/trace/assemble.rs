//! One trace's records become its tree: parents found, circles cut, rows numbered.
//!
//! Invariant: every record gets a row, whatever its parents look like, and the rows do not
//! depend on the order of the records. Everything is iterative and O(n log n).
//! Absent: opinions about a trace with several roots; they are simply all there.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::columns::{Trace, TreeColumns};
use super::ids::{SpanId, TraceId};
use super::parents::find_parents;
use super::pool::Pool;
use super::repair::Repair;
use super::span::{CallHalf, SpanRecord};

/// "No row" in columns of `u32`.
pub(super) const NO_ROW: u32 = u32::MAX;

/// A start of zero is a missing one if some span of the trace starts later than this
/// (eleven days after the epoch); else the trace simply counts from zero.
const RELATIVE_CLOCK_NANOS: u64 = 1_000_000_000_000_000;

pub(super) fn assemble(id: TraceId, mut records: Vec<SpanRecord>, pool: &Arc<Pool>) -> Trace {
    repair_times(&mut records);
    records.sort_by(|a, b| sibling_order(a, b, pool));
    let mut parents = find_parents(&mut records, pool);
    cut_cycles(&mut parents, &mut records);
    let (order, tree) = depth_first(&parents);
    Trace::from_records(id, pool.clone(), &records, &order, tree)
}

/// Start, then end descending, then content, id last.
fn sibling_order(a: &SpanRecord, b: &SpanRecord, pool: &Pool) -> Ordering {
    let by_time = (a.start_nanos, Reverse(a.end_nanos)).cmp(&(b.start_nanos, Reverse(b.end_nanos)));
    by_time.then_with(|| {
        let service = |span: &SpanRecord| pool.text(pool.resource(span.resource).service);
        service(a)
            .cmp(service(b))
            .then_with(|| pool.text(a.name).cmp(pool.text(b.name)))
            .then_with(|| (a.kind, a.id, a.parent_id).cmp(&(b.kind, b.id, b.parent_id)))
            .then_with(|| a.half.cmp(&b.half))
    })
}

fn repair_times(records: &mut [SpanRecord]) {
    let latest_start = records.iter().map(|span| span.start_nanos).max().unwrap_or(0);
    if latest_start > RELATIVE_CLOCK_NANOS && records.iter().any(|span| span.start_nanos == 0) {
        repair_unknown_starts(records);
    }
    for span in records {
        if span.end_nanos < span.start_nanos {
            span.end_nanos = span.start_nanos;
            span.repairs.add(Repair::EndBeforeStart);
        }
    }
}

/// Gives each span without a start that of its nearest ancestor with one, else the
/// earliest of the trace. Each span is looked at once: chains are resolved from above.
fn repair_unknown_starts(records: &mut [SpanRecord]) {
    let known = records.iter().map(|span| span.start_nanos).filter(|&start| start > 0);
    let earliest = known.min().unwrap_or(0);
    let with_rows = || records.iter().enumerate().rev().map(|(row, span)| (span, row));
    let mut rows: FxHashMap<SpanId, usize> =
        with_rows().map(|(span, row)| (span.id, row)).collect();
    // Of two halves of a call, the caller's is the one to have a start.
    let callers = with_rows().filter(|(span, _)| span.half == CallHalf::Client);
    rows.extend(callers.map(|(span, row)| (span.id, row)));
    for row in 0..records.len() {
        if records[row].start_nanos != 0 {
            continue;
        }
        let mut chain = Vec::new();
        let mut current = row;
        let start = loop {
            if records[current].start_nanos != 0 {
                break records[current].start_nanos;
            }
            // Marked by the start itself, so that a circle of unknown starts ends.
            records[current].start_nanos = earliest;
            chain.push(current);
            let span = &records[current];
            let caller = rows.get(&span.id).filter(|_| span.half == CallHalf::Server);
            let caller = caller.filter(|&&row| records[row].half == CallHalf::Client);
            match caller.or_else(|| rows.get(&span.parent_id)) {
                Some(&parent) => current = parent,
                None => break earliest,
            }
        };
        for member in chain {
            let span = &mut records[member];
            span.start_nanos = start;
            // An end so close to the epoch is a mere length, written for want of a start.
            let is_length = span.end_nanos <= RELATIVE_CLOCK_NANOS;
            let length = if is_length { span.end_nanos } else { 0 };
            span.end_nanos = span.end_nanos.max(start.saturating_add(length));
            span.repairs.add(Repair::StartUnknown);
        }
    }
}

/// Makes a root of the earliest span of every circle of parents.
fn cut_cycles(parents: &mut [u32], records: &mut [SpanRecord]) {
    // 0 = not seen; else the number of the walk that saw the row first.
    let mut seen_in = vec![0u32; parents.len()];
    for start in 0..parents.len() {
        let walk = start as u32 + 1;
        let mut row = start as u32;
        while row != NO_ROW && seen_in[row as usize] == 0 {
            seen_in[row as usize] = walk;
            row = parents[row as usize];
        }
        if row != NO_ROW && seen_in[row as usize] == walk {
            // Rows are sorted by start, so the smallest row of the circle is the earliest.
            let mut earliest = row;
            let mut member = parents[row as usize];
            while member != row {
                earliest = earliest.min(member);
                member = parents[member as usize];
            }
            parents[earliest as usize] = NO_ROW;
            records[earliest as usize].repairs.add(Repair::CycleCut);
        }
    }
}

/// The depth-first order (old row by new row) and the tree in new rows.
fn depth_first(parents: &[u32]) -> (Vec<u32>, TreeColumns) {
    let count = parents.len();
    let (first_child, children) = children_by_parent(parents);
    let mut order = Vec::with_capacity(count);
    let mut tree = TreeColumns::with_capacity(count);
    let mut stack: Vec<(u32, u32, u32)> =
        roots(parents).rev().map(|row| (row, NO_ROW, 1)).collect();
    while let Some((old_row, parent, depth)) = stack.pop() {
        let row = order.len() as u32;
        order.push(old_row);
        tree.push(parent, depth);
        let range =
            first_child[old_row as usize] as usize..first_child[old_row as usize + 1] as usize;
        stack.extend(children[range].iter().rev().map(|&child| (child, row, depth + 1)));
    }
    tree.close_subtrees();
    (order, tree)
}

fn roots(parents: &[u32]) -> impl DoubleEndedIterator<Item = u32> + '_ {
    (0..parents.len() as u32).filter(|&row| parents[row as usize] == NO_ROW)
}

/// Children grouped by parent, each group in row order: `(start of each group, rows)`.
fn children_by_parent(parents: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; parents.len() + 1];
    for &parent in parents.iter().filter(|&&parent| parent != NO_ROW) {
        starts[parent as usize + 1] += 1;
    }
    for index in 1..starts.len() {
        starts[index] += starts[index - 1];
    }
    let mut next = starts.clone();
    let mut children = vec![0u32; starts[parents.len()] as usize];
    for (row, &parent) in parents.iter().enumerate().filter(|&(_, &parent)| parent != NO_ROW) {
        let slot = &mut next[parent as usize];
        children[*slot as usize] = row as u32;
        *slot += 1;
    }
    (starts, children)
}
