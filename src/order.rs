//! Items and a comparison → the same items in order.
//!
//! Invariant: stable, as std's sort, which it is. Absent: the speed of that sort where it is compiled
//! anew for every type of item, at some six kilobytes each: here one instance sorts places, and
//! asks about the items through a pointer. Whole columns go by [`sort_by_number`].

use std::cmp::Ordering;

/// Sorts by `compare`.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut places: Vec<u32> = (0..items.len() as u32).collect();
    sort_all(&mut places, &|a, b| compare(&items[a as usize], &items[b as usize]));
    put_in_order(&mut places, &mut |a, b| items.swap(a, b));
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
    sort_all(places, &compare);
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

/// The one instance of std's stable sort that all others are.
#[inline(never)]
fn sort_all(places: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    places.sort_by(|&a, &b| compare(a, b));
}
