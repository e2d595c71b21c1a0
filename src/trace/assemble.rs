//! One trace's spans become its tree: parents found, circles cut, rows numbered.
//!
//! Invariant: every span gets a row, whatever its parents look like, and the rows do not
//! depend on the order of arrival. Everything is iterative and O(n log n).
//! Absent: opinions about a trace with several roots; they are simply all there.

use std::cmp::{Ordering, Reverse};

use rustc_hash::{FxHashMap, FxHashSet};

use super::columns::{Rows, TreeColumns};
use super::ids::SpanId;
use super::parents::find_parents;
use super::pool::Pool;
use super::repair::Repair;
use super::span::CallHalf;
use super::span_columns::SpanColumns;
use super::stirred::FileKeyMap;
use super::strings::StringId;
use crate::order;

/// "No row" in columns of `u32`.
pub(super) const NO_ROW: u32 = u32::MAX;

/// A start of zero is a missing one if some span of the trace starts later than this
/// (eleven days after the epoch); else the trace simply counts from zero.
const RELATIVE_CLOCK_NANOS: u64 = 1_000_000_000_000_000;

/// Puts the spans `members` together. Mends their times and marks their repairs.
pub(super) fn assemble(mut members: Vec<u32>, spans: &mut SpanColumns, pool: &Pool) -> Rows {
    repair_times(&members, spans);
    sort_siblings(&mut members, spans, pool);
    let mut parents = find_parents(&members, spans, pool);
    cut_cycles(&mut parents, &members, spans);
    let (order, tree) = depth_first(&parents);
    let order: Vec<u32> = order.into_iter().map(|row| members[row as usize]).collect();
    drop(members);
    let starts: Vec<u64> = order.iter().map(|&span| spans.starts[span as usize]).collect();
    let durations = order.iter().zip(&starts);
    let durations = durations.map(|(&span, start)| spans.ends[span as usize] - start).collect();
    Rows { order, tree, starts, durations }
}

/// Sorts by start, then end descending, then content, id last. Starts alone decide nearly
/// always, and are sorted beside the spans' numbers so that no span is fetched for them.
fn sort_siblings(members: &mut [u32], spans: &SpanColumns, pool: &Pool) {
    let mut by_start: Vec<(u64, u32)> =
        members.iter().map(|&span| (spans.starts[span as usize], span)).collect();
    order::sort_numbered(&mut by_start);
    let tied = by_start.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1).flatten();
    let ranks = Ranks::of(tied.map(|&(_, span)| span), spans, pool);
    for same_start in by_start.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        order::sort_by(same_start, |a, b| sibling_order(a.1, b.1, spans, &ranks, pool));
    }
    for (member, (_, span)) in members.iter_mut().zip(by_start) {
        *member = span;
    }
}

/// The order of some texts: each is compared once, however long and however many say it.
struct Ranks(FxHashMap<StringId, u32>);

impl Ranks {
    /// Of the services and names of these spans.
    fn of(tied: impl Iterator<Item = u32>, spans: &SpanColumns, pool: &Pool) -> Ranks {
        let texts_of = |span: u32| [service_of(span, spans, pool), spans.names[span as usize]];
        let texts: FxHashSet<StringId> = tied.flat_map(texts_of).collect();
        let mut texts: Vec<StringId> = texts.into_iter().collect();
        order::sort_by(&mut texts, |&a, &b| pool.text(a).cmp(pool.text(b)));
        Ranks(texts.into_iter().zip(0..).collect())
    }

    fn of_text(&self, text: StringId) -> u32 {
        self.0.get(&text).copied().unwrap_or_default()
    }
}

fn service_of(span: u32, spans: &SpanColumns, pool: &Pool) -> StringId {
    pool.resource(spans.resources[span as usize]).service
}

/// The order of spans with the same start.
fn sibling_order(a: u32, b: u32, spans: &SpanColumns, ranks: &Ranks, pool: &Pool) -> Ordering {
    let (a, b) = (a as usize, b as usize);
    let by_end = Reverse(spans.ends[a]).cmp(&Reverse(spans.ends[b]));
    by_end.then_with(|| {
        let service = |span: usize| ranks.of_text(service_of(span as u32, spans, pool));
        let name = |span: usize| ranks.of_text(spans.names[span]);
        let rest = |span: usize| (spans.kinds[span], spans.ids[span], spans.parent_ids[span]);
        service(a)
            .cmp(&service(b))
            .then_with(|| name(a).cmp(&name(b)))
            .then_with(|| rest(a).cmp(&rest(b)))
            .then_with(|| spans.half(a as u32).cmp(&spans.half(b as u32)))
    })
}

fn repair_times(members: &[u32], spans: &mut SpanColumns) {
    let starts = || members.iter().map(|&span| spans.starts[span as usize]);
    let latest_start = starts().max().unwrap_or(0);
    if latest_start > RELATIVE_CLOCK_NANOS && starts().any(|start| start == 0) {
        repair_unknown_starts(members, spans);
    }
    for &span in members {
        let start = spans.starts[span as usize];
        let end = &mut spans.ends[span as usize];
        if *end < start {
            *end = start;
            spans.repair(span, Repair::EndBeforeStart);
        }
    }
}

/// Gives each span without a start that of its nearest ancestor with one, else the
/// earliest of the trace. Each span is looked at once: chains are resolved from above.
fn repair_unknown_starts(members: &[u32], spans: &mut SpanColumns) {
    let known = members.iter().map(|&span| spans.starts[span as usize]).filter(|&start| start > 0);
    let earliest = known.min().unwrap_or(0);
    // Of spans with the same id the earliest counts, whatever the order they came in.
    let mut sorted = members.to_vec();
    let times = |span: u32| {
        let times = spans.times(span);
        (times.start == 0, times.start, Reverse(times.end))
    };
    order::sort_by_key(&mut sorted, |&span| times(span));
    let with_ids = || {
        let with_ids = sorted.iter().rev().map(|&span| (spans.ids[span as usize], span));
        with_ids.filter(|(id, _)| !id.is_none())
    };
    let mut by_id: FileKeyMap<SpanId, u32> = with_ids().collect();
    // Of two halves of a call, the caller's is the one to have a start.
    by_id.extend(with_ids().filter(|&(_, span)| spans.half(span) == CallHalf::Client));
    for &span in members {
        if spans.starts[span as usize] != 0 {
            continue;
        }
        let mut chain = Vec::new();
        let mut current = span;
        let start = loop {
            let start = &mut spans.starts[current as usize];
            if *start != 0 {
                break *start;
            }
            // Marked by the start itself, so that a circle of unknown starts ends.
            *start = earliest;
            chain.push(current);
            let caller = by_id.get(&spans.ids[current as usize]).filter(|&&caller| {
                let halves = (spans.half(caller), spans.half(current));
                halves == (CallHalf::Client, CallHalf::Server)
            });
            match caller.or_else(|| by_id.get(&spans.parent_ids[current as usize])) {
                Some(&parent) => current = parent,
                None => break earliest,
            }
        };
        for member in chain {
            spans.starts[member as usize] = start;
            let end = &mut spans.ends[member as usize];
            // An end so close to the epoch is a mere length, written for want of a start.
            let is_length = *end <= RELATIVE_CLOCK_NANOS;
            let length = if is_length { *end } else { 0 };
            *end = (*end).max(start.saturating_add(length));
            spans.repair(member, Repair::StartUnknown);
        }
    }
}

/// Makes a root of the earliest span of every circle of parents.
fn cut_cycles(parents: &mut [u32], members: &[u32], spans: &mut SpanColumns) {
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
            spans.repair(members[earliest as usize], Repair::CycleCut);
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
