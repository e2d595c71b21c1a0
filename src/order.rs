//! Items and a comparison → the same items in order.
//!
//! Invariant: stable, in O(n log n), and O(n) where a few ascending or descending runs follow
//! each other; any comparison, even one that contradicts itself, ends. Absent: the speed of
//! std's sorts, which are compiled anew for every type of item, at some six kilobytes each.
//! Here all share one merge sort of places; whole columns go by [`sort_by_number`].

use std::cmp::Ordering;

/// Runs are made at least as long by insertion.
const SHORTEST_RUN: usize = 12;

/// Up to as many items are sorted without taking memory.
const FEW: usize = 32;

/// Sorts by `compare`.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    arrange(&mut Compared { items, compare });
}

/// Sorts by what `key` says of each item; it is asked at each comparison.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts places of something, by a comparison of what is there.
pub fn sort_places(places: &mut [u32], compare: impl Fn(u32, u32) -> Ordering) {
    merge_sort(places, &compare);
}

/// Sorts by a number of each item; it is asked once, and no item is looked at while sorting.
pub fn sort_by_number<T>(items: &mut [T], number: impl Fn(&T) -> u64) {
    let mut keyed: Vec<(u64, u32)> = items.iter().map(number).zip(0..).collect();
    sort_numbered(&mut keyed);
    let mut places: Vec<u32> = keyed.into_iter().map(|(_, place)| place).collect();
    put_in_order(&mut places, &mut |a, b| items.swap(a, b));
}

/// Sorts by number, then place: the one instance of std's sort, for what has to be fast.
#[inline(never)]
pub fn sort_numbered(numbered: &mut [(u64, u32)]) {
    numbered.sort_unstable();
}

/// What is sorted, whatever it is.
trait Arrange {
    fn len(&self) -> usize;
    fn compare(&self, a: u32, b: u32) -> Ordering;
    fn swap(&mut self, a: usize, b: usize);
}

struct Compared<'a, T, F> {
    items: &'a mut [T],
    compare: F,
}

impl<T, F: Fn(&T, &T) -> Ordering> Arrange for Compared<'_, T, F> {
    fn len(&self) -> usize {
        self.items.len()
    }

    fn compare(&self, a: u32, b: u32) -> Ordering {
        (self.compare)(&self.items[a as usize], &self.items[b as usize])
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.items.swap(a, b);
    }
}

fn arrange(what: &mut dyn Arrange) {
    let count = what.len();
    let mut few = [0; FEW];
    let mut many = Vec::new();
    let places: &mut [u32] = if count <= FEW {
        &mut few[..count]
    } else {
        many.resize(count, 0);
        &mut many
    };
    places.iter_mut().zip(0..).for_each(|(place, number)| *place = number);
    merge_sort(places, &|a, b| what.compare(a, b));
    put_in_order(places, &mut |a, b| what.swap(a, b));
}

/// Each place takes the item whose number it holds, by swaps along the circles that these make.
fn put_in_order(places: &mut [u32], swap: &mut dyn FnMut(usize, usize)) {
    for first in 0..places.len() {
        let mut place = first;
        loop {
            let from = places[place] as usize;
            places[place] = place as u32;
            if from == first {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

/// A natural merge sort: the runs that are there, and then neighbours merged until one is left.
fn merge_sort(places: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    let first_end = run_end(places, 0, compare);
    if first_end == places.len() {
        return;
    }
    let mut ends = vec![first_end];
    let mut end = first_end;
    while end < places.len() {
        end = run_end(places, end, compare);
        ends.push(end);
    }
    let mut left = Vec::new();
    while ends.len() > 1 {
        let mut start = 0;
        for pair in ends.chunks(2) {
            if let &[middle, end] = pair {
                left.clear();
                left.extend_from_slice(&places[start..middle]);
                merge(&left, &mut places[start..end], compare);
            }
            start = *pair.last().unwrap_or(&start);
        }
        let mut number = 0;
        let count = ends.len();
        ends.retain(|_| {
            number += 1;
            number % 2 == 0 || number == count
        });
    }
}

/// Where the run from `start` ends, which then ascends.
fn run_end(places: &mut [u32], start: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> usize {
    let rest = &mut places[start..];
    let is_descent = |pair: &[u32]| compare(pair[0], pair[1]).is_gt();
    let is_descending = rest.windows(2).next().is_some_and(is_descent);
    let same = rest.windows(2).take_while(|pair| is_descent(pair) == is_descending).count();
    let mut end = rest.len().min(same + 1);
    if is_descending {
        rest[..end].reverse();
    }
    while end < rest.len().min(SHORTEST_RUN) {
        let mut place = end;
        while place > 0 && compare(rest[place - 1], rest[place]).is_gt() {
            rest.swap(place - 1, place);
            place -= 1;
        }
        end += 1;
    }
    start + end
}

/// Merges `left`, a copy of the first of `both`, with the rest; of equal ones the left is first.
fn merge(left: &[u32], both: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    if left.is_empty() || compare(left[left.len() - 1], both[left.len()]).is_le() {
        return;
    }
    let (mut taken, mut right) = (0, left.len());
    for to in 0..both.len() {
        if taken == left.len() {
            break;
        }
        if right < both.len() && compare(left[taken], both[right]).is_gt() {
            both[to] = both[right];
            right += 1;
        } else {
            both[to] = left[taken];
            taken += 1;
        }
    }
}
